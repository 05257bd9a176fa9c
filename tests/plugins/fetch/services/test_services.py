"""Every kind of service is followed to its end, and what comes of it reads as one table."""

import json

import pytest

from plugins.fetch.fetch_once import FetchLimits, FetchOutcome
from plugins.fetch.services import SERVICES, service_at
from tests.plugins.conftest import Page, Site
from tests.plugins.fetch.test_fetch_all import ask, policy
from transforms.reading import read

CKAN = "/api/3/action/datastore_search?resource_id=r1&limit=2"
ODS = "/api/explore/v2.1/catalog/datasets/register/records?limit=2"
ODATA = "/odata/Register?$count=true"
SOCRATA = "/resource/abcd-1234.json?$limit=2"
SOCRATA_CSV = "/resource/abcd-1234.csv?$limit=2"
OGC = "/collections/register/items?limit=2"
UNKNOWN = "/api/register"


def rows(*references: str) -> list[dict[str, str]]:
    return [{"SiteReference": reference} for reference in references]


def ckan(*references: str, total: int = 3) -> bytes:
    result = {"records": rows(*references), "total": total, "_links": {"next": "/anything"}}
    return json.dumps({"success": True, "result": result}).encode()


def ods(*references: str) -> bytes:
    return json.dumps({"total_count": 3, "results": rows(*references)}).encode()


def odata(*references: str, following: str | None = None) -> bytes:
    document = {"@odata.count": 3, "value": rows(*references)}
    return json.dumps(document | ({"@odata.nextLink": following} if following else {})).encode()


def ogc(*references: str, following: str | None = None) -> bytes:
    features = [{"type": "Feature", "geometry": None, "properties": row} for row in rows(*references)]
    links = [{"rel": "self", "href": "/x"}, *([{"rel": "next", "href": following}] if following else [])]
    return json.dumps({"type": "FeatureCollection", "features": features, "links": links, "numberMatched": 3}).encode()


def linked(*references: str, following: str | None = None) -> bytes:
    return json.dumps({"items": rows(*references), "next": following}).encode()


def bare(*references: str) -> bytes:
    return json.dumps(rows(*references)).encode()


def lines(*references: str) -> bytes:
    return "".join(f"{line}\r\n" for line in ("SiteReference", *references)).encode()


PAGES = {
    "ckan": {CKAN: ckan("A", "B"), CKAN + "&offset=2": ckan("C")},
    "opendatasoft": {ODS: ods("A", "B"), ODS + "&offset=2": ods("C")},
    "odata names the next page": {
        ODATA: odata("A", "B", following="Register?$skip=2"),
        "/odata/Register?$skip=2": odata("C"),
    },
    "odata states a count alone": {ODATA: odata("A", "B"), ODATA + "&$skip=2": odata("C")},
    "socrata": {SOCRATA: bare("A", "B"), SOCRATA + "&$offset=2": bare("C")},
    "socrata, the last page full": {
        SOCRATA: bare("A", "B"),
        SOCRATA + "&$offset=2": bare("C", "D"),
        SOCRATA + "&$offset=4": bare(),
    },
    "socrata as CSV": {SOCRATA_CSV: lines("A", "B"), SOCRATA_CSV + "&$offset=2": lines("C")},
    "ogc": {OGC: ogc("A", "B", following=OGC + "&page=2"), OGC + "&page=2": ogc("C")},
    "ogc states a total alone": {OGC: ogc("A", "B"), OGC + "&offset=2": ogc("C")},
    "an API of no kind that we know": {
        UNKNOWN: linked("A", "B", following="?page=2"),
        UNKNOWN + "?page=2": linked("C"),
    },
}  # fmt: skip


def references(content: bytes) -> list[str]:
    sheet = read(content, "", lambda cells: sum("SiteReference" in cell for cell in cells)).sheet
    return sheet.cells.column([name.endswith("SiteReference") for name in sheet.header].index(True)).to_pylist()


@pytest.mark.parametrize("kind", PAGES)
def test_a_service_is_followed_to_its_end(site: Site, kind: str) -> None:
    for path, content in PAGES[kind].items():
        site.publish(path, Page(content))
    answer = ask(site, site.url(next(iter(PAGES[kind]))))
    assert answer.outcome is FetchOutcome.ANSWERED
    content = answer.body.read()
    expected = ["A", "B", "C", "D"] if "full" in kind else ["A", "B", "C"]
    assert references(content) == expected
    reading = read(content, "", lambda cells: sum("SiteReference" in cell for cell in cells))
    assert "file-cut-short" not in [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    "kind", ["ckan", "opendatasoft", "odata names the next page", "ogc", "an API of no kind that we know"]
)
def test_a_service_that_stops_half_way_is_said_to_be_cut_short(site: Site, kind: str) -> None:
    first = next(iter(PAGES[kind]))
    site.publish(first, Page(PAGES[kind][first]))
    answer = ask(site, site.url(first))
    reading = read(answer.body.read(), "", lambda cells: sum("SiteReference" in cell for cell in cells))
    assert answer.outcome is FetchOutcome.ANSWERED
    assert "file-cut-short" in [finding.code for finding in reading.findings]


@pytest.mark.parametrize("kind", ["socrata", "socrata as CSV"])
def test_a_part_that_nobody_could_tell_from_the_whole_is_no_answer(site: Site, kind: str) -> None:
    first = next(iter(PAGES[kind]))
    site.publish(first, Page(PAGES[kind][first]))
    answer = ask(site, site.url(first))
    assert (answer.outcome, answer.body) == (FetchOutcome.UNREACHABLE, None)


def test_pages_that_name_each_other_in_a_circle_end(site: Site) -> None:
    site.publish(UNKNOWN, Page(linked("A", following=UNKNOWN)))
    answer = ask(site, site.url(UNKNOWN))
    assert answer.outcome is FetchOutcome.ANSWERED
    assert references(answer.body.read()) == ["A"]


def test_a_service_without_end_is_left_at_the_limit_of_pages(site: Site) -> None:
    for number in range(12):
        following = f"{UNKNOWN}?page={number + 1}"
        site.publish(UNKNOWN + (f"?page={number}" if number else ""), Page(linked(f"R{number}", following=following)))
    chosen = policy(site)
    few = type(chosen)(**{**vars(chosen), "limits": FetchLimits(pages=5)})
    answer = ask(site, site.url(UNKNOWN), few)
    assert (answer.outcome, answer.body) == (FetchOutcome.TOO_LARGE, None)
    assert len(site.asked) == 5


def test_a_file_that_names_its_next_page_is_not_asked_for_conditionally_afterwards(site: Site) -> None:
    site.publish(UNKNOWN, Page(linked("A", following="?page=2"), headers={"ETag": '"1"'}))
    site.publish(UNKNOWN + "?page=2", Page(linked("B"), headers={"ETag": '"2"'}))
    assert "etag" not in ask(site, site.url(UNKNOWN)).attempts[-1].headers


def test_every_kind_of_service_is_known_by_an_address() -> None:
    addresses = (
        *(f"https://a.gov.uk{path}" for path in (CKAN, ODS, ODATA, SOCRATA, OGC)),
        "https://a.gov.uk/arcgis/rest/services/R/FeatureServer/0/query?where=1%3D1",
        "https://a.gov.uk/wfs?request=GetFeature",
    )
    assert {service_at(address) for address in addresses} == set(SERVICES)
