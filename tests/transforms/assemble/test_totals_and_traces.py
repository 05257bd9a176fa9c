"""Totals that leave authorities out, rates of those that have every part, and what a trace lists beside records."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.transforms.returns.drawn import by_standard, snapshot
from transforms.assemble import TracedCell, assemble, inputs_of, trace
from transforms.domain.authority import AuthorityGroup
from transforms.domain.conditions import Blank
from transforms.domain.declared_figures import DeclaredFigure, DeclaredFigures
from transforms.domain.measures import RECORDS, ByFactMeasure, Derived, FlooredTotal, NotCollected, Share, Total
from transforms.domain.origins import AsDerived
from transforms.domain.period import financial_year
from transforms.domain.reasons import Reason
from transforms.domain.records import Records, RecordTable, fields_by_authority, reach
from transforms.domain.return_reads import Reads
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.statutory_return import Cell, Deadline, Indicator, StatutoryReturn

ADUR, ARUN, WEST_SUSSEX, ENGLAND = "E07000223", "E07000224", "E10000032", "E92000001"
YEAR = financial_year(2025)
EVERY = ~Blank("spaces")
DERIVED = AsDerived("left", "It is worked out, or declared.")


def derive(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Car parks; the council whose car park is called “opening” has no history of its own."""
    sightings = inputs.sightings["parking_spaces"]
    rows = np.arange(len(sightings.file))
    owners = sightings.owners(request.authorities)[sightings.snapshot[rows]]
    names = sightings.table.column("Location").combine_chunks()
    columns = {"spaces": sightings.table.column("ParkingSpaces"), "used": pa.array([Decimal(3)] * len(rows))}
    is_opening = np.array([name == "opening" for name in names.to_pylist()], dtype=bool)
    opened = np.bincount(owners[is_opening], minlength=len(request.authorities)) > 0
    declared = [request.declared.of(gss, "X.open") for gss in request.authorities]
    return Records(
        authorities=request.authorities,
        switches={},
        tables={RECORDS: RecordTable(request.period, {}, sightings, owners, rows, names, columns)},
        facts=reach(sightings, request.authorities, request.period) | {"has_history": ~opened},
        fields={"parking_spaces": fields_by_authority(sightings, request.authorities)},
        origins={"left": np.where(opened, 2, 4).astype(np.int8)},
        figures={"left": np.array([one and one.value for one in declared], dtype=object)},
        compared={(ARUN, "X.spaces")},
    )


HISTORY = FlooredTotal(("spaces",), ("used",), EVERY, traced_columns=("used",))
CELLS = (
    Cell("X.open", "Left at the start", NotCollected("nobody publishes it")),
    Cell("X.spaces", "Spaces", Total("spaces", EVERY), total_without=("E10",)),
    Cell(
        "X.left",
        "Left",
        ByFactMeasure("has_history", HISTORY, Derived("left", "As declared")),
        DERIVED,
        from_declared=("X.open",),
    ),
)
TINY = StatutoryReturn(
    slug="tiny", title="Tiny", code="X", department="None", basis="None", version="1", edition="1",
    period_kind="financial year", deadline=Deadline("never", days_after_period=1),
    owed_by=AuthorityGroup.TRANSPARENCY_CODE, default_period=lambda _: YEAR,
    reads=(Reads("parking_spaces", {"Location": "text", "ParkingSpaces": "decimal"}),),
    cells=CELLS, pages=(), derive=derive, sources={},
    reasons=(Reason("counties-left-out", "Counties are left out", fix="Nothing."),),
    left_out_of_totals="counties-left-out",
    indicators=(Indicator("rate", "Rate", Share(("X.open",), ("X.spaces",)), of_complete=True),),
)  # fmt: skip


def request(*authorities: str, **declared: int) -> tuple[ReturnRequest, ReturnInputs]:
    """Two districts and their county, with a car park or two each; declared figures by district and cell."""
    parks = {ADUR: [("A", 2), ("B", 10)], ARUN: [("opening", 4)], WEST_SUSSEX: [("C", 100)]}
    files = [
        snapshot(TINY, gss, date(2026, 5, 1), [{"Location": name, "ParkingSpaces": Decimal(n)} for name, n in parks_of])
        for gss, parks_of in parks.items()
    ]
    figures = {
        ({"adur": ADUR, "arun": ARUN}[name.split("_")[0]], f"X.{name.split('_')[1]}"): DeclaredFigure(
            Decimal(value), "counted", "A", line
        )
        for line, (name, value) in enumerate(declared.items(), start=2)
    }
    one = ReturnRequest(
        TINY, YEAR, authorities or tuple(parks), declared=DeclaredFigures(figures, "abc" if figures else "")
    )
    return one, inputs_of(one, by_standard(files))


def traced(cell: str, authority: str, **declared: int) -> TracedCell:
    return trace(*request(**declared), cell, authority)


def cells(**declared: int) -> dict[tuple[str, str], Any]:
    made = assemble(*request(**declared))
    return {(row["authority"], row["cell"]): (row["value"], row["origin"]) for row in made.cells.to_pylist()}


def test_a_total_leaves_out_whom_its_cell_says_and_an_exception_says_of_how_many() -> None:
    assert cells()[ENGLAND, "X.spaces"] == ("16", "computed")
    listed = [row for row in assemble(*request()).exceptions.to_pylist() if row["reason"] == "counties-left-out"]
    assert [(row["authority"], row["detail"]) for row in listed] == [(ENGLAND, "authorities=1 cells=1")]
    districts = assemble(*request(ADUR, ARUN))
    assert "counties-left-out" not in districts.exceptions["reason"].to_pylist()


@pytest.mark.parametrize(
    ("declared", "rate"),
    [
        ({}, None),
        ({"adur_open": 3}, "25.0"),
        ({"adur_open": 3, "arun_open": 1}, "25.0"),
        ({"adur_open": 3, "arun_open": 2}, "31.3"),
    ],
)
def test_a_rate_over_an_area_is_of_the_authorities_that_have_every_part(
    declared: dict[str, int], rate: str | None
) -> None:
    made = assemble(*request(**declared))
    rates = {row["authority"]: row["value"] for row in made.indicators.to_pylist()}
    assert rates[ENGLAND] == rate  # 3 of Adur's 12; with Arun 4 of 16


def test_what_a_record_adds_beneath_a_floor_is_in_the_trace() -> None:
    records = traced("X.left", ADUR).records.to_pylist()
    assert [(row["reference"], row["used"], row["counted"]) for row in records] == [("A", "3", "0"), ("B", "3", "7")]
    assert cells()[ADUR, "X.left"] == ("7", "computed")


def test_a_figure_worked_out_from_declared_ones_traces_to_their_lines_and_to_no_record() -> None:
    assert cells(arun_open=4)[ARUN, "X.left"] == ("4", "declared")
    records = traced("X.left", ARUN, adur_open=1, arun_open=4).records.to_pylist()
    assert [(row["reference"], row["line"], row["value"], row["by"]) for row in records] == [("X.open", "3", "4", "A")]


def test_the_trace_of_a_total_lists_records_of_some_authorities_and_declared_lines_of_others() -> None:
    records = traced("X.left", ENGLAND, arun_open=4).records.to_pylist()
    listed = sorted((row["authority"], row["reference"]) for row in records)
    assert listed == [(ADUR, "A"), (ADUR, "B"), (ARUN, "X.open"), (WEST_SUSSEX, "C")]


def test_a_difference_that_the_derivation_has_compared_itself_is_not_noted_again() -> None:
    made = assemble(*request(adur_spaces=1, arun_spaces=1))
    listed = [row["authority"] for row in made.exceptions.to_pylist() if row["reason"] == "declared-differs"]
    assert listed == [ADUR]
