"""Finding authorities by what somebody types: part of a name or a code, also one that is no longer used."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache

from transforms.domain.authority import Authority
from transforms.registers.bodies import authorities
from transforms.registers.tables import table

STYLES = re.compile(r"^(the )?((london|royal|metropolitan) )*(borough|city|council) of (the )?", re.IGNORECASE)


@dataclass(frozen=True)
class BodyMatch:
    """One authority that was found, and the other name or code by which; blank if by its own."""

    authority: Authority
    by: str = ""


def find(words: str) -> tuple[BodyMatch, ...]:
    """Return the authorities whose name or code has every one of `words` in it, those in being first, then by name."""
    plain_words = _plain(words).split()
    if not plain_words:
        return ()
    matches = []
    for gss, names_of_body in _earlier_names().items():
        body = authorities()[gss]
        if _has(" ".join((body.name, body.gss, body.code, body.ecode)), plain_words):
            matches.append(BodyMatch(body))
        elif by := next((name for name in names_of_body if _has(name, plain_words)), ""):
            matches.append(BodyMatch(body, by))
    return tuple(sorted(matches, key=lambda match: (match.authority.end_date is not None, match.authority.name)))


def near(words: str) -> tuple[Authority, ...]:
    """Return the authorities whose name is written nearly like `words`, the nearest first: five at the most."""
    names = {_plain(name): gss for gss, name in short_names().items()}
    alike = get_close_matches(_plain(words), names, n=5, cutoff=0.75)
    return tuple(authorities()[names[name]] for name in alike)


@cache
def short_names() -> Mapping[str, str]:
    """Return what every authority is called without the words that say what kind of body it is, by GSS code."""
    return {row["gss"]: row["short_name"] or row["name"] for row in table("authorities")}


def place_name(body: Authority) -> str:
    """Return an authority's name from the word on by which one looks for it: Camden, not London Borough of Camden."""
    return STYLES.sub("", body.name)


def heirs(body: Authority, day: date) -> tuple[Authority, ...]:
    """Return the authorities in being on `day` that follow an ended one, by name; none where none does."""
    following: dict[str, Authority] = {}
    for gss in body.successors:
        successor = authorities()[gss]
        for heir in (successor,) if successor.in_being(day) else heirs(successor, day):
            following[heir.gss] = heir
    return tuple(sorted(following.values(), key=lambda heir: heir.name))


def _has(text: str, plain_words: Sequence[str]) -> bool:
    plain = _plain(text)
    return all(word in plain for word in plain_words)


def _plain(text: str) -> str:
    spoken = text.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    letters = "".join(letter if letter.isalnum() else " " for letter in spoken)
    return " ".join(letters.split())


@cache
def _earlier_names() -> Mapping[str, tuple[str, ...]]:
    """Return the other names and the codes of every authority, former ones included."""
    names_by_gss: dict[str, list[str]] = defaultdict(list)
    for gss, body in authorities().items():
        names_by_gss[gss] += body.former_gss
    for row in table("aliases"):
        names_by_gss[row["gss"]].append(row["alias"])
    return {gss: tuple(texts) for gss, texts in names_by_gss.items()}
