"""Checking: published files read, standardised and validated, many authorities in one run."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date

import pyarrow as pa

from expectations.frames import frame
from expectations.rule import Rule
from expectations.runner import Batch, failing_rows
from expectations.share_rules import share_rules
from expectations.shares import RuleShare, percentage, share_of
from expectations.standard_fit import fit_frame, fit_of, fit_rules
from expectations.suites import RULES_VERSION, column_rules, every_rule, suite_for
from expectations.verdicts import (
    NO_TABLE,
    RuleOutcomes,
    judge_column,
    judge_fit,
    judge_records,
    judge_share,
    reason_not_tested,
    usable_records,
)
from transforms import registers
from transforms.domain.report import Report
from transforms.domain.sheet import Reading
from transforms.domain.standard import DatasetStandard, Edition
from transforms.findings.issue_table import issue_table
from transforms.reading.refusal import unreadable
from transforms.recognise import fits_another
from transforms.standardise import Standardised, read_published, standardise

FEW_RECORDS = 30_000  # a file of 10,000 takes a quarter less time in one frame, one of 100,000 a twentieth more


@dataclass(frozen=True)
class PublishedFile:
    """The bytes that an authority published, and the day as which they are read.

    `linked` has the keys of the records that the same authority publishes under the standards that this one refers to,
    by their slugs; references to a standard that is not among them are not tested. `unreadable` says in words why the
    bytes can't be read, where an earlier try has shown it: then they aren't read again; `unreadable_members` says so of
    files of a set, by their SHA-256.
    """

    name: str
    content: bytes
    authority_gss: str | None
    as_at: date
    linked: Mapping[str, pa.Array] = dataclass_field(default_factory=dict)
    unreadable: str = ""
    unreadable_members: Mapping[str, str] = dataclass_field(default_factory=dict)


def check_files(files: Sequence[PublishedFile], standard: DatasetStandard) -> list[Report]:
    """Return the report on every file, in the order given; all are validated in one run."""
    return validate_files(files, standardise_files(files, standard), standard)


def standardise_files(files: Sequence[PublishedFile], standard: DatasetStandard) -> list[Standardised]:
    """Return every file as read, before any rule is asked; Great Expectations is not needed for it."""
    return [standardise_reading(read_file(file, standard), file, standard) for file in files]


def validate_files(
    files: Sequence[PublishedFile], standardised: Sequence[Standardised], standard: DatasetStandard
) -> list[Report]:
    """Return the report on every file as read, in the order given; all are validated in one run."""
    verdicts = [RuleOutcomes({}, list(file.findings)) for file in standardised]
    for edition in standard.editions:
        members = [position for position, file in enumerate(standardised) if file.edition is edition]
        if members:
            _validate(
                edition, [standardised[position] for position in members], [verdicts[position] for position in members]
            )
    return [_report(*parts) for parts in zip(files, standardised, verdicts, strict=True)]


def read_file(file: PublishedFile, standard: DatasetStandard) -> Reading:
    """Return the rows of one file as published, or the findings that say why there are none."""
    if file.unreadable:
        return unreadable(file.unreadable)
    return read_published(file.content, file.name, standard, unreadable_members=file.unreadable_members)


def standardise_reading(reading: Reading, file: PublishedFile, standard: DatasetStandard) -> Standardised:
    """Return the rows of one file in our fields."""
    publisher = registers.authority(file.authority_gss) if file.authority_gss else None
    return replace(standardise(reading, standard, publisher, file.as_at), linked=file.linked)


def _validate(edition: Edition, files: Sequence[Standardised], verdicts: Sequence[RuleOutcomes]) -> None:
    """Run every rule of `edition` over all `files` at once; what it says of shares last, of the records that count."""
    _validate_fit(files, verdicts)
    _validate_columns(edition, files, verdicts)
    rules = suite_for(files[0].standard, edition)
    members: dict[str, list[int]] = {rule.name: [] for rule in rules}
    for rule in rules:
        for position, (file, verdict) in enumerate(zip(files, verdicts, strict=True)):
            if reason := reason_not_tested(rule, file):
                verdict.cannot_say(rule, reason)
            else:
                members[rule.name].append(position)
    for rule, rows in failing_rows(_record_batches(rules, members, files)):
        judge_records(rule, rows, members[rule.name], files, verdicts)
    _validate_shares(edition, files, verdicts)


def _validate_fit(files: Sequence[Standardised], verdicts: Sequence[RuleOutcomes]) -> None:
    """Run the rules on whether a file is of its standard at all."""
    declared = files[0].standard
    tables = [position for position, file in enumerate(files) if file.header_line is not None]
    fits = [fit_of(files[position]) for position in tables]
    for rule, failing in failing_rows([Batch(fit_frame(fits), fit_rules(declared))]):
        for verdict in verdicts:
            verdict.cannot_say(rule, NO_TABLE)
        for row, position in enumerate(tables):
            judge_fit(rule, fits[row], verdicts[position], declared, is_failed=row in failing)


def _validate_columns(edition: Edition, files: Sequence[Standardised], verdicts: Sequence[RuleOutcomes]) -> None:
    """Run the rules on which columns a file has."""
    tables = [position for position, file in enumerate(files) if file.header_line is not None]
    for rule, missing in failing_rows(_column_batches(edition, [files[position] for position in tables])):
        absent = {tables[row] for row in missing}
        for position, verdict in enumerate(verdicts):
            judge_column(rule, verdict, edition, is_table=position in tables, is_absent=position in absent)


def _validate_shares(edition: Edition, files: Sequence[Standardised], verdicts: Sequence[RuleOutcomes]) -> None:
    """Run the rules on shares over one frame with a row per file, blank where a rule says nothing of it."""
    import pandas as pd

    rules = share_rules(files[0].standard, edition)
    shares: dict[str, list[RuleShare | None]] = {rule.name: [] for rule in rules}
    for file, verdict in zip(files, verdicts, strict=True):
        usable = usable_records(file, verdict.findings)
        for rule in rules:
            reason = reason_not_tested(rule, file)
            share = None if reason else share_of(rule, file, verdict.findings, usable)
            if reason or (share and share.reason):
                verdict.cannot_say(rule, reason or (share and share.reason) or NO_TABLE)
                share = None
            shares[rule.name].append(share)
    columns = {rule.name: [percentage(rule, share) if share else None for share in shares[rule.name]] for rule in rules}
    if not rules:
        return
    for rule, rows in failing_rows([Batch(pd.DataFrame(columns, dtype="float64"), rules)]):
        for position, share in enumerate(shares[rule.name]):
            if share:
                judge_share(rule, share, verdicts[position], files[position], is_failed=position in rows)


def _column_batches(edition: Edition, files: Sequence[Standardised]) -> Iterator[Batch]:
    """Yield one frame with a row per file and a column per field that it should have."""
    import pandas as pd

    rules = column_rules(edition)
    headers = {rule.field: pd.array([file.columns.get(rule.field) for file in files], dtype="str") for rule in rules}
    yield Batch(pd.DataFrame(headers), rules)


def _record_batches(
    rules: Sequence[Rule], members: dict[str, list[int]], files: Sequence[Standardised]
) -> Iterator[Batch]:
    """Yield frames with the columns that rules read, of all the files that have them.

    One frame for every column, since each rule copies its frame; of few records one for all columns, since what
    Great Expectations does for a frame then takes longer than what it does for its rows.
    """
    is_small = sum(file.table.num_rows for file in files) <= FEW_RECORDS
    alike: dict[tuple[str, tuple[int, ...]], list[Rule]] = defaultdict(list)
    for rule in rules:
        alike["" if is_small else rule.column, tuple(members[rule.name])].append(rule)
    for (_, positions), group in alike.items():
        if positions:
            yield Batch(frame([files[position] for position in positions], group), group)


def _report(file: PublishedFile, read_as: Standardised, verdict: RuleOutcomes) -> Report:
    is_usable = usable_records(read_as, verdict.findings)
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
        outcomes=tuple(verdict.outcomes[rule.name] for rule in every_rule(read_as.standard, edition)),
        issues=issue_table(verdict.findings, read_as.standard.slug, fields, read_as.lines, _keys(read_as)),
        table=table.append_column("is_usable", pa.array(is_usable)),
        authority_gss=file.authority_gss,
        guesses={} if read_as.guesses and fits_another(read_as.header, read_as.standard) else read_as.guesses,
    )


def _keys(file: Standardised) -> pa.Array | None:
    """Return the text of every record's essential fields, or else of its key, by which a finding is known again."""
    import pyarrow.compute as pc

    names = [field.name for field in file.edition.essential] or file.standard.key
    columns = [file.published[name] for name in names if name in file.published]
    if not columns:
        return None
    filled = [pc.utf8_trim_whitespace(pc.fill_null(column, "")) for column in columns]
    return pc.binary_join_element_wise(*filled, "\0") if len(filled) > 1 else filled[0]
