"""Personal data where a standard has no place for it: found and masked.

Looked for: personal e-mail addresses, mobile numbers, telephone numbers that the text calls one, and National
        Insurance numbers.
Known:  a council's shared mailbox (`planning@…`) or switchboard number without a word before it is
        nobody's personal data.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

MASK = "[personal data removed]"
_SAMPLE = 10_000
_SUSPECT = r"@|(?i:\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b)|(\+44|0)[\s\d()-]{9,}"
_EMAIL = r"(?P<local>[A-Za-z0-9._%+'-]+)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_MOBILE = r"(?<![\d/])(?:\+44\s?\(?0?\)?\s?7|\(?07)\d{3}\)?[\s-]?\d{3}[\s-]?\d{3}(?![\d/])"
_LANDLINE = (
    r"(?i:\b(?:tel|telephone|phone|mobile|mob|call|contact|ring)\b[^\d+@]{0,25})"
    r"(?P<landline>(?:\+44\s?\(?0?\)?\s?|\(?0)\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,4})(?![\d/])"
)
_INSURANCE = r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b"
_PERSONAL = re.compile("|".join((_EMAIL, _LANDLINE, _MOBILE, _INSURANCE)))
_ONLY_EMAIL = re.compile(rf"{_EMAIL}(?P<landline>)")
_SHARED_MAILBOXES = frozenset(
    {
        *("planning", "info", "information", "enquiries", "enquiry", "contact", "contacts", "contactus"),
        *("customer", "customers", "services", "service", "development", "developmentcontrol"),
        *("developmentmanagement", "policy", "planningpolicy", "localplan", "ldf", "register", "brownfield"),
        *("admin", "office", "mail", "email", "hello", "council", "councils", "data", "opendata", "housing"),
        *("property", "estates", "licensing", "building", "control", "consultation", "consultations"),
        *("management", "dm", "dc", "spatial", "strategic", "team", "support", "web", "website", "webmaster"),
        *("press", "media", "sales", "reception", "general", "help", "helpdesk", "plans"),
        *("planningapplications", "applications", "regeneration", "environment", "legal", "highways", "trees"),
        *("conservation", "heritage", "business", "finance", "hr", "feedback", "complaints", "foi", "noreply"),
    }
)


def mask(text: str, *, only_email: bool = False) -> str:
    """Return `text` with personal data replaced."""
    return (_ONLY_EMAIL if only_email else _PERSONAL).sub(_masked, text)


def mask_texts(texts: pa.Array, *, only_email: bool = False) -> pa.Array | None:
    """Return `texts` with personal data replaced, None where there is none; quick where nothing looks like any."""
    few = texts[:_SAMPLE].dictionary_encode()
    if len(few.dictionary) * 10 > len(few):
        return _mask_array(texts, only_email=only_email)
    encoded = texts.dictionary_encode()
    masked = _mask_array(encoded.dictionary, only_email=only_email)
    return None if masked is None else masked.take(encoded.indices)


def _mask_array(texts: pa.Array, *, only_email: bool) -> pa.Array | None:
    suspect = pc.fill_null(pc.match_substring_regex(texts, "@" if only_email else _SUSPECT), False)
    if not pc.any(suspect).as_py():
        return None
    before = texts.filter(suspect).to_pylist()
    after = [mask(text, only_email=only_email) for text in before]
    if after == before:
        return None
    return pc.replace_with_mask(texts, suspect, pa.array(after, pa.string()))


def _masked(found: re.Match[str]) -> str:
    """Return the mask for what was found, or what was found where it is nobody's in particular."""
    if local := found["local"]:
        words = set(re.split(r"[^a-z]+", local.casefold()))
        return found[0] if words & _SHARED_MAILBOXES else MASK
    if landline := found["landline"]:
        return found[0].replace(landline, MASK)
    return MASK
