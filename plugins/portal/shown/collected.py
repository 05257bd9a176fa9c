"""Reports on collected files, read from the warehouse and the archive; what a report says never changes, so it is kept.

How old findings are, and what got better since the file before, is asked anew each time: other files may have come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.archive import snapshot_key, table_key
from plugins.collecting.keep_ledgers import load_ledger
from plugins.following.change import Change, changes
from plugins.portal.kept import Kept
from plugins.portal.shown.reports import ShownReport, shown_report
from plugins.warehouse.ledgers import LedgerStep, last_steps, steps
from plugins.warehouse.reports import CheckedFile, ReportKey, checked_file, outcomes_beside_before, outcomes_of
from plugins.warehouse.standing import findings_of, last_files
from transforms.domain.report import Outcome, Report
from transforms.domain.standard import Kind
from transforms.standards import standard

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import Connection

    from plugins.deployment import Deployment
    from plugins.settings import Settings
    from transforms.domain.sheet import Sheet

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Collected:
    """A report on a collected file, and the days on which the file was fetched."""

    key: ReportKey
    file: CheckedFile
    shown: ShownReport


@dataclass(frozen=True)
class Beside:
    """What got better and worse since the file before, and what the rules over time found."""

    changes: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]
    before: LedgerStep | None  # of the file before, None where this is the first


REPORTS: Kept[Collected] = Kept(400 * MEGABYTE, lambda one: one.shown.size + MEGABYTE)
BESIDES: Kept[Beside] = Kept(20 * MEGABYTE, lambda one: 500 * (1 + len(one.changes) + len(one.outcomes)))
LINES: Kept[tuple[LedgerStep, ...]] = Kept(50 * MEGABYTE, lambda line: 1000 * len(line))
LEDGERS: "Kept[pa.Table]" = Kept(200 * MEGABYTE, lambda one: int(one.nbytes))
SHEETS: "Kept[Sheet | None]" = Kept(300 * MEGABYTE, lambda one: int(one.cells.nbytes + one.lines.nbytes) if one else 0)


def latest(here: "Deployment", slug: str, authority_gss: str) -> ReportKey | None:
    """Return which report is an authority's newest one under a standard, None where no file has been checked."""
    with here.transaction() as connection:
        file = last_files(connection, [slug], authority_gss).get(slug)
        if file is None:
            return None
        found = findings_of(connection, authority_gss, [(slug, file.sha256)]).get((slug, file.sha256))
    return ReportKey(slug, file.sha256, found.rules_version, authority_gss) if found else None


def collected(here: "Deployment", key: ReportKey) -> Collected | None:
    """Return exactly one report, None where there is no such report."""
    with here.transaction() as connection:
        file = checked_file(connection, key)
    if file is None:
        return None
    return REPORTS.get((here.settings.database, key, file.last_on), lambda: _read(here, key, file))


def published(here: "Deployment", one: Collected) -> "Sheet | None":
    """Return the table as published, read once more from its snapshot; nothing in it is masked yet."""
    from transforms.standardise import read_published

    def read() -> "Sheet | None":
        content = here.archive.load(snapshot_key(one.key.sha256))
        return read_published(content, one.file.file_name, one.shown.standard).sheet

    return SHEETS.get((here.settings.database, one.key.standard, one.key.sha256), read)


def bind_collected(settings: "Settings", key: ReportKey, path: Path) -> None:
    """Write the workbook of a report to a file, in a process that has nothing else to do."""
    from plugins.deployment import deployment
    from plugins.portal.report_pages import workbook_of

    with deployment(settings) as here:
        one = collected(here, key)
        if one is not None:
            path.write_bytes(workbook_of(one.shown, published(here, one)))


def opened_on(here: "Deployment", key: ReportKey, findings: "pa.Table") -> Mapping[str, date]:
    """Return since when each of some findings has been there, by fingerprint; remarks are not followed."""
    from transforms.ledger import open_in

    with here.transaction() as connection:
        step = _step(_line(here, connection, key), key)
    if step is None or not len(findings):
        return {}
    ledger = LEDGERS.get((here.settings.database, step.chain), lambda: load_ledger(here, step))
    told = open_in(ledger, findings, step.day)
    return dict(zip(told["fingerprint"].to_pylist(), told["opened_on"].to_pylist(), strict=True))


def beside_before(here: "Deployment", key: ReportKey) -> Beside:
    """Return what got better and worse since the file before, in this file and under its rules."""
    with here.transaction() as connection:
        line = _line(here, connection, key)
        newest = line[-1].id if line else None
        return BESIDES.get((here.settings.database, key, newest), lambda: _beside(connection, key, line))


def _beside(connection: "Connection", key: ReportKey, line: Sequence[LedgerStep]) -> Beside:
    """Compare a report with the one in use before it."""
    in_use = [one for one in line if one.is_in_use]
    step = _step(in_use, key)
    outcomes = outcomes_beside_before(connection, key)
    if step is None:
        return Beside((), outcomes, None)
    earlier = [one for one in in_use if one.day < step.day]
    found = changes(connection, key.standard, key.authority_gss, last=step.day) if earlier else []
    return Beside(tuple(found), outcomes, earlier[-1] if earlier else None)


def _line(here: "Deployment", connection: "Connection", key: ReportKey) -> tuple[LedgerStep, ...]:
    """Return the steps of a source's ledger, read again once there is a newer one."""
    newest = last_steps(connection, key.standard, key.authority_gss)
    if not newest:
        return ()
    named = (here.settings.database, key.standard, key.authority_gss, newest[0].id)
    return LINES.get(named, lambda: tuple(steps(connection, key.standard, key.authority_gss)))


def _step(line: Sequence[LedgerStep], key: ReportKey) -> LedgerStep | None:
    """Return the last step of a ledger that holds the findings of one report."""
    named = (key.sha256, key.rules_version)
    return next((one for one in reversed(line) if (one.sha256, one.rules_version) == named), None)


def _read(here: "Deployment", key: ReportKey, file: CheckedFile) -> Collected:
    """Read a report from where checking has kept it."""
    with here.transaction() as connection:
        outcomes = outcomes_of(connection, key)
    declared = standard(key.standard)
    edition = next(one for one in declared.editions if one.name == file.edition)
    money = [field.name for field in edition.essential if field.kind is Kind.DECIMAL]
    where = (key.standard, key.sha256, key.rules_version, key.authority_gss)
    [issues] = here.archive.stream_tables([table_key("issues", *where)])
    table = here.archive.load_table(table_key("standardised", *where), ["source_line", *money])
    report = Report(
        standard=key.standard, edition=file.edition, file=file.file_name, sha256=key.sha256, encoding=file.encoding,
        header_line=file.header_line, rows=file.rows, rows_usable=file.rows_usable, columns=file.columns,
        rules_version=key.rules_version, outcomes=outcomes, issues=issues, table=table,
        authority_gss=key.authority_gss,
    )  # fmt: skip
    return Collected(key, file, shown_report(report, declared))
