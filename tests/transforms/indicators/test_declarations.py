"""The indicators as declared: each rests on cells of its return and says in full what it is and is not."""

import re
from collections import Counter

import pytest

from transforms.indicators import INDICATORS, SectorIndicator, sector_indicator
from transforms.indicators.definition import Direction, RateOfReturn
from transforms.returns import statutory_return

LEAST = 30


RATES = [indicator for indicator in INDICATORS if isinstance(indicator.measure, RateOfReturn)]


@pytest.mark.parametrize("indicator", RATES, ids=lambda indicator: indicator.slug)
def test_a_rate_of_a_return_is_the_whole_of_it(indicator: SectorIndicator) -> None:
    """One that the return gives only with others is declared by its cells, for else it would come without them."""
    rates = {rate.name: rate.measure for rate in statutory_return(indicator.return_slug).indicators}
    assert rates[indicator.measure.name].only_with == ()  # type: ignore[union-attr]


def test_there_are_at_least_thirty_and_no_name_twice() -> None:
    assert len(INDICATORS) >= LEAST
    assert max(Counter(indicator.slug for indicator in INDICATORS).values()) == 1
    assert max(Counter(indicator.title for indicator in INDICATORS).values()) == 1


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.slug)
def test_it_is_made_of_cells_of_the_form(indicator: SectorIndicator) -> None:
    for definition in statutory_return(indicator.return_slug).editions:
        cells = {cell.name for cell in definition.cells}
        assert set(indicator.measure.parts(definition, definition.settings({})).cells) <= cells


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.slug)
def test_it_says_in_sentences_what_it_is_and_what_it_must_not_be_used_for(indicator: SectorIndicator) -> None:
    assert all(re.fullmatch(r"[A-Z].*[.]", sentence) for sentence in (indicator.definition, indicator.not_for))
    assert indicator.unit
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", indicator.slug)


def test_which_end_is_better_is_said_only_of_duties() -> None:
    better = {indicator.slug for indicator in INDICATORS if indicator.direction is not Direction.NONE}
    assert better == {
        "major-decisions-in-time", "non-major-decisions-in-time", "county-matters-in-time", "brownfield-reviewed",
        "procurement-duties-met", "payments-that-name-a-contract", "published-on-time", "datasets-seen",
    }  # fmt: skip


def test_an_unknown_name_is_said() -> None:
    with pytest.raises(LookupError, match="there is no indicator “homes”"):
        sector_indicator("homes")
