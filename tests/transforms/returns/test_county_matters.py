"""What each cell of CPS1 and CPS2 is, sentence by sentence of the page."""

from datetime import date
from typing import Any

from tests.transforms.returns.drawn import assemble, drawn, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.authority import AuthorityGroup
from transforms.domain.period import parse_period
from transforms.registers import who_owes
from transforms.returns.county_matters import RETURN as COUNTY_MATTERS

ESSEX, ADUR = "E10000012", "E07000223"
SHORT = {
    "case": "CaseReference",
    "valid": "CaseDate",
    "codes": "ClassificationLabel",
    "target": "DecisionTargetDate",
    "status": "Status",
    "decision": "Decision",
    "decided": "DecisionDate",
    "by": "DecisionType",
}
KINDS = COUNTY_MATTERS.reads_of("planning_applications").columns


def assembled(tables: dict[str, str], fields: frozenset[str] | None = None, **switches: str) -> AssembledReturn:
    files = [
        snapshot(COUNTY_MATTERS, ESSEX, date.fromisoformat(fetched), drawn(table, SHORT, KINDS), fields=fields)
        for fetched, table in tables.items()
    ]
    return assemble(COUNTY_MATTERS, files, [ESSEX], parse_period("2025-Q1"), None, switches)


def cells(made: AssembledReturn) -> dict[str, tuple[str | None, str]]:
    return {row["cell"]: (row["value"], row["origin"]) for row in made.cells.to_pylist() if row["authority"] == ESSEX}


def values(tables: dict[str, str], *names: str, **switches: Any) -> list[int | None]:
    own = cells(assembled(tables, **switches))
    return [None if own[name][0] is None else int(own[name][0]) for name in names]


def listed(made: AssembledReturn) -> list[tuple[str, str]]:
    return [(row["reason"], row["reference"]) for row in made.exceptions.to_pylist() if row["reason"] != "balance"]


def test_a_case_of_county_codes_alone_is_a_county_matter_in_one_of_three_rows() -> None:
    table = """
        case  valid       codes      decision  decided
        A/1   2025-01-02  Q41        Approve   2025-02-01
        A/2   2025-01-02  Q60        Approve   2025-02-01
        A/3   2025-01-02  Waste      Refuse    2025-02-01
        A/4   2025-01-02  Q43        Approve   2025-02-01
        A/5   2025-01-02  Q42|Q06    Approve   2025-02-01
        A/6   2025-01-02  Q60|Q44    Approve   2025-02-01
        A/7   2025-01-02  Q45        Approve   2025-02-01
        A/8   2025-01-02  -          Approve   2025-02-01
        A/9   2025-01-02  Q42|Major  Approve   2025-02-01
    """
    made = assembled({"2025-04-05": table})
    rows = ("minerals", "waste", "other", "total")
    assert [cells(made)[f"CPS.{row}.a"][0] for row in rows] == ["2", "2", "1", "5"]
    assert [cells(made)[f"CPS.{row}.c"][0] for row in rows] == ["0", "1", "0", "1"]
    assert listed(made) == []


def test_of_several_county_codes_the_lowest_number_gives_the_row_and_the_case_is_listed() -> None:
    table = """
        case  valid       codes    decision  decided
        A/1   2025-01-02  Q60|Q42  Approve   2025-02-01
        A/2   2025-01-02  Q60|Q41  Approve   2025-02-01
    """
    made = assembled({"2025-04-05": table})
    assert [cells(made)[f"CPS.{row}.a"][0] for row in ("minerals", "waste")] == ["1", "1"]
    assert listed(made) == [("multi-class", "A/1")]


def test_the_bands_end_at_91_112_and_182_days() -> None:
    table = """
        case  valid       codes  decision  decided
        A/1   2024-12-01  Q42    Approve   2025-03-02
        A/2   2024-11-30  Q42    Approve   2025-03-02
        A/3   2024-11-10  Q42    Approve   2025-03-02
        A/4   2024-11-09  Q42    Approve   2025-03-02
        A/5   2024-09-01  Q42    Approve   2025-03-02
        A/6   2024-08-31  Q42    Approve   2025-03-02
        A/7   2025-03-03  Q42    Approve   2025-03-02
        A/8   -           Q42    Approve   2025-03-02
    """
    assert values({"2025-04-05": table}, *(f"CPS.waste.{one}" for one in "adefg")) == [8, 1, 2, 2, 1]
    assert listed(assembled({"2025-04-05": table})) == [
        ("valid-date-missing", "A/8"),
        ("decision-before-valid", "A/7"),
    ]


def test_an_agreement_is_inferred_from_91_days_and_a_week_on() -> None:
    table = """
        case  valid       codes  target      decision  decided
        A/1   2024-11-01  Q60    2025-02-06  Approve   2025-02-01
        A/2   2024-11-01  Q60    2025-02-07  Approve   2025-02-07
        A/3   2024-11-01  Q60    2025-02-07  Approve   2025-02-08
    """
    names = ("CPS.minerals.a", "CPS.minerals.e", "CPS.minerals.j", "CPS.minerals.k")
    assert values({"2025-04-05": table}, *names) == [3, 1, 2, 1]
    assert values({"2025-04-05": table}, *names, infer_agreements="off") == [3, 3, None, None]
    assert values({"2025-04-05": table}, *names, agreement_tolerance_days="6") == [3, 0, 3, 2]


def test_the_stock_follows_the_rules_of_ps1() -> None:
    tables = {
        "2024-12-20": """
            case  valid       codes  status
            A/1   2024-11-01  Q42    Live
            A/2   2024-11-01  Q42    Live
            A/3   2024-11-01  Q42    Live
            A/4   2024-11-01  Q21    Live
        """,
        "2025-04-05": """
            case  valid       codes  status     decision  decided
            A/1   2024-11-01  Q42    Decided    Approve   2025-03-02
            A/2   2024-11-01  Q42    Called in  -         -
            A/3   2024-11-01  Q42    Live       -         -
            A/5   2025-02-01  Q43    Live       -         -
        """,
    }
    names = ("CPS.on_hand_start", "CPS.received", "CPS.withdrawn", "CPS.total.a", "CPS.on_hand_end")
    assert values(tables, *names) == [3, 1, 0, 1, 3]
    made = assembled(tables)
    assert [row["detail"] for row in made.exceptions.to_pylist()] == ["derived=3 counted=3"]
    assert cells(made)["CPS.on_hand_start"] == ("3", "computed")
    later = {"2024-12-20": tables["2024-12-20"], "2025-03-20": tables["2025-04-05"]}
    assert values(later, *names) == [3, 1, 1, 1, 2]
    assert cells(assembled(later))["CPS.received"] == ("1", "inferred")  # not seen to the end


def test_a_decision_on_prior_approval_decides_no_county_matter_and_is_listed() -> None:
    table = """
        case  valid       codes  status     decision       decided
        A/1   2024-11-01  Q42    Live       Prior granted  2025-02-01
    """
    made = assembled({"2024-12-01": table, "2025-04-05": table})
    assert (cells(made)["CPS.total.a"][0], cells(made)["CPS.on_hand_end"][0]) == ("0", "1")
    assert listed(made) == [("prior-on-counted", "A/1")]


def test_without_a_column_of_development_codes_nothing_is_derived() -> None:
    table = """
        case  valid       decision  decided
        A/1   2025-01-02  Approve   2025-02-01
    """
    fields = frozenset({"CaseReference", "CaseDate", "Decision", "DecisionDate", "ServiceTypeURI"})
    made = assembled({"2025-04-05": table}, fields)
    assert {origin for _, origin in cells(made).values()} == {"not-derivable"}
    missing = [row["detail"] for row in made.exceptions.to_pylist() if row["reason"] == "field-missing"]
    assert "field=ClassificationURI|ClassificationLabel cells=40" in missing


def test_what_no_field_tells_apart_is_blank() -> None:
    own = cells(assembled({"2025-04-05": "case  valid  codes\nA/1  2025-01-02  Q42"}))
    blank = [name for name, (value, origin) in own.items() if (value, origin) == (None, "not-derivable")]
    lines = [f"CPS.{line}" for line in (*range(1, 23), *range(30, 44))]
    assert blank == ["CPS.eia.decisions", *lines]


def test_it_is_owed_by_those_who_decide_minerals_and_waste() -> None:
    assert COUNTY_MATTERS.owed_by is AuthorityGroup.MINERALS_AND_WASTE
    owing = {body.gss for body in who_owes(COUNTY_MATTERS.owed_by, date(2025, 4, 1))}
    assert ESSEX in owing
    assert ADUR not in owing
