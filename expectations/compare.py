"""Comparing: files beside those that were in use before them, many in one run of the rules over time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.file_pairs import FilePairs, Side
from expectations.history_rules import RHYTHM, history_rules
from expectations.rule import Rule
from expectations.runner import Batch, failing_rows
from transforms.domain.issue import Finding
from transforms.domain.report import Outcome, Report
from transforms.domain.standard import DatasetStandard
from transforms.findings.history import Pairs, paired
from transforms.findings.issue_table import issue_table

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NO_EARLIER_FILE = "no earlier file"
NO_DAY = "the day of the earlier file is not known"
NO_PAIR = "no record of the earlier file has a value to test"


@dataclass(frozen=True)
class Compared:
    """What the rules over time found between two files."""

    outcomes: tuple[Outcome, ...]
    issues: pa.Table


@dataclass
class Meeting:
    """Two files, their records paired, and what the rules find in them as it comes in."""

    before: Side
    after: Side
    pairs: Pairs
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def gap(self) -> float:
        """Days between the two files, not a number where one of the days is not known."""
        if self.before.day is None or self.after.day is None:
            return float("nan")
        return float((self.after.day - self.before.day).days)


def compare(files: Sequence[tuple[Side | None, Side]], standard: DatasetStandard) -> list[Compared]:
    """Return what the rules over time find in each file beside the one before it, None where there is none."""
    rules = history_rules(standard)
    meetings = [Meeting(before, after, _paired(before, after, standard)) for before, after in files if before]
    if meetings:
        for rule, rows in failing_rows(_batches(meetings, rules)):
            _judge(rule, rows, meetings, standard)
    done = iter(meetings)
    return [_compared(next(done) if before else None, rules, standard) for before, _ in files]


def with_history(report: Report, compared: Compared) -> Report:
    """Return `report` with the outcomes and issues of the comparison beneath its own."""
    issues = report.issues
    if compared.issues.num_rows:
        issues = pa.concat_tables([issues, compared.issues]).unify_dictionaries()
    return replace(report, outcomes=(*report.outcomes, *compared.outcomes), issues=issues)


def _paired(before: Side, after: Side, standard: DatasetStandard) -> Pairs:
    """Return the records of both files by their key; none where one of them has no such column."""
    if (
        standard.history
        and standard.key
        and all(name in side.columns for name in standard.key for side in (before, after))
    ):
        return paired(before.table, after.table, standard)
    nothing = np.zeros(0, dtype=np.int64)
    return Pairs(pa.array([], pa.string()), nothing, nothing)


def _batches(meetings: Sequence[Meeting], rules: Sequence[Rule]) -> Iterator[Batch]:
    """Yield one frame of all paired records, and one with a row per file."""
    import pandas as pd

    of_records = [rule for rule in rules if rule.name != RHYTHM]
    if of_records:
        yield Batch(_frame(meetings, of_records), of_records)
    if len(of_records) < len(rules):
        gaps = pd.DataFrame({RHYTHM: np.array([meeting.gap for meeting in meetings])})
        yield Batch(gaps, [rule for rule in rules if rule.name == RHYTHM])


def _frame(meetings: Sequence[Meeting], rules: Sequence[Rule]) -> "pd.DataFrame":
    import pandas as pd

    columns = {rule.column: np.concatenate([_column(meeting, rule) for meeting in meetings]) for rule in rules}
    return pd.DataFrame(columns)


def _column(meeting: Meeting, rule: Rule) -> Floats:
    """Return what a rule measures, a number per pair of records; not a number where there is nothing to compare."""
    assert rule.measure
    numbers = rule.measure(FilePairs(meeting.before, meeting.after, meeting.pairs))
    return np.asarray(pc.fill_null(numbers, float("nan")).to_numpy(zero_copy_only=False))


def _judge(rule: Rule, rows: Ints, meetings: Sequence[Meeting], standard: DatasetStandard) -> None:
    """Share the failing rows out to the files that they are of."""
    is_of_file = rule.name == RHYTHM
    ends = np.cumsum([1 if is_of_file else len(meeting.pairs) for meeting in meetings])
    rows = np.sort(rows)
    parts = np.split(rows, np.searchsorted(rows, ends[:-1]))
    for meeting, start, part in zip(meetings, [0, *ends[:-1]], parts, strict=True):
        tested = int(not np.isnan(meeting.gap)) if is_of_file else _tested(meeting, rule)
        if not tested:
            meeting.outcomes[rule.name] = _untested(rule, _reason(rule, meeting, standard))
            continue
        outcome = "failed" if len(part) else "passed"
        meeting.outcomes[rule.name] = Outcome(rule.name, outcome, None, tested, len(part))
        if len(part):
            meeting.findings.append(
                _late(rule, meeting, standard) if is_of_file else _finding(rule, meeting, part - start)
            )


def _tested(meeting: Meeting, rule: Rule) -> int:
    return int((~np.isnan(_column(meeting, rule))).sum())


def _reason(rule: Rule, meeting: Meeting, standard: DatasetStandard) -> str:
    """Return why a rule can't be tested on two files."""
    if rule.name == RHYTHM:
        return NO_DAY
    for side, words in ((meeting.after, "the file"), (meeting.before, "the earlier file")):
        if absent := [name for name in (*standard.key, *rule.fields) if name not in side.columns]:
            return f"{words} has no column {' and no column '.join(dict.fromkeys(absent))}"
    return NO_PAIR


def _untested(rule: Rule, reason: str) -> Outcome:
    return Outcome(rule.name, "not-applicable", reason, 0, 0)


def _finding(rule: Rule, meeting: Meeting, rows: Ints) -> Finding:
    """Return the finding about some pairs: of a vanished record its key and the line that it had."""
    is_gone = rule.code == "record-vanished"
    is_now = rule.code == "date-moved-back"
    side, positions = (meeting.after, meeting.pairs.later) if is_now else (meeting.before, meeting.pairs.earlier)
    values = side.table[rule.field].take(pa.array(positions[rows])).cast(pa.string()).combine_chunks()
    return Finding(
        rule.code,
        rule.severity,
        field=rule.field,
        column=(meeting.before if is_gone else meeting.after).columns[rule.field],
        rows=rows,
        values=values,
        lines=_lines(meeting.before, meeting.pairs.earlier[rows]) if is_gone else None,
        facts=rule.facts,
    )


def _late(rule: Rule, meeting: Meeting, standard: DatasetStandard) -> Finding:
    return Finding(rule.code, rule.severity, facts={"gap": int(meeting.gap), "frequency": standard.frequency})


def _lines(side: Side, rows: Ints) -> Ints:
    """Return the physical line of some records, -1 for one that is gone; no table is asked where no record is."""
    if not len(rows):
        return _lines_of_none()
    lines = np.append(side.table["source_line"].to_numpy(), -1)
    return np.asarray(lines[rows])


def _compared(meeting: Meeting | None, rules: Sequence[Rule], standard: DatasetStandard) -> Compared:
    if meeting is None:
        return Compared(
            tuple(_untested(rule, NO_EARLIER_FILE) for rule in rules), issue_table([], "", {}, _lines_of_none())
        )
    fields = {declared.name: declared for declared in standard.all_fields}
    lines, keys = _lines(meeting.after, meeting.pairs.later), meeting.pairs.keys
    issues = issue_table(meeting.findings, standard.slug, fields, lines, keys)
    return Compared(tuple(meeting.outcomes[rule.name] for rule in rules), issues)


def _lines_of_none() -> Ints:
    return np.zeros(0, dtype=np.int64)
