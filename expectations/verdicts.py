"""Verdicts: the outcome of every rule on every file, and the findings where one failed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.frames import is_tested
from expectations.rule import Rule
from expectations.shares import RuleShare
from expectations.standard_fit import BEST_FIT, TOO_FEW_ASKED, Fit, facts_of
from transforms.domain.issue import Finding, Severity
from transforms.domain.report import Outcome
from transforms.domain.standard import DatasetStandard, Edition
from transforms.standardise import Standardised
from transforms.standardise.number_words import reasons, reasons_of_spreadsheets

Rows = npt.NDArray[np.int64]

NO_TABLE = "the file holds no table"
NO_RECORD = "the file holds no record"
NO_VALUE = "no record has a value to test"


@dataclass
class RuleOutcomes:
    """What the rules found in one file, as it comes in."""

    outcomes: dict[str, Outcome]
    findings: list[Finding]

    def cannot_say(self, rule: Rule, reason: str) -> None:
        """Note that a rule could not be tested."""
        self.outcomes[rule.name] = Outcome(rule.name, "not-applicable", reason, 0, 0)

    def note(self, rule: Rule, tested: int, failed: int) -> None:
        """Note how a rule that was tested came out."""
        outcome = "failed" if failed else "passed" if tested else "not-applicable"
        reason = NO_VALUE if outcome == "not-applicable" else None
        self.outcomes[rule.name] = Outcome(rule.name, outcome, reason, tested, failed)


def reason_not_tested(rule: Rule, file: Standardised) -> str | None:
    """Return why `rule` can't be tested on `file`, None if it can."""
    if file.header_line is None:
        return NO_TABLE
    if absent := [name for name in rule.fields if name not in file.columns]:
        return f"the file has no column {' and no column '.join(absent)}"
    if rule.linked and rule.linked not in file.linked:
        return f"no {rule.facts['records']} of this authority are known here"
    return None if file.table.num_rows else NO_RECORD


def judge_column(rule: Rule, verdict: RuleOutcomes, edition: Edition, *, is_table: bool, is_absent: bool) -> None:
    """Note whether a file has the column that `rule` wants."""
    if not is_table:
        verdict.cannot_say(rule, NO_TABLE)
        return
    verdict.note(rule, 1, int(is_absent))
    if is_absent:
        facts = {"requirement": edition.field(rule.field).requirement.value}
        verdict.findings.append(Finding(rule.code, rule.severity, field=rule.field, column=rule.field, facts=facts))


def judge_fit(rule: Rule, fit: Fit, verdict: RuleOutcomes, declared: DatasetStandard, *, is_failed: bool) -> None:
    """Note whether a file is of its standard; with too few of its columns, no other standard is asked about."""
    if rule.name == BEST_FIT and not fit.is_enough:
        verdict.cannot_say(rule, TOO_FEW_ASKED)
        return
    verdict.note(rule, 1, int(is_failed))
    if is_failed:
        verdict.findings.append(Finding(rule.code, rule.severity, facts=facts_of(fit, declared)))


def judge_records(
    rule: Rule, rows: Rows, members: Sequence[int], files: Sequence[Standardised], verdicts: Sequence[RuleOutcomes]
) -> None:
    """Share the failing rows out to the files that they are of."""
    ends = np.cumsum([files[position].table.num_rows for position in members])
    parts = np.split(rows, np.searchsorted(rows, ends[:-1]))
    for position, start, part in zip(members, [0, *ends[:-1]], parts, strict=True):
        file, verdict = files[position], verdicts[position]
        in_place = _in_place(file, rule)
        failing = (part - start)[in_place[part - start]]
        verdict.note(rule, int((is_tested(file, rule) & in_place).sum()), len(failing))
        if len(failing):
            verdict.findings.extend(_findings(rule, file, failing))


def _in_place(file: Standardised, rule: Rule) -> npt.NDArray[np.bool_]:
    """Return which records have all that a rule reads under its header, or could have.

    Of a record whose values moved nothing else is said, since that is why, nor of a cell that its row is too short for.
    """
    in_place = np.ones(file.table.num_rows, dtype=bool)
    for name in rule.fields:
        if name in file.absent:
            in_place &= ~file.absent[name]
    for finding in file.findings:
        if finding.code == "row-misaligned" and finding.severity is Severity.CRITICAL and finding.rows is not None:
            in_place[np.asarray(finding.rows, dtype=np.int64)] = False
    return in_place


def judge_share(rule: Rule, share: RuleShare, verdict: RuleOutcomes, file: Standardised, *, is_failed: bool) -> None:
    """Note whether enough of a file's records, or few enough of its values, are as `rule` wants them."""
    verdict.note(rule, share.tested, share.counted if is_failed else 0)
    if is_failed:
        column = next((file.columns[name] for name in (*rule.any_of, rule.field) if name in file.columns), rule.field)
        facts = {**rule.facts, **share.facts}
        verdict.findings.append(Finding(rule.code, rule.severity, field=rule.field, column=column, facts=facts))


def usable_records(file: Standardised, findings: Sequence[Finding]) -> npt.NDArray[np.bool_]:
    """Return which records no critical finding reaches."""
    usable = np.ones(file.table.num_rows, dtype=bool)
    for finding in findings:
        if finding.severity is Severity.CRITICAL:
            usable[_reached(finding, file)] = False
    return usable


def _reached(finding: Finding, file: Standardised) -> Rows | slice:
    """Return the records that a finding is about: those on its lines, or all where it is about the file or a field.

    A finding in a column that no field is read from is about none: whatever stands there, no record is made of it.
    """
    if finding.rows is not None:
        return np.asarray(finding.rows, dtype=np.int64)
    if finding.column is not None and finding.field is None:
        return np.zeros(0, dtype=np.int64)
    if finding.lines is not None:
        return np.flatnonzero(np.isin(file.lines, np.asarray(finding.lines)))
    return slice(None)


def _findings(rule: Rule, file: Standardised, rows: Rows) -> list[Finding]:
    """Return what breaks a rule: one finding, or for texts that are no numbers or days one for each reason."""
    values = (_blank_words if rule.code == "value-missing" else _published)(file, rule.field, rows)
    why = {"number-unparseable": reasons, "date-unparseable": reasons_of_spreadsheets}.get(rule.code)
    parts = why(values) if why else [("", np.arange(len(rows)))]
    return [
        Finding(
            rule.code,
            rule.severity,
            field=rule.field,
            column=file.columns[rule.field],
            rows=rows[positions],
            values=values if len(positions) == len(rows) else values.take(pa.array(positions)),
            facts={**rule.facts, "why": f": {reason}"} if reason else rule.facts,
        )
        for reason, positions in parts
    ]


def _published(file: Standardised, field: str, rows: Rows) -> pa.Array:
    """Return the texts of a field as published, null where blank."""
    return file.published[field].take(pa.array(rows))


def _blank_words(file: Standardised, field: str, rows: Rows) -> pa.Array:
    """Return the words for blank that stand in some cells of a field, null where there is nothing at all."""
    words = file.words[field].take(pa.array(rows))
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(words), ""), pa.scalar(None, pa.string()), words)
