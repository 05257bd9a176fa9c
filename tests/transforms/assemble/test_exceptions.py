"""What a return lists beside its figures: only of cells that have a value, and no authority twice without data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.transforms.returns.drawn import assemble, snapshot
from transforms.domain.conditions import Blank
from transforms.domain.period import parse_period
from transforms.domain.reasons import Reason
from transforms.domain.records import Records, rows_table
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

ADUR, ARUN = "E07000223", "E07000224"
ROW = {"CaseReference": "A", "CaseDate": date(2025, 1, 2), "ClassificationLabel": "Q21"}
FIELDS = frozenset(PLANNING_MATTERS.reads_of("planning_applications").columns)


def listing(
    reason: Reason, derive: "Callable[[ReturnInputs, ReturnRequest], Records] | None" = None
) -> StatutoryReturn:
    """The planning return with one reason more."""
    reasons = (*PLANNING_MATTERS.reasons, reason)
    return replace(PLANNING_MATTERS, reasons=reasons, derive=derive or PLANNING_MATTERS.derive)


def listed(definition: StatutoryReturn, name: str) -> list[tuple[str, str]]:
    """Of two authorities, one of which publishes no decisions: what is listed for a reason."""
    files = [
        snapshot(definition, ADUR, date(2025, 4, 2), [ROW], fields=FIELDS - {"Decision"}),
        snapshot(definition, ARUN, date(2025, 4, 2), [ROW]),
    ]
    made = assemble(definition, files, [ADUR, ARUN], parse_period("2025-Q1"))
    rows = made.exceptions.to_pylist()
    return [(row["authority"], row["reference"]) for row in rows if row["reason"] == name]


def test_a_reason_that_concerns_cells_is_listed_only_where_one_of_them_has_a_value() -> None:
    undecided = Reason("undecided", "Nothing was decided", Blank("decision_date"), fix="Decide.")
    assert listed(listing(undecided), "undecided") == [(ADUR, "A"), (ARUN, "A")]
    of_decisions = replace(undecided, cells=("PS1.4", "PS1.4a"))
    assert listed(listing(of_decisions), "undecided") == [(ARUN, "A")]
    assert listed(listing(replace(undecided, cells=("PS1.4", "PS1.2"))), "undecided") == [(ADUR, "A"), (ARUN, "A")]


def test_so_is_what_the_derivation_lists_itself() -> None:
    def derive(inputs: ReturnInputs, request: ReturnRequest) -> Records:
        records = PLANNING_MATTERS.derive(inputs, request)
        return replace(records, exceptions=rows_table((gss, "odd", "", "3") for gss in (ADUR, ARUN)))

    odd = Reason("odd", "Something is odd", fix="Look.")
    assert listed(listing(odd, derive), "odd") == [(ADUR, ""), (ARUN, "")]
    assert listed(listing(replace(odd, cells=("PS1.4",)), derive), "odd") == [(ARUN, "")]


def test_where_the_derivation_says_of_which_standard_there_is_no_data_the_engine_says_nothing_more() -> None:
    def derive(inputs: ReturnInputs, request: ReturnRequest) -> Records:
        records = PLANNING_MATTERS.derive(inputs, request)
        return replace(records, exceptions=rows_table([(ADUR, "no-data", "", "contracts")]))

    definition = replace(PLANNING_MATTERS, derive=derive)
    made = assemble(definition, [], [ADUR, ARUN], parse_period("2025-Q1"))
    assert [(row["authority"], row["detail"]) for row in made.exceptions.to_pylist()] == [
        (ADUR, "contracts"),
        (ARUN, "no usable snapshot that reaches the period"),
    ]
