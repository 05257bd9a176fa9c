"""Checking: published files read, standardised and validated, many authorities in one run."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.frames import frame, has_values
from expectations.rule import Rule
from expectations.runner import Batch, failing_rows
from expectations.suites import RULES_VERSION, column_rules, suite_for
from transforms import registers
from transforms.domain.issue import Finding, Severity
from transforms.domain.report import Outcome, Report
from transforms.domain.standard import DatasetStandard, Edition
from transforms.issue_table import issue_table
from transforms.reading import read
from transforms.standardise import Standardised, recogniser, standardise

Rows = npt.NDArray[np.int64]

NO_TABLE = "the file holds no table"
NO_RECORD = "the file holds no record"
NO_VALUE = "no record has a value to test"


@dataclass(frozen=True)
class PublishedFile:
    """The bytes that an authority published, and the day as which they are read."""

    name: str
    content: bytes
    authority_gss: str | None
    as_at: date


@dataclass
class Verdict:
    """What the rules found in one file, as it comes in."""

    outcomes: dict[str, Outcome]
    findings: list[Finding]


def check_files(files: Sequence[PublishedFile], standard: DatasetStandard) -> list[Report]:
    """Return the report on every file, in the order given; all are validated in one run."""
    return validate_files(files, standardise_files(files, standard), standard)


def standardise_files(files: Sequence[PublishedFile], standard: DatasetStandard) -> list[Standardised]:
    """Return every file as read, before any rule is asked; Great Expectations is not needed for it."""
    return [_standardise(file, standard) for file in files]


def validate_files(
    files: Sequence[PublishedFile], standardised: Sequence[Standardised], standard: DatasetStandard
) -> list[Report]:
    """Return the report on every file as read, in the order given; all are validated in one run."""
    verdicts = [Verdict({}, list(one.findings)) for one in standardised]
    for edition in standard.editions:
        members = [place for place, one in enumerate(standardised) if one.edition is edition]
        if members:
            _validate(edition, [standardised[place] for place in members], [verdicts[place] for place in members])
    return [_report(*parts) for parts in zip(files, standardised, verdicts, strict=True)]


def _standardise(file: PublishedFile, standard: DatasetStandard) -> Standardised:
    reading = read(file.content, file.name, recogniser(standard))
    publisher = registers.authority(file.authority_gss) if file.authority_gss else None
    return standardise(reading, standard, publisher, file.as_at)


def _validate(edition: Edition, files: Sequence[Standardised], verdicts: Sequence[Verdict]) -> None:
    """Run every rule of `edition` over all `files` at once."""
    tables = [place for place, file in enumerate(files) if file.header_line is not None]
    for rule, missing in failing_rows(_column_batches(edition, [files[place] for place in tables])):
        absent = {tables[row] for row in missing}
        for place, verdict in enumerate(verdicts):
            _judge_column(rule, verdict, edition, is_table=place in tables, is_absent=place in absent)
    rules = suite_for(files[0].standard, edition)
    members = {rule.name: [i for i, file in enumerate(files) if _reason(rule, file) is None] for rule in rules}
    for rule in rules:
        for file, verdict in zip(files, verdicts, strict=True):
            if reason := _reason(rule, file):
                verdict.outcomes[rule.name] = Outcome(rule.name, "not-applicable", reason, 0, 0)
    for rule, rows in failing_rows(_record_batches(rules, members, files)):
        _judge_records(rule, rows, members[rule.name], files, verdicts)


def _column_batches(edition: Edition, files: Sequence[Standardised]) -> Iterator[Batch]:
    """Yield one frame with a row per file and a column per field that it should have."""
    import pandas as pd

    rules = column_rules(edition)
    headers = {rule.field: pd.array([file.columns.get(rule.field) for file in files], dtype="str") for rule in rules}
    yield Batch(pd.DataFrame(headers), rules)


def _record_batches(
    rules: Sequence[Rule], members: dict[str, list[int]], files: Sequence[Standardised]
) -> Iterator[Batch]:
    """Yield a frame of all the files that have the columns, for every set of columns that some rules read."""
    alike: dict[tuple[tuple[str, ...], tuple[int, ...]], list[Rule]] = defaultdict(list)
    for rule in rules:
        alike[rule.columns, tuple(members[rule.name])].append(rule)
    for (columns, places), group in alike.items():
        if places:
            yield Batch(frame([files[place] for place in places], columns), group)


def _reason(rule: Rule, file: Standardised) -> str | None:
    """Return why `rule` can't be tested on `file`, None if it can."""
    if file.header_line is None:
        return NO_TABLE
    if absent := [name for name in rule.fields if name not in file.columns]:
        return f"the file has no column {' and no column '.join(absent)}"
    return None if file.table.num_rows else NO_RECORD


def _judge_column(rule: Rule, verdict: Verdict, edition: Edition, *, is_table: bool, is_absent: bool) -> None:
    if not is_table:
        verdict.outcomes[rule.name] = Outcome(rule.name, "not-applicable", NO_TABLE, 0, 0)
        return
    outcome = "failed" if is_absent else "passed"
    verdict.outcomes[rule.name] = Outcome(rule.name, outcome, None, 1, int(is_absent))
    if is_absent:
        facts = {"requirement": edition.field(rule.field).requirement.value}
        verdict.findings.append(Finding(rule.code, rule.severity, field=rule.field, column=rule.field, facts=facts))


def _judge_records(
    rule: Rule, rows: Rows, members: Sequence[int], files: Sequence[Standardised], verdicts: Sequence[Verdict]
) -> None:
    """Share the failing rows out to the files that they are of."""
    ends = np.cumsum([files[place].table.num_rows for place in members])
    parts = np.split(rows, np.searchsorted(rows, ends[:-1]))
    for place, start, part in zip(members, [0, *ends[:-1]], parts, strict=True):
        file, verdict = files[place], verdicts[place]
        tested = int(has_values(file, rule.tested).sum())
        outcome = "failed" if len(part) else "passed" if tested else "not-applicable"
        reason = NO_VALUE if outcome == "not-applicable" else None
        verdict.outcomes[rule.name] = Outcome(rule.name, outcome, reason, tested, len(part))
        if len(part):
            verdict.findings.append(_finding(rule, file, part - start))


def _finding(rule: Rule, file: Standardised, rows: Rows) -> Finding:
    said = _blank_words if rule.code == "value-missing" else _published
    return Finding(
        rule.code,
        rule.severity,
        field=rule.field,
        column=file.columns[rule.field],
        rows=rows,
        values=said(file, rule.field, rows),
        facts=rule.facts,
    )


def _published(file: Standardised, field: str, rows: Rows) -> pa.Array:
    """Return the texts of a field as published, null where blank."""
    return file.published[field].take(pa.array(rows))


def _blank_words(file: Standardised, field: str, rows: Rows) -> pa.Array:
    """Return the words for blank that stand in some cells of a field, null where there is nothing at all."""
    words = file.words[field].take(pa.array(rows))
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(words), ""), pa.scalar(None, pa.string()), words)


def _report(file: PublishedFile, read_as: Standardised, verdict: Verdict) -> Report:
    is_usable = _usable(read_as, verdict.findings)
    edition, table = read_as.edition, read_as.table
    fields = {field.name: field for field in edition.fields}
    return Report(
        standard=read_as.standard.slug,
        edition=edition.name,
        file=file.name,
        sha256=hashlib.sha256(file.content).hexdigest(),
        encoding=read_as.encoding,
        header_line=read_as.header_line,
        rows=table.num_rows,
        rows_usable=int(is_usable.sum()),
        columns={name: read_as.columns[name] for name in fields if name in read_as.columns},
        rules_version=RULES_VERSION,
        outcomes=_in_order(read_as, verdict),
        issues=issue_table(verdict.findings, read_as.standard.slug, fields, read_as.lines, _keys(read_as)),
        table=table.append_column("is_usable", pa.array(is_usable)),
        authority_gss=file.authority_gss,
    )


def _in_order(file: Standardised, verdict: Verdict) -> tuple[Outcome, ...]:
    rules = (*column_rules(file.edition), *suite_for(file.standard, file.edition))
    return tuple(verdict.outcomes[rule.name] for rule in rules)


def _usable(file: Standardised, findings: Sequence[Finding]) -> npt.NDArray[np.bool_]:
    """Return which records nothing critical was found in; none where it was found in the file or a column."""
    usable = np.ones(file.table.num_rows, dtype=bool)
    for finding in findings:
        if finding.severity is Severity.CRITICAL:
            usable[slice(None) if finding.rows is None else np.asarray(finding.rows)] = False
    return usable


def _keys(file: Standardised) -> pa.Array | None:
    """Return the text of the essential fields of every record, by which a finding is known again."""
    import pyarrow.compute as pc

    columns = [file.published[field.name] for field in file.edition.essential if field.name in file.published]
    if not columns:
        return None
    filled = [pc.utf8_trim_whitespace(pc.fill_null(column, "")) for column in columns]
    return pc.binary_join_element_wise(*filled, "\0") if len(filled) > 1 else filled[0]
