"""The alcohol licensing page, rule by rule: licences drawn, and what each cell says of them."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from expectations.check_return import check_return
from tests.transforms.returns.drawn import Row, assemble, drawn, snapshot, trace
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns.alcohol_licensing import RETURN, last_collected_year

ADUR, ARUN, ANGLESEY, DEVON = "E07000223", "E07000224", "W06000001", "E10000008"
YEAR = parse_period("2025-26")
SHORT = {
    "case": "CaseReference", "dated": "CaseDate", "start": "LicenceStartDate", "end": "LicenceEndDate",
    "status": "StatusLabel", "kind": "ServiceTypeLabel", "alcohol": "AlcoholSupply", "on": "OnPremisesAlcoholSale",
    "off": "OffPremisesAlcoholSale", "late": "LateNightRefreshment", "hours": "OpeningHours", "decided": "DecisionDate",
    "extract": "ExtractDate", "of": "organisation_gss", "uri": "ServiceTypeURI", "status_uri": "StatusURI",
}  # fmt: skip
KINDS = {"P": "Premises licence", "C": "Club premises certificate", "T": "Temporary event notice"}
FLAGS = ("AlcoholSupply", "OnPremisesAlcoholSale", "OffPremisesAlcoholSale", "LateNightRefreshment")
Tables = Mapping[str, str]  # day of fetching: what was fetched


def rows(table: str) -> list[Row]:
    kinds = {name: kind for name, kind in RETURN.reads[0].columns.items() if kind == "day"}
    return [
        row
        | {name: row[name] == "yes" for name in FLAGS if name in row}
        | {"ServiceTypeLabel": KINDS.get(str(row.get("ServiceTypeLabel", "P")), row.get("ServiceTypeLabel"))}
        for row in drawn(table, SHORT, kinds)
    ]


def published(tables: Tables | Mapping[str, Tables]) -> list[SnapshotTable]:
    by_authority = tables if all(isinstance(one, Mapping) for one in tables.values()) else {ADUR: tables}
    return [
        snapshot(RETURN, gss, date.fromisoformat(day), rows(table))
        for gss, files in by_authority.items()
        for day, table in files.items()
    ]


def assembled(
    tables: Tables | Mapping[str, Tables], asked: list[str] | None = None, **switches: str
) -> AssembledReturn:
    snapshots = published(tables)
    everybody = asked or sorted({one.authority_gss for one in snapshots} | {ADUR})
    return check_return(assemble(RETURN, snapshots, everybody, YEAR, None, switches))


def cells(tables: Tables, *names: str, authority: str = ADUR, **switches: str) -> list[int | None]:
    found = assembled(tables, **switches).cells.to_pylist()
    values = {row["cell"]: row["value"] for row in found if row["authority"] == authority}
    return [None if values[f"ALN.{name}"] is None else int(values[f"ALN.{name}"]) for name in names]


def origin(tables: Tables, *names: str) -> list[str]:
    origins = {row["cell"]: row["origin"] for row in assembled(tables).cells.to_pylist() if row["authority"] == ADUR}
    return [origins[f"ALN.{name}"] for name in names]


def listed(tables: Tables, *reasons: str) -> list[tuple[str, str]]:
    return [
        (row["reason"], row["reference"] or row["detail"])
        for row in assembled(tables).exceptions.to_pylist()
        if row["reason"] in reasons
    ]


def test_the_worked_example_of_the_page() -> None:
    table = """
        extract     case  status   dated       start       end         alcohol  on   off  late
        2026-03-31  P/1   Issued   2010-01-01  2010-01-01  -           yes      yes  yes  -
        2026-03-31  P/2   Issued   2010-01-01  2010-01-01  -           yes      yes  yes  -
        2026-03-31  P/3   Issued   2010-01-01  2010-01-01  -           yes      yes  yes  -
        2026-03-31  P/4   Issued   2010-01-01  2010-01-01  -           yes      yes  yes  -
        2026-03-31  P/5   Issued   2010-01-01  2010-01-01  -           yes      yes  no   -
        2026-03-31  P/6   Issued   2010-01-01  2010-01-01  -           yes      yes  -    -
        2026-03-31  P/7   Issued   2010-01-01  2010-01-01  -           yes      no   yes  -
        2026-03-31  P/8   Issued   2010-01-01  2010-01-01  -           no       -    -    yes
        2026-03-31  P/9   Current  2026-03-01  -           -           yes      yes  yes  -
        2026-03-31  P/10  Issued   2010-01-01  2010-01-01  2026-03-31  yes      yes  yes  -
        2026-03-31  P/11  Issued   2026-04-01  2026-04-01  -           yes      yes  yes  -
        2026-03-31  P/12  Issued   2010-01-01  2010-01-01  -           yes      -    -    -
    """
    only = {"2026-04-05": table}
    stock = [f"prem.{name}" for name in ("total", "both", "on", "off", "no_alcohol", "alcohol_unknown", "late_night")]
    assert cells(only, *stock) == [9, 4, 2, 1, 1, 1, 1]
    assert origin(only, *stock) == ["computed"] * 7
    assert cells(only, "new.undecided", "new.applied", "new.granted", "new.refused") == [1, 1, 0, 0]
    blank = ("club.total", "ten.given", "h24.total", "ended.surrendered", "ended.revoked", "ended.lapsed", "ended.gone")
    assert origin(only, *blank) == ["not-derivable"] * 7
    assert assembled(only).checks_failed
    assert len(listed(only, "split-unknown-share")) == 1
    assert [row["value"] for row in assembled(only).indicators.to_pylist()][:3] == ["11.1", "44.4", None]


ISSUED = """
    case  status  dated       start       alcohol  on
    P/1   Issued  2010-01-01  2010-01-01  yes      yes
"""


@pytest.mark.parametrize(
    ("status", "in_force", "without_suspended"),
    [
        ("Issued", 1, 1), ("Subject to review", 1, 1), ("Deceased", 1, 1), ("Renewal", 1, 1), ("Suspended", 1, 0),
        ("Surrendered", 0, 0), ("Revoked", 0, 0), ("Expired", 0, 0), ("New", 0, 0), ("Current", 0, 0),
        ("Approved", 0, 0), ("Refused", 0, 0), ("Withdrawn", 0, 0), ("In FORCE", 1, 1), ("Dormant", 0, 0),
    ],
)  # fmt: skip
def test_a_status_says_whether_a_licence_is_in_force(status: str, in_force: int, without_suspended: int) -> None:
    table = {"2026-03-31": ISSUED.replace("Issued", status)}
    assert cells(table, "prem.total") == [in_force]
    assert cells(table, "prem.total", suspended_in_force="no") == [without_suspended]


@pytest.mark.parametrize(
    ("status", "start", "end", "in_force"),
    [
        ("Issued", "2026-03-31", "-", 1), ("Issued", "2026-04-01", "-", 0), ("Issued", "2020-01-01", "2026-03-31", 0),
        ("Issued", "2020-01-01", "2026-04-01", 1), ("Issued", "2020-01-01", "2019-12-31", 1),
        ("Surrendered", "2020-01-01", "2026-04-01", 1), ("Surrendered", "2020-01-01", "2026-03-31", 0),
        ("Expired", "2020-01-01", "2019-12-31", 0), ("Issued", "-", "-", 1),
    ],
)  # fmt: skip
def test_a_licence_is_in_force_from_its_start_until_it_ends(status: str, start: str, end: str, in_force: int) -> None:
    table = f"""
        case  status    dated       start    end
        P/1   {status}  2019-06-01  {start}  {end}
    """
    assert cells({"2026-04-03": table}, "prem.total") == [in_force]


def test_an_end_before_the_start_and_a_missing_start_are_listed() -> None:
    table = """
        case  status   dated       start       end
        P/1   Issued   -           2020-01-01  2019-12-31
        P/2   Issued   -           -           -
        T/1   Issued   -           -           -
        P/3   Current  -           -           -
    """.replace("T/1   Issued", "T/1   Withdrawn")
    assert cells({"2026-03-31": table}, "prem.total") == [1]
    assert listed({"2026-03-31": table}, "end-before-start", "start-missing") == [
        ("end-before-start", "P/1"),
        ("start-missing", "P/2"),
    ]


def test_the_address_decides_before_the_words_and_what_is_in_no_list_counts_nowhere() -> None:
    table = """
        case  status   kind         uri          status_uri  start
        A/1   Current  Scrap metal  service/860  Status/13   2020-01-01
        A/2   Issued   Scrap metal  -            -           2020-01-01
        A/3   Dormant  C            -            -           2020-01-01
        A/4   Issued   club         -            -           2020-01-01
    """.replace("service/", "http://id.esd.org.uk/service/").replace(
        "Status/", "http://id.esd.org.uk/premisesLicenceStatus/"
    )
    assert cells({"2026-03-31": table}, "prem.total", "club.total") == [1, 1]
    assert listed({"2026-03-31": table}, "kind-unknown", "status-unknown") == [
        ("status-unknown", "A/3"),
        ("kind-unknown", "A/2"),
    ]


def test_the_snapshot_of_the_last_day_is_the_nearest_and_of_two_equally_near_the_later() -> None:
    two = ISSUED + "    P/2   Issued  2010-01-01  2010-01-01  yes      yes\n"
    assert cells({"2026-03-30": two, "2026-04-01": ISSUED}, "prem.total") == [1]
    assert cells({"2026-03-30": ISSUED, "2026-04-02": two}, "prem.total") == [1]
    assert origin({"2026-05-01": ISSUED}, "prem.total") == ["computed"]
    assert origin({"2026-05-02": ISSUED}, "prem.total") == ["inferred"]
    assert origin({"2025-04-01": ISSUED}, "prem.total") == ["inferred"]
    assert origin({"2025-03-31": ISSUED}, "prem.total", "personal.in_force") == ["no-data"] * 2


def test_a_snapshots_day_is_its_latest_extract_date_that_is_not_after_the_fetch() -> None:
    extracted = """
        extract     case  status  start
        2025-03-31  P/1   Issued  2020-01-01
        2025-03-30  P/2   Issued  2020-01-01
        {day}       P/3   Issued  2020-01-01
    """
    assert origin({"2026-04-05": extracted.format(day="2026-04-06")}, "prem.total") == ["no-data"]
    assert origin({"2026-04-05": extracted.format(day="2025-04-01")}, "prem.total") == ["inferred"]
    assert origin({"2026-04-05": extracted.format(day="2026-04-05")}, "prem.total") == ["computed"]


def test_the_state_is_the_newest_row_but_for_one_dated_after_the_day() -> None:
    history = """
        case  status       dated       start
        P/1   Issued       2020-01-01  2020-01-01
        P/1   Surrendered  2026-04-02  2020-01-01
        P/2   Surrendered  2026-04-02  2020-01-01
        P/3   Surrendered  2021-01-01  2020-01-01
        P/3   Issued       2020-01-01  2020-01-01
        P/4   Issued       2021-01-01  2020-01-01
        P/4   Current      2025-01-01  -
    """
    assert cells({"2026-04-05": history}, "prem.total") == [2]
    traced = trace(RETURN, "ALN.prem.total", published({"2026-04-05": history}), [ADUR], ADUR, YEAR)
    assert traced.select(["reference", "line"]).to_pylist() == [
        {"reference": "P/1", "line": "2"},
        {"reference": "P/4", "line": "7"},
    ]


def test_a_licence_that_is_not_in_the_snapshot_of_the_last_day_is_not_in_the_stock_but_gone() -> None:
    other = ISSUED.replace("P/1", "P/2")
    tables = {"2025-03-20": ISSUED + other.splitlines()[2], "2026-03-31": other}
    assert cells(tables, "prem.total", "ended.gone", "ended.surrendered") == [1, 1, None]
    assert listed(tables, "licence-disappeared") == [("licence-disappeared", "P/1")]
    assert origin({"2025-02-27": ISSUED, "2026-03-31": other}, "ended.gone") == ["not-derivable"]
    assert cells(tables | {"2026-06-01": ISSUED.replace("Issued", "Expired")}, "ended.gone") == [1]


def test_what_ended_in_the_year_is_told_by_its_end_or_by_having_been_in_force() -> None:
    before = """
        case  status       start       end
        P/1   Issued       2010-01-01  -
        P/2   Issued       2010-01-01  -
        P/3   Surrendered  2010-01-01  -
        P/4   Issued       2010-01-01  -
    """
    after = """
        case  status       start       end
        P/1   Surrendered  2010-01-01  2025-04-01
        P/2   Surrendered  2010-01-01  -
        P/3   Surrendered  2010-01-01  -
        P/4   Surrendered  2010-01-01  2025-03-31
        P/5   Revoked      2010-01-01  2026-03-31
        P/6   Expired      2010-01-01  2026-04-01
        C/7   Suspended    2010-01-01  -
    """
    names = ("ended.surrendered", "ended.revoked", "ended.lapsed", "ended.gone", "ended.suspended")
    assert cells({"2025-04-10": before, "2026-03-31": after}, *names) == [2, 1, 0, 0, 1]
    assert cells({"2025-03-31": before, "2026-03-31": after}, *names) == [2, 1, 0, 0, 1]
    assert origin({"2025-03-31": before, "2026-03-31": after}, *names) == ["inferred"] * 5
    assert cells({"2025-05-15": before, "2026-03-31": after}, *names) == [None] * 4 + [1]


def test_alcohol_is_told_by_its_flags_where_it_is_blank() -> None:
    table = """
        case  status  start       alcohol  on   off
        P/1   Issued  2020-01-01  -        yes  -
        P/2   Issued  2020-01-01  -        no   no
        P/3   Issued  2020-01-01  -        no   -
        P/4   Issued  2020-01-01  -        -    -
        P/5   Issued  2020-01-01  no       yes  yes
        P/6   Issued  2020-01-01  yes      no   no
        P/7   Issued  2020-01-01  yes      -    yes
    """
    names = ("on", "off", "both", "alcohol_unknown", "no_alcohol")
    assert cells({"2026-03-31": table}, *(f"prem.{name}" for name in names)) == [1, 1, 0, 3, 2]
    assert listed({"2026-03-31": table}, "alcohol-unstated") == [
        ("alcohol-unstated", "P/3"),
        ("alcohol-unstated", "P/4"),
    ]


def test_premises_that_never_close_are_counted_unless_most_hours_are_unknown() -> None:
    table = """
        case  status  start       alcohol  hours
        P/1   Issued  2020-01-01  yes      24/7
        P/2   Issued  2020-01-01  yes      Mo-Su 10:00-23:00
        P/3   Issued  2020-01-01  -        by request
        P/4   Issued  2020-01-01  yes      -
        P/5   Issued  2020-01-01  no       24/7
    """
    assert cells({"2026-03-31": table}, "h24.total") == [1]
    assert origin({"2026-03-31": table}, "h24.total") == ["inferred"]
    assert listed({"2026-03-31": table}, "hours-unreadable") == [("hours-unreadable", "number=1")]
    unknown = table.replace("Mo-Su 10:00-23:00", "as licensed")
    assert origin({"2026-03-31": unknown}, "h24.total") == ["not-derivable"]
    assert listed({"2026-03-31": unknown}, "hours-unreadable") == [("hours-unreadable", "number=2")]


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


def many(number: int, start: str, series: str = "P") -> str:
    lines = "\n".join(f"{series}/{n}  Issued  {start}  {start}  yes  yes" for n in range(number))
    return f"case  status  start  decided  alcohol  on\n{lines}"


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
