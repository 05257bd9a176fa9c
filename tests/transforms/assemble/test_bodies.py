from dataclasses import replace
from datetime import date

import pytest

from tests.transforms.returns.drawn import assemble, snapshot
from transforms.assemble.bodies import expect_cells, with_cells
from transforms.domain.period import parse_period
from transforms.domain.reasons import Reason
from transforms.domain.return_request import ReturnRequest
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

ADUR, WEST_SUSSEX, ENGLAND = "E07000223", "E10000032", "E92000001"
QUARTER = parse_period("2025-Q1")
OTHER = Reason("not-a-planning-authority", "Not a planning authority", fix="Nothing.")
ONLY_OWING = replace(PLANNING_MATTERS, not_owed=OTHER.name, reasons=(*PLANNING_MATTERS.reasons, OTHER))


def test_who_does_not_owe_a_return_that_says_so_has_no_cells() -> None:
    request = ReturnRequest(ONLY_OWING, QUARTER, (ADUR, WEST_SUSSEX), owing=(ADUR, WEST_SUSSEX))
    assert (with_cells(request).authorities, with_cells(request).owing) == ((ADUR,), (ADUR,))
    everybody = replace(request, definition=PLANNING_MATTERS)
    assert with_cells(everybody) is everybody


def test_it_is_listed_once_and_counts_in_no_total_and_in_no_rate_of_answers() -> None:
    row = {"CaseReference": "A/1", "CaseDate": date(2025, 2, 1), "ServiceTypeURI": "http://id.esd.org.uk/service/1082"}
    snapshots = [snapshot(ONLY_OWING, gss, date(2025, 4, 5), [row]) for gss in (ADUR, WEST_SUSSEX)]
    found = assemble(ONLY_OWING, snapshots, [ADUR, WEST_SUSSEX], QUARTER)
    received = {row["authority"]: row["value"] for row in found.cells.to_pylist() if row["cell"] == "PS1.2"}
    assert received == {ADUR: "1", ENGLAND: "1"}
    others = [row for row in found.exceptions.to_pylist() if row["authority"] == WEST_SUSSEX]
    assert [(row["reason"], row["reference"], row["detail"]) for row in others] == [
        ("not-a-planning-authority", "", "")
    ]
    assert (found.with_data, found.owing, found.authorities) == ((ADUR,), (ADUR,), (ADUR, WEST_SUSSEX))


def test_a_cell_of_it_is_refused_in_words() -> None:
    with pytest.raises(
        LookupError, match="E10000032 has no cells of planning_matters, which only planning authorities owe"
    ):
        expect_cells(ONLY_OWING, WEST_SUSSEX)
    for gss in (ADUR, ENGLAND):
        expect_cells(ONLY_OWING, gss)
    expect_cells(PLANNING_MATTERS, WEST_SUSSEX)
