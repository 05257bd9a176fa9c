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
    """What one table of a council said on one day."""

    def __init__(self, table: str, day: date, files: Sequence[Sequence[Row]], one: bool) -> None:
        self.day, self.is_header_alone = day, not any(files)
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
        if one or table == AGREEMENTS:
            numbers = Counter(dict.fromkeys(numbers, 1))
        self.records = {key: Record(latest[key][2], number, day) for key, number in numbers.items()}
        self.references = {key[0] for key in self.records}
        open_ended = {key[0] for key, record in self.records.items() if record.get("end-date") is None}
        self.superseded = {
            key for key, record in self.records.items() if record.get("end-date") and key[0] in open_ended
        }

    def dates_in(self) -> Counter[int]:
        found: Counter[int] = Counter()
        for record in self.records.values():
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
    """The usable snapshots of a table, oldest first; a file none of whose rows is usable was never fetched."""
    days: dict[date, list[list[Row]]] = defaultdict(list)
    for day, rows in files:
        usable = [row for row in rows if row.get("is_usable", True)]
        if usable or not rows:
            days[day].append(usable)
    found = [Snapshot(table, day, days[day], switches["equal_rows"] == "one") for day in sorted(days)]
    return found[-1:] if switches["earlier_files"] == "dropped" else found


class Kept(NamedTuple):
    """The records of a table that count, those that were replaced, and those that later files no longer have."""

    records: list[Record]
    superseded: list[Record]
    gone: list[tuple[str, Record]]


def split(chosen: Sequence[tuple[Snapshot, tuple[Any, ...]]], gone: Sequence[tuple[str, Record]] = ()) -> Kept:
    kept = [one.records[key] for one, key in chosen if key not in one.superseded]
    return Kept(kept, [one.records[key] for one, key in chosen if key in one.superseded], list(gone))


def kept_by(snapshots: Sequence[Snapshot], belongs: Any) -> Kept:
    """Of whatever `belongs` groups records by, those of the latest snapshot that has any."""
    latest: dict[Any, Snapshot] = {}
    for one in snapshots:
        for key in one.records:
            latest[belongs(key)] = one
    return split([(one, key) for one in snapshots for key in one.records if latest[belongs(key)] is one])


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
    for key in dict.fromkeys(key for one in snapshots for key in one.records):
        having = [one for one in snapshots if key in one.records]
        day = having[0].records[key].get("start-date")
        if day is None:
            if having[-1] is snapshots[-1]:
                chosen.append((having[-1], key))
            continue
        voice = speaks.get(year_of(day))
        if voice is None:
            chosen.append((having[-1], key))
        elif key in voice.records:
            chosen.append((voice, key))
        elif having[0].day < voice.day:
            reason = "record-changed" if key[0] in voice.references else "record-withdrawn"
            gone.append((reason, [one for one in having if one.day < voice.day][-1].records[key]))
        elif key[0] not in voice.references:
            chosen.append((having[-1], key))
    return split(chosen, gone)
