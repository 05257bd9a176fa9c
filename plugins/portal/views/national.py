"""National: a period of a return for all England, and how much every authority's data fills of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.portal.views.assemblies import AssemblyView, body_name
from plugins.portal.views.figures import Figures
from transforms.domain.statutory_return import ENGLAND, Indicator, Origin, StatutoryReturn

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

CHECK_SENTENCES = {
    "balance": "On hand at the end, as derived and as counted",
    "no-data": "No usable file reaches the period",
    "identity-broken": "Figures that should add up do not",
    "negative-cell": "A figure is below zero",
    "no-householder-decisions": "No householder application was decided",
    "moved-against-last-year": "Decisions moved by more than half against the year before",
    "unclassified-share": "Too many decisions have no kind of development",
}


@dataclass(frozen=True)
class Rate:
    """One indicator of one body."""

    indicator: Indicator
    value: float | None

    @property
    def in_words(self) -> str:
        """How it stands to the threshold, in words; blank where there is none."""
        threshold = self.indicator.threshold_pct
        if threshold is None or self.value is None:
            return ""
        return "below the threshold" if self.value < threshold else "at or above the threshold"


@dataclass(frozen=True)
class Rated:
    """One authority's indicators, by name."""

    authority: str
    name: str
    values: Mapping[str, float | None]


@dataclass(frozen=True)
class Coverage:
    """How many cells of each origin one authority has, and how many of its records are listed as exceptions."""

    authority: str
    name: str
    cells: Mapping[Origin, int]
    exceptions: int

    @property
    def has_data(self) -> bool:
        """Whether anything could be derived."""
        return bool(self.cells.get(Origin.COMPUTED) or self.cells.get(Origin.INFERRED))


@dataclass(frozen=True)
class ReasonCount:
    """How often one reason is listed."""

    name: str
    sentence: str
    count: int


def rates_of(shown: AssemblyView, gss: str = ENGLAND) -> list[Rate]:
    """Return the indicators of an authority or of England."""
    values = shown.figures.indicators.get(gss, {})
    return [Rate(one, values.get(one.name)) for one in shown.definition.indicators]


def reasons_of(shown: AssemblyView) -> list[ReasonCount]:
    """Return how often each reason is listed among the exceptions, in the order of the specification."""
    counted = Counter(one.reason for one in shown.figures.exceptions)
    words = reason_sentences(shown.definition)
    return [ReasonCount(name, sentence, counted[name]) for name, sentence in words.items() if counted[name]]


def reason_sentences(definition: StatutoryReturn) -> dict[str, str]:
    """Return every reason for which something is listed, and its sentence."""
    listed = {reason.name: reason.sentence for reason in definition.reasons}
    return listed | {name: CHECK_SENTENCES.get(name, name) for name in definition.checks}


def coverage_of(shown: AssemblyView) -> Sequence[Coverage]:
    """Return how much every authority's data fills, by name."""
    return _coverage(shown.figures)


@lru_cache(maxsize=8)
def _coverage(figures: Figures) -> Sequence[Coverage]:
    listed = Counter(one.authority for one in figures.exceptions if one.reference)
    found = [
        Coverage(gss, body_name(gss), Counter(one.origin for one in cells.values()), listed[gss])
        for gss, cells in figures.cells.items()
        if gss != ENGLAND
    ]
    return sorted(found, key=lambda one: one.name)


def rated(shown: AssemblyView) -> list[Rated]:
    """Return every authority's indicators, by name of the authority."""
    found = [Rated(gss, body_name(gss), values) for gss, values in shown.figures.indicators.items() if gss != ENGLAND]
    return sorted(found, key=lambda one: one.name)


def below(shown: AssemblyView) -> dict[str, int]:
    """Return how many authorities are below the threshold of every indicator that has one."""
    thresholds = {one.name: one.threshold_pct for one in shown.definition.indicators if one.threshold_pct is not None}
    rates = [one.values for one in rated(shown)]
    return {
        name: sum((value := one.get(name)) is not None and value < threshold for one in rates)
        for name, threshold in thresholds.items()
    }


def by_period(here: "Deployment", shown: AssemblyView, gss: str) -> dict[str, Mapping[str, float | None]]:
    """Return the indicators of a body in every period, as last known up to the day of this vintage, oldest first."""
    from plugins.portal.views.figures import figures_of
    from plugins.storage.warehouse.vintages import load_vintages, newest_of_each_period

    with here.transaction() as connection:
        known = load_vintages(connection, shown.definition.slug)
    then = [one for one in known if one.as_known <= shown.vintage.as_known and one.period <= shown.period.name]
    newest = newest_of_each_period(then)[:12]
    return {one.period: figures_of(here.archive, one).indicators.get(gss, {}) for one in reversed(newest)}
