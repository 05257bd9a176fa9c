"""Reports on collected files, read from the warehouse and the archive; what one says never changes, so it is kept."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.portal.cache import SizedCache
from plugins.portal.views.reports import ReportView, report_view
from plugins.storage.archive import snapshot_key, table_key
from plugins.storage.warehouse.reports import CheckedFile, ReportKey, load_checked_file, load_outcomes
from plugins.storage.warehouse.source_status import load_findings_by_severity, load_latest_files
from transforms.domain.report import Report
from transforms.priorities import table_columns
from transforms.standards import standard

if TYPE_CHECKING:
    from plugins.settings import Settings
    from plugins.storage.deployment import Deployment
    from transforms.domain.sheet import Sheet

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Collected:
    """A report on a collected file, and the days on which the file was fetched."""

    key: ReportKey
    file: CheckedFile
    shown: ReportView


REPORTS: SizedCache[Collected] = SizedCache(400 * MEGABYTE, lambda one: one.shown.size + MEGABYTE)
SHEETS: "SizedCache[Sheet | None]" = SizedCache(
    300 * MEGABYTE, lambda one: int(one.cells.nbytes + one.lines.nbytes) if one else 0
)


def latest(here: "Deployment", slug: str, authority_gss: str) -> ReportKey | None:
    """Return which report is an authority's newest one under a standard, None where no file has been checked."""
    with here.transaction() as connection:
        file = load_latest_files(connection, [slug], authority_gss).get(slug)
        if file is None:
            return None
        found = load_findings_by_severity(connection, authority_gss, [(slug, file.sha256)]).get((slug, file.sha256))
    return ReportKey(slug, file.sha256, found.rules_version, authority_gss) if found else None


def collected(here: "Deployment", key: ReportKey) -> Collected | None:
    """Return exactly one report, None where there is no such report."""
    with here.transaction() as connection:
        file = load_checked_file(connection, key)
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
    from plugins.portal.views.reports import workbook_of
    from plugins.storage.deployment import open_deployment

    with open_deployment(settings) as here:
        one = collected(here, key)
        if one is not None:
            path.write_bytes(workbook_of(one.shown, published(here, one)))


def _read(here: "Deployment", key: ReportKey, file: CheckedFile) -> Collected:
    """Read a report from where checking has kept it."""
    with here.transaction() as connection:
        outcomes = load_outcomes(connection, key)
    declared = standard(key.standard)
    edition = next(one for one in declared.editions if one.name == file.edition)
    where = (key.standard, key.sha256, key.rules_version, key.authority_gss)
    [issues] = here.archive.stream_tables([table_key("issues", *where)])
    table = here.archive.load_table(table_key("standardised", *where), table_columns(edition))
    report = Report(
        standard=key.standard, edition=file.edition, file=file.file_name, sha256=key.sha256, encoding=file.encoding,
        header_line=file.header_line, rows=file.rows, rows_usable=file.rows_usable, columns=file.columns,
        rules_version=key.rules_version, outcomes=outcomes, issues=issues, table=table,
        authority_gss=key.authority_gss,
    )  # fmt: skip
    return Collected(key, file, report_view(report, declared))
