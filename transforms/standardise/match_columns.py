"""Columns: which published header names which field of a standard.

Headers are compared by their letters and digits alone, so that `Site Plan URL`, `site_plan_url` and `SitePlanURL` are
one. An exact machine name wins over a title, a title over an alias, an alias over those declared after it, and of
equals the first column that holds anything. A header that may mean several fields goes to the next of them where a
better column gives the first: `Location` beside `Name` is an address.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.domain.issue import Finding, Severity
from transforms.domain.standard import DatasetStandard
from transforms.standardise.other_words import Holds, match_other_words

_NOTE = re.compile(r"\s*\((?:[a-z]\s?|n/?a|[dmy/\-.]+|mandatory|required|recommended|optional)\)\s*$", re.IGNORECASE)
CUT = 10  # letters of a name in the table of a shapefile


@dataclass(frozen=True)
class Matched:
    """Positions of the columns by field, and what there is to say about the others."""

    positions: Mapping[str, int]
    findings: tuple[Finding, ...]
    unrecognised: tuple[int, ...]  # the positions of columns that name no field


@lru_cache(maxsize=50_000)
def key(header: str) -> str:
    """Return `header` as compared: its letters and digits, in one case."""
    plain = unicodedata.normalize("NFKD", header.casefold().replace("&", "and"))
    return re.sub(r"[\W_]+", "", plain)


def recogniser(standard: DatasetStandard) -> Callable[[Sequence[str]], int]:
    """Return a function that counts the fields of `standard` that some cells name."""
    names = _names(standard)

    def count(cells: Sequence[str]) -> int:
        meanings = names | _cut_names(standard, cells)
        return len({meaning[0] for cell in cells if (meaning := _meaning(cell, meanings))})

    return count


def match_columns(
    header: Sequence[str],
    standard: DatasetStandard,
    has_data: Callable[[int], bool],
    holds: Holds = lambda *_: False,
) -> Matched:
    """Return which column of `header` each field is published in.

    `has_data` says whether a column holds anything, `holds` whether it holds values of a field's kind.
    """
    names = _names(standard) | _cut_names(standard, header)
    candidates: dict[str, list[tuple[int, int]]] = defaultdict(list)
    unrecognised = []
    for position, cell in enumerate(header):
        if meaning := _meaning(cell, names):
            name, rank = meaning
            candidates[name].append((0 if cell.strip() == name else rank, position))
        elif cell.strip() or has_data(position):
            unrecognised.append(position)
    _pass_on(header, candidates, standard, has_data)
    positions: dict[str, int] = {}
    findings: list[Finding] = []
    for name, places in candidates.items():
        best = _best_column(places, has_data)
        positions[name] = best
        findings.extend(_doubled(header, name, best, places, has_data))
    required = [field for field in standard.edition_for(positions).essential if field.name not in positions]
    by_meaning, findings_by_meaning = match_other_words(
        header, required, [column for column in unrecognised if has_data(column)], holds
    )
    positions |= by_meaning
    findings += findings_by_meaning
    unrecognised = [position for position in unrecognised if position not in by_meaning.values()]
    findings.extend(_unrecognised(header, position) for position in unrecognised if header[position].strip())
    findings.extend(_nameless(dict.fromkeys(position for position in unrecognised if not header[position].strip())))
    return Matched(positions, tuple(findings), tuple(unrecognised))


def _meaning(cell: str, names: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    """Return the field that a header names and how well, None for none.

    What it says in brackets at its end of how to fill the column in, such as `(M)` or `(dd/mm/yyyy)`, is no part of it.
    """
    return names.get(key(cell)) or (names.get(key(_NOTE.sub("", cell))) if cell.rstrip().endswith(")") else None)


def _pass_on(
    header: Sequence[str],
    candidates: dict[str, list[tuple[int, int]]],
    standard: DatasetStandard,
    has_data: Callable[[int], bool],
) -> None:
    """Give a column that loses its field to the next field that its header may mean, if no column names that one."""
    others = _other_meanings(standard)
    for name in [name for name, places in candidates.items() if len(places) > 1]:
        best = _best_column(candidates[name], has_data)
        for _, position in [candidate for candidate in candidates[name] if candidate[1] != best]:
            free = [(field, rank) for field, rank in others.get(key(header[position]), ()) if field not in candidates]
            if free:
                candidates[name] = [candidate for candidate in candidates[name] if candidate[1] != position]
                candidates[free[0][0]].append((free[0][1], position))


def _best_column(places: Sequence[tuple[int, int]], has_data: Callable[[int], bool]) -> int:
    """Return the position that wins: best name first, then the first column that holds anything."""
    filled = [candidate for candidate in places if has_data(candidate[1])]
    return min(filled or places)[1]


def _doubled(
    header: Sequence[str],
    name: str,
    best: int,
    places: Sequence[tuple[int, int]],
    has_data: Callable[[int], bool],
) -> list[Finding]:
    """Return a finding for every other column with data that names the same field.

    One that only sounds like the field, beside a column of its own name, is a column that the standard doesn't have.
    """
    rank = {position: rank for rank, position in places}
    others = [column for _, column in places if column != best and has_data(column)]
    facts = {"field": name, "used": header[best]}
    return [
        Finding("column-duplicated", Severity.WARNING, column=header[position], facts=facts)
        if rank[position] == rank[best]
        else _unrecognised(header, position)
        for position in others
    ]


def _unrecognised(header: Sequence[str], position: int) -> Finding:
    """Return the finding about a column that names no field."""
    return Finding("column-unrecognised", Severity.INFO, column=header[position])


def _nameless(positions: Collection[int]) -> Iterator[Finding]:
    """Yield a finding about every run of columns that hold something and have no header."""
    starts = [position for position in positions if position - 1 not in positions]
    ends = [position for position in positions if position + 1 not in positions]
    for first, last in zip((position + 1 for position in starts), (position + 1 for position in ends), strict=True):
        named = f"(column {first}, no header)" if first == last else f"(columns {first} to {last}, no header)"
        yield Finding("column-unrecognised", Severity.INFO, column=named)


def _cut_names(standard: DatasetStandard, header: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return the fields that headers of ten letters name, where a map file has cut all names to ten.

    Known:  the table of a shapefile holds no longer name; of two alike it makes `Permission` and `Permissi_1`.
    """
    if any(len(cell) > CUT for cell in header) or not any(len(cell) == CUT for cell in header):
        return {}
    return _cut(standard)


@lru_cache(maxsize=64)
def _cut(standard: DatasetStandard) -> dict[str, tuple[str, int]]:
    """Return the field that the first ten letters of a machine name, title or alias mean, if no other field's do."""
    meant: dict[str, set[str]] = defaultdict(set)
    for field in standard.all_fields:
        for word in (field.name, field.title, *field.aliases):
            for written in (word, word.replace("-", "_"), word.replace(" ", "_"), key(word)):
                if len(written) > CUT:
                    meant[key(written[:CUT])].add(field.name)
    names = _names(standard)
    rank = 9  # any whole name is better
    return {cut: (min(fields), rank) for cut, fields in meant.items() if len(fields) == 1 and cut not in names}


@lru_cache(maxsize=64)
def _names(standard: DatasetStandard) -> dict[str, tuple[str, int]]:
    """Return the field and rank of every header that names one: name before title before aliases, each in its order."""
    return {word: meanings[0] for word, meanings in _meanings(standard).items()}


@lru_cache(maxsize=64)
def _other_meanings(standard: DatasetStandard) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return the fields that a header may mean besides the one that it names first, with their ranks."""
    return {word: meanings[1:] for word, meanings in _meanings(standard).items() if len(meanings) > 1}


@lru_cache(maxsize=64)
def _meanings(standard: DatasetStandard) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return every field that a header may mean, each with its rank, the best first."""
    meanings: dict[str, list[tuple[str, int]]] = defaultdict(list)
    words = [[(field.published_as, field.name) for field in standard.all_fields if field.published_as]]
    words.append([(field.name, field.name) for field in standard.all_fields])
    words.append([(field.title, field.name) for field in standard.all_fields if field.title])
    most = max((len(field.aliases) for field in standard.all_fields), default=0)
    words += [
        [(field.aliases[i], field.name) for field in standard.all_fields if i < len(field.aliases)] for i in range(most)
    ]
    for rank, pairs in enumerate(words, start=-1):
        for word, name in pairs:
            if name not in {field for field, _ in meanings[key(word)]}:
                meanings[key(word)].append((name, rank))
    return meanings
