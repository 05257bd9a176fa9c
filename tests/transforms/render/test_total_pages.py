"""The pages of a form as a total area has them."""

from transforms.render.total_pages import pages_of_totals
from transforms.returns import statutory_return


def test_columns_that_are_never_added_up_are_left_out() -> None:
    statement, totals = pages_of_totals(statutory_return("transparency_code"))
    assert [words for _, words in statement.columns] == ["Records"]
    assert [line.cells for line in statement.lines][:2] == [("LGT.spending.q1.records",), ("LGT.spending.q2.records",)]
    assert totals == statutory_return("transparency_code").pages[1]


def test_lines_that_are_never_added_up_are_left_out() -> None:
    [pay] = pages_of_totals(statutory_return("pay_check"))
    assert [line.cells for line in pay.lines] == [("PAY.senior.employees",), ("PAY.senior.posts",)]


def test_a_form_whose_every_cell_is_added_up_stays_as_it_is() -> None:
    planning = statutory_return("planning_matters")
    assert pages_of_totals(planning) == planning.pages
