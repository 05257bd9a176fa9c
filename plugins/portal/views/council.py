"""One council: each dataset that is expected of it, how it stands, and what was found in its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plugins.portal.views.register import expected
from plugins.portal.views.source_states import SourceState, state_of
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
class Count:
    """How many findings of one severity the last file has, and how many the file before it had."""

    severity: Severity
    number: int
    before: int | None  # None where there was no file before it

    @property
    def trend(self) -> str:
        """What became of them since the file before, in words; blank where there was none."""
        if self.before is None:
            return ""
        if self.number == self.before:
            return "as before" if self.number else ""
        more = self.number - self.before
        return f"{abs(more):,} {'more' if more > 0 else 'fewer'}"


@dataclass(frozen=True)
class Dataset:
    """One dataset of one council."""

    standard: "DatasetStandard"
    source: "Source | None"
    state: SourceState
    tried_on: date | None
    file: LatestFile | None
    findings: FileFindings | None
    counts: tuple[Count, ...]

    @property
    def why_expected(self) -> str:
        """Why it is expected."""
        return PROVISIONS[self.source.provision if self.source else ""]

    @property
    def basis(self) -> str:
        """The instrument that asks for it, without paragraph and address: “SI 2017/403”."""
        return self.standard.source.partition(";")[0].partition(",")[0]

    @property
    def late_after(self) -> date | None:
        """The day after which the next file is late; None where no rhythm is declared or no file is known."""
        rhythm = self.standard.rhythm
        if rhythm is None or self.file is None or self.source is None:
            return None
        return self.file.changed_on + timedelta(days=rhythm.days + rhythm.grace)


def datasets_of(here: "Deployment", authority_gss: str, day: date) -> list[Dataset]:
    """Return every dataset that is expected of an authority on a day, or was collected from it, by title."""
    slugs = [standard.slug for standard in STANDARDS]
    register = expected(here, day)
    with here.transaction() as connection:
        stood = {one.standard: one for one in load_source_statuses(connection, slugs, [authority_gss], day)}
        files = load_latest_files(connection, slugs, authority_gss)
        tried = load_last_attempt_days(connection, slugs, authority_gss)
        pairs = [(one.standard, sha256) for one in files.values() for sha256 in (one.sha256, one.before_sha256)]
        found = load_findings_by_severity(
            connection, authority_gss, [(slug, sha256) for slug, sha256 in pairs if sha256]
        )
    return sorted(
        (
            _dataset(standard, register.get((standard.slug, authority_gss)), stood, tried, files, found)
            for standard in STANDARDS
            if standard.slug in stood or (standard.slug, authority_gss) in register
        ),
        key=lambda one: one.standard.title,
    )


def _dataset(
    standard: "DatasetStandard",
    source: "Source | None",
    stood: Mapping[str, SourceStatus],
    tried: Mapping[str, date],
    files: Mapping[str, LatestFile],
    found: Mapping[tuple[str, str], FileFindings],
) -> Dataset:
    slug, file = standard.slug, files.get(standard.slug)
    now = found.get((slug, file.sha256)) if file else None
    before = found.get((slug, file.before_sha256)) if file and file.before_sha256 else None
    if now and before and before.rules_version != now.rules_version:
        before = None  # other rules find other things: that is no trend
    state = state_of(stood.get(slug), has_address=bool(source and source.url), tried_on=tried.get(slug))
    return Dataset(standard, source, state, tried.get(slug), file, now, _counts(now, before))


def _counts(now: FileFindings | None, before: FileFindings | None) -> tuple[Count, ...]:
    if now is None:
        return ()
    return tuple(
        Count(severity, now.found.get(severity, 0), before.found.get(severity, 0) if before else None)
        for severity in Severity
    )
