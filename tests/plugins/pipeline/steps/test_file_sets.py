"""A council that publishes a month at a time, from collecting to the file in use."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, Collecting

pytestmark = pytest.mark.platform
HEAD = "Payment date,Supplier name,Net amount,Purpose\n"
SPENDING = "spending_over_500"


def month(number: int, amount: int = 600) -> Page:
    lines = [f"2025-{number:02d}-{day:02d},Supplier {day},{amount + day}.00,Repairs\n" for day in range(1, 6)]
    return Page((HEAD + "".join(lines)).encode(), headers={"ETag": f'"{number}-{amount}"'})


def listing(*names: str) -> Page:
    return Page(f"<html>{''.join(f'<a href={name}>{name}</a>' for name in names)}</html>".encode())


@pytest.fixture
def register(site: Site, tmp_path: Path) -> Path:
    """Adur has twelve addresses, one of them ended; Arun a page that lists its files."""
    lines = ["authority_gss,standard,url,format,licence,provision,since,until,kind,pattern"]
    for number in range(1, 13):
        until = "2025-06-01" if number == 12 else ""
        lines.append(f"{ADUR},{SPENDING},{site.url(f'/{number}.csv')},csv,OGL-3.0,expected,2025-01-01,{until},,")
    lines.append(f"{ARUN},{SPENDING},{site.url('/spending')},,OGL-3.0,expected,,,listing,*spend*")
    path = tmp_path / "sources.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def spending(collecting: Collecting, site: Site) -> Collecting:
    for number in range(1, 13):
        site.publish(f"/{number}.csv", month(number))
    site.publish("/spending", listing("spend-jan.csv", "spend-feb.csv", "minutes.pdf"))
    site.publish("/spend-jan.csv", month(1))
    site.publish("/spend-feb.csv", month(2))
    return replace(collecting, standard=SPENDING)


def rows_in_use(collecting: Collecting, authority: str) -> int:
    query = "select c.rows from in_use u join checked c on c.sha256 = u.in_use_sha256 and c.authority_gss = u.authority_gss where u.authority_gss = :gss"  # noqa: E501
    return int(collecting.ask(query, gss=authority)[0][0])


def codes(collecting: Collecting, authority: str) -> set[Any]:
    query = "select i.code from in_use u join issue_count i on i.sha256 = u.in_use_sha256 and i.authority_gss = u.authority_gss where u.authority_gss = :gss"  # noqa: E501
    return {code for (code,) in collecting.ask(query, gss=authority)}


def outcomes(collecting: Collecting, authority: str) -> list[str]:
    query = "select outcome from collection where authority_gss = :gss order by day"
    return [outcome for (outcome,) in collecting.ask(query, gss=authority)]


def test_a_council_of_months_is_collected_as_one_table_and_asked_again_conditionally(
    spending: Collecting, site: Site
) -> None:
    spending.collect("2025-11-01")
    assert rows_in_use(spending, ADUR) == 55  # the address of December has ended
    assert rows_in_use(spending, ARUN) == 10
    assert "files-joined" in codes(spending, ADUR)
    site.asked.clear()
    spending.collect("2025-11-02")
    assert outcomes(spending, ADUR) == ["answered", "unchanged"]
    assert all("If-None-Match" in headers for path, headers in site.asked if path.endswith(".csv"))


def test_a_month_published_again_at_its_address_replaces_that_month(spending: Collecting, site: Site) -> None:
    spending.collect("2025-11-01")
    site.publish("/3.csv", month(3, 7000))
    spending.collect("2025-11-02")
    assert rows_in_use(spending, ADUR) == 55
    assert outcomes(spending, ADUR) == ["answered", "answered"]


def test_a_month_that_fails_keeps_its_copy_and_the_report_says_so(spending: Collecting, site: Site) -> None:
    spending.collect("2025-11-01")
    site.publish("/3.csv", Page(status=404))
    spending.collect("2025-11-02")
    spending.collect("2025-11-03")
    assert rows_in_use(spending, ADUR) == 55
    assert "listed-file-missing" in codes(spending, ADUR)
    assert outcomes(spending, ADUR) == ["answered", "answered", "unchanged"]


def test_a_file_that_repeats_a_month_is_listed_and_counts_once(spending: Collecting, site: Site) -> None:
    site.publish("/spending", listing("spend-jan.csv", "spend-feb.csv", "spend-q1.csv"))
    quarter = HEAD.encode() + b"".join(month(number).body.removeprefix(HEAD.encode()) for number in (1, 2, 3))
    site.publish("/spend-q1.csv", Page(quarter))
    spending.collect("2025-11-01")
    assert rows_in_use(spending, ARUN) == 15
    assert "month-published-again" in codes(spending, ARUN)


def test_a_file_that_is_listed_no_more_stays_and_one_under_a_new_address_is_renewed(
    spending: Collecting, site: Site
) -> None:
    spending.collect("2025-11-01")
    site.publish("/spending", listing("new/spend-feb.csv"))
    site.publish("/new/spend-feb.csv", month(2, 9000))
    spending.collect("2025-11-02")
    assert rows_in_use(spending, ARUN) == 10
    assert "listed-file-withdrawn" in codes(spending, ARUN)


def test_a_listing_that_lists_nothing_is_a_finding_and_the_last_valid_files_stay(
    spending: Collecting, site: Site
) -> None:
    spending.collect("2025-11-01")
    site.publish("/spending", listing("minutes.pdf"))
    spending.collect("2025-11-02")
    assert spending.in_use(ARUN)[:3] == ("last-valid", "2025-11-01", "nothing-listed")
    issues = spending.ask("select issue from collection where authority_gss = :gss order by day", gss=ARUN)
    assert issues[-1] == ("listing-empty",)


def test_what_robots_may_not_fetch_is_a_finding_of_the_source(spending: Collecting, site: Site) -> None:
    site.publish("/robots.txt", Page(b"User-agent: *\nDisallow: /"))
    spending.collect("2025-11-01")
    assert outcomes(spending, ARUN) == ["disallowed"]
    assert spending.ask("select distinct issue from collection") == [("source-disallowed",)]


def test_a_listing_of_a_standard_without_parts_leads_to_its_newest_file(
    collecting: Collecting, site: Site, register: Path
) -> None:
    head = "authority_gss,standard,url,kind,pattern,provision\n"
    register.write_text(f"{head}{ADUR},brownfield_land,{site.url('/registers')},listing,*.csv,statutory\n")
    site.publish("/registers", listing("brownfield-2024.csv", "brownfield-2025.csv"))
    for year, sites in ((2024, 3), (2025, 4)):
        lines = [f"{year},S/{number},{number},Church Street,-0.27,50.83\n" for number in range(sites)]
        text = "FirstAddedDate,SiteReference,Hectares,SiteNameAddress,GeoX,GeoY\n" + "".join(lines)
        site.publish(f"/brownfield-{year}.csv", Page(text.encode()))
    brownfield = replace(collecting, standard="brownfield_land")
    brownfield.collect("2025-11-01")
    brownfield.collect("2025-11-02")
    assert brownfield.ask("select distinct file_name from snapshot") == [("brownfield-2025.csv",)]
    assert outcomes(brownfield, ADUR) == ["answered", "unchanged"]
