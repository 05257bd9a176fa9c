"""Which cells a column feeds, read off the declarations of the returns."""

import pytest

from transforms.priorities.cell_dependencies import CellDependencies
from transforms.render.report_words.affected_cells import in_short, in_words
from transforms.returns import RETURNS, statutory_return

PLANNING = CellDependencies.of(statutory_return("planning_matters"))
BROWNFIELD = CellDependencies.of(statutory_return("brownfield_register"))


def test_a_target_date_feeds_the_columns_that_hang_on_agreements() -> None:
    dependent_cells = PLANNING.by_field("DecisionTargetDate")
    assert in_words(dependent_cells) == "PS1 (line 7) and PS2 (all lines, columns d to k)"
    assert "PS2.Q21.j" in dependent_cells.cells
    assert "PS2.TOT.k" in dependent_cells.cells
    assert not {"PS2.Q21.a", "PS2.Q21.b", "PS1.2"} & {*dependent_cells.cells}


@pytest.mark.parametrize(
    ("slug", "field", "words"),
    [
        ("planning_matters", "DecisionTargetDate", ("PS1 (line 7)", "PS2 (all lines, columns d to k)")),
        ("planning_matters", "DecisionDate", ("PS1 (17 lines)", "all of PS2")),
        ("planning_matters", "CaseURL", ()),
        ("brownfield_register", "Hectares", ("Register of “Brownfield register return” (all lines, column hectares)",)),
    ],
)
def test_a_sentence_says_how_many_lines_where_naming_them_would_be_longer(
    slug: str, field: str, words: tuple[str, ...]
) -> None:
    assert in_short(CellDependencies.of(statutory_return(slug)).by_field(field)) == words


def test_a_column_that_no_cell_reads_feeds_nothing() -> None:
    assert PLANNING.by_field("CaseURL").cells == ()
    assert BROWNFIELD.by_field("SiteplanURL").cells == ()


def test_an_area_feeds_one_column_of_the_register_and_a_record_one_cell_in_it() -> None:
    dependent_cells = BROWNFIELD.by_field("Hectares")
    assert {cell.rpartition(".")[2] for cell in dependent_cells.cells} == {"hectares"}
    assert dependent_cells.reach == 1


def test_cells_that_no_field_holds_are_fed_by_nothing() -> None:
    assert not {"PS1.5", "PS1.6", "PS1.10.PA1"} & {*PLANNING.all_cells.cells}
    assert in_words(PLANNING.all_cells) == "every figure of PS1 and PS2"
    assert in_short(PLANNING.all_cells) == ("every figure of PS1 and PS2",)


@pytest.mark.parametrize("definition", [one for one in RETURNS if one.reads], ids=lambda one: one.slug)
def test_every_cell_that_can_be_filled_in_is_fed_by_some_column_that_the_return_reads(definition) -> None:  # noqa: ANN001
    feeds = CellDependencies.of(definition)
    read = {name.removesuffix("__upper") for reads in definition.reads for name in reads.columns}
    dependent_cells = {cell for field in read for cell in feeds.by_field(field).cells}
    unfed = [cell for cell in feeds.all_cells.cells if cell not in dependent_cells]
    without = {reads.standard for reads in definition.reads if not reads.columns}  # that a file is there is enough
    unfed = [cell for cell in unfed if not without.issuperset(definition.cell(cell).standards or {""})]
    assert all(cell.endswith(".sites") for cell in unfed), unfed  # a plain count of current sites reads days alone


def test_a_file_goes_into_the_cells_of_its_own_standard_where_the_return_says_so() -> None:
    grants = CellDependencies.of(statutory_return("transparency_code"), "grants").all_cells
    assert {"LGT.grants.state", "LGT.grants.records", "LGT.due"} <= {*grants.cells}
    assert not grants.is_whole
    assert not {cell for cell in grants.cells if cell.startswith("LGT.spending.")}


@pytest.mark.parametrize("definition", RETURNS, ids=lambda one: one.slug)
def test_every_field_behind_a_cell_is_one_that_the_return_reads(definition) -> None:  # noqa: ANN001
    read = {name.removesuffix("__upper") for reads in definition.reads for name in reads.columns}
    behind = {field for fields in CellDependencies.of(definition).behind.values() for field in fields}
    assert behind <= read
