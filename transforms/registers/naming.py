"""Which authority a published text means: an address, a code or a name, in the forms that councils write.

Source: organisation addresses of opendatacommunities.org and statistics.data.gov.uk; the forms seen in registers of
        brownfield land collected from 2017 to 2026.
Known:  an address's class is often wrong (`borough-council/ashford`). The exact address wins; otherwise the last part
        decides if it names one council, and of several the one still in being. A park or a corporation is meant only by
        its own class, since New Forest and Northumberland are councils too. An address that is right for another body
        (`county-council/nottinghamshire` on a file of the city's) can't be told from a true one: it is believed.
        Ended bodies are themselves: a file of 2018 that says Wycombe means Wycombe.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from urllib.parse import unquote

from transforms.registers.bodies import authorities, codes
from transforms.registers.tables import table

GSS = re.compile(r"(?<![0-9a-z])[ewsn]\d{8}(?![0-9a-z])", re.IGNORECASE)
ADDRESS = re.compile(r"://|opendatacommunities\.org|\bdata\.gov\.uk", re.IGNORECASE)
ISSUER = re.compile(r"opendatacommunities\.org|\bdata\.gov\.uk", re.IGNORECASE)
REFERENCE = re.compile(r"[a-z-]+:([0-9a-z-]+)", re.IGNORECASE)
CLASSES_OF_THEIR_OWN = {"national-park-authority": "national-park", "dev-corp": "development-corporation"}
GENERIC_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of council city borough district county metropolitan london royal unitary authority "
        "ua mbc mdc bc dc cc lb",
    )
)


@lru_cache(maxsize=100_000)
def organisation(text: str) -> str | None:
    """Return the GSS code of the authority that `text` means, None where it means none or more than one."""
    text = unquote(text).strip()
    if mentioned := {code.upper() for code in GSS.findall(text)}:
        bodies_coded = {codes()[code] for code in mentioned if code in codes()}
        return bodies_coded.pop() if len(bodies_coded) == 1 else None
    if ADDRESS.search(text):
        return _addressed(text)
    return _coded(text) or _named(text)


def _coded(text: str) -> str | None:
    if match := REFERENCE.fullmatch(text):
        return codes().get(match[1].upper())
    return codes().get(text)


def _addressed(address: str) -> str | None:
    address = "".join(address.casefold().split())
    if not ISSUER.search(address):
        return None
    resource = address.rpartition("uri=")[2]  # …/atlas/resource?uri=… shows another address
    parts = [part for part in re.split(r"[?#&]", resource)[0].split("/") if part]
    kind, slug = parts[-2] if len(parts) > 1 else "", parts[-1]
    if exact := _addresses().get(f"{kind}/{slug}"):
        return exact
    reference = slug.rpartition(":")[2].upper()
    return codes().get(reference) or _the_one(gss for gss in _candidates(slug) if _fits(gss, kind))


def _fits(gss: str, kind: str) -> bool:
    body = authorities()[gss]
    if kind in CLASSES_OF_THEIR_OWN:
        return body.authority_class == CLASSES_OF_THEIR_OWN[kind]
    return body.authority_class not in CLASSES_OF_THEIR_OWN.values()


def _candidates(slug: str) -> frozenset[str]:
    return _slugs().get(_key(slug), frozenset()) | _names().get(_key(slug), frozenset())


def _named(text: str) -> str | None:
    if key := _key(text):
        return _the_one(_names().get(key, ())) or _the_one(_short_names().get(_short_key(text), ()))
    return None


def _the_one(candidates: Iterable[str]) -> str | None:
    remaining = set(candidates)
    if len(remaining) > 1:
        remaining = {gss for gss in remaining if authorities()[gss].end_date is None}
    return remaining.pop() if len(remaining) == 1 else None


@cache
def _addresses() -> Mapping[str, str]:
    return {"/".join(body.organisation_uri.rsplit("/", 2)[1:]): gss for gss, body in authorities().items()}


@cache
def _slugs() -> Mapping[str, frozenset[str]]:
    return _index((body.organisation_uri.rpartition("/")[2], gss) for gss, body in authorities().items())


@cache
def _names() -> Mapping[str, frozenset[str]]:
    return _index(_known_names())


@cache
def _short_names() -> Mapping[str, frozenset[str]]:
    bodies_by_name: dict[str, set[str]] = defaultdict(set)
    for name, gss in _known_names():
        if key := _short_key(name):
            bodies_by_name[key].add(gss)
    return {key: frozenset(bodies) for key, bodies in bodies_by_name.items()}


def _known_names() -> list[tuple[str, str]]:
    official = [(row[column], row["gss"]) for row in table("authorities") for column in ("name", "short_name")]
    return official + [(row["alias"], row["gss"]) for row in table("aliases") if row["kind"] == "name"]


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    bodies_by_name: dict[str, set[str]] = defaultdict(set)
    for text, gss in pairs:
        bodies_by_name[_key(text)].add(gss)
    return {key: frozenset(bodies) for key, bodies in bodies_by_name.items() if key}


def _key(text: str) -> str:
    """Return `text` without case, accents, blanks and punctuation, "&" read as "and"."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    return "".join(letter for letter in plain if letter.isalnum())


def _short_key(text: str) -> str:
    """Return the key of `text` without the words that say what kind of body it is."""
    words = re.split(r"[^\w'’]+", text.casefold().replace("&", " and "))
    return _key("".join(word for word in words if word not in GENERIC_WORDS))
