"""What a council declares fills what no data gives, and changes nothing that data gives."""

from datetime import date

import pytest

from tests.transforms.returns.drawn import by_standard, snapshot
from transforms.assemble import assemble, inputs_of, trace
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.declared_figures import read_declared
from transforms.domain.period import parse_period
from transforms.domain.return_request import ReturnRequest
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

ADUR, ARUN = "E07000223", "E07000224"
PERIOD = parse_period("2025-Q1")
HEADER = "authority,period,cell,value,why,by\n"
CELLS = {cell.name for cell in PLANNING_MATTERS.cells}


def declared(lines: str, authorities: tuple[str, ...] = (ADUR,), header: str = HEADER) -> AssembledReturn:
    row = {"CaseReference": "A", "CaseDate": date(2025, 1, 2), "ClassificationLabel": "Q21", "Decision": "Approve",
           "DecisionDate": date(2025, 2, 1)}  # fmt: skip
    figures = read_declared((header + lines).encode(), CELLS, set(authorities), "2025-Q1")
    request = ReturnRequest(PLANNING_MATTERS, PERIOD, authorities, declared=figures)
    files = [snapshot(PLANNING_MATTERS, ADUR, date(2025, 4, 2), [row])]
    return assemble(request, inputs_of(request, by_standard(files)))


def cell_of(made: AssembledReturn, authority: str, cell: str) -> tuple[str | None, str]:
    [row] = [one for one in made.cells.to_pylist() if (one["authority"], one["cell"]) == (authority, cell)]
    return row["value"], row["origin"]


def test_it_fills_a_cell_that_no_field_holds() -> None:
    made = declared(f"{ADUR},2025-Q1,PS1.5,3,counted by hand,A. Officer\n")
    assert cell_of(made, ADUR, "PS1.5") == ("3", "declared")
    assert cell_of(made, "E92000001", "PS1.5") == ("3", "declared")
    assert cell_of(made, ADUR, "PS1.6") == (None, "not-derivable")


def test_it_fills_a_cell_of_an_authority_without_data_and_the_sums_that_need_it() -> None:
    made = declared(f"{ARUN},2025-Q1,PS2.Q21.a,4,from our own list,B\n", (ADUR, ARUN))
    assert cell_of(made, ARUN, "PS2.Q21.a") == ("4", "declared")
    assert cell_of(made, ARUN, "PS2.OTH.a") == (None, "no-data")  # its other parts have no value
    assert cell_of(made, "E92000001", "PS2.Q21.a") == ("5", "declared")  # the weakest of the parts summed


def test_nil_is_a_nought_that_somebody_has_declared() -> None:
    assert cell_of(declared(f"{ADUR},2025-Q1,PS1.8.reg3,nil,none this quarter,A\n"), ADUR, "PS1.8.reg3") == (
        "0",
        "declared",
    )


def test_a_figure_that_the_data_give_stands_and_the_difference_is_listed() -> None:
    made = declared(f"{ADUR},2025-Q1,PS2.Q21.a,2,we think so,A\n{ADUR},2025-Q1,PS1.2,1,the same,A\n")
    assert cell_of(made, ADUR, "PS2.Q21.a") == ("1", "computed")
    listed = [
        (row["reference"], row["detail"]) for row in made.exceptions.to_pylist() if row["reason"] == "declared-differs"
    ]
    assert listed == [("PS2.Q21.a", "declared=2 derived=1")]


def test_a_value_that_people_accepted_stands_in_place_of_just_the_figure_that_it_replaces() -> None:
    lines = f"{ADUR},2025-Q1,PS2.Q21.a,2,two were decided,A,1\n{ADUR},2025-Q1,PS1.2,5,five came,A,4\n"
    made = declared(lines, header=HEADER.strip() + ",replaces\n")
    assert cell_of(made, ADUR, "PS2.Q21.a") == cell_of(made, "E92000001", "PS2.Q21.a") == ("2", "declared")
    assert cell_of(made, ADUR, "PS1.2") == ("1", "computed")  # no longer the 4 in whose place 5 was accepted
    assert [row["detail"] for row in made.exceptions.to_pylist() if row["reason"] == "declared-differs"] == [
        "declared=5 derived=1"
    ]


def test_a_declared_cell_traces_to_its_line() -> None:
    figures = read_declared(f"{HEADER}{ADUR},2025-Q1,PS1.5,3,why,A\n".encode(), CELLS, {ADUR}, "2025-Q1")
    request = ReturnRequest(PLANNING_MATTERS, PERIOD, (ADUR,), declared=figures)
    traced = trace(request, inputs_of(request, {}), "PS1.5", ADUR)
    assert (traced.value, traced.origin) == ("3", "declared")
    [line] = traced.records.to_pylist()
    assert line == {
        "authority": ADUR, "fetched": "", "sha256": figures.sha256, "line": "2", "reference": "PS1.5", "value": "3",
        "why": "why", "by": "A",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (f"{ADUR},2025-Q1,PS9.1,3,why,A\n", "line 2: unknown cell “PS9.1”"),
        ("E07000999,2025-Q1,PS1.5,3,why,A\n", "line 2: unknown authority “E07000999”"),
        (f"{ADUR},2025-Q2,PS1.5,3,why,A\n", "line 2: the period is “2025-Q2”, and the return is for 2025-Q1"),
        (f"{ADUR},2025-Q1,PS1.5,3,why,A\n{ADUR},2025-Q1,PS1.5,4,why,A\n",
         f"line 3: a second figure for PS1.5 of {ADUR}; the first is on line 2"),
        (f"{ADUR},2025-Q1,PS1.5,about 3,why,A\n",
         "line 2: “about 3” is not a number; write a number, or nil for “there is none”"),
        (f"{ADUR},2025-Q1,PS1.5,NaN,why,A\n",
         "line 2: “NaN” is not a number; write a number, or nil for “there is none”"),
        (f"{ADUR},2025-Q1,PS1.5\n", "line 2: 3 values beneath 6 column names"),
    ],
)  # fmt: skip
def test_a_line_that_can_not_be_used_is_named(lines: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="line") as refused:
        read_declared((HEADER + lines).encode(), CELLS, {ADUR}, "2025-Q1")
    assert str(refused.value) == sentence


def test_a_file_without_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1: the header lacks cell, why, by"):
        read_declared(b"authority,period,value\n", CELLS, {ADUR}, "2025-Q1")
