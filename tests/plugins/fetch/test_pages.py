"""Feature services give page after page; together they are one document that reads as one table."""

import json

import pytest

from plugins.fetch.fetch_once import FetchLimits, FetchOutcome
from plugins.fetch.services import service_at
from tests.plugins.conftest import Page, Site
from tests.plugins.fetch.test_fetch_all import ask, policy
from transforms.domain.sheet import Reading
from transforms.reading import read

LAYER = "/arcgis/rest/services/Register/FeatureServer/0/query?where=1%3D1&outFields=*&f=json"
WFS = "/geoserver/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=register&count=2"
WHOLE = {"etag": '"1"'}


def esri(*references: str, more: bool = False) -> bytes:
    features = [{"attributes": {"SiteReference": one}, "geometry": {"x": -0.2, "y": 50.8}} for one in references]
    return json.dumps({"features": features, "exceededTransferLimit": more}, indent=1).encode()


def gml(*references: str, matched: int) -> bytes:
    members = "".join(
        f"<member><r:site><r:SiteReference>{one}</r:SiteReference></r:site></member>" for one in references
    )
    head = f'<FeatureCollection xmlns:r="r" numberMatched="{matched}" numberReturned="{len(references)}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{members}</FeatureCollection>'.encode()


def references(content: bytes) -> tuple[list[str], list[str]]:
    reading: Reading = read(content, "query", lambda cells: int("SiteReference" in cells))
    column = reading.sheet.cells.column(reading.sheet.header.index("SiteReference"))
    return column.to_pylist(), [finding.code for finding in reading.findings]


def test_a_layer_is_asked_until_it_says_that_there_is_no_more(site: Site) -> None:
    url = site.publish(LAYER, Page(esri("A", "B", more=True)))
    site.publish(LAYER + "&resultOffset=2", Page(esri("C", "D", more=True)))
    site.publish(LAYER + "&resultOffset=4", Page(esri("E")))
    answer = ask(site, url, **WHOLE)
    content = answer.body.read()
    assert (answer.outcome, [one.status for one in answer.attempts]) == (FetchOutcome.ANSWERED, [200, 200, 200])
    assert references(content) == (["A", "B", "C", "D", "E"], [])
    assert esri("C", "D", more=True) in content
    assert answer.body.size == len(content)


def test_a_features_line_is_its_line_in_what_is_kept(site: Site) -> None:
    url = site.publish(LAYER, Page(esri("A", more=True)))
    site.publish(LAYER + "&resultOffset=1", Page(esri("B")))
    content = ask(site, url).body.read()
    sheet = read(content, "query", len).sheet
    for line, reference in zip(sheet.lines, "AB", strict=True):
        assert f'"SiteReference": "{reference}"' in "".join(content.decode().splitlines()[line - 1 : line + 3])


def test_a_web_feature_service_is_asked_by_its_own_count(site: Site) -> None:
    url = site.publish(WFS, Page(gml("A", "B", matched=3)))
    site.publish(WFS + "&startIndex=2", Page(gml("C", matched=3)))
    assert references(ask(site, url).body.read()) == (["A", "B", "C"], [])


def test_one_page_alone_stays_as_it_came_and_is_never_asked_for_conditionally(site: Site) -> None:
    url = site.publish(LAYER, Page(esri("A"), headers={"ETag": '"1"'}))
    answer = ask(site, url, **WHOLE)
    assert answer.body.read() == esri("A")
    assert "If-None-Match" not in site.asked[0][1]


def test_the_same_pages_are_the_same_bytes_and_a_change_on_any_is_another(site: Site) -> None:
    url = site.publish(LAYER, Page(esri("A", more=True)))
    site.publish(LAYER + "&resultOffset=1", Page(esri("B")), Page(esri("B")), Page(esri("C")))
    hashes = [ask(site, url).body.sha256 for _ in range(3)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_page_that_fails_for_the_moment_fails_the_whole(site: Site) -> None:
    url = site.publish(LAYER, Page(esri("A", more=True)))
    site.publish(LAYER + "&resultOffset=1", Page(status=503))
    answer = ask(site, url)
    assert (answer.outcome, answer.body) == (FetchOutcome.UNREACHABLE, None)


@pytest.mark.parametrize("second", [Page(status=400), Page(b'{"error": {"code": 400}}'), Page(esri("A", more=True))])
def test_a_service_that_cannot_page_is_kept_in_part_and_reading_says_so(site: Site, second: Page) -> None:
    url = site.publish(LAYER, Page(esri("A", more=True)))
    site.publish(LAYER + "&resultOffset=1", second)
    answer = ask(site, url)
    assert answer.outcome is FetchOutcome.ANSWERED
    assert references(answer.body.read()) == (["A"], ["file-cut-short"])


def test_all_pages_together_keep_to_the_size_limit(site: Site) -> None:
    url = site.publish(LAYER, Page(esri("A", more=True)))
    site.publish(LAYER + "&resultOffset=1", Page(esri("B")))
    chosen = policy(site)
    tight = type(chosen)(**{**vars(chosen), "limits": FetchLimits(size=len(esri("A", more=True)) + 10)})
    answer = ask(site, url, tight)
    assert (answer.outcome, answer.body) == (FetchOutcome.TOO_LARGE, None)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.gov.uk/FeatureServer/0",
        "https://a.gov.uk/wfs?request=GetCapabilities",
        "https://a.gov.uk/wfs?REQUEST=GetFeature&resultType=hits",
        "https://a.gov.uk/register.csv",
    ],
)
def test_other_addresses_are_files(url: str) -> None:
    assert service_at(url) is None
