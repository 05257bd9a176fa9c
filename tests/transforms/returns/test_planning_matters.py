"""What each cell of PS1 and PS2 is, sentence by sentence of the specification."""

from datetime import date

import pytest

from tests.transforms.returns.case_tables import ADUR, ARUN, CASE, DARTMOOR, assembled, cells, listed, origin, published
from tests.transforms.returns.drawn import assemble, trace
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.planning_matters import EDITION_2019 as PLANNING_MATTERS


def test_the_latest_extract_of_a_repeated_reference_wins_then_the_later_row() -> None:
    table = """
        case  extracted   valid       codes  decision  decided
        A/1   2025-04-01  2025-01-02  Q21    Approve   2025-02-01
        A/1   2025-03-01  2025-01-02  Q21    Refuse    2025-02-01
        A/2   2025-04-01  2025-01-02  Q21    Approve   2025-02-01
        A/2   2025-04-01  2025-01-02  Q21    Refuse    2025-02-01
        a/2   -           2025-01-02  Q21    Refuse    2025-02-01
    """
    assert cells({"2025-04-05": table}, "PS2.Q21.a", "PS2.Q21.b", "PS2.Q21.c") == [3, 1, 2]


def test_a_case_keeps_its_last_known_facts_and_its_last_target_date() -> None:
    tables = {
        "2024-12-20": """
            case  valid       codes  target      status
            A/1   2024-11-01  Q21    2025-02-28  Live
            A/2   2024-11-01  Q21    -           Live
        """,
        "2025-04-05": """
            case  valid       codes  status   decision  decided     by
            A/1   2024-11-01  Q21    Decided  Approve   2025-02-28  Delegated
        """,
    }
    assert cells(tables, "PS1.1", "PS1.4", "PS1.4a", "PS2.Q21.j", "PS2.Q21.k", "PS1.end") == [2, 1, 1, 1, 1, 1]
    issues = assembled(tables).issues.to_pylist()
    assert [(one["code"], one["reference"], one["fetched"]) for one in issues] == [
        ("case-disappeared", "A/2", "2024-12-20")
    ]


def test_the_notice_dates_the_decision_before_the_decision_date() -> None:
    table = """
        case  valid       codes  decision  decided     notice
        A/1   2024-12-02  Q21    Approve   2024-12-30  2025-01-01
        A/2   2024-12-02  Q21    Refuse    2025-03-31  2025-04-01
    """
    assert cells({"2025-04-05": table}, "PS2.Q21.a", "PS2.Q21.b", "PS2.Q21.c") == [1, 1, 0]


def test_a_decision_without_a_date_is_none_and_is_listed() -> None:
    table = """
        case  valid       codes  decision
        A/1   2025-01-02  Q21    Approve
    """
    assert cells({"2025-04-05": table}, "PS1.2", "PS1.4", "PS1.end") == [1, 0, 1]
    assert listed({"2025-04-05": table}) == [("decision-date-missing", "A/1")]


def test_the_secretary_of_state_s_decision_is_a_case_called_in() -> None:
    tables = {
        "2024-12-20": """
            case  valid       codes  status
            A/1   2024-11-01  Q01    Live
        """,
        "2025-02-14": """
            case  valid       codes  status
            A/1   2024-11-01  Q01    Called in
        """,
        "2025-04-05": """
            case  valid       codes  status   decision  decided     by
            A/1   2024-11-01  Q01    Decided  Approve   2025-03-01  Secretary of State
        """,
    }
    assert cells(tables, "PS1.1", "PS1.3", "PS1.4", "PS1.end") == [1, 1, 0, 0]
    traced = trace(PLANNING_MATTERS, "PS1.3", published(tables), [ADUR], ADUR, parse_period("2025-Q1"))
    assert traced.column("left_date").to_pylist() == ["2025-02-14"]


def test_withdrawn_then_called_in_is_one_run_and_a_case_that_came_back_has_a_later_one() -> None:
    def left(*statuses: str) -> list[str]:
        fetched = ["2024-12-20", "2025-01-10", "2025-02-10", "2025-03-10"]
        tables = {
            day: f"""
                case  valid       codes  status
                A/1   2024-11-01  Q21    {status}
            """
            for day, status in zip(fetched, statuses, strict=True)
        }
        traced = trace(PLANNING_MATTERS, "PS1.3", published(tables), [ADUR], ADUR, parse_period("2025-Q1"))
        return traced.column("left_date").to_pylist()

    assert left("Live", "Withdrawn", "Called in", "Appeal") == ["2025-01-10"]
    assert left("Withdrawn", "Live", "Withdrawn", "Withdrawn") == ["2025-02-10"]
    assert left("Withdrawn", "Withdrawn", "Withdrawn", "Withdrawn") == []
    assert left("Live", "Invalid", "Not ours", "Not ours") == ["2025-01-10"]
    assert left("-", "Invalid", "Invalid", "Invalid") == ["2025-01-10"]
    assert left("Invalid", "Invalid", "Invalid", "Not ours") == []
    assert left("Live", "Withdrawn", "Live", "Live") == []


def test_a_withdrawal_s_own_date_counts_even_from_the_first_snapshot() -> None:
    table = """
        case  valid       codes  status     decision   decided
        A/1   2024-11-01  Q21    Withdrawn  Withdrawn  2025-02-01
        A/2   2024-11-01  Q21    Withdrawn  Withdrawn  -
    """
    assert cells({"2025-04-05": table}, "PS1.1", "PS1.3", "PS1.end") == [1, 1, 0]


def test_a_case_that_was_never_ours_is_not_a_case() -> None:
    table = """
        case  valid       codes  status
        A/1   2025-01-02  Q21    Invalid
    """
    assert cells({"2025-01-05": table, "2025-04-05": table}, "PS1.2", "PS1.end") == [0, 0]
    assert listed({"2025-01-05": table}) == []


@pytest.mark.parametrize(
    ("days", "column"),
    [
        *((0, "d"), (56, "d"), (57, "e"), (91, "e"), (92, "f"), (112, "f"), (113, "g"), (182, "g"), (183, "h")),
        *((364, "h"), (365, "i"), (900, "i")),
    ],
)
def test_a_decision_is_in_the_band_of_the_days_it_took(days: int, column: str) -> None:
    decided = date(2025, 3, 31)
    valid = date.fromordinal(decided.toordinal() - days)
    table = f"""
        case  valid       codes  decision  decided
        A/1   {valid}  Q13    Approve   {decided}
    """
    names = [f"PS2.Q13.{one}" for one in "defghijk"]
    assert cells({"2025-04-05": table}, *names) == [int(one == column) for one in "defghijk"]


def test_public_service_infrastructure_splits_its_second_band() -> None:
    table = """
        case  valid       codes                                 decision  decided
        A/1   2025-01-01  Q07                                   Approve   2025-03-12
        A/2   2025-01-01  Major public service infrastructure  Approve   2025-03-13
    """
    assert cells({"2025-04-05": table}, "PS2.Q07.e", "PS2.Q07.e1", "PS2.Q07.e2", "PS2.MAJ.e") == [2, 1, 1, 2]


def test_a_target_date_a_week_beyond_the_statutory_one_is_an_agreement() -> None:
    table = """
        case  valid       codes  target      decision  decided
        A/1   2025-01-01  Q21    2025-03-04  Approve   2025-03-10
        A/2   2025-01-01  Q21    2025-03-05  Approve   2025-03-05
        A/3   2025-01-01  Q21    2025-03-05  Approve   2025-03-06
        A/4   2024-11-01  Q01    2025-02-07  Approve   2025-02-07
        A/5   2024-11-01  Q01    2025-02-06  Approve   2025-02-06
    """
    names = ("PS2.Q21.j", "PS2.Q21.k", "PS2.Q01.j", "PS1.7")
    assert cells({"2025-04-05": table}, *names) == [2, 1, 1, 3]
    assert cells({"2025-04-05": table}, *names, agreement_tolerance_days="8") == [0, 0, 0, 0]
    assert cells({"2025-04-05": table}, *names, infer_agreements="off") == [None] * 4
    assert cells({"2025-04-05": table}, "PS2.Q21.e", infer_agreements="off") == [3]


def test_a_split_decision_counts_as_the_switch_says_and_is_listed() -> None:
    table = """
        case  valid       codes  decision  decided
        A/1   2025-01-01  Q21    Split     2025-02-01
    """
    assert cells({"2025-04-05": table}, "PS2.Q21.b", "PS2.Q21.c") == [1, 0]
    assert cells({"2025-04-05": table}, "PS2.Q21.b", "PS2.Q21.c", split_counts_as="refused") == [0, 1]
    assert listed({"2025-04-05": table}) == [("split-decision", "A/1")]


def test_a_decision_of_unknown_length_is_in_no_band_and_is_listed() -> None:
    table = """
        case  valid       codes  target      decision  decided
        A/1   -           Q21    2026-01-01  Approve   2025-02-01
        A/2   2025-02-02  Q21    2026-01-01  Refuse    2025-02-01
    """
    names = [f"PS2.Q21.{column}" for column in "abcdefghijk"]
    assert cells({"2025-04-05": table}, *names) == [2, 1, 1] + [0] * 8
    assert listed({"2025-04-05": table}) == [("valid-date-missing", "A/1"), ("decision-before-valid", "A/2")]


def test_prior_approvals_have_lines_of_their_own() -> None:
    table = """
        case  valid       codes    ServiceTypeURI                        decision                           decided
        A/1   2025-01-01  Q31      -                                     Prior not required                 2025-02-01
        A/2   2025-01-01  Q32      -                                     Prior granted                      2025-02-01
        A/3   2025-01-01  -        http://id.esd.org.uk/service/1733     Prior refused                      2025-02-01
        A/4   2025-01-01  Q32      -                                     Prior refused permission required  2025-02-01
        A/5   2025-01-01  Q32|Q21  -                                     Prior granted                      2025-02-01
        A/6   2025-01-01  Q26      -                                     Prior granted                      2025-02-01
    """
    names = [f"PS1.10.{name}" for name in ("not_required", "granted", "refused", "total")]
    assert cells({"2025-04-05": table}, *names, "PS1.2", "PS1.4") == [1, 1, 2, 4, 1, 0]
    assert listed({"2025-04-05": table}) == [("prior-on-counted", "A/5")]


def test_only_cases_on_which_the_quarter_depends_are_listed() -> None:
    table = """
        case  valid       codes    decision  decided
        A/1   2024-01-01  Q01|Q13  Approve   2024-06-01
        A/2   2024-01-01  -        Approve   2024-06-01
        A/3   2025-01-01  Q01|Q13  -         -
        A/4   2025-01-01  -        Approve   2025-03-01
        A/5   2025-01-01  Q26      Split     2025-03-01
    """
    assert listed({"2025-04-05": table}) == [("multi-class", "A/3"), ("unclassified", "A/4")]


def test_origins_hang_on_when_the_snapshots_were_fetched() -> None:
    seen_through = {"2024-12-31": CASE, "2025-04-01": CASE}
    assert [origin(seen_through, name) for name in ("PS1.1", "PS1.2", "PS1.3", "PS1.end")] == ["computed"] * 4
    assert [origin({"2025-04-01": CASE}, name) for name in ("PS1.1", "PS1.2", "PS1.end")] == [
        *("inferred", "computed", "inferred")
    ]
    assert [origin({"2024-12-31": CASE, "2025-03-31": CASE}, name) for name in ("PS1.2", "PS2.TOT.a", "PS1.5")] == [
        *("inferred", "inferred", "not-derivable")
    ]
    assert {origin({"2024-12-31": CASE}, name) for name in ("PS1.1", "PS1.5", "PS2.TOT.j")} == {"no-data"}
    assert origin(seen_through, "PS2.Q21.d") == "inferred"
    assert origin(seen_through, "PS2.Q21.d", infer_agreements="off") == "computed"


def test_england_is_the_sum_of_the_authorities_that_have_a_value() -> None:
    tables = {
        ADUR: {"2024-12-31": CASE, "2025-04-01": CASE},
        ARUN: {"2025-04-01": CASE},
        DARTMOOR: {"2024-12-31": CASE},
    }
    assert cells(tables, "PS1.1", "PS1.4", "PS1.5", authority=ENGLAND) == [2, 2, None]
    assert [origin(tables, name, ENGLAND) for name in ("PS1.1", "PS1.4", "PS1.5")] == [
        *("inferred", "computed", "not-derivable")
    ]
    only_nothing = {DARTMOOR: {"2024-12-31": CASE}}
    assert origin(only_nothing, "PS1.5", ENGLAND) == "no-data"
    whole = assembled(tables)
    assert (whole.responded, len(whole.owing)) == (2, 3)
    assert [row["authority"] for row in whole.exceptions.to_pylist() if row["reason"] == "no-data"] == [DARTMOOR]


def test_a_snapshot_fetched_after_the_day_of_knowing_is_not_known() -> None:
    snapshots = published({"2024-12-31": CASE, "2025-04-01": CASE})
    known = assemble(PLANNING_MATTERS, snapshots, [ADUR], parse_period("2025-Q1"), date(2025, 3, 31))
    assert set(known.cells.column("origin").to_pylist()) == {"no-data"}


def test_the_end_is_traced_through_its_four_parts_by_name() -> None:
    tables = {"2024-12-31": CASE, "2025-04-01": CASE}
    traced = trace(PLANNING_MATTERS, "PS1.end", published(tables), [ADUR], ADUR, parse_period("2025-Q1"))
    assert traced.column("part").to_pylist() == ["PS1.1", "PS1.4"]
    assert traced.column_names[:6] == ["authority", "fetched", "sha256", "line", "reference", "part"]


def test_indicators_are_rounded_half_up_and_blank_without_a_denominator() -> None:
    rows = "\n".join(f"A/{n}  2025-01-01  Q21  {'Approve' if n < 7 else 'Refuse'}  2025-02-01" for n in range(16))
    tables = {"2025-04-05": f"case  valid  codes  decision  decided\n{rows}"}
    found = {row["indicator"]: row["value"] for row in assembled(tables).indicators.to_pylist()}
    assert found == {
        "majors_in_time_pct": None,
        "non_majors_in_time_pct": "100.0",
        "granted_pct": "43.8",
        "delegated_pct": "0.0",
    }


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"split": "granted"}, "no switch"),
        ({"split_counts_as": "maybe"}, "one of"),
        ({"agreement_tolerance_days": "x"}, "whole"),
    ],
)
def test_a_switch_that_is_not_declared_is_refused_in_words(chosen: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        assembled({"2025-04-05": CASE}, **chosen)


def test_a_cell_that_is_not_declared_is_refused_in_words() -> None:
    with pytest.raises(LookupError, match=r"unknown cell “PS9\.1” of planning_matters"):
        trace(PLANNING_MATTERS, "PS9.1", [], [ADUR], ADUR, parse_period("2025-Q1"))


def test_the_quarter_due_is_the_last_that_has_ended() -> None:
    assert PLANNING_MATTERS.default_period(date(2025, 1, 1)).name == "2024-Q4"
    assert PLANNING_MATTERS.default_period(date(2025, 3, 31)).name == "2024-Q4"
