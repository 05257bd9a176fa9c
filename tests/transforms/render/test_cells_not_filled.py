"""Why cells of a return are not computed, and what would fill them."""

from transforms.domain.origins import Origin
from transforms.render.cells_not_filled import unfilled
from transforms.returns import statutory_return
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

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
    assert assumed.places == "PS1 (lines 1 and “On hand at the end of the quarter”)"


def test_a_cell_whose_field_is_not_published_names_the_field_its_parts_too() -> None:
    origins = COMPUTED | {"PS2.Q21.a": Origin.NOT_DERIVABLE, "PS2.TOT.a": Origin.NOT_DERIVABLE}
    missing = {"Decision", "DecisionNoticeDate|DecisionDate"}
    [lacking] = unfilled(PLANNING_MATTERS, origins, "Planning applications", missing)
    assert lacking.cells == ("PS2.Q21.a", "PS2.TOT.a")
    assert lacking.reason == "No file in use has a column for Decision and DecisionNoticeDate or DecisionDate."


def test_a_cell_without_data_says_what_it_takes_where_it_takes_more_than_a_file() -> None:
    [*_, payments] = unfilled(statutory_return("contract_notices"), {}, "Contracts")
    assert payments.reason.endswith("unless there is usable spending in each of the three months.")


def test_lines_that_share_a_number_or_have_none_are_named_by_the_words_of_the_form() -> None:
    origins = COMPUTED | {one: Origin.NOT_DERIVABLE for one in CELLS if one.startswith(("PS1.9.", "PS2.OTH."))}
    places = [one.places for one in unfilled(PLANNING_MATTERS, origins, "Planning applications")]
    assert "PS1 (lines “Enforcement notices issued” to “Injunctions refused”)" in places
    assert any("“Other developments”" in one for one in places)
    shown = [f"{line.number} {line.label}" for page in PLANNING_MATTERS.pages for line in page.lines]
    assert "9 Enforcement notices issued" in shown
    assert not [one for one in shown if "_" in one]
