"""The datasets of one council: those expected or collected, the state of each, and the findings in its last file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plugins.portal.views.finding_statuses import (
    NO_STATUSES,
    FindingStatuses,
    load_finding_statuses,
    load_in_force,
)
from plugins.portal.views.register import expected_sources
from plugins.portal.views.source_states import SourceStateView, state_of
from plugins.storage.warehouse.reports import ReportKey
from plugins.storage.warehouse.request_histories import load_request_histories
from plugins.storage.warehouse.source_status import (
    FileFindings,
    LatestFile,
    SourceStatus,
    load_findings_by_severity,
    load_last_attempt_days,
    load_latest_files,
    load_source_statuses,
)
from transforms.domain.issue import Severity
from transforms.snapshots.next_request import RequestHistory, next_request_on
from transforms.standards import STANDARDS

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source
    from transforms.domain.standard import DatasetStandard

PROVISIONS = {
    "statutory": "required by law",
    "expected": "expected of every council like it",
    "encouraged": "encouraged",
    "": "no longer expected",
}


@dataclass(frozen=True)
class FindingCount:
    """The number of findings of one severity in the last file, and of those that count in the file before it."""

    severity: Severity
    number: int
    counting_before: int | None  # None where there was no earlier file under the same rules
    explained: int = 0
    waived: int = 0

    @property
    def counting(self) -> int:
        """The number of findings that count against the publisher: all that are not waived."""
        return self.number - self.waived

    @property
    def trend(self) -> str:
        """The change in what counts since the file before it, in words; blank where there was none."""
        if self.counting_before is None:
            return ""
        if self.counting == self.counting_before:
            return "no change" if self.counting else ""
        more = self.counting - self.counting_before
        return f"{abs(more):,} {'more' if more > 0 else 'fewer'}"


@dataclass(frozen=True)
class DatasetView:
    """One dataset of one council."""

    standard: "DatasetStandard"
    source: "Source | None"
    state: SourceStateView
    tried_on: date | None
    file: LatestFile | None
    findings: FileFindings | None
    counts: tuple[FindingCount, ...]
    asked_next: date | None = None  # by schedule; None where there is no address

    @property
    def why_expected(self) -> str:
        """Why it is expected, in words."""
        return PROVISIONS[self.source.provision if self.source else ""]

    @property
    def basis(self) -> str:
        """The instrument that requires it, without paragraph and address: “SI 2017/403”."""
        return self.standard.source.partition(";")[0].partition(",")[0]

    @property
    def late_after(self) -> date | None:
        """The day after which the next file is late; None where the standard has no rhythm or there is no file."""
        rhythm = self.standard.rhythm
        if rhythm is None or self.file is None or self.source is None:
            return None
        return self.file.changed_on + timedelta(days=rhythm.days + rhythm.grace)


def list_datasets(deployment: "Deployment", authority_gss: str, day: date) -> list[DatasetView]:
    """Return every dataset that is expected of an authority on a day, or was collected from it, by title."""
    slugs = [standard.slug for standard in STANDARDS]
    register = expected_sources(deployment, day)
    with deployment.transaction() as connection:
        source_statuses = {
            status.standard: status for status in load_source_statuses(connection, slugs, [authority_gss], day)
        }
        files = load_latest_files(connection, slugs, authority_gss)
        tried = load_last_attempt_days(connection, slugs, authority_gss)
        pairs = [(file.standard, sha256) for file in files.values() for sha256 in (file.sha256, file.before_sha256)]
        histories = load_request_histories(connection, slugs, day + timedelta(days=1), authority_gss)
        findings = load_findings_by_severity(
            connection, authority_gss, [(slug, sha256) for slug, sha256 in pairs if sha256]
        )
    finding_statuses = _load_statuses(deployment, authority_gss, findings, day)
    return sorted(
        (
            _dataset(
                standard,
                register.get((standard.slug, authority_gss)),
                source_statuses,
                tried,
                files,
                findings,
                finding_statuses,
                _next_request(histories, standard, authority_gss, day),
            )
            for standard in STANDARDS
            if standard.slug in source_statuses or (standard.slug, authority_gss) in register
        ),
        key=lambda dataset: dataset.standard.title,
    )


def _dataset(
    standard: "DatasetStandard",
    source: "Source | None",
    source_statuses: Mapping[str, SourceStatus],
    tried: Mapping[str, date],
    files: Mapping[str, LatestFile],
    findings: Mapping[tuple[str, str], FileFindings],
    finding_statuses: Mapping[tuple[str, str], FindingStatuses],
    asked_next: date,
) -> DatasetView:
    slug, file = standard.slug, files.get(standard.slug)
    now = findings.get((slug, file.sha256)) if file else None
    before = findings.get((slug, file.before_sha256)) if file and file.before_sha256 else None
    if now and before and before.rules_version != now.rules_version:
        before = None  # different rules find different things, so the numbers can't be compared
    state = state_of(source_statuses.get(slug), has_address=bool(source and source.url), tried_on=tried.get(slug))
    counts = _counts(now, before, finding_statuses)
    next_request = asked_next if source and source.url and not source.paused else None
    return DatasetView(standard, source, state, tried.get(slug), file, now, counts, next_request)


def _next_request(
    histories: Mapping[tuple[str, str], RequestHistory], standard: "DatasetStandard", authority_gss: str, day: date
) -> date:
    """Return the day on which a source is asked next by its schedule, tomorrow at the earliest."""
    return next_request_on(histories.get((standard.slug, authority_gss)), standard.rhythm, day + timedelta(days=1))


def _load_statuses(
    deployment: "Deployment", authority_gss: str, findings: Mapping[tuple[str, str], FileFindings], day: date
) -> dict[tuple[str, str], FindingStatuses]:
    """Return which findings in some files are explained or waived on a day, by standard and SHA-256."""
    in_force = load_in_force(deployment, authority_gss, day)
    return {
        (slug, sha256): load_finding_statuses(
            deployment, ReportKey(slug, sha256, checked.rules_version, authority_gss), in_force.get(slug, ())
        )
        for (slug, sha256), checked in findings.items()
    }


def _counts(
    now: FileFindings | None, before: FileFindings | None, finding_statuses: Mapping[tuple[str, str], FindingStatuses]
) -> tuple[FindingCount, ...]:
    if now is None:
        return ()
    statuses = finding_statuses[now.standard, now.sha256]
    statuses_before = finding_statuses[before.standard, before.sha256] if before else NO_STATUSES
    return tuple(
        FindingCount(
            severity,
            now.counts.get(severity, 0),
            before.counts.get(severity, 0) - statuses_before.waived[severity] if before else None,
            statuses.explained[severity],
            statuses.waived[severity],
        )
        for severity in Severity
    )
