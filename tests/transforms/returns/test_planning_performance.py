"""The figures of an assessment year: sums over quarters, rates, who is at risk, and the records behind them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from random import Random

import pytest

from tests.transforms.returns import plain_planning_performance as plain
from tests.transforms.returns.drawn import by_standard, drawn, snapshot
from tests.transforms.returns.drawn_cases import Published, draw_history, every_day
from transforms.assemble import TracedCell, assemble, inputs_of, trace
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import Period, parse_period
from transforms.domain.return_request import ReadAssembly, ReturnInputs, ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS
from transforms.returns.planning_performance import RETURN as PLANNING_PERFORMANCE
from transforms.returns.planning_performance import assessment_years, last_ended_year, quarters_of

YEAR = parse_period("2025-09-30")
QUARTERS = quarters_of(YEAR)
ADUR, ARUN = "E07000223", "E07000224"
SHORT = {
    "case": "CaseReference",
    "valid": "CaseDate",
    "code": "ClassificationLabel",
    "target": "DecisionTargetDate",
    "decision": "Decision",
    "decided": "DecisionDate",
}
KINDS = PLANNING_MATTERS.reads_of("planning_applications").columns
ALL_FIELDS = frozenset(KINDS) - {"application-types"}


def quarter(
    period: Period,
    files: Sequence[SnapshotTable],
    authorities: Sequence[str],
    as_known: date | None,
    switches: Mapping[str, str],
) -> ReadAssembly:
    request = ReturnRequest(PLANNING_MATTERS.for_period(period), period, tuple(sorted(authorities)), as_known, switches)
    inputs = inputs_of(request, by_standard(files))
    made = assemble(request, inputs)
    return ReadAssembly(request, made.cells, made.exceptions, lambda: inputs, f"receipt of {period}")


def year(
    files: Sequence[SnapshotTable],
    authorities: Sequence[str],
    as_known: date | None = None,
    leave_out: str = "",
    **switches: str,
) -> tuple[ReturnRequest, ReturnInputs]:
    request = ReturnRequest(PLANNING_PERFORMANCE, YEAR, tuple(sorted(authorities)), as_known)
    read = {
        ("planning_matters", period.name): quarter(period, files, authorities, as_known, switches)
        for period in QUARTERS
        if period.name != leave_out
    }
    return request, inputs_of(request, {}, read)


def file(gss: str, fetched: str, table: str, fields: frozenset[str] = ALL_FIELDS) -> SnapshotTable:
    rows = drawn(table, SHORT, KINDS)
    return snapshot(PLANNING_MATTERS, gss, date.fromisoformat(fetched), rows, fields=fields)


def cells(made: AssembledReturn, gss: str = ADUR) -> dict[str, tuple[str | None, str]]:
    return {row["cell"]: (row["value"], row["origin"]) for row in made.cells.to_pylist() if row["authority"] == gss}


def rates(made: AssembledReturn, gss: str = ADUR) -> list[str | None]:
    return [row["value"] for row in made.indicators.to_pylist() if row["authority"] == gss]


BEFORE = "case  valid\nA/0  2024-09-01"  # so that the stock of the first quarter is known
FOUR_QUARTERS = """
    case  valid       code  target      decision  decided
    A/1   2024-09-01  Q01   -           Approve   2024-10-01
    A/2   2024-09-01  Q01   -           Refuse    2024-12-31
    A/3   2024-09-01  Q07   -           Approve   2025-01-02
    A/4   2024-09-01  Q06   2025-06-30  Approve   2025-06-30
    A/5   2024-09-01  Q21   -           Approve   2024-10-27
    A/6   2024-09-01  Q13   -           Approve   2025-09-30
    A/7   2024-09-01  Q22   -           Approve   2025-09-30
    A/8   2024-09-01  Q01   -           Approve   2025-10-01
"""


def test_an_assessment_year_is_its_last_quarter_and_the_three_before() -> None:
    assert [period.name for period in QUARTERS] == ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"]
    for period in QUARTERS:
        assert assessment_years(period) == (YEAR,)
    assert assessment_years(parse_period("2025-Q4")) == (parse_period("2026-09-30"),)
    assert [str(last_ended_year(date(2025, *day))) for day in ((9, 30), (10, 1))] == ["2024-09-30", "2025-09-30"]


def test_the_figures_of_four_quarters_are_added_up() -> None:
    made = assemble(*year([file(ADUR, "2024-09-30", BEFORE), file(ADUR, "2025-10-05", FOUR_QUARTERS)], [ADUR]))
    assert cells(made) == {
        "PP.major.decisions": ("4", "computed"),
        "PP.major.in_time": ("2", "inferred"),  # A/1 in 13 weeks and A/4 in its agreed time; A/3 took over 10 weeks
        "PP.major.with_agreement": ("1", "inferred"),
        "PP.non_major.decisions": ("2", "computed"),  # advertisements are none
        "PP.non_major.in_time": ("1", "inferred"),
        "PP.non_major.with_agreement": ("0", "inferred"),
        "PP.quarters": ("4", "computed"),
        "PP.major.at_risk": ("1", "inferred"),
        "PP.non_major.at_risk": ("1", "inferred"),
        "PP.major.overturned": (None, "not-derivable"),
        "PP.non_major.overturned": (None, "not-derivable"),
    }
    assert rates(made) == rates(made, ENGLAND) == ["50.0", "50.0"]
    listed = [(row["reason"], row["detail"]) for row in made.exceptions.to_pylist()]
    assert listed == [("not-assessed", "major_decisions=4")]


def test_with_fewer_than_four_quarters_the_sums_stand_inferred_and_there_is_no_rate() -> None:
    files = [file(ADUR, "2025-03-31", FOUR_QUARTERS)]  # nothing was fetched in the last two
    made = assemble(*year(files, [ADUR, ARUN]))
    assert cells(made)["PP.quarters"] == ("2", "computed")
    assert cells(made)["PP.major.decisions"] == ("3", "inferred")
    assert cells(made)["PP.major.at_risk"] == ("0", "inferred")
    assert rates(made) == rates(made, ENGLAND) == [None, None]
    assert cells(made, ARUN)["PP.quarters"] == ("0", "computed")
    assert {origin for name, (_, origin) in cells(made, ARUN).items() if name != "PP.quarters"} == {"no-data"}


def test_a_quarter_that_was_never_assembled_is_as_one_without_data() -> None:
    files = [file(ADUR, "2024-09-30", BEFORE), file(ADUR, "2025-10-05", FOUR_QUARTERS)]
    made = assemble(*year(files, [ADUR], leave_out="2025-Q2"))
    assert (cells(made)["PP.quarters"][0], cells(made)["PP.major.decisions"]) == ("3", ("3", "inferred"))
    assert rates(made) == [None, None]
    assert [read.period for read in made.assemblies] == ["2024-Q4", "2025-Q1", "2025-Q3"]


def test_the_rate_that_is_held_to_the_threshold_has_one_decimal() -> None:
    decided = "\n".join(
        f"A/{number}  2025-01-01  Q01  {'2025-02-01' if number < 1199 else '2025-08-01'}  Approve"
        for number in range(2000)
    )
    made = assemble(*year([file(ADUR, "2025-10-05", f"case  valid  code  decided  decision\n{decided}")], [ADUR]))
    assert (rates(made)[0], cells(made)["PP.major.at_risk"][0]) == ("60.0", "0")  # 59.95 in a hundred


def test_what_a_field_that_nobody_published_leaves_blank_is_blank_over_the_year() -> None:
    without = ALL_FIELDS - {"DecisionTargetDate"}
    made = assemble(*year([file(ADUR, "2025-10-05", FOUR_QUARTERS, without)], [ADUR]))
    assert cells(made)["PP.major.decisions"] == ("4", "computed")
    assert cells(made)["PP.quarters"] == ("4", "computed")
    for name in ("in_time", "with_agreement", "at_risk"):
        assert cells(made)[f"PP.major.{name}"] == (None, "not-derivable")
    assert rates(made) == [None, None]
    missing = [row["detail"] for row in made.exceptions.to_pylist() if row["reason"] == "field-missing"]
    assert missing == ["field=DecisionTargetDate cells=6"]


def test_quarters_without_inferred_agreements_have_those_within_the_statutory_period_in_time() -> None:
    files = [file(ADUR, "2024-09-30", BEFORE), file(ADUR, "2025-10-05", FOUR_QUARTERS)]
    request, inputs = year(files, [ADUR], infer_agreements="off")
    made = assemble(request, inputs)
    assert cells(made)["PP.major.in_time"] == ("1", "computed")
    assert cells(made)["PP.major.with_agreement"] == (None, "not-derivable")
    assert rates(made) == ["25.0", "50.0"]
    assert trace(request, inputs, "PP.major.in_time", ADUR).records["reference"].to_pylist() == ["A/1"]


def traced(cell: str, gss: str = ADUR) -> TracedCell:
    files = [file(ADUR, "2024-09-30", BEFORE), file(ADUR, "2025-10-05", FOUR_QUARTERS)]
    return trace(*year(files, [ADUR, ARUN]), cell, gss)


@pytest.mark.parametrize("gss", [ADUR, ENGLAND])
def test_a_sum_is_traced_to_the_records_of_its_quarters(gss: str) -> None:
    rows = traced("PP.major.in_time", gss).records.to_pylist()
    assert [(row["period"], row["reference"], row["line"]) for row in rows] == [
        ("2024-Q4", "A/1", "2"),
        ("2025-Q2", "A/4", "5"),
    ]
    assert traced("PP.major.decisions", gss).records.num_rows == 4
    assert traced("PP.major.at_risk", gss).records.num_rows == 4
    assert traced("PP.quarters", gss).records.num_rows == 0
    assert (traced("PP.major.decisions", gss).value, traced("PP.major.overturned", gss).value) == ("4", None)


AUTHORITIES = [f"E07{number:06d}" for number in range(200)]
FETCHES = [date(2024, 9, 30), date(2024, 10, 1), date(2025, 1, 1), date(2025, 3, 31), date(2025, 6, 30)]
FETCHES += [date(2025, 9, 30), date(2025, 10, 1), date(2025, 11, 1)]
DAYS = every_day(date(2024, 7, 1), date(2025, 10, 5))
NUMBERS = (6001, 6001, 6004, 6006, 6007, 6012, 6013, 6014, 6014, 6015, 6016, 6025)


@cache
def published() -> Mapping[str, Published]:
    random = Random(3)
    return {gss: draw_history(random, NUMBERS, (None, None, "Q07", "Q21"), FETCHES, DAYS) for gss in AUTHORITIES}


@pytest.mark.law
@pytest.mark.parametrize("as_known", [None, date(2025, 6, 30)])
def test_every_cell_rate_and_exception_is_what_a_plain_reading_gives(as_known: date | None) -> None:
    histories = {
        gss: [(day, rows) for day, rows in history.items() if as_known is None or day <= as_known]
        for gss, history in published().items()
    }
    files = [snapshot(PLANNING_MATTERS, gss, day, rows) for gss in histories for day, rows in published()[gss].items()]
    made = assemble(*year(files, AUTHORITIES, as_known))
    spans = [(period.first, period.last) for period in QUARTERS]
    expected = {gss: plain.authority(history, spans) for gss, history in histories.items()}
    by_authority = {gss: figures for gss, (figures, _, _) in expected.items()}
    total, total_rates = plain.england(by_authority, has_every_quarter=as_known is None)
    for gss, figures in [*by_authority.items(), (ENGLAND, total)]:
        written = {name: (None if value is None else str(value), origin) for name, (value, origin) in figures.items()}
        assert cells(made, gss) == written, gss
    assert list(cells(made, ENGLAND)) == plain.FORM
    for gss, by_kind in [*((gss, one) for gss, (_, one, _) in expected.items()), (ENGLAND, total_rates)]:
        assert rates(made, gss) == [None if one is None else f"{one // 10}.{one % 10}" for one in by_kind.values()]
    listed = [(row["authority"], row["reason"], row["detail"]) for row in made.exceptions.to_pylist()]
    assert sorted(listed) == sorted((gss, *one) for gss, (_, _, found) in expected.items() for one in found)


def test_as_many_records_are_traced_as_a_sum_counts() -> None:
    some = AUTHORITIES[:60]
    files = [snapshot(PLANNING_MATTERS, gss, day, rows) for gss in some for day, rows in published()[gss].items()]
    request, inputs = year(files, some)
    for name in plain.SUMS:
        cell = trace(request, inputs, name, ENGLAND)
        assert cell.records.num_rows == int(cell.value or 0) > 0, name
        assert set(cell.records["period"].to_pylist()) <= {period.name for period in QUARTERS}
