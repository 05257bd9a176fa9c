"""Personal data where a standard has no place for it: found and masked.

Looked for: personal e-mail addresses, mobile numbers, telephone numbers that the text calls one or that begin with +44,
        National Insurance numbers, dates that the text calls a birth, and home addresses of people named.
Known:  a name alone is not looked for: sole traders are published lawfully. What the text calls a reference is none
        of these, however much it looks like one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.listing import listed
from transforms.standardise import personal_patterns as patterns
from transforms.standardise.blanks import holds_nothing

MASK = "[personal data removed]"
_SAMPLE = 10_000
_BEFORE = 60  # characters looked at before a number


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
class PersonalMatch:
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
        positions = pc.fill_null(indices, -1).to_numpy(zero_copy_only=False)
        return Masked(self.texts.take(indices), np.append(self.kinds, np.uint8(0))[positions])


def in_words(kinds: int) -> str:
    """Return the kinds in words: "an e-mail address and a telephone number"."""
    return listed([word for kind, word in WORDS.items() if kind & kinds])


def find(text: str, personal: Personal = ANY) -> list[PersonalMatch]:
    """Return the personal data in `text`, of the kinds `personal`, from left to right."""
    return _without_overlaps([match for shape in _SHAPES if shape.kind & personal for match in shape.find(text)])


def mask(text: str, personal: Personal = ANY) -> str:
    """Return `text` with personal data replaced."""
    return _replaced(text, find(text, personal))


def mask_texts(texts: pa.Array, personal: Personal = ANY) -> Masked | None:
    """Return `texts` with personal data replaced, None where there is none; quick where nothing looks like any."""
    if holds_nothing(texts):
        return None
    few = texts[:_SAMPLE].dictionary_encode()
    if len(few.dictionary) * 10 > len(few):
        return _mask_array(texts, personal)
    encoded = texts.dictionary_encode()
    masked = _mask_array(encoded.dictionary, personal)
    return None if masked is None else masked.take(encoded.indices)


def _mask_array(texts: pa.Array, personal: Personal) -> Masked | None:
    shapes = [shape for shape in _SHAPES if shape.kind & personal]
    suspect = _matching(texts, "|".join(shape.suspect for shape in shapes))
    if not suspect.any():
        return None
    matches = _find_each(texts.filter(pa.array(suspect)), shapes)
    if not matches:
        return None
    positions = np.flatnonzero(suspect)[list(matches)]
    kinds = np.zeros(len(texts), dtype=np.uint8)
    kinds[positions] = [sum({match.kind for match in of_row}) for of_row in matches.values()]
    before = texts.take(pa.array(positions)).to_pylist()
    after = [_replaced(text, _without_overlaps(of_row)) for text, of_row in zip(before, matches.values(), strict=True)]
    return Masked(pc.replace_with_mask(texts, pa.array(kinds > 0), pa.array(after, texts.type)), kinds)


def _find_each(texts: pa.Array, shapes: Sequence["Shape"]) -> dict[int, list[PersonalMatch]]:
    """Return what is found in each of `texts`, in the order of the texts."""
    matches: dict[int, list[PersonalMatch]] = {}
    for shape in shapes:
        rows = np.flatnonzero(_matching(texts, shape.suspect))
        for row, text in zip(rows.tolist(), texts.take(pa.array(rows)).to_pylist(), strict=True):
            if of_row := list(shape.find(text)):
                matches.setdefault(row, []).extend(of_row)
    return dict(sorted(matches.items()))


def _without_overlaps(matches: list[PersonalMatch]) -> list[PersonalMatch]:
    """Return what is found from left to right, without what overlaps something before it."""
    if len(matches) < 2:
        return matches
    matches = sorted(matches, key=lambda match: (match.start, -match.end))
    ends = accumulate((match.end for match in matches), max, initial=0)
    return [match for match, end in zip(matches, ends, strict=False) if match.start >= end]


def _replaced(text: str, matches: list[PersonalMatch]) -> str:
    end = 0
    parts: list[str] = []
    for match in matches:
        parts += (text[end : match.start], MASK)
        end = match.end
    return "".join((*parts, text[end:]))


def _matching(texts: pa.Array, pattern: str) -> npt.NDArray[np.bool_]:
    is_suspect = pc.fill_null(pc.match_substring_regex(texts, pattern), False)
    return np.asarray(is_suspect.to_numpy(zero_copy_only=False))


@dataclass(frozen=True)
class Shape:
    """One kind of personal data: what a text must have to be looked at, and what is looked for in it.

    `parts` say, by the name of the pattern that matched, which part is masked and whether it is anybody's.
    """

    kind: Personal
    suspect: str
    pattern: re.Pattern[str]
    parts: Mapping[str, tuple[str, Callable[[re.Match[str]], bool]]]

    def find(self, text: str) -> Iterator[PersonalMatch]:
        """Yield what is found in `text`; links have nothing but mail addresses in them."""
        for match in self.pattern.finditer(text):
            group, is_personal = self.parts.get(match.lastgroup or "", ("", _nobodys))
            if is_personal(match):
                yield PersonalMatch(self.kind, *match.span(group))


def _is_somebodys(local: str, host: str) -> bool:
    """Return whether a mailbox is a person's: not shared by its name, nor the name of its own host."""
    labels = host.casefold().split(".")
    if not labels[-1].isalpha() or labels[-1] in patterns.NO_HOST or not any(map(str.isalnum, local)):
        return False
    words = [word for word in re.split(r"[^a-z]+", local.casefold()) if word]
    if len(words) == 1 and words[0] in patterns.SHARED_ALONE:
        return False
    if "".join(words) == re.sub(r"[^a-z]+", "", labels[0]):
        return False
    return not any(word in patterns.SHARED or word.startswith(patterns.SHARED_STEMS) for word in words)


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - _BEFORE) : match.start()]


def _is_mobile(match: re.Match[str]) -> bool:
    before = _before(match)
    return patterns.REFERENCE.search(before) is None or patterns.CALLS.search(before) is not None


def _is_landline(match: re.Match[str]) -> bool:
    before, digits = _before(match), re.sub(r"\D", "", match[0])
    if match[0].startswith(("+", "00")):
        digits = digits.removeprefix("00").removeprefix("44")
    if len(digits.lstrip("0")) not in (9, 10):
        return False
    is_called = patterns.CALLS.search(before) is not None or match[0].startswith("+")
    return is_called and patterns.OFFICE.search(before) is None


def _is_insurance(match: re.Match[str]) -> bool:
    return patterns.REFERENCE.search(_before(match)) is None


def _is_home(match: re.Match[str]) -> bool:
    return patterns.TRADES.search(match.string) is None


def _mailbox(name: str) -> Callable[[re.Match[str]], bool]:
    return lambda match: _is_somebodys(match[f"{name}local"], match[f"{name}host"])


def _certain(_: re.Match[str]) -> bool:
    return True


def _nobodys(_: re.Match[str]) -> bool:
    return False


def _beside_links(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join((patterns.LINK, *alternatives)))


_SHAPES = (
    Shape(
        Personal.EMAIL,
        patterns.SUSPECT_EMAIL,
        re.compile(patterns.EMAIL),
        {"email": ("email", _mailbox(""))},
    ),
    Shape(
        Personal.EMAIL,
        patterns.SUSPECT_DISGUISED,
        re.compile(patterns.DISGUISED),
        {"spelt": ("spelt", _mailbox("spelt_")), "spaced": ("spaced", _mailbox("spaced_"))},
    ),
    Shape(
        Personal.BIRTH,
        patterns.SUSPECT_BIRTH,
        _beside_links(patterns.BIRTH),
        {"birth": ("birth_date", _certain)},
    ),
    Shape(
        Personal.HOME,
        patterns.SUSPECT_HOME,
        _beside_links(patterns.HOME),
        {"home": ("home_address", _is_home), "posted": ("posted_address", _is_home)},
    ),
    Shape(
        Personal.INSURANCE,
        patterns.SUSPECT_INSURANCE,
        _beside_links(patterns.INSURANCE),
        {"insurance": ("insurance", _is_insurance), "insured": ("insured_number", _certain)},
    ),
    Shape(
        Personal.TELEPHONE,
        patterns.SUSPECT_TELEPHONE,
        _beside_links(patterns.MOBILE, patterns.LANDLINE),
        {"mobile": ("mobile", _is_mobile), "landline": ("landline", _is_landline)},
    ),
)
