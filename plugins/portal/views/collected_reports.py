"""Reports on collected files, read from the warehouse and the archive; a report never changes, so it is cached."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.portal.cache import SizedCache
from plugins.portal.views.reports import ReportView, report_view, workbook_of
from plugins.storage.archive import snapshot_key, table_key
from plugins.storage.warehouse.reports import CheckedFile, ReportKey, load_checked_file, load_outcomes
from plugins.storage.warehouse.source_status import load_findings_by_severity, load_latest_files
from transforms.domain.report import Report
from transforms.render.report_words.record_keys import shown_columns
from transforms.standards import standard

if TYPE_CHECKING:
    from plugins.settings import Settings
    from plugins.storage.deployment import Deployment
    from transforms.domain.sheet import Sheet

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class CollectedReport:
    """A report on a collected file, with the days on which the file was fetched."""

    key: ReportKey
    file: CheckedFile
    view: ReportView


REPORT_CACHE: SizedCache[CollectedReport] = SizedCache(400 * MEGABYTE, lambda report: report.view.size + MEGABYTE)
SHEET_CACHE: "SizedCache[Sheet | None]" = SizedCache(
    300 * MEGABYTE, lambda sheet: int(sheet.cells.nbytes + sheet.lines.nbytes) if sheet else 0
)


def newest_report_key(deployment: "Deployment", slug: str, authority_gss: str) -> ReportKey | None:
    """Return the key of the report on an authority's newest file of a standard, None where none was checked."""
    with deployment.transaction() as connection:
        file = load_latest_files(connection, [slug], authority_gss).get(slug)
        if file is None:
            return None
        findings = load_findings_by_severity(connection, authority_gss, [(slug, file.sha256)]).get((slug, file.sha256))
    return ReportKey(slug, file.sha256, findings.rules_version, authority_gss) if findings else None


def load_collected_report(deployment: "Deployment", key: ReportKey) -> CollectedReport | None:
    """Return the report with a key, None where there is none."""
    with deployment.transaction() as connection:
        file = load_checked_file(connection, key)
    if file is None:
        return None
    cache_key = (deployment.settings.database, key, file.last_on)
    return REPORT_CACHE.get(cache_key, lambda: _load(deployment, key, file))


def load_sheet(deployment: "Deployment", report: CollectedReport) -> "Sheet | None":
    """Return the table as published, read from its snapshot again; nothing in it is masked yet."""
    from plugins.reading.read_files import read_sheet

    def load() -> "Sheet | None":
        content = deployment.archive.load(snapshot_key(report.key.sha256))
        return read_sheet(content, report.file.file_name, report.view.standard)

    return SHEET_CACHE.get((deployment.settings.database, report.key.standard, report.key.sha256), load)


def save_workbook(settings: "Settings", key: ReportKey, path: Path) -> None:
    """Write the workbook of a report to a file; for a process that has nothing else to do."""
    from plugins.storage.deployment import open_deployment

    with open_deployment(settings) as deployment:
        report = load_collected_report(deployment, key)
        if report is not None:
            path.write_bytes(workbook_of(report.view, load_sheet(deployment, report)))


def _load(deployment: "Deployment", key: ReportKey, file: CheckedFile) -> CollectedReport:
    """Load a report from the files that the check stored."""
    with deployment.transaction() as connection:
        outcomes = load_outcomes(connection, key)
    declared = standard(key.standard)
    edition = declared.edition(file.edition)
    parts = (key.standard, key.sha256, key.rules_version, key.authority_gss)
    [issues] = deployment.archive.stream_tables([table_key("issues", *parts)])
    table = deployment.archive.load_table(table_key("standardised", *parts), shown_columns(declared, edition))
    report = Report(
        standard=key.standard, edition=file.edition, file=file.file_name, sha256=key.sha256, encoding=file.encoding,
        header_line=file.header_line, rows=file.rows, rows_usable=file.rows_usable, columns=file.columns,
        rules_version=key.rules_version, outcomes=outcomes, issues=issues, table=table,
        authority_gss=key.authority_gss, guesses=file.guesses,
    )  # fmt: skip
    return CollectedReport(key, file, report_view(report, declared))
