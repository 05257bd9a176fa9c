"""Values of an indicator: exact, with the weakest origin of their parts, and none where a part is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.domain.origins import RANK, Origin
from transforms.domain.period import Period, financial_year, parse_period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.indicators import INDICATORS, SectorIndicator, sector_indicator
from transforms.indicators.values import AreaValue, IndicatorValue, indicator_table
from transforms.registers.populations import Population
from transforms.returns import statutory_return

ADUR, ARUN, CRAWLEY, DARTMOOR = "E07000223", "E07000224", "E07000226", "E26000001"
QUARTER = parse_period("2025-Q1")


@dataclass(frozen=True)
class Figure:
    value: str | None
    origin: Origin


def computed(**cells: str | None) -> dict[str, Figure]:
    return {name: Figure(value, Origin.COMPUTED if value else Origin.NOT_DERIVABLE) for name, value in cells.items()}


def values(
    slug: str, cells: Mapping[str, Mapping[str, Figure]], period: Period = QUARTER, **switches: str
) -> Mapping[str, IndicatorValue]:
    indicator, definition = definition_of(slug)
    return indicator_table(indicator, definition, switches, period, cells).values


def definition_of(slug: str) -> tuple[SectorIndicator, StatutoryReturn]:
    indicator = sector_indicator(slug)
    return indicator, statutory_return(indicator.return_slug)


def delegated(decided: str | None, by_officers: str | None) -> dict[str, Figure]:
    return {"PS1.4": Figure(decided, Origin.COMPUTED), "PS1.4a": Figure(by_officers, Origin.INFERRED)}


def test_a_share_is_rounded_half_up_and_has_the_weakest_origin() -> None:
    (value,) = values("decisions-delegated", {ADUR: delegated("800", "717")}).values()
    assert (value.value, value.numerator, value.denominator) == (Decimal("89.6"), 717, 800)  # 89.625
    assert value.origin is Origin.INFERRED
    (half,) = values("decisions-delegated", {ADUR: delegated("2000", "1001")}).values()
    assert half.value == Decimal("50.1")  # 50.05


@pytest.mark.parametrize("cells", [delegated(None, "3"), delegated("4", None), delegated("0", "0"), {}])
def test_without_a_part_or_over_nothing_there_is_no_figure(cells: dict[str, Figure]) -> None:
    (value,) = values("decisions-delegated", {ADUR: cells}).values()
    assert (value.value, value.numerator, value.denominator, value.interval) == (None, None, None, None)


def test_residents_are_those_of_the_last_year_of_the_period() -> None:
    received = {"PS1.2": Figure("125", Origin.COMPUTED)}
    table = values("applications-received", {ADUR: received, DARTMOOR: received})
    assert table[ADUR].value == Decimal("19.3")  # 125 of 64,889
    assert table[ADUR].population == Population(2024, 64_889, "mid-year")
    assert (table[DARTMOOR].value, table[DARTMOOR].population) == (None, None)
    (before,) = values("applications-received", {ADUR: received}, parse_period("2017-Q1")).values()
    assert before.value is None  # the census of 2011 is too old


def test_four_quarters_are_needed_for_speed() -> None:
    cells = {"PP.major.in_time": "9", "PP.major.decisions": "12", "PP.quarters": "4"}
    (whole,) = values("major-decisions-in-time", {ADUR: computed(**cells)}).values()
    (part,) = values("major-decisions-in-time", {ADUR: computed(**cells | {"PP.quarters": "3"})}).values()
    assert (whole.value, part.value) == (Decimal("75.0"), None)


def test_the_rest_is_what_is_missing_to_the_whole() -> None:
    cells = computed(**{"BLR.overdue.sites": "3", "BLR.all.sites": "12"})
    (value,) = values("brownfield-reviewed", {ADUR: cells}, parse_period("2025-12-31")).values()
    assert (value.value, value.numerator) == (Decimal("75.0"), 9)


def test_a_nation_is_the_sum_of_those_who_have_every_part() -> None:
    indicator, definition = definition_of("decisions-delegated")
    cells = {ADUR: delegated("10", "9"), ARUN: delegated("90", "45"), CRAWLEY: delegated(None, None)}
    table = indicator_table(indicator, definition, {}, QUARTER, cells)
    assert table.over([ADUR, ARUN, CRAWLEY, DARTMOOR]) == AreaValue(Decimal("54.0"), 2, 3)
    assert table.over([CRAWLEY]) == AreaValue(None, 0, 1)


@given(st.integers(1, 10_000), st.data())
def test_the_range_of_chance_holds_the_share_itself(decided: int, data: st.DataObject) -> None:
    by_officers = data.draw(st.integers(0, decided))
    (value,) = values("decisions-delegated", {ADUR: delegated(str(decided), str(by_officers))}).values()
    assert value.interval is not None
    assert 0 <= value.interval.lower <= by_officers / decided * 100 + 0.05
    assert by_officers / decided * 100 - 0.05 <= value.interval.upper <= 100


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.slug)
def test_drop_any_cell_of_an_indicator_and_it_has_no_figure(indicator: SectorIndicator) -> None:
    definition = statutory_return(indicator.return_slug)
    parts = indicator.measure.parts(definition, definition.settings({}))
    needed = dict(parts.only_where)
    cells = {name: Figure(str(needed.get(name, 4)), Origin.COMPUTED) for name in parts.cells}
    period = financial_year(2024)
    whole = indicator_table(indicator, definition, {}, period, {ADUR: cells}).values[ADUR]
    assert whole.value is not None
    for name in parts.cells:
        dropped = cells | {name: Figure(None, Origin.NOT_DERIVABLE)}
        value = indicator_table(indicator, definition, {}, period, {ADUR: dropped}).values[ADUR]
        assert (value.value, value.origin) == (None, Origin.NOT_DERIVABLE)
        weak = cells | {name: Figure(cells[name].value, Origin.DECLARED)}
        assert indicator_table(indicator, definition, {}, period, {ADUR: weak}).values[ADUR].origin is Origin.DECLARED
    assert RANK[whole.origin] == RANK[Origin.COMPUTED]


def test_a_share_of_more_than_the_whole_stands_as_published_without_a_range() -> None:
    (value,) = values("decisions-delegated", {ADUR: delegated("4", "6")}).values()
    assert (value.value, value.interval) == (Decimal("150.0"), None)
