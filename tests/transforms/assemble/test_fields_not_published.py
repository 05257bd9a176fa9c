"""A field that nobody published leaves the cells that need it blank, whatever else is there."""

from datetime import date, timedelta

import pytest

from tests.transforms.returns.drawn import Row, assemble, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import Period, parse_period
from transforms.domain.return_reads import FieldNeed
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns import RETURNS
from transforms.returns.brownfield_register import RETURN as BROWNFIELD_REGISTER
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

ADUR = "E07000223"
PERIODS = {"quarter": "2025-Q1", "financial year": "2024-25", "reference date": "2025-03-31"}


def period_of(definition: StatutoryReturn) -> Period:
    return parse_period(PERIODS[definition.period_kind])


def every_field(definition: StatutoryReturn, standard: str) -> frozenset[str]:
    """Every field that any rule of the return needs or any column comes from."""
    needed = {
        name for cell in definition.cells for need in cell.needs if need.standard == standard for name in need.fields
    }
    return frozenset({*needed, *definition.reads_of(standard).columns})


def records(definition: StatutoryReturn, standard: str) -> list[Row]:
    """One record that says nothing, or, where rows of other days are left out, one of each month of the period."""
    period, column = period_of(definition), definition.reads_of(standard).period_column
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    return [{column: period.first + timedelta(31 * month)} for month in range(months)] if column else [{}]


def assembled_without(definition: StatutoryReturn, dropped: tuple[str, frozenset[str]]) -> AssembledReturn:
    """A return over records of every standard that it reads, some fields of one of them not published."""
    files = [
        snapshot(
            definition, ADUR, period_of(definition).last, records(definition, standard), standard=standard,
            fields=every_field(definition, standard) - (dropped[1] if dropped[0] == standard else frozenset()),
        )
        for standard in definition.standards
    ]  # fmt: skip
    return assemble(definition, files, [ADUR], period_of(definition))


def needed_by(definition: StatutoryReturn) -> dict[FieldNeed, set[str]]:
    """Every need of the return with the cells that it leaves without a value, those made of other cells among them."""
    needs: dict[FieldNeed, set[str]] = {}

    def of(name: str) -> list[FieldNeed]:
        cell = definition.cell(name)
        return list(dict.fromkeys((*cell.needs, *(need for part in cell.measure.parts for need in of(part)))))

    for cell in definition.cells:
        for need in of(cell.name):
            needs.setdefault(need, set()).add(cell.name)
    return needs


@pytest.mark.law
@pytest.mark.parametrize(
    ("definition", "need"),
    [(edition, need) for definition in RETURNS for edition in definition.editions for need in needed_by(edition)],
    ids=lambda one: one.slug if isinstance(one, StatutoryReturn) else f"{one.standard}.{one.name}",
)
def test_no_cell_that_needs_a_field_holds_a_number_without_it(definition: StatutoryReturn, need: FieldNeed) -> None:
    assembled = assembled_without(definition, (need.standard, frozenset(need.fields)))
    own = [row for row in assembled.cells.to_pylist() if row["authority"] == ADUR]
    assert {row["cell"] for row in own} >= needed_by(definition)[need]
    assert [row["cell"] for row in own if row["cell"] in needed_by(definition)[need] and row["value"]] == []
    missing = [row for row in assembled.exceptions.to_pylist() if row["reason"] == "field-missing"]
    assert [row["detail"].split()[0] for row in missing if need.name in row["detail"].split()[0]] == [
        f"field={need.name}"
    ]


@pytest.mark.parametrize("definition", RETURNS, ids=lambda one: one.slug)
def test_every_cell_measured_on_records_says_which_fields_it_needs(definition: StatutoryReturn) -> None:
    without = [cell.name for cell in definition.cells if cell.measure.selections and not cell.needs]
    assert without == [] or definition.counts_looks  # a statement of what was seen says what is not published


def test_one_of_several_alternatives_is_enough() -> None:
    rows = [{"CaseReference": "A", "CaseDate": date(2025, 1, 2), "ClassificationLabel": "Q21", "Decision": "Approve",
             "DecisionDate": date(2025, 2, 1)}]  # fmt: skip
    fields = frozenset({"CaseReference", "CaseDate", "ClassificationLabel", "Decision", "DecisionDate"})
    made = assemble(
        PLANNING_MATTERS, [snapshot(PLANNING_MATTERS, ADUR, date(2025, 4, 2), rows, fields=fields)], [ADUR],
        parse_period("2025-Q1"),
    )  # fmt: skip
    cells = {row["cell"]: (row["value"], row["origin"]) for row in made.cells.to_pylist() if row["authority"] == ADUR}
    assert cells["PS2.Q21.a"] == ("1", "computed")
    assert cells["PS2.Q21.d"] == ("1", "inferred")  # stands without a target date
    assert (cells["PS2.Q21.j"], cells["PS1.7"]) == ((None, "not-derivable"), (None, "not-derivable"))
    assert cells["PS1.4a"] == (None, "not-derivable")  # nobody says who decided
    missing = [row["detail"] for row in made.exceptions.to_pylist() if row["reason"] == "field-missing"]
    assert "field=DecisionType cells=1" in missing
    agreed = sum(cell.name.endswith((".j", ".k")) for cell in PLANNING_MATTERS.cells) + 1
    assert f"field=DecisionTargetDate cells={agreed}" in missing
    rates = {row["indicator"]: row["value"] for row in made.indicators.to_pylist() if row["authority"] == ADUR}
    assert (rates["granted_pct"], rates["non_majors_in_time_pct"]) == ("100.0", None)


def test_an_area_that_nobody_published_is_not_nought_hectares() -> None:
    site = {"SiteReference": "S1", "PlanningStatus": "permissioned", "MinNetDwellings": 5}
    fields = frozenset({"SiteReference", "PlanningStatus", "MinNetDwellings"})
    register = snapshot(BROWNFIELD_REGISTER, ADUR, date(2026, 1, 5), [site], "2017", fields=fields)
    made = assemble(BROWNFIELD_REGISTER, [register], [ADUR], parse_period("2025-12-31"))
    cells = {row["cell"]: (row["value"], row["origin"]) for row in made.cells.to_pylist() if row["authority"] == ADUR}
    assert cells["BLR.all.sites"] == ("1", "computed")
    assert cells["BLR.all.hectares"] == (None, "not-derivable")
    assert cells["BLR.permissioned.dwellings_to"] == ("5", "computed")
    assert cells["BLR.owned_unknown.sites"] == (None, "not-derivable")


def test_a_cell_of_one_authority_is_blank_and_the_others_stand() -> None:
    """One council's file never harms another's; England is the sum of those that have a value."""
    row = {"CaseReference": "A", "CaseDate": date(2025, 1, 2), "ClassificationLabel": "Q21", "Decision": "Approve",
           "DecisionDate": date(2025, 2, 1)}  # fmt: skip
    whole = snapshot(PLANNING_MATTERS, "E07000224", date(2025, 4, 2), [row])
    without = snapshot(
        PLANNING_MATTERS, ADUR, date(2025, 4, 2), [row],
        fields=frozenset(PLANNING_MATTERS.reads_of("planning_applications").columns) - {"Decision"},
    )  # fmt: skip
    made = assemble(PLANNING_MATTERS, [whole, without], [ADUR, "E07000224"], parse_period("2025-Q1"))
    cells = {(row["authority"], row["cell"]): (row["value"], row["origin"]) for row in made.cells.to_pylist()}
    assert cells[ADUR, "PS2.Q21.a"] == (None, "not-derivable")
    assert cells["E07000224", "PS2.Q21.a"] == cells["E92000001", "PS2.Q21.a"] == ("1", "computed")
