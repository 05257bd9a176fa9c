"""Trend: how many findings the files of a council had at the end of each month, and what came of that."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plugins.portal.cache import SizedCache
from plugins.portal.views.council import Dataset
from plugins.storage.warehouse.source_status import (
    FileFindings,
    load_files_by_day,
    load_findings_by_severity,
    load_first_fetch_day,
)
from transforms.domain.issue import Severity

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

MONTHS = 12
FEWEST = 2


@dataclass(frozen=True)
class Month:
    """What was found by the end of one month, or by today."""

    day: date
    datasets: int  # with a checked file
    found: Mapping[Severity, int]

    @property
    def label(self) -> str:
        """The month in short words: “Jan 2026”."""
        return f"{self.day:%b %Y}"


@dataclass(frozen=True)
class Trend:
    """The months, oldest first, and whether every file in them was checked under the rules of today."""

    months: tuple[Month, ...]
    is_under_one_version: bool

    @property
    def words(self) -> str:
        """What became of what a council has to mend since the first of the months, in one sentence."""
        then, now = (sum(_to_mend(month).values()) for month in (self.months[0], self.months[-1]))
        since = f"{self.months[0].day:%B %Y}"
        if not self.has_any:
            return f"No critical finding or warning since {since}."
        if then == now:
            return f"As many critical findings and warnings as in {since}."
        change, more = abs(now - then), "more" if now > then else "fewer"
        nouns = "critical finding or warning" if change == 1 else "critical findings and warnings"
        return f"{change:,} {more} {nouns} than in {since}."

    @property
    def has_any(self) -> bool:
        """Whether there was anything to mend in any of the months."""
        return any(number for month in self.months for number in _to_mend(month).values())

    @property
    def to_mend(self) -> dict[str, dict[str, int]]:
        """Critical findings and warnings by month, to be drawn."""
        return {
            name: {month.label: month.found[severity] for month in self.months}
            for name, severity in (("Critical", Severity.CRITICAL), ("Warnings", Severity.WARNING))
        }


TRENDS: "SizedCache[Trend | None]" = SizedCache(5_000_000, lambda one: 2000 * len(one.months) if one else 100)


def trend_of(here: "Deployment", authority_gss: str, datasets: Sequence[Dataset], day: date) -> Trend | None:
    """Return the trend of what is found in a council's files; None where they are known for less than two months."""
    checks = tuple(
        (one.standard.slug, one.findings.sha256, one.findings.rules_version) for one in datasets if one.findings
    )
    if not checks:
        return None
    key = (here.settings.database, authority_gss, day, checks)
    return TRENDS.get(key, lambda: _read(here, authority_gss, [slug for slug, _, _ in checks], day))


def _read(here: "Deployment", authority_gss: str, slugs: Sequence[str], day: date) -> Trend | None:
    with here.transaction() as connection:
        first = load_first_fetch_day(connection, slugs, authority_gss)
        days = month_ends(first, day) if first else []
        if len(days) < FEWEST:
            return None
        published = load_files_by_day(connection, slugs, authority_gss, days)
        found = load_findings_by_severity(
            connection, authority_gss, sorted({(slug, sha256) for _, slug, sha256 in published})
        )
    by_day = {on: [found[slug, sha256] for day, slug, sha256 in published if day == on] for on in days}
    versions = {(one.standard, one.rules_version) for one in found.values()}
    months = tuple(_month(on, files) for on, files in by_day.items())
    return Trend(months, len(versions) == len({standard for standard, _ in versions}))


def month_ends(first: date, last: date) -> list[date]:
    """Return the ends of the last twelve months from `first` on, and `last` as the end of its own."""
    days = [last]
    while len(days) < MONTHS:
        end = days[-1].replace(day=1) - timedelta(days=1)
        if end < first:
            break
        days.append(end)
    return days[::-1]


def _month(day: date, found: Sequence[FileFindings]) -> Month:
    counts: Counter[str] = Counter()
    for one in found:
        counts.update(one.found)
    return Month(day, len(found), {severity: counts[severity] for severity in Severity})


def _to_mend(month: Month) -> dict[Severity, int]:
    return {severity: month.found[severity] for severity in (Severity.CRITICAL, Severity.WARNING)}
