"""Trend: how many findings the files of a council had at the end of each month, and whether that is more or fewer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plugins.portal.cache import SizedCache
from plugins.portal.views.council import DatasetView
from plugins.storage.warehouse.source_status import (
    FileFindings,
    load_files_by_day,
    load_findings_by_severity,
    load_first_fetch_day,
)
from transforms.domain.issue import Severity

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

MAX_MONTHS = 12
MIN_MONTHS = 2


@dataclass(frozen=True)
class MonthlyFindings:
    """The findings in the files published by the end of one month, or by today."""

    day: date
    datasets: int  # those with a checked file
    counts: Mapping[Severity, int]

    @property
    def label(self) -> str:
        """The month in short words: “Jan 2026”."""
        return f"{self.day:%b %Y}"


@dataclass(frozen=True)
class FindingsTrend:
    """The months, oldest first, and whether all files of a dataset were checked under the same rules."""

    months: tuple[MonthlyFindings, ...]
    is_under_one_version: bool

    @property
    def words(self) -> str:
        """The change since the first month in what a council has to fix, in one sentence."""
        then, now = (sum(_count_to_fix(month).values()) for month in (self.months[0], self.months[-1]))
        since = f"{self.months[0].day:%B %Y}"
        if not self.has_any:
            return f"There have been no critical findings or warnings since {since}."
        if then == now:
            return f"The number of critical findings and warnings is the same as in {since}."
        difference, more = abs(now - then), "more" if now > then else "fewer"
        verb, nouns = (
            ("is", "critical finding or warning") if difference == 1 else ("are", "critical findings and warnings")
        )
        return f"There {verb} {difference:,} {more} {nouns} than in {since}."

    @property
    def has_any(self) -> bool:
        """Whether there was anything to fix in any of the months."""
        return any(number for month in self.months for number in _count_to_fix(month).values())

    @property
    def to_fix(self) -> dict[str, dict[str, int]]:
        """Critical findings and warnings by month, for the chart."""
        return {
            name: {month.label: month.counts[severity] for month in self.months}
            for name, severity in (("Critical", Severity.CRITICAL), ("Warnings", Severity.WARNING))
        }


TREND_CACHE: "SizedCache[FindingsTrend | None]" = SizedCache(
    5_000_000, lambda trend: 2000 * len(trend.months) if trend else 100
)


def load_trend(
    deployment: "Deployment", authority_gss: str, datasets: Sequence[DatasetView], day: date
) -> FindingsTrend | None:
    """Return the trend of findings in a council's files; None where there are files of fewer than two months."""
    checks = tuple(
        (dataset.standard.slug, dataset.findings.sha256, dataset.findings.rules_version)
        for dataset in datasets
        if dataset.findings
    )
    if not checks:
        return None
    key = (deployment.settings.database, authority_gss, day, checks)
    return TREND_CACHE.get(key, lambda: _load(deployment, authority_gss, [slug for slug, _, _ in checks], day))


def _load(deployment: "Deployment", authority_gss: str, slugs: Sequence[str], day: date) -> FindingsTrend | None:
    with deployment.transaction() as connection:
        first = load_first_fetch_day(connection, slugs, authority_gss)
        days = month_ends(first, day) if first else []
        if len(days) < MIN_MONTHS:
            return None
        published = load_files_by_day(connection, slugs, authority_gss, days)
        findings = load_findings_by_severity(
            connection, authority_gss, sorted({(slug, sha256) for _, slug, sha256 in published})
        )
    by_day = {
        month_end: [findings[slug, sha256] for day, slug, sha256 in published if day == month_end] for month_end in days
    }
    versions = {(file.standard, file.rules_version) for file in findings.values()}
    months = tuple(_month(month_end, files) for month_end, files in by_day.items())
    return FindingsTrend(months, len(versions) == len({standard for standard, _ in versions}))


def month_ends(first: date, last: date) -> list[date]:
    """Return the ends of the last twelve months from `first` on, and `last` as the end of its own."""
    days = [last]
    while len(days) < MAX_MONTHS:
        end = days[-1].replace(day=1) - timedelta(days=1)
        if end < first:
            break
        days.append(end)
    return days[::-1]


def _month(day: date, files: Sequence[FileFindings]) -> MonthlyFindings:
    counts: Counter[str] = Counter()
    for file in files:
        counts.update(file.counts)
    return MonthlyFindings(day, len(files), {severity: counts[severity] for severity in Severity})


def _count_to_fix(month: MonthlyFindings) -> dict[Severity, int]:
    return {severity: month.counts[severity] for severity in (Severity.CRITICAL, Severity.WARNING)}
