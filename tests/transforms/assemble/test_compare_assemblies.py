"""What another edition, or another choice, would change: which cells, by how much, and by which records."""

from dataclasses import replace
from datetime import date

from tests.transforms.returns.drawn import by_standard, snapshot
from transforms.assemble import inputs_of
from transforms.assemble.compare_assemblies import MovedCell, moved_cells
from transforms.domain.conditions import Is
from transforms.domain.measures import Count
from transforms.domain.origins import Origin
from transforms.domain.period import parse_period
from transforms.domain.return_request import ReturnRequest
from transforms.domain.statutory_return import Cell, StatutoryReturn
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

ADUR, ARUN = "E07000223", "E07000224"
ROW = {"CaseDate": date(2025, 1, 2), "ClassificationLabel": "Q21", "DecisionDate": date(2025, 2, 1)}
FILES = [
    snapshot(
        PLANNING_MATTERS, ADUR, date(2025, 4, 2),
        [{"CaseReference": "A", "Decision": "Approve", **ROW}, {"CaseReference": "B", "Decision": "Split", **ROW}],
    ),
    snapshot(PLANNING_MATTERS, ARUN, date(2025, 4, 2), [{"CaseReference": "C", "Decision": "Refuse", **ROW}]),
]  # fmt: skip


def compared(after: StatutoryReturn, **switches: str) -> dict[tuple[str, str], MovedCell]:
    requests = [
        ReturnRequest(PLANNING_MATTERS, parse_period("2025-Q1"), (ADUR, ARUN)),
        ReturnRequest(after, parse_period("2025-Q1"), (ADUR, ARUN), switches=switches),
    ]
    before, later = ((request, inputs_of(request, by_standard(FILES))) for request in requests)
    return {(moved.authority, moved.cell): moved for moved in moved_cells(before, later)}


def test_nothing_moves_where_nothing_differs() -> None:
    assert compared(PLANNING_MATTERS) == {}


def test_a_choice_moves_the_cells_of_those_who_have_such_records_and_names_them() -> None:
    moved = compared(PLANNING_MATTERS, split_counts_as="refused")
    assert {authority for authority, _ in moved} == {ADUR}
    granted, refused = moved[ADUR, "PS2.Q21.b"], moved[ADUR, "PS2.Q21.c"]
    assert (granted.before, granted.after, granted.difference, granted.lost) == ("2", "1", -1, ("B",))
    assert (refused.before, refused.after, refused.difference, refused.gained) == ("0", "1", 1, ("B",))
    assert {"PS2.OTH.b", "PS2.TOT.b", "PS1.4b"} <= {cell for _, cell in moved}


def test_a_cell_that_only_one_edition_has_is_listed_for_everybody() -> None:
    refusals = Cell("PS1.new", "Refusals", Count(Is("decision", ("Refuse",))))
    moved = compared(replace(PLANNING_MATTERS, edition="draft", cells=(*PLANNING_MATTERS.cells, refusals)))
    assert list(moved) == [(ADUR, "PS1.new"), (ARUN, "PS1.new")]
    added = moved[ARUN, "PS1.new"]
    assert (added.origin_before, added.origin_after, added.after, added.gained) == (None, Origin.COMPUTED, "1", ("C",))
