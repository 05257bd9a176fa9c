"""Feeds: the news of a council or a standard as Atom."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from tests.plugins.pipeline.steps.conftest import ADUR, CRAWLEY, Collecting

pytestmark = pytest.mark.platform
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_lists_new_files_failures_and_assemblies(visitor: TestClient) -> None:
    page = visitor.get(f"/councils/{ADUR}").text
    assert f'type="application/atom+xml" title="Adur District Council" href="/councils/{ADUR}/feed.atom"' in page
    news = entries(visitor, f"/councils/{ADUR}/feed.atom")
    assert "Adur District Council, Planning applications: a new file" in news
    assert news["Adur District Council, Planning applications: the first file"].startswith(
        "Collected on 2 April 2025: 30 records, 30 usable"
    )
    assert "Planning matters: district planning return, 2025-Q1: assembled" in news
    failed = entries(visitor, f"/councils/{CRAWLEY}/feed.atom")
    assert "Crawley Borough Council, Planning applications: no usable new file" in failed
    everybody = entries(visitor, "/standards/planning_applications/feed.atom")
    assert {*news, *failed} <= {*everybody}


def entries(visitor: TestClient, address: str) -> dict[str, str]:
    """Return the summaries of a feed's entries by their titles, when every entry has what Atom asks for."""
    answer = visitor.get(address)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    elements = feed.findall(f"{ATOM}entry")
    ids = [element.findtext(f"{ATOM}id") for element in elements]
    assert len(set(ids)) == len(ids) > 0
    assert all(element.findtext(f"{ATOM}updated") and element.find(f"{ATOM}link") is not None for element in elements)
    return {element.findtext(f"{ATOM}title") or "": element.findtext(f"{ATOM}summary") or "" for element in elements}


def test_a_deployment_that_has_an_address_names_it_to_every_reader(quarter: Collecting) -> None:
    known = replace(quarter.deployment.settings, portal="https://returns.example.gov.uk/")
    with TestClient(create_application(known), base_url=known.portal) as client:
        feed = ET.fromstring(client.get(f"/councils/{ADUR}/feed.atom").content)
        assert feed.findtext(f"{ATOM}id") == f"tag:returns.example.gov.uk,2025:/councils/{ADUR}"
        catalogue = client.get("/api/v1/catalogue.jsonld").json()
    assert catalogue["@id"] == "https://returns.example.gov.uk/api/v1/catalogue.jsonld"
