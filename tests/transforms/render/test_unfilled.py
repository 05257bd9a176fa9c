"""Why cells of a return are not computed, and what would fill them."""

from transforms.domain.statutory_return import Origin
from transforms.render.unfilled import unfilled
from transforms.returns.planning_matters import PLANNING_MATTERS

CELLS = [cell.name for cell in PLANNING_MATTERS.cells]
COMPUTED = dict.fromkeys(CELLS, Origin.COMPUTED)


def test_a_return_that_is_computed_throughout_lacks_nothing() -> None:
    assert unfilled(PLANNING_MATTERS, COMPUTED, "Planning applications") == ()


def test_without_data_every_cell_has_one_reason() -> None:
    [one] = unfilled(PLANNING_MATTERS, {}, "Planning applications")
    assert one.cells == tuple(CELLS)
    assert "publish it" in one.reason


def test_cells_are_told_apart_by_what_they_lack_weakest_first() -> None:
    origins = COMPUTED | {"PS1.1": Origin.INFERRED, "PS1.end": Origin.INFERRED, "PS1.5": Origin.NOT_DERIVABLE}
    lacking, assumed = unfilled(PLANNING_MATTERS, origins, "Planning applications")
    assert lacking.cells == ("PS1.5",)
    assert "environmental statements are not published" in lacking.reason
    assert assumed.cells == ("PS1.1", "PS1.end")  # the difference is as weak as its part, for the same reason
    assert "before the period" in assumed.reason
    assert assumed.places == "PS1 (lines 1 and end)"
