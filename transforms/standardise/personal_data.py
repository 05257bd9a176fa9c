"""Personal data where a standard has no place for it: found and masked.

Looked for: personal e-mail addresses, mobile numbers, telephone numbers that the text calls one or that begin with +44,
        National Insurance numbers, dates that the text calls a birth, and home addresses of people named.
Known:  a name alone is not looked for: sole traders are published lawfully. What the text calls a reference is none
        of these, however much it looks like one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.standardise import personal_patterns as patterns

MASK = "[personal data removed]"
_SAMPLE = 10_000
_BEFORE = 60  # characters looked at before a number
_ONLY_EMAIL = re.compile(patterns.EMAIL)
_PERSONAL = re.compile(
    "|".join(
        (
            *(patterns.LINK, patterns.EMAIL, patterns.BIRTH, patterns.HOME),
            *(patterns.INSURANCE, patterns.MOBILE, patterns.LANDLINE),
        )
    )
)


class Personal(IntFlag):
    """Kinds of personal data."""

    EMAIL = 1
    TELEPHONE = 2
    INSURANCE = 4
    BIRTH = 8
    HOME = 16


WORDS = {
    Personal.EMAIL: "an e-mail address",
    Personal.TELEPHONE: "a telephone number",
    Personal.INSURANCE: "a National Insurance number",
    Personal.BIRTH: "a date of birth",
    Personal.HOME: "a home address",
}
ANY = Personal.EMAIL | Personal.TELEPHONE | Personal.INSURANCE | Personal.BIRTH | Personal.HOME


@dataclass(frozen=True)
class Found:
    """Personal data of one kind at one place of a text."""

    kind: Personal
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    """Texts with personal data replaced, and the kinds that each held as bits of `Personal`."""

    texts: pa.Array
    kinds: npt.NDArray[np.uint8]

    def take(self, indices: pa.Array) -> "Masked":
        """Return the texts at `indices`; a null stays one."""
        places = pc.fill_null(indices, -1).to_numpy(zero_copy_only=False)
        return Masked(self.texts.take(indices), np.append(self.kinds, np.uint8(0))[places])


def in_words(kinds: int) -> str:
    """Return the kinds in words: "an e-mail address and a telephone number"."""
    words = [word for kind, word in WORDS.items() if kind & kinds]
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def find(text: str, wanted: Personal = ANY) -> Iterator[Found]:
    """Yield the personal data in `text`, of the kinds `wanted`, from left to right."""
    for found in (_ONLY_EMAIL if wanted == Personal.EMAIL else _PERSONAL).finditer(text):
        shape = found.lastgroup or ""
        if shape == "link":
            yield from (Found(one.kind, found.start() + one.start, found.start() + one.end) for one in _in_link(found))
            continue
        kind, group, is_personal = _SHAPES[shape]
        if kind & wanted and is_personal(found):
            yield Found(kind, *found.span(group))


def mask(text: str, wanted: Personal = ANY) -> str:
    """Return `text` with personal data replaced."""
    return _masked(text, wanted)[0]


def mask_texts(texts: pa.Array, wanted: Personal = ANY) -> Masked | None:
    """Return `texts` with personal data replaced, None where there is none; quick where nothing looks like any."""
    few = texts[:_SAMPLE].dictionary_encode()
    if len(few.dictionary) * 10 > len(few):
        return _mask_array(texts, wanted)
    encoded = texts.dictionary_encode()
    masked = _mask_array(encoded.dictionary, wanted)
    return None if masked is None else masked.take(encoded.indices)


def _mask_array(texts: pa.Array, wanted: Personal) -> Masked | None:
    pattern = patterns.SUSPECT_EMAIL if wanted == Personal.EMAIL else patterns.SUSPECT
    suspect = pc.fill_null(pc.match_substring_regex(texts, pattern), False)
    if not pc.any(suspect).as_py():
        return None
    pairs = [_masked(text, wanted) for text in texts.filter(suspect).to_pylist()]
    if not any(kinds for _, kinds in pairs):
        return None
    held = np.zeros(len(texts), dtype=np.uint8)
    held[suspect.to_numpy(zero_copy_only=False)] = [kinds for _, kinds in pairs]
    return Masked(pc.replace_with_mask(texts, suspect, pa.array([text for text, _ in pairs], texts.type)), held)


def _masked(text: str, wanted: Personal) -> tuple[str, int]:
    """Return `text` masked, and the kinds found in it."""
    kinds, end, parts = 0, 0, []
    for found in find(text, wanted):
        parts += (text[end : found.start], MASK)
        end = found.end
        kinds |= found.kind
    return ("".join((*parts, text[end:])), kinds) if kinds else (text, 0)


def _in_link(link: re.Match[str]) -> Iterator[Found]:
    return find(link[0], Personal.EMAIL)


def _is_somebodys(local: str, host: str) -> bool:
    """Return whether a mailbox is a person's: not shared by its name, nor the name of its own host."""
    labels = host.casefold().split(".")
    if not labels[-1].isalpha() or labels[-1] in patterns.NO_HOST or not any(map(str.isalnum, local)):
        return False
    words = [word for word in re.split(r"[^a-z]+", local.casefold()) if word]
    if "".join(words) == re.sub(r"[^a-z]+", "", labels[0]):
        return False
    return not any(word in patterns.SHARED or word.startswith(patterns.SHARED_STEMS) for word in words)


def _before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - _BEFORE) : found.start()]


def _is_mobile(found: re.Match[str]) -> bool:
    before = _before(found)
    return patterns.REFERENCE.search(before) is None or patterns.CALLS.search(before) is not None


def _is_landline(found: re.Match[str]) -> bool:
    before = _before(found)
    is_called = patterns.CALLS.search(before) is not None or found[0].startswith("+")
    return is_called and patterns.OFFICE.search(before) is None


def _is_insurance(found: re.Match[str]) -> bool:
    return patterns.REFERENCE.search(_before(found)) is None


def _is_home(found: re.Match[str]) -> bool:
    return patterns.TRADES.search(found.string) is None


def _mailbox(name: str) -> Callable[[re.Match[str]], bool]:
    return lambda found: _is_somebodys(found[f"{name}local"], found[f"{name}host"])


# By the name of the pattern that matched: the kind, the part to mask, and whether it is anybody's.
_SHAPES: dict[str, tuple[Personal, str, Callable[[re.Match[str]], bool]]] = {
    "email": (Personal.EMAIL, "email", _mailbox("")),
    "spelt": (Personal.EMAIL, "spelt", _mailbox("spelt_")),
    "spaced": (Personal.EMAIL, "spaced", _mailbox("spaced_")),
    "mobile": (Personal.TELEPHONE, "mobile", _is_mobile),
    "landline": (Personal.TELEPHONE, "landline", _is_landline),
    "insurance": (Personal.INSURANCE, "insurance", _is_insurance),
    "insured": (Personal.INSURANCE, "insured_number", lambda _: True),
    "birth": (Personal.BIRTH, "birth_date", lambda _: True),
    "home": (Personal.HOME, "home_address", _is_home),
    "posted": (Personal.HOME, "posted_address", _is_home),
}
