"""Packing: many examples in one file, as long as none touches a field that another's rule reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from expectations.rule import Rule
from tests.expectations.conftest import as_csv
from tests.expectations.examples import ABSENT, Beneath, Each, Many, Page, Unlinked, rows_of
from transforms.domain.standard import DatasetStandard, Edition

MOST_CHANGED = 3  # at most every third field, so that a file still looks like one of its standard
OWN_FILE = (Beneath, Each, Page, Unlinked)


@dataclass(frozen=True)
class Case:
    """An example of a rule, and what should become of it."""

    rule: Rule
    expected: str
    example: object

    @property
    def change(self) -> dict[str, str | None]:
        """The texts that the example puts in place of a good record's."""
        change = self.example.change if isinstance(self.example, Many) else self.example
        if isinstance(change, Mapping):
            return dict(change)
        is_whole = change == "twice" or isinstance(change, OWN_FILE)
        return {} if is_whole else {self.rule.field: change}  # type: ignore[dict-item]


@dataclass
class Packed:
    """One file to check, and the examples in it."""

    rows: int
    change: dict[str, str | None] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    cases: list[Case] = field(default_factory=list)

    @property
    def own(self) -> object:
        """The example that has the file to itself, if one has."""
        return next((case.example for case in self.cases if isinstance(case.example, OWN_FILE)), None)

    @property
    def is_linked(self) -> bool:
        return not isinstance(self.own, Unlinked)

    def content(self, good: Mapping[str, str]) -> bytes:
        if isinstance(self.own, Page):
            return self.own.text.encode()
        if isinstance(self.own, Beneath):
            return as_csv([good, {**good, **self.own.change}]).encode()
        if isinstance(self.own, Each):
            return as_csv([{**good, self.cases[0].rule.field: text} for text in self.own.texts]).encode()
        record = {name: value for name, value in ({**good} | self.change).items() if value is not ABSENT}
        return as_csv([record] * self.rows).encode()


def packed(cases: Sequence[Case], standard: DatasetStandard, edition: Edition) -> list[Packed]:
    """Return the files that hold all of `cases`."""
    files: list[Packed] = []
    most = max(1, len(edition.fields) // MOST_CHANGED)
    for case in cases:
        change, reads = case.change, set(reads_of(case.rule, standard, edition))
        rows = rows_of(case.example)
        is_own = isinstance(case.example, OWN_FILE)
        fitting = (one for one in files if not is_own and _fits(one, rows, change, reads, most))
        file = next(fitting, None)
        if file is None:
            file = Packed(rows)
            files.append(file)
        file.cases.append(case)
        file.change |= change
        file.reads |= reads
    return files


def _fits(file: Packed, rows: int, change: Mapping[str, str | None], reads: set[str], most: int) -> bool:
    if file.own or file.rows != rows or len(file.change.keys() | change.keys()) > most:
        return False
    same = file.change.items() & change.items()
    other = {name for name, text in change.items() if (name, text) not in same}
    return (
        not (other & file.reads)
        and not (reads & file.change.keys() - change.keys())
        and not (other & file.change.keys())
    )


def reads_of(rule: Rule, standard: DatasetStandard, edition: Edition) -> Iterator[str]:
    """Yield the fields that what becomes of a rule can hang on."""
    names = {rule.field, *rule.fields, *rule.any_of}
    yield from names
    point = standard.coordinates
    if point and not names.isdisjoint({point.x, point.y}):
        yield from (name for name in (point.x, point.y, point.system) if name)
    if edition.recognised_by:
        yield edition.recognised_by
    if rule.code in ("column-sparse", "reference-repeated", "row-duplicated"):
        yield from (one.name for one in edition.essential)
        yield from standard.key
        yield from standard.organisation
    if rule.code == "value-out-of-range":  # a range may take its beginning or end from another field
        yield from (one.name for one in edition.fields if "upper" in rule.facts or one.kind == "range")
