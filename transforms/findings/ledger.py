"""The ledger: every critical and warning finding of one source, from the day it was opened to the day it was fixed.

A ledger is a fold over what a source published, in the order of fetching: `follow` takes the ledger before, what was
found in the next publication, and gives a new one. Nothing is taken out of it, and the same publications in the same
order give the same ledger.

Grain:  one fingerprint of one authority and standard, in the order of the fingerprints.
Known:  a file that is not in use (a page, a file without a usable record, one that is quarantined) opens what is found
        in it and closes nothing: what can't be seen has not been fixed.
        What a change of the rules brings to light or takes away is opened or closed by the rules, not by the publisher.
        A file with more findings than `MOST` is followed by code and column; it closes nothing either.
        A finding about a step from one file to the next passes with the step after it, which fixes nothing either.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.findings.history import PASSING

Ints = npt.NDArray[np.int32]
Prints = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

PUBLISHER, RULES, TIME = "publisher", "rules", "time"
CLOSERS = (PUBLISHER, RULES, TIME)
STATES = {PUBLISHER: "fixed", RULES: "withdrawn", TIME: "past"}  # by who closed it; open until then
MOST = 2_000_000  # five million take more than a gigabyte to fold
TRACKED = frozenset({"critical", "warning"})

_WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("fingerprint", pa.uint64()),
        *((name, _WORD) for name in ("code", "severity", "column")),
        ("opened_on", pa.date32()),
        ("opened_by", _WORD),
        ("since", pa.date32()),  # when it was opened last
        ("last_seen_on", pa.date32()),
        ("closed_on", pa.date32()),
        ("closed_by", _WORD),
        ("recurred", pa.int32()),  # how often it came back after it had been fixed
        ("days_open", pa.int32()),  # over all the times that it was open and is no longer
    ]
)
SUBJECT = ("code", "severity", "column")
NEVER = np.iinfo(np.int32).min


@dataclass(frozen=True)
class Step:
    """One publication as the ledger takes it: the day, and whether what is not in it counts as gone.

    `by` is who changed: the publisher, or the rules where the same bytes were checked again. `seen_from` and
    `seen_until` are the days on which the publication before was first and last fetched.
    """

    day: date
    by: str = PUBLISHER
    closes: bool = True
    seen_from: date | None = None
    seen_until: date | None = None


def follow(before: pa.Table | None, issues: pa.Table, step: Step) -> pa.Table:
    """Return the ledger after a step: `found` is the issue table of its publication."""
    old = SCHEMA.empty_table() if before is None else before
    fresh = _tracked(issues)
    known_prints = old["fingerprint"].to_numpy()
    fresh_prints = fingerprint_numbers(fresh["fingerprint"])
    position = np.searchsorted(known_prints, fresh_prints)
    is_known = np.zeros(len(fresh_prints), dtype=bool)
    inside = position < len(known_prints)
    is_known[inside] = known_prints[position[inside]] == fresh_prints[inside]
    new = np.flatnonzero(~is_known)
    words_from = np.arange(len(known_prints))
    words_from[position[is_known]] = len(known_prints) + np.flatnonzero(is_known)
    seen = np.zeros(len(known_prints), dtype=bool)
    seen[position[is_known]] = True

    columns = _opened(_aged(old, seen, step), len(new), step)
    prints = np.concatenate([known_prints, fresh_prints[new]])
    order = np.argsort(prints, kind="stable")
    words = _stacked(old, fresh).take(pa.array(np.concatenate([words_from, len(known_prints) + new])[order]))
    return _table(prints[order], words, {name: values[order] for name, values in columns.items()})


def by_column(issues: pa.Table) -> pa.Table:
    """Return one issue for each code, severity and column: how a file is followed that has more than can be."""
    rows = pa.table({name: issues[name].cast(pa.string()) for name in SUBJECT}).group_by(SUBJECT).aggregate([])
    subjects = zip(*(rows[name].to_pylist() for name in SUBJECT), strict=True)
    prints = [
        hashlib.sha256("\0".join(word or "" for word in subject).encode()).hexdigest()[:16] for subject in subjects
    ]
    return rows.append_column("fingerprint", pa.array(prints, pa.string()))


def states(ledger: pa.Table) -> pa.Array:
    """Return the state of every entry: open, fixed, withdrawn by a change of the rules, or past."""
    names = pa.array(["open", *(STATES[state_name] for state_name in CLOSERS)])
    return names.take(pa.array(_positions(ledger["closed_by"]) + 1))


def days_to_fix(ledger: pa.Table) -> pa.Array:
    """Return how many days every fixed entry was open the last time, null for the others."""
    days = _days(ledger["closed_on"]).astype(np.int64) - _days(ledger["since"])
    return pa.array(days, mask=_positions(ledger["closed_by"]) != CLOSERS.index(PUBLISHER))


def counts(ledger: pa.Table) -> pa.Table:
    """Return how many entries there are of each code, column, severity, opener and state, and after how many days.

    `days` is what a fixed entry took, 0 for the others; so the median over any set of ledgers can be had exactly.
    """
    columns = {name: ledger[name].cast(pa.string()) for name in (*SUBJECT, "opened_by")}
    columns |= {"state": states(ledger), "days": pc.fill_null(days_to_fix(ledger), 0)}
    names = list(columns)
    grouped = pa.table(columns).group_by(names).aggregate([([], "count_all")])
    return grouped.rename_columns([*names, "count"]).sort_by([(name, "ascending") for name in names])


def open_in(ledger: pa.Table, issues: pa.Table, day: date) -> pa.Table:
    """Return the issues that are open in a ledger, with what it says of each and how many days old it is on `day`."""
    prints, numbers = ledger["fingerprint"].to_numpy(), fingerprint_numbers(issues["fingerprint"])
    position = np.searchsorted(prints, numbers)
    inside = np.flatnonzero(position < len(prints))
    open_rows = inside[prints[position[inside]] == numbers[inside]]
    open_rows = open_rows[(_days(ledger["closed_on"]) == NEVER)[position[open_rows]]]
    earlier = ledger.select(["opened_on", "since", "opened_by", "recurred"]).take(pa.array(position[open_rows]))
    ages = _day(day) - _days(earlier["since"])
    open_issues = issues.take(pa.array(open_rows))
    for name in earlier.column_names:
        open_issues = open_issues.append_column(name, earlier[name])
    return open_issues.append_column("age_days", pa.array(ages, pa.int32()))


def fingerprint_numbers(fingerprints: pa.ChunkedArray) -> Prints:
    """Return the sixteen letters of each fingerprint as the number that they write."""
    texts = fingerprints.combine_chunks()
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    if not len(texts):
        return np.zeros(0, dtype=np.uint64)
    start = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset]
    octets = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[start : start + 16 * len(texts)].reshape(-1, 16)
    numbers = np.zeros(len(texts), dtype=np.uint64)
    for position in range(16):
        letters = octets[:, position].astype(np.uint64)
        digits = np.where(letters > ord("9"), letters - np.uint64(ord("a") - 10), letters - np.uint64(ord("0")))
        numbers = (numbers << np.uint64(4)) | digits
    return numbers


def _tracked(issues: pa.Table) -> pa.Table:
    """Return the critical and warning issues, one per fingerprint, their words encoded."""
    words = [issues[name] if issues[name].type == _WORD else issues[name].dictionary_encode() for name in SUBJECT]
    table = pa.table([issues["fingerprint"], *words], names=["fingerprint", *SUBJECT]).unify_dictionaries()
    severity = _as_one_array(table["severity"])
    is_tracked = np.array([word in TRACKED for word in severity.dictionary.to_pylist()], dtype=bool)
    rows = np.flatnonzero(is_tracked[severity.indices.to_numpy()]) if len(severity) else np.zeros(0, dtype=np.int64)
    if len(rows) < len(table):
        table = table.take(pa.array(rows))
    _, first = np.unique(fingerprint_numbers(table["fingerprint"]), return_index=True)
    return table if len(first) == len(table) else table.take(pa.array(np.sort(first)))


def _aged(old: pa.Table, seen: Bools, step: Step) -> dict[str, Ints]:
    """Return the entries of the ledger before, as they stand after the step."""
    day, by = _day(step.day), CLOSERS.index(step.by)
    opened_on, since, last, closed = (_days(old[name]) for name in ("opened_on", "since", "last_seen_on", "closed_on"))
    opened_by, closed_by = _positions(old["opened_by"]), _positions(old["closed_by"])
    recurred, days_open = (old[name].to_numpy().astype(np.int32) for name in ("recurred", "days_open"))
    is_open = closed == NEVER
    if step.seen_from and step.seen_until:
        last = np.where(is_open & (last == _day(step.seen_from)), _day(step.seen_until), last)
    is_closed_now = is_open & ~seen & step.closes
    back = ~is_open & seen
    again = back & (closed_by != CLOSERS.index(RULES)) & (step.by != RULES)
    closer = np.where(_passes(old), CLOSERS.index(TIME) if step.by == PUBLISHER else by, by)
    return {
        "opened_on": opened_on,
        "opened_by": opened_by,
        "since": np.where(back, day, since),
        "last_seen_on": np.where(seen, day, last),
        "closed_on": np.where(is_closed_now, day, np.where(back, NEVER, closed)),
        "closed_by": np.where(is_closed_now, closer, np.where(back, -1, closed_by)),
        "recurred": recurred + again,
        "days_open": days_open + np.where(is_closed_now, day - since, 0),
    }


def _opened(aged: dict[str, Ints], count: int, step: Step) -> dict[str, Ints]:
    """Return the entries with `count` new ones beneath."""
    day, by = _day(step.day), CLOSERS.index(step.by)
    new = {"opened_on": day, "since": day, "last_seen_on": day, "opened_by": by, "closed_on": NEVER, "closed_by": -1}
    return {
        name: np.concatenate([values, np.full(count, new.get(name, 0))]).astype(np.int32)
        for name, values in aged.items()
    }


def _table(prints: Prints, words: pa.Table, columns: dict[str, Ints]) -> pa.Table:
    arrays: dict[str, pa.Array] = {"fingerprint": pa.array(prints), **{name: words[name] for name in SUBJECT}}
    for name, values in columns.items():
        kind = SCHEMA.field(name).type
        if kind == _WORD:
            arrays[name] = pa.DictionaryArray.from_arrays(pa.array(values, mask=values < 0), pa.array(CLOSERS))
        else:
            arrays[name] = pa.array(values, mask=values == NEVER).cast(kind)
    return pa.table([arrays[name] for name in SCHEMA.names], schema=SCHEMA)


def _stacked(old: pa.Table, fresh: pa.Table) -> pa.Table:
    """Return the words of both beneath each other, in one dictionary each."""
    parts = [table.select(SUBJECT) for table in (old, fresh)]
    return pa.concat_tables(parts).unify_dictionaries().combine_chunks()


def _passes(old: pa.Table) -> Bools:
    """Return which entries are about one step from a file to the next."""
    codes = _as_one_array(old["code"])
    passing = np.array([word in PASSING for word in codes.dictionary.to_pylist()], dtype=bool)
    return passing[codes.indices.to_numpy()] if len(codes) else np.zeros(0, dtype=bool)


def _positions(column: pa.ChunkedArray) -> Ints:
    """Return where in `CLOSERS` each word stands, -1 for none."""
    coded = _as_one_array(column)
    positions = np.array([CLOSERS.index(word) for word in coded.dictionary.to_pylist()] + [-1], dtype=np.int32)
    return np.asarray(positions[coded.indices.fill_null(-1).to_numpy()])


def _days(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.cast(pa.int32()).fill_null(NEVER).to_numpy())


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _as_one_array(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a column of words in one piece."""
    whole = column.unify_dictionaries().combine_chunks()
    return whole if isinstance(whole, pa.DictionaryArray) else whole.combine_chunks()
