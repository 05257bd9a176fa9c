"""Discovery against a real server that answers as CKAN does, with pages, errors and traps."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import httpx
import pytest

from examples.visits import Publishers, example_publishers
from plugins.settings import Settings
from tests.plugins.pipeline.steps.conftest import Collecting

pytestmark = pytest.mark.platform
Run = Callable[..., tuple[int, str, str]]
OPENED = date(2026, 10, 5)
STANDARDS = ("brownfield_land", "planning_applications", "spending_over_500")
REASON = ("--why", "Their own page", "--by", "A. Officer")


@pytest.fixture(scope="module")
def publishers() -> Iterator[Publishers]:
    options = ("--fault-share", "0", "--scale", "0.05", "--standards", *STANDARDS)
    with example_publishers(*options, authorities=5, day=OPENED) as running:
        yield running


@pytest.fixture
def deployment_settings(deployment: Settings, publishers: Publishers) -> Settings:
    empty = publishers.sources_csv.with_name("empty.csv")
    empty.write_text("authority_gss,standard,url\n")
    return replace(deployment, sources=empty, allow_hosts=frozenset(publishers.hosts))


def open_proposals(collecting: Collecting) -> list[tuple[str, str, str]]:
    query = "select standard, kind, url from proposal order by id"
    return [(standard, kind, url) for standard, kind, url in collecting.ask(query)]


def test_what_follows_a_standard_is_proposed_and_nothing_is_collected_unaccepted(
    collecting: Collecting, publishers: Publishers, run: Run
) -> None:
    catalogue = f"{publishers.base_url}/api/3/action/package_search?rows=4&q={{words}}"
    status, words, _ = run("discover", "--catalogue", catalogue)
    proposed = open_proposals(collecting)
    assert status == 0
    assert f"{len(proposed)} proposed" in words
    assert {standard for standard, _, _ in proposed} == set(STANDARDS)
    assert len(proposed) == 15  # five councils, three standards, over four pages of each search
    kinds = {(standard, kind) for standard, kind, _ in proposed}
    assert {("spending_over_500", "listing"), ("brownfield_land", "file")} <= kinds
    assert not any(trap in url for _, _, url in proposed for trap in ("guide", "169.254", "gone", "sources.csv"))
    assert collecting.ask("select count(*) from collection") == [(0,)]
    assert run("sources", "list") == (0, "", "")

    listing = next(number for number, kind in collecting.ask("select id, kind from proposal") if kind == "listing")
    assert run("sources", "accept", listing, *REASON)[0] == 0
    assert run("sources", "refuse", listing + 1, *REASON)[0] == 0
    assert "package_show" in run("sources", "list")[1]
    assert run("sources", "accept", listing, *REASON)[0] == 2
    assert f"\n{listing}  " not in run("sources", "proposals")[1]
    assert "0 proposed" in run("discover", "--catalogue", catalogue)[1]

    replace(collecting, standard="spending_over_500").collect("2027-01-04")  # it counts from the day of its acceptance
    assert collecting.ask("select outcome, file_name from collection join snapshot using (authority_gss)") == [
        ("answered", "spending_over_500.zip")
    ]


def test_a_catalogue_that_fails_is_said_and_what_it_listed_before_counts(
    collecting: Collecting, publishers: Publishers, run: Run
) -> None:
    status, words, problems = run("discover", "--catalogue", f"{publishers.base_url}/no/catalogue")
    assert (status, "0 proposed" in words) == (1, True)
    assert "404" in problems


def test_the_catalogue_answers_as_ckan_does(publishers: Publishers) -> None:
    search = f"{publishers.base_url}/api/3/action/package_search"
    first, second = (
        httpx.get(search, params={"q": "brownfield", "rows": 4, "start": start}).json() for start in (0, 4)
    )
    assert first["result"]["count"] == 7
    names = [package["name"] for page in (first, second) for package in page["result"]["results"]]
    assert len(names) == len(set(names)) == 7
    shown = httpx.get(f"{publishers.base_url}/api/3/action/package_show", params={"id": names[0]}).json()
    assert shown["result"]["resources"] == first["result"]["results"][0]["resources"]
    assert httpx.get(f"{publishers.base_url}/api/3/action/package_show", params={"id": "nothing"}).status_code == 404
