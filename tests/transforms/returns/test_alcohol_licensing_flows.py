"""The flows of the alcohol licensing page: notices, new licences, applications; what moved, and of whom totals are."""

from datetime import date, timedelta

import pytest

from tests.transforms.returns.drawn import trace
from tests.transforms.returns.licence_tables import (
    ADUR,
    ANGLESEY,
    ARUN,
    DEVON,
    ISSUED,
    YEAR,
    assembled,
    cells,
    listed,
    many,
    origin,
    published,
)
from transforms.returns.alcohol_licensing import RETURN, last_collected_year


def test_notices_given_in_the_year_count_once_over_all_snapshots() -> None:
    table = """
        case  kind  status     dated       start
        T/1   T     Issued     2025-04-01  2025-04-20
        T/2   T     New        2026-03-31  -
        T/3   T     Withdrawn  2025-05-01  -
        T/4   T     Issued     2025-03-31  2025-04-20
        T/5   T     Issued     -           2025-06-01
        -     T     Issued     -           2025-06-01
        T/6   T     Noted      2025-05-01  -
    """
    tables = {"2025-12-09": table, "2026-03-30": table}
    assert cells(tables, "ten.given", "ten.late") == [3, None]
    assert origin(tables, "ten.given") == ["inferred"]
    assert origin(tables | {"2026-05-01": table}, "ten.given") == ["computed"]
    assert origin(tables | {"2026-05-02": table}, "ten.given") == ["inferred"]


def test_new_licences_are_those_first_decided_in_the_year_that_did_not_begin_before_it() -> None:
    table = """
        case  status    dated       start       decided
        P/1   Issued    2025-05-01  2025-05-01  2025-04-20
        P/2   Approved  2026-03-01  -           2026-03-31
        P/3   Issued    2010-01-01  2010-01-01  2025-06-01
        P/4   Issued    2025-05-01  2025-05-01  2025-03-31
        P/4   Issued    2025-06-01  2025-05-01  2025-06-01
        P/5   Refused   2025-06-01  -           2025-06-01
        P/6   Refused   2025-06-01  -           2025-03-31
        P/7   Refused   2025-06-01  -           2025-06-01
        P/7   Issued    2025-05-01  2025-05-01  2025-08-01
        P/8   Current   2025-06-01  -           -
        P/9   New       2025-03-31  -           -
        -     Current   -           -           -
        P/10  Current   2025-06-01  -           -
        P/10  Issued    2010-06-01  2010-01-01  -
    """
    names = ("new.granted", "new.refused", "new.undecided", "new.applied")
    assert cells({"2026-03-01": table}, *names) == [3, 1, 2, 6]
    assert cells({"2026-04-30": table}, *names) == [3, 1, 1, 5]
    assert cells({"2026-02-27": table, "2026-05-02": table}, *names) == [3, 1, None, None]


def test_undecided_applications_are_read_from_the_last_file_up_to_the_end_of_the_year() -> None:
    pending = """
        case  status   dated
        P/1   Current  2026-01-01
        -     New      -
    """
    more = pending + "        P/2   New      2026-03-01\n"
    assert cells({"2026-03-10": pending, "2026-03-31": more, "2026-04-20": pending}, "new.undecided") == [3]
    assert cells({"2026-04-10": pending, "2026-04-20": more}, "new.undecided") == [1]


def test_what_is_granted_after_the_year_was_undecided_at_its_end() -> None:
    pending = """
        case  status   dated       decided     start
        P/1   Current  2026-03-01  -           -
    """
    granted = """
        case  status   dated       decided     start
        P/1   Issued   2026-04-20  2026-04-10  2026-04-20
    """
    assert cells({"2026-03-31": pending, "2026-04-28": granted}, "new.undecided", "new.granted") == [1, 0]
    assert cells({"2026-04-28": granted}, "new.undecided", "new.granted") == [0, 0]


def test_premises_that_share_a_property_number_both_count_and_are_listed_once() -> None:
    table = """
        case  status       start       UPRN
        P/1   Issued       2020-01-01  100
        P/2   Issued       2020-01-01  100
        P/3   Surrendered  2020-01-01  200
        P/4   Issued       2020-01-01  200
    """
    assert cells({"2026-03-31": table}, "prem.total") == [3]
    assert listed({"2026-03-31": table}, "same-premises") == [("same-premises", "100")]


def test_a_council_to_which_current_means_in_force_is_told_so() -> None:
    table = ISSUED + ISSUED.replace("Issued", "Current").replace("P/1", "P/2").splitlines()[2]
    assert listed({"2026-03-31": table}, "current-means-in-force") == []
    table += "\n" + ISSUED.replace("Issued", "Current").replace("P/1", "P/3").splitlines()[2]
    assert len(listed({"2026-03-31": table}, "current-means-in-force")) == 1
    assert assembled({"2026-03-31": table}).checks_failed


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (80, 101, ["cell=ALN.prem.total now=101 before=80"]), (84, 105, []), (80, 100, []), (0, 20, []),
        (0, 21, ["cell=ALN.prem.total now=21 before=0"]), (60, 30, ["cell=ALN.prem.total now=30 before=60"]),
    ],
)  # fmt: skip
def test_a_figure_that_moved_against_two_years_before_is_listed_with_both(
    before: int, now: int, told: list[str]
) -> None:
    other = "\nT/1  New  -  -  -  -"
    tables = {"2024-04-30": many(before, "2020-01-01") + other, "2026-03-31": many(now, "2020-01-01")}
    found = assembled(tables)
    moved = [row for row in found.exceptions.to_pylist() if row["reason"] == "moved-against-last-year"]
    assert [row["detail"] for row in moved] == told
    assert not found.checks_failed
    late = {"2024-05-02": tables["2024-04-30"], "2026-03-31": tables["2026-03-31"]}
    assert listed(late, "moved-against-last-year") == []


def test_each_figure_that_moved_is_an_exception_of_its_own() -> None:
    tables = {"2024-03-31": many(30, "2023-06-01"), "2026-03-31": many(60, "2025-06-01", "Q")}
    assert [detail for _, detail in listed(tables, "moved-against-last-year")] == [
        "cell=ALN.new.granted now=60 before=30",
        "cell=ALN.prem.total now=60 before=30",
    ]


def test_a_body_that_licenses_nothing_gets_no_cells_and_an_exception() -> None:
    tables = {ADUR: {"2026-03-31": ISSUED}, DEVON: {"2026-03-31": ISSUED}, ANGLESEY: {"2026-03-31": ISSUED}}
    found = assembled(tables)
    authorities = list(dict.fromkeys(found.cells.column("authority").to_pylist()))
    assert authorities == [ADUR, "E92000001", "K04000001", ANGLESEY, "W92000004"]
    assert {row["authority"] for row in found.indicators.to_pylist()} == set(authorities)
    others = [row for row in found.exceptions.to_pylist() if row["authority"] == DEVON]
    assert [(row["reason"], row["reference"]) for row in others] == [("not-a-licensing-authority", "")]
    assert found.responded == len(found.owing) == 2
    with pytest.raises(LookupError, match="E10000008 has no cells of alcohol_licensing"):
        trace(RETURN, "ALN.prem.total", published(tables), [ADUR, DEVON], DEVON, YEAR)


def test_totals_are_of_england_of_wales_and_of_both_where_a_folder_of_each_is_there() -> None:
    tables = {ADUR: {"2026-03-31": ISSUED}, ARUN: {"2026-06-30": ISSUED}, ANGLESEY: {"2026-03-31": ISSUED}}
    totals = {row["authority"]: row for row in assembled(tables).cells.to_pylist() if row["cell"] == "ALN.prem.total"}
    written = {
        gss: (row["value"], row["origin"]) for gss, row in totals.items() if gss[3:] == "000001" or "0000" in gss
    }
    assert written["E92000001"] == ("2", "inferred")
    assert written["W92000004"] == ("1", "computed")
    assert written["K04000001"] == ("3", "inferred")
    assert "E92000001" not in {
        row["authority"] for row in assembled({ANGLESEY: tables[ANGLESEY]}, [ANGLESEY]).cells.to_pylist()
    }


def test_rows_of_an_authority_without_a_file_of_its_own_are_its_licences() -> None:
    shared = """
        case  status  start       of
        P/1   Issued  2020-01-01  -
        P/1   Issued  2020-01-01  E07000224
        P/2   Issued  2020-01-01  E07000224
    """
    found = assembled({ADUR: {"2026-03-31": shared}}, [ADUR, ARUN]).cells.to_pylist()
    assert [row["value"] for row in found if row["cell"] == "ALN.prem.total"][:2] == ["1", "2"]
    own = assembled({ADUR: {"2026-03-31": shared}, ARUN: {"2026-03-31": ISSUED}}).cells.to_pylist()
    assert [row["value"] for row in own if row["cell"] == "ALN.prem.total"][:2] == ["1", "1"]


def test_nothing_of_a_holder_or_a_supervisor_is_read() -> None:
    personal = ("LicenceHolder", "Supervisor", "DesignatedPremises", "DecidedBy", "PremisesName", "LocationText")
    assert [name for name in RETURN.reads[0].columns if name.startswith(personal)] == []


def test_every_second_year_is_collected() -> None:
    due = {date(2026, 3, 31): "2023-24", date(2026, 4, 1): "2025-26", date(2028, 3, 31): "2025-26"}
    assert {day: last_collected_year(day).name for day in due} == due
    assert last_collected_year(date(2026, 4, 1)).last - date(2026, 4, 1) == timedelta(days=-1)
