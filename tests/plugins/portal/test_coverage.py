"""England on a day, as a map and as a table."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from plugins.portal.routes import coverage as routes
from plugins.portal.views.coverage import STATE_MARKS, CoverageMap, standard_coverage
from plugins.portal.views.source_states import SourceState
from plugins.storage.deployment import Deployment
from tests.plugins.pipeline.steps.conftest import STANDARD
from tests.plugins.portal.conftest import FIRST
from tests.plugins.portal.reading import rows_of, text_of

pytestmark = pytest.mark.platform
BY_STANDARD = f"/coverage?standard={STANDARD}"
ADDRESSES = ("/coverage", BY_STANDARD, "/coverage?return=planning_matters")


def states(reader: TestClient, address: str) -> dict[str, str]:
    return {row["Council"].strip(" ▲▼"): row["State"] for row in by_council(reader, address)}


def by_council(reader: TestClient, address: str) -> list[dict[str, str]]:
    rows = rows_of(reader.get(address).text, 1)
    return [{heading.partition(" ▲")[0]: words for heading, words in row.items()} for row in rows]


def key_of(page: str) -> dict[str, int]:
    return {row["State"]: int(row["Councils"]) for row in rows_of(page)}


def test_every_council_is_in_the_table_with_the_state_of_its_source(reader: TestClient) -> None:
    states_by_name = states(reader, BY_STANDARD)
    assert [states_by_name[name] for name in ("Adur", "Arun", "Crawley", "Barnsley", "Mid Sussex")] == [
        "Collected",
        "Unchanged",
        "Last valid file in use",
        "No usable file",
        "No address",
    ]


def test_a_past_day_shows_the_states_of_that_day(reader: TestClient) -> None:
    states_by_name = states(reader, f"{BY_STANDARD}&day={FIRST}")
    assert states_by_name["Crawley"] == "Collected"
    assert states(reader, f"{BY_STANDARD}&day=2025-04-01")["Crawley"] == "Never collected"
    for address in (f"{BY_STANDARD}&day=2025-04-01", "/coverage?day=2025-04-01"):
        assert "Nothing had been collected by this date" in text_of(reader.get(address).text)
    assert "Nothing had been collected" not in reader.get(BY_STANDARD).text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_hexagon_has_the_name_and_state_of_its_row_in_the_table(reader: TestClient, address: str) -> None:
    page = reader.get(address).text
    table = {row["Council"]: row["State"] for row in by_council(reader, address)}
    hexagons = re.findall(r'<a href="/councils/E\d+"><title>([^<]+): ([^:<]+)</title><use [^>]+></a>', page)
    assert len(hexagons) == 296
    assert all(table[unescape(name)] == state for name, state in hexagons)
    assert sum(key_of(page).values()) == len(table) > 296


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_pattern_of_the_map_is_drawn_without_inline_styles(reader: TestClient, address: str) -> None:
    page = reader.get(address).text
    drawn = set(re.findall(r'<pattern id="(\w)"', page))
    assert set(re.findall(r"url\(#(\w)\)", page)) <= drawn
    assert 'style="' not in page
    assert len(page.encode()) < 100_000


def test_a_page_of_failures_of_every_source_in_england_is_below_100_kb(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def worst(deployment: Deployment, slug: str, day: date) -> CoverageMap:
        coverage = standard_coverage(deployment, slug, day)
        days = (date(2025, 9, 29), date(2025, 9, 30))
        areas = tuple(replace(area, mark=STATE_MARKS[SourceState.LAST_VALID], values=days) for area in coverage.areas)
        return replace(coverage, areas=areas)

    monkeypatch.setattr(routes, "standard_coverage", worst)
    page = reader.get(BY_STANDARD).text
    assert page.count("Last valid file in use") > 600
    assert len(page.encode()) < 100_000


def test_a_return_shows_whose_data_fills_it(reader: TestClient) -> None:
    rows = {row["Council"]: row for row in by_council(reader, "/coverage?return=planning_matters")}
    assert rows["Adur"]["State"] == "Cells filled"
    assert int(rows["Adur"]["Computed"]) > 0
    assert rows["Barnsley"]["State"] == "No data"
    assert rows["Mid Sussex"]["State"] == "No data"  # it owes the return, and publishes nowhere
    assert rows["Hampshire"]["State"] == "Not asked"  # a county does not owe it
    assert "had not been assembled" in text_of(reader.get(f"/coverage?return=planning_matters&day={FIRST}").text)


def test_coverage_of_all_datasets_counts_those_with_a_file_in_use(reader: TestClient) -> None:
    rows = {row["Council"]: row for row in by_council(reader, "/coverage")}
    assert rows["Adur"]["State"] == "Some in use"  # its brownfield land was never collected
    assert rows["Crawley"]["Older file in use"] == "1"
    assert rows["Barnsley"]["State"] == "None in use"


def test_links_sort_the_table_both_ways(reader: TestClient) -> None:
    names = [row["Council"] for row in by_council(reader, "/coverage?sort=-name")]
    assert names == sorted(names, reverse=True)
    best = next(iter(by_council(reader, f"{BY_STANDARD}&sort=state")))
    assert best["Council"] == "Adur"
    page = reader.get(f"{BY_STANDARD}&sort=state").text
    assert 'aria-sort="ascending"' in page
    assert f"?standard={STANDARD}&amp;sort=-state#table" in page


@pytest.mark.parametrize("day", ["yesterday", "2999-01-01", "2025-13-01"])
def test_an_invalid_or_future_date_is_refused_with_a_sentence(reader: TestClient, day: str) -> None:
    page = reader.get("/coverage", params={"day": day})
    assert page.status_code == 400
    assert day in text_of(page.text)
