"""What each cell of the brownfield register return is, sentence by sentence of the specification."""

from datetime import date
from typing import Any

from tests.transforms.returns.drawn import assemble, drawn, snapshot, trace
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.brownfield_register import RETURN as BROWNFIELD_REGISTER

ADUR, ARUN, WORTHING = "E07000223", "E07000224", "E07000229"
SHORT = {
    "site": "SiteReference",
    "of": "organisation_gss",
    "min": "MinNetDwellings",
    "min+": "MinNetDwellings__upper",
    "from": "NetDwellingsRangeFrom",
    "from+": "NetDwellingsRangeFrom__upper",
    "to": "NetDwellingsRangeTo",
    "to+": "NetDwellingsRangeTo__upper",
    "ha": "Hectares",
    "status": "PlanningStatus",
    "added": "FirstAddedDate",
    "updated": "LastUpdatedDate",
    "ended": "EndDate",
}
KINDS = BROWNFIELD_REGISTER.reads_of("brownfield_land").columns
YEAR = parse_period("2025-12-31")


def register(table: str, authority: str = ADUR, fetched: str = "2026-01-05", edition: str = "2026") -> SnapshotTable:
    rows = drawn(table, SHORT, KINDS)
    return snapshot(BROWNFIELD_REGISTER, authority, date.fromisoformat(fetched), rows, edition)


def assembled(*registers: SnapshotTable, asked: tuple[str, ...] = (ADUR,), **options: Any) -> AssembledReturn:
    return assemble(BROWNFIELD_REGISTER, registers, asked, options.pop("period", YEAR), **options)


def cells(found: AssembledReturn, *names: str, authority: str = ADUR) -> list[str | None]:
    values = {row["cell"]: row["value"] for row in found.cells.to_pylist() if row["authority"] == authority}
    return [values[f"BLR.{name}"] for name in names]


def listed(found: AssembledReturn) -> list[tuple[str, str]]:
    return [(row["reason"], row["reference"]) for row in found.exceptions.to_pylist()]


def test_the_latest_register_known_on_the_day_counts() -> None:
    old = register("site  min\nA  5\nB  5", fetched="2025-06-01")
    new = register("site  min\nA  6")
    assert cells(assembled(old, new), "all.sites", "all.dwellings_from") == ["1", "6"]
    assert cells(assembled(old, new, as_known=date(2025, 12, 31)), "all.sites") == ["2"]


def test_the_latest_update_of_a_repeated_site_wins_then_the_later_row() -> None:
    table = """
        site  min  updated
        A     1    2025-02-01
        A     2    2025-01-01
        B     3    2025-01-01
        B     4    2025-01-01
        b     8    -
    """
    assert cells(assembled(register(table)), "all.sites", "all.dwellings_from") == ["3", "13"]


def test_a_site_is_current_from_the_day_it_is_added_until_the_day_it_ends() -> None:
    table = """
        site  min  added       ended
        A     1    2025-12-31  2026-01-01
        B     2    2026-01-01  -
        C     4    -           2025-12-31
        D     8    -           -
    """
    found = assembled(register(table))
    assert cells(found, "all.dwellings_from", "added.sites", "ended.sites") == ["9", "1", "1"]


def test_dwellings_come_from_the_range_else_the_minimum() -> None:
    def dwellings(header: str, row: str) -> list[str | None]:
        return cells(assembled(register(f"site  {header}\nA  {row}")), "all.dwellings_from", "all.dwellings_to")

    assert dwellings("from  to  min", "5  9  2") == ["5", "9"]
    assert dwellings("min", "2") == ["2", "2"]
    assert dwellings("from  from+", "10  20") == ["10", "20"]
    assert dwellings("from  from+  to", "10  20  15") == ["10", "15"]
    assert dwellings("min  min+", "10  20") == ["10", "20"]
    assert dwellings("to  to+", "10  20") == ["10", "20"]
    assert dwellings("to", "7") == ["0", "7"]
    assert dwellings("from  to", "9  5") == ["9", "5"]
    assert dwellings("from  to", "0.50  1.49") == ["1", "1"]


def test_sites_without_dwellings_with_a_reversed_range_or_an_odd_area_are_listed_and_used() -> None:
    table = """
        site  from  to  ha
        A     -     -   1
        B     -     3   0.00
        C     9     5   500.01
        D     9     9   500
    """
    found = assembled(register(table))
    assert listed(found) == [
        ("dwellings-missing", "A"),
        ("range-reversed", "C"),
        ("hectares-out-of-range", "B"),
        ("hectares-out-of-range", "C"),
    ]
    assert cells(found, "all.hectares") == ["1001.01"]


def test_hectares_are_rounded_half_up_once_and_england_adds_what_is_written() -> None:
    adur, arun = (register("site  ha  min\nA  0.0625  1\nB  0.0625  1", one) for one in (ADUR, ARUN))
    assert cells(assembled(adur), "all.hectares") == ["0.13"]
    assert cells(assembled(adur, arun, asked=(ADUR, ARUN)), "all.hectares", authority=ENGLAND) == ["0.26"]


def test_what_is_blank_or_in_no_list_is_unknown_and_types_are_of_permissioned_sites_alone() -> None:
    table = """
        site  min  status            PermissionType            OwnershipStatus      Deliverable
        A     1    permissioned      full planning permission  mixed ownership      yes
        B     1    permissioned      -                         unknown ownership    no
        C     1    not permissioned  full planning permission  -                    -
        D     1    -                 -                         -                    -
    """
    found = assembled(register(table))
    names = ("permissioned", "not_permissioned", "pending", "status_unknown", "full", "type_unknown")
    assert cells(found, *(f"{name}.sites" for name in names)) == ["2", "1", "0", "1", "1", "1"]
    assert cells(found, "owned_mixed.sites", "owned_unknown.sites", "deliverable.sites") == ["1", "3", "1"]


def test_reviews_are_counted_over_the_twelve_months_to_the_day() -> None:
    table = """
        site  min  updated
        A     1    2023-02-27
        B     1    2023-02-28
        C     1    2023-03-01
        D     1    2024-02-29
        E     1    -
        F     1    2024-03-01
    """
    found = assembled(register(table), period=parse_period("2024-02-29"))
    assert cells(found, "updated.sites", "overdue.sites") == ["2", "2"]
    rates = {row["indicator"]: row["value"] for row in found.indicators.to_pylist() if row["authority"] == ADUR}
    assert rates == {
        "permissioned_share_pct": "0.0",
        "deliverable_dwellings_share_pct": "0.0",
        "reviewed_within_year_pct": "66.7",
    }


def test_part_2_is_of_the_older_edition_and_endings_of_the_newer() -> None:
    table = "site  min  Part2\nA  1  yes"
    older, newer = (assembled(register(table, edition=edition)) for edition in ("2017", "2026"))
    assert cells(older, "part_2.sites", "ended.sites") == ["1", None]
    assert cells(newer, "part_2.sites", "ended.sites") == [None, "0"]


def test_a_shared_file_is_divided_among_the_authorities_that_have_a_folder() -> None:
    shared = register(f"site  min  of\nA  1  -\nA  2  {ARUN}\nB  4  {WORTHING}\nC  8  {ADUR}")
    found = assembled(shared, asked=(ADUR, ARUN))
    assert cells(found, "all.dwellings_from") == ["9"]
    assert cells(found, "all.dwellings_from", authority=ARUN) == ["2"]
    own = register("site  min\nZ  16", ARUN)
    found = assembled(shared, own, asked=(ADUR, ARUN))
    assert cells(found, "all.dwellings_from", authority=ARUN) == ["16"]
    assert cells(found, "all.dwellings_from", authority=ENGLAND) == ["25"]


def test_one_foreign_organisation_throughout_is_the_publisher() -> None:
    assert cells(assembled(register(f"site  min  of\nA  1  {ARUN}\nB  2  {ARUN}")), "all.dwellings_from") == ["3"]


def test_an_authority_without_a_usable_register_has_no_data() -> None:
    found = assembled()
    assert set(found.cells.column("origin").to_pylist()) == {"no-data"}
    assert listed(found) == [("no-data", "")]


def test_a_point_far_outside_the_authority_is_listed() -> None:
    table = """
        site  min  GeoX   GeoY
        A     1    -0.28  50.84
        B     1    -2.28  53.48
        C     1    -      -
    """
    assert listed(assembled(register(table))) == [("place-outside-authority", "B")]


def test_a_date_of_permission_or_of_update_that_makes_no_sense_is_listed() -> None:
    table = """
        site  min  status        PermissionDate  added       updated
        A     1    permissioned  2025-01-01      2025-01-01  2025-01-01
        B     1    -             2025-01-01      2025-01-01  2024-12-31
    """
    assert listed(assembled(register(table))) == [
        ("permission-date-without-permission", "B"),
        ("updated-before-added", "B"),
    ]


def test_a_sum_is_traced_to_sites_that_add_up_to_it() -> None:
    shared = register("site  from  to\nA  1  2\nB  3  5")
    traced = trace(BROWNFIELD_REGISTER, "BLR.all.dwellings_to", [shared], [ADUR], ADUR, YEAR)
    assert traced.column("reference").to_pylist() == ["A", "B"]
    assert traced.column("dwellings_to").to_pylist() == ["2", "5"]
    assert traced.column("line").to_pylist() == ["2", "3"]


def test_the_day_due_is_the_last_31_december() -> None:
    assert BROWNFIELD_REGISTER.default_period(date(2026, 2, 1)) == YEAR
