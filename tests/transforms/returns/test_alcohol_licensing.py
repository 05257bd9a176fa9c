"""The alcohol licensing page, rule by rule: licences drawn, and what each cell says of them."""

import pytest

from tests.transforms.returns.drawn import trace
from tests.transforms.returns.licence_tables import ADUR, ISSUED, YEAR, assembled, cells, listed, origin, published
from transforms.returns.alcohol_licensing import RETURN


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
