"""Indicators: as declared, and the values of every authority in a period."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, HTTPException, Request

from plugins.portal import pages
from plugins.portal.accounts.reader import reader_of
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.indicators import declared_indicator
from plugins.portal.views.indicators import ComparedAuthority, IndicatorView, load_indicator
from transforms.indicators import INDICATORS, SectorIndicator

router = APIRouter(prefix="/api/v1/indicators", tags=["Indicators"], responses=REFUSALS)


@dataclass(frozen=True)
class IndicatorFact:
    """An indicator as declared; `direction` is “higher” or “lower” where that end is better, otherwise “none”."""

    slug: str
    title: str
    subject: str
    definition: str
    unit: str
    direction: str
    not_for: str
    return_slug: str
    page: str


@dataclass(frozen=True)
class IndicatorValueFact:
    """The value of one authority as exact text, null where a part is not known; the origin is of its weakest part.

    `chance_lower` and `chance_upper` are set where it is a share of cases: between them it could lie by chance.
    """

    gss: str
    name: str
    value: str | None
    origin: str
    numerator: str | None
    denominator: str | None
    population_year: int | None
    chance_lower: float | None
    chance_upper: float | None


@dataclass(frozen=True)
class IndicatorValuesFact:
    """An indicator in one period: England's value, over how many of those who owe the return, and each authority's."""

    indicator: str
    period: str
    as_known: date
    periods: list[str]
    england: str | None
    england_authorities: int
    authorities_owing: int
    values: list[IndicatorValueFact]


@router.get("")
def list_indicators(request: Request) -> list[IndicatorFact]:
    """List every indicator, with what it must not be used for."""
    return [_fact(request, indicator) for indicator in INDICATORS]


@router.get("/{slug}")
def get_indicator(request: Request, slug: str, period: str = "") -> IndicatorValuesFact:
    """Get the values of an indicator in a period, by default the newest one."""
    view = load_indicator(pages.deployment_of(request), reader_of(request), declared_indicator(slug), period)
    if view is None:
        raise HTTPException(404, f"there are no figures of this indicator{f' for {period}' if period else ''}")
    return _values(view)


def _fact(request: Request, indicator: SectorIndicator) -> IndicatorFact:
    return IndicatorFact(
        indicator.slug, indicator.title, indicator.subject, indicator.definition, indicator.unit,
        indicator.direction.value, indicator.not_for, indicator.return_slug,
        str(request.url_for("indicator_page", slug=indicator.slug)),
    )  # fmt: skip


def _values(view: IndicatorView) -> IndicatorValuesFact:
    return IndicatorValuesFact(
        view.indicator.slug, view.period.name, view.as_known, list(view.periods), _text(view.nation.value),
        view.nation.authorities, view.nation.requested, [_value(row) for row in view.compared],
    )  # fmt: skip


def _value(row: ComparedAuthority) -> IndicatorValueFact:
    value, interval, population = row.value, row.value.interval, row.value.population
    return IndicatorValueFact(
        row.gss, row.name, _text(value.value), value.origin.value, _text(value.numerator), _text(value.denominator),
        population.year if population else None, interval.lower if interval else None,
        interval.upper if interval else None,
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)
