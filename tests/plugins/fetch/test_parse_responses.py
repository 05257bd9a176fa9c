"""What strangers' servers answer is parsed in a process with limits: what stalls or ends that costs its own answer."""

import ast
import asyncio
import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.fetch.fetch_all import fetch_all
from plugins.fetch.fetch_once import FetchOutcome
from plugins.fetch.file_sets import FileSetRequest, FileSetResult, SourceAddress
from plugins.fetch.services import json_page
from plugins.fetch.services.arcgis import ARCGIS
from plugins.fetch.services.service_page import ServicePage
from plugins.reading import run_limited
from plugins.reading.allowance import Allowance
from tests.plugins.conftest import Page, Site
from tests.plugins.fetch.test_fetch_all import ask, policy

FETCH = Path(__file__).parents[3] / "plugins" / "fetch"
STALLS = b"<html>" + b"<a x='" * 1_500_000  # of which Python's own HTML parser makes an hour's work
INDEX = b'<html><a href="apr.csv">April</a></html>'


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """One second for any answer."""
    monkeypatch.setattr(run_limited, "allowance_for", lambda _: Allowance(processor_seconds=1, seconds=20))


def ask_listings(site: Site, *paths: str) -> list[FileSetResult]:
    async def results() -> list[FileSetResult]:
        requests = [FileSetRequest(path, (SourceAddress(site.url(path), is_listing=True),)) for path in paths]
        return [result async for result in fetch_all(requests, policy(site))]

    return sorted(asyncio.run(results()), key=lambda result: result.request.authority_gss)


@pytest.mark.usefixtures("impatient")
def test_a_page_that_stalls_its_parser_costs_no_other_councils_listing(site: Site) -> None:
    site.publish("/1", Page(STALLS))
    site.publish("/2", Page(INDEX))
    site.publish("/apr.csv", Page(b"a\n1\n"))
    stalling, good = ask_listings(site, "/1", "/2")
    (attempt,) = stalling.failed_listings.values()
    assert attempt.outcome is FetchOutcome.NOTHING_LISTED
    assert attempt.error == "the listing can't be read: reading it takes longer than we allow for a file of its size"
    assert [file.outcome for file in good.files] == [FetchOutcome.ANSWERED]


def test_a_listing_that_lists_beyond_all_measure_is_refused(site: Site) -> None:
    resources = [{"url": f"/{number}.csv"} for number in range(100_001)]
    site.publish("/1", Page(json.dumps({"result": {"resources": resources}}).encode()))
    (result,) = ask_listings(site, "/1")
    (attempt,) = result.failed_listings.values()
    assert "needs more memory than we allow" in (attempt.error or "")


def parse_and_die(content: bytes) -> ServicePage | None:
    if b"DIE" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    return json_page.parse_json_page(content)


@pytest.mark.parametrize(
    ("first", "expected"),
    [(b'{"features": [{"a": "DIE"}], "exceededTransferLimit": true}', b"DIE"),
     (b'{"features": [{"a": 1}], "exceededTransferLimit": true}', b'"a": 1')],
)  # fmt: skip
def test_a_page_of_which_the_parser_dies_is_no_page_and_the_process_that_asked_goes_on(
    site: Site, monkeypatch: pytest.MonkeyPatch, first: bytes, expected: bytes
) -> None:
    deadly = replace(ARCGIS, parse_page=parse_and_die)
    monkeypatch.setattr("plugins.fetch.fetch_source.service_at", lambda _: deadly)
    url = site.publish("/FeatureServer/0/query?f=json", Page(first))
    site.publish("/FeatureServer/0/query?f=json&resultOffset=1", Page(b'{"features": [{"a": "DIE"}]}'))
    result = ask(site, url)
    assert result.outcome is FetchOutcome.ANSWERED
    assert result.body is not None
    assert expected in result.body.read()


def test_nothing_else_in_fetch_parses_an_answer() -> None:
    outside = [path for path in FETCH.glob("*.py") if path.name != "parse_responses.py"]
    calls = {
        path.name: {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute | ast.Name)
        }
        & {"read_listing", "parse_page", "document_of", "loads", "fromstring", "HTMLParser"}
        for path in outside
    }
    assert {name: parsers for name, parsers in calls.items() if parsers} == {}
