"""Section 1.1 and 1.2 of the infrastructure funding statement's page in plain Python: which published rows count.

Nothing here comes from the engine or its declarations; slowness is no object.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Files = Sequence[tuple[date, Sequence[Row]]]  # of one table: fetch day and rows, in the order of days and names

AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS = (
    "developer_agreements", "developer_agreement_contributions", "developer_agreement_transactions",
)  # fmt: skip
DIFFER_IN = {
    AGREEMENTS: ("reference", "developer-agreement-type", "planning-application", "start-date"),
    CONTRIBUTIONS: ("reference", "developer-agreement", "contribution-purpose", "amount", "units", "start-date"),
    TRANSACTIONS: (
        *("reference", "developer-agreement-contribution", "contribution-funding-status"),
        *("amount", "units", "start-date"),
    ),
}
REFERENCES = {"reference", "developer-agreement", "developer-agreement-contribution"}


class Record(NamedTuple):
    """Equal rows of one snapshot: what they hold, how many they are, and the day on which they were fetched."""

    row: Row
    number: int
    fetched: date

    def get(self, name: str) -> Any:
        return self.row.get(name)


class Snapshot:
    """What one table of a council said on one day: records that stand, and those that another row replaced."""

    def __init__(self, table: str, day: date, files: Sequence[Sequence[Row]], one: bool) -> None:
        self.day, self.is_header_alone, self.one = day, False, one or table == AGREEMENTS
        open_ended = {trimmed(row.get("reference")) for rows in files for row in rows if not row.get("end-date")}

        def is_replaced(row: Row) -> bool:
            return bool(row.get("end-date")) and trimmed(row.get("reference")) in open_ended

        self.standing = self.records_in(table, [[row for row in rows if not is_replaced(row)] for rows in files])
        self.replaced = self.records_in(table, [[row for row in rows if is_replaced(row)] for rows in files])
        self.keys = dict.fromkeys([*self.standing, *self.replaced])
        self.references = {key[0] for key in self.keys}

    def records_in(self, table: str, files: Sequence[Sequence[Row]]) -> dict[tuple[Any, ...], Record]:
        latest: dict[tuple[Any, ...], tuple[date, int, Row]] = {}
        numbers: Counter[tuple[Any, ...]] = Counter()
        position = 0
        for rows in files:
            held: Counter[tuple[Any, ...]] = Counter()
            for row in rows:
                key = tuple(told(row, name) for name in DIFFER_IN[table])
                held[key] += 1
                rank = (row.get("entry-date") or date.min, position, row)
                if key not in latest or rank[:2] >= latest[key][:2]:
                    latest[key] = rank
                position += 1
            numbers |= held  # the greater of two numbers
        if self.one:
            numbers = Counter(dict.fromkeys(numbers, 1))
        return {key: Record(latest[key][2], number, self.day) for key, number in numbers.items()}

    def record(self, key: tuple[Any, ...]) -> Record:
        return self.standing.get(key) or self.replaced[key]

    def dates_in(self) -> Counter[int]:
        found: Counter[int] = Counter()
        for record in (*self.standing.values(), *self.replaced.values()):
            day = record.get("start-date")
            if day and date(1990, 1, 1) <= day <= self.day:
                found[year_of(day)] += record.number
        return found


def told(row: Row, name: str) -> Any:
    return trimmed(row.get(name)) if name in REFERENCES else row.get(name)


def trimmed(text: Any) -> str:
    return (text or "").strip()


def year_of(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def snapshots_of(table: str, files: Files, switches: Mapping[str, str]) -> list[Snapshot]:
    """The usable snapshots of a table, oldest first.

    A file none of whose rows has a reference was never fetched; of transactions it holds nothing, and isn't a header.
    """
    days: dict[date, list[list[Row]]] = defaultdict(list)
    with_rows = set()
    for day, rows in files:
        usable = [row for row in rows if row.get("is_usable", True)]
        if usable or not rows or table == TRANSACTIONS:
            days[day].append(usable)
        if rows:
            with_rows.add(day)
    found = [Snapshot(table, day, days[day], switches["equal_rows"] == "one") for day in sorted(days)]
    for one in found:
        one.is_header_alone = one.day not in with_rows
    return found[-1:] if switches["earlier_files"] == "dropped" else found


class Kept(NamedTuple):
    """The records of a table that count, those that were replaced, and those that later files no longer have."""

    records: list[Record]
    superseded: list[Record]
    gone: list[tuple[str, Record]]


def split(chosen: Sequence[tuple[Snapshot, tuple[Any, ...]]], gone: Sequence[tuple[str, Record]] = ()) -> Kept:
    standing = [one.standing[key] for one, key in chosen if key in one.standing]
    return Kept(standing, [one.replaced[key] for one, key in chosen if key in one.replaced], list(gone))


def kept_by(snapshots: Sequence[Snapshot], belongs: Any) -> Kept:
    """Of whatever `belongs` groups records by, those of the latest snapshot that has any."""
    latest: dict[Any, Snapshot] = {}
    for one in snapshots:
        for key in one.keys:
            latest[belongs(key)] = one
    return split([(one, key) for one in snapshots for key in one.keys if latest[belongs(key)] is one])


def kept_agreements(snapshots: Sequence[Snapshot]) -> Kept:
    return kept_by(snapshots, lambda key: key[0])


def kept_contributions(snapshots: Sequence[Snapshot]) -> Kept:
    return kept_by(snapshots, lambda key: ("of", key[1]) if key[1] else ("itself", key[0]))


def speaking(snapshots: Sequence[Snapshot]) -> dict[int, Snapshot]:
    """By financial year: the latest snapshot that speaks for it."""
    found: dict[int, Snapshot] = {}
    most: Counter[int] = Counter()
    for one in snapshots:
        dates = one.dates_in()
        for year, number in dates.items():
            if 2 * number >= most[year]:
                found[year] = one
        most |= dates
    return found


def kept_transactions(snapshots: Sequence[Snapshot]) -> Kept:
    speaks = speaking(snapshots)
    chosen, gone = [], []
    for key in dict.fromkeys(key for one in snapshots for key in one.keys):
        having = [one for one in snapshots if key in one.keys]
        day = having[0].record(key).get("start-date")
        if day is None:
            if having[-1] is snapshots[-1]:
                chosen.append((having[-1], key))
            continue
        voice = speaks.get(year_of(day))
        if voice is None:
            chosen.append((having[-1], key))
        elif key in voice.keys:
            chosen.append((voice, key))
        elif having[0].day < voice.day:
            reason = "record-changed" if key[0] in voice.references else "record-withdrawn"
            gone.append((reason, [one for one in having if one.day < voice.day][-1].record(key)))
        elif key[0] not in voice.references:
            chosen.append((having[-1], key))
    return split(chosen, gone)
