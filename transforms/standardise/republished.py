"""Republished records: what of a file set a newer file replaces, and what stands in two files and counts once.

Where the standard has months, a newer file replaces the records of a month in an older one if both are about that month
and at least half of the fewer records of the two agree in what is essential. Where records have keys, a newer file
replaces those of an older one whose keys it has too, by the same test. Otherwise both count, and we say so. A record
that stands in several files with the same values counts as often as in the one that has it most often.

Known   a file is about the months between its 5th and its 95th hundredth of dated records, so that a late payment does
        not make a file of May one of January too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.file_set import SetFile
from transforms.domain.group_numbers import group_numbers, numbers_of
from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Sheet
from transforms.domain.standard import DatasetStandard
from transforms.standardise.file_columns import FileColumns

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
SAME_FILE = 0.5  # of the fewer records of two files, for the newer to be the older published again
EDGE = 0.05  # of a file's dated records at either end, which say nothing of what months it is about
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December")  # fmt: skip
UNDATED = -1


@dataclass
class _Replacements:
    """Which records are replaced so far, and what is said of them."""

    files: Sequence[SetFile]
    lines: Ints
    is_replaced: Bools
    findings: list[Finding] = field(default_factory=list)

    def replace(self, rows: Ints, code: str, **facts: str) -> None:
        self.is_replaced[rows] = True
        self.findings.append(Finding(code, Severity.INFO, lines=self.lines[rows].tolist(), facts=facts))


def without_republished(
    sheet: Sheet, columns: FileColumns, standard: DatasetStandard
) -> tuple[FileColumns, list[Finding]]:
    """Return the records that count, and what is said of those that a newer file replaces or that are there twice."""
    if sheet.file_numbers is None or len(sheet.files) < 2 or not len(columns):
        return columns, []
    files = sheet.file_numbers[columns.rows]
    replaced = _Replacements(sheet.files, columns.lines, np.zeros(len(columns), dtype=bool))
    if standard.month_of in columns.parsed:
        _replace_months(replaced, files, _months(columns, str(standard.month_of)), _essential(columns, standard))
    elif keys := _texts(columns, standard.key):
        _replace_keys(replaced, files, group_numbers(keys), _essential(columns, standard))
    _count_once(replaced, files, group_numbers(_texts(columns, columns.parsed.keys() - set(standard.volatile))))
    return columns.take(np.flatnonzero(~replaced.is_replaced)), replaced.findings


def _replace_months(replaced: _Replacements, files: Ints, months: Ints, identities: Ints) -> None:
    spans = [_span(months[files == number]) for number in range(len(replaced.files))]
    for month in np.unique(months[months != UNDATED]):
        about = [number for number, (first, last) in enumerate(spans) if first <= month <= last]
        rows = {number: np.flatnonzero((files == number) & (months == month)) for number in about}
        for older, newer in _pairs(about, rows):
            words = {"month": _month_in_words(int(month)), "file": replaced.files[older].name,
                     "later": replaced.files[newer].name}  # fmt: skip
            if _agree(identities[rows[older]], identities[rows[newer]]):
                replaced.replace(rows[older], "month-published-again", **words)
                rows[older] = rows[older][:0]
            else:
                replaced.findings.append(Finding("month-in-two-files", Severity.WARNING, facts=words))


def _replace_keys(replaced: _Replacements, files: Ints, keys: Ints, identities: Ints) -> None:
    rows = {number: np.flatnonzero(files == number) for number in range(len(replaced.files))}
    for older, newer in _pairs(list(rows), rows):
        shared = rows[older][np.isin(keys[rows[older]], keys[rows[newer]])]
        same = rows[newer][np.isin(keys[rows[newer]], keys[shared])]
        if len(shared) and _agree(identities[shared], identities[same]):
            replaced.replace(shared, "record-in-another-file", file=replaced.files[newer].name)
            rows[older] = np.setdiff1d(rows[older], shared)


def _count_once(replaced: _Replacements, files: Ints, identities: Ints) -> None:
    """Leave out what stands in several files with the same values, but in the one that has it most often."""
    rows = np.flatnonzero(~replaced.is_replaced)
    pairs, counts = np.unique(np.stack([identities[rows], files[rows]]), axis=1, return_counts=True)
    order = np.lexsort((-pairs[1], -counts, pairs[0]))  # of as many the newest
    of_identity, of_file = pairs[0][order], pairs[1][order]
    is_first = np.append(True, of_identity[1:] != of_identity[:-1])
    holders = np.zeros(identities.max() + 1, dtype=np.int64)
    holders[of_identity[is_first]] = of_file[is_first]
    others = rows[files[rows] != holders[identities[rows]]]
    for number in np.unique(holders[identities[others]]):
        of_holder = others[holders[identities[others]] == number]
        replaced.replace(of_holder, "record-in-another-file", file=replaced.files[number].name)


def _pairs(numbers: Sequence[int], rows: dict[int, Ints]) -> Iterator[tuple[int, int]]:
    """Yield each older and newer file that both still have records, the newest first."""
    for position, older in enumerate(numbers):
        for newer in reversed(numbers[position + 1 :]):
            if len(rows[older]) and len(rows[newer]):
                yield older, newer


def _agree(older: Ints, newer: Ints) -> bool:
    """Return whether two lots of records are one, published again: half of the fewer stand in both."""
    values, counts = np.unique(older, return_counts=True)
    others, other_counts = np.unique(newer, return_counts=True)
    _, places, other_places = np.intersect1d(values, others, assume_unique=True, return_indices=True)
    shared = np.minimum(counts[places], other_counts[other_places]).sum()
    return bool(shared >= SAME_FILE * min(len(older), len(newer)))


def _span(months: Ints) -> tuple[int, int]:
    """Return the first and the last month that a file is about."""
    dated = np.sort(months[months != UNDATED])
    if not len(dated):
        return 1, 0
    edge = int(len(dated) * EDGE)
    return int(dated[edge]), int(dated[len(dated) - 1 - edge])


def _months(columns: FileColumns, name: str) -> Ints:
    """Return the month of every record, counted from the year 0; UNDATED where its day can't be read."""
    days = columns.parsed[name].values
    months = pc.add(pc.multiply(pc.year(days), 12), pc.subtract(pc.month(days), 1))
    return np.asarray(pc.fill_null(months, UNDATED).to_numpy(zero_copy_only=False)).astype(np.int64)


def _essential(columns: FileColumns, standard: DatasetStandard) -> Ints:
    essential = {field.name for field in standard.all_fields if field.is_essential}
    differ_in = set(standard.shared_key.differ_in) if standard.shared_key else set()
    return group_numbers(_texts(columns, essential | differ_in | set(standard.key)) or [columns.rows * 0])


def _texts(columns: FileColumns, names: "Sequence[str] | set[str] | frozenset[str]") -> list[Ints]:
    """Return fields as records are told apart by them: the value, or its text where it can't be read."""
    numbers = []
    for name in sorted(names):
        if column := columns.parsed.get(name):
            texts = pc.coalesce(pc.cast(column.values, pa.string()), pc.utf8_trim_whitespace(column.published))
            numbers.append(numbers_of(texts))
    return numbers


def _month_in_words(month: int) -> str:
    return f"{MONTH_NAMES[month % 12]} {month // 12}"
