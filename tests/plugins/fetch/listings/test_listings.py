"""What listings of every kind list, and what on them is no file."""

import json
from datetime import date

import pytest

from plugins.fetch.listings import JSON_LISTINGS, ListedFile, matching, read_listing

AT = "https://data.example.gov.uk/page/list"
RESOURCES = [
    {"url": "https://a.gov.uk/april.csv", "name": "April 2025", "format": "CSV", "last_modified": "2025-05-02T10:00"},
    {"url": "", "name": "nothing"},
    {"url": "javascript:alert(1)", "name": "a trap"},
    "no object",
]  # fmt: skip
DATASET = {"title": "Spend", "modified": "2025-05-02", "license": "ogl", "distribution": [
    {"downloadURL": "https://a.gov.uk/april.csv", "title": "April 2025", "mediaType": "text/csv"}]}  # fmt: skip
GRAPH = [
    {"@id": "https://a/ds", "@type": "dcat:Dataset", "dct:title": "Spend", "dcat:distribution": [{"@id": "_:d"}]},
    {"@id": "_:d", "dcat:downloadURL": {"@id": "https://a.gov.uk/april.csv"}, "dct:title": "April 2025"},
]
HUB = "https://hub.example.gov.uk/api/search/v1/collections/dataset/items?limit=1"
JSON = {
    "package_show": (AT, {"success": True, "result": {"license_id": "uk-ogl", "resources": RESOURCES}}, "https://a.gov.uk/april.csv"),
    "package_search": (AT, {"result": {"count": 1, "results": [{"title": "Spend", "resources": RESOURCES}]}}, "https://a.gov.uk/april.csv"),
    "opendatasoft": ("https://o.gov.uk/api/explore/v2.1/catalog/datasets?limit=1", {"total_count": 1, "results": [
        {"dataset_id": "spend", "metas": {"default": {"title": "Spend", "modified": "2025-05-02"}}}]},
        "https://o.gov.uk/api/explore/v2.1/catalog/datasets/spend/exports/csv"),
    "socrata": ("https://s.gov.uk/api/catalog/v1", {"resultSetSize": 1, "results": [
        {"resource": {"id": "abcd-1234", "name": "Spend"}, "metadata": {"domain": "s.gov.uk"}}]},
        "https://s.gov.uk/api/views/abcd-1234/rows.csv?accessType=DOWNLOAD"),
    "arcgis hub": (HUB, {"features": [{"id": "0123_4", "properties": {"title": "Spend"}}]},
        "https://hub.example.gov.uk/api/download/v1/items/0123/csv?layers=4"),
    "dcat-us": (AT, {"@type": "dcat:Catalog", "dataset": [DATASET, {"title": "no file"}]}, "https://a.gov.uk/april.csv"),
    "360giving": (AT, [DATASET], "https://a.gov.uk/april.csv"),
    "dcat-ap": (AT, {"@graph": GRAPH}, "https://a.gov.uk/april.csv"),
}  # fmt: skip


def listed(document: object, url: str = AT) -> list[str]:
    return [file.url for file in read_listing(json.dumps(document).encode(), url).files]


@pytest.mark.parametrize("kind", JSON)
def test_a_catalogue_lists_its_files_and_nothing_else(kind: str) -> None:
    url, document, expected = JSON[kind]
    assert listed(document, url) == [expected]


def test_every_kind_of_catalogue_in_the_register_is_tested() -> None:
    kinds = {
        next(read.__module__ for read in JSON_LISTINGS if read(document, url)) for url, document, _ in JSON.values()
    }
    assert kinds == {read.__module__ for read in JSON_LISTINGS}


def test_a_resource_keeps_what_the_catalogue_says_of_it() -> None:
    _, document, _ = JSON["package_show"]
    (file,) = read_listing(json.dumps(document).encode(), AT).files
    assert file == ListedFile("https://a.gov.uk/april.csv", "April 2025", date(2025, 5, 2), "CSV", "uk-ogl")


@pytest.mark.parametrize(
    ("url", "document", "following"),
    [
        ("https://c/api?rows=1", {"result": {"count": 2, "results": [{"resources": []}]}}, "https://c/api?rows=1&start=1"),
        ("https://c/api?rows=1&start=1", {"result": {"count": 2, "results": [{"resources": []}]}}, None),
        ("https://c/api?start=5", {"result": {"count": 9, "results": []}}, None),
        (HUB, {"features": [], "links": [{"rel": "next", "href": HUB + "&startindex=2"}]}, HUB + "&startindex=2"),
        ("https://o/catalog/datasets", {"total_count": 5, "results": [{"dataset_id": "a"}]}, "https://o/catalog/datasets?offset=1"),
        ("https://s/c", {"resultSetSize": 5, "results": [{"resource": {"id": "a"}}]}, "https://s/c?offset=1"),
    ],
)  # fmt: skip
def test_a_catalogue_says_where_it_goes_on(url: str, document: object, following: str | None) -> None:
    assert read_listing(json.dumps(document).encode(), url).next_url == following


PAGE = b"""<!doctype html><html><head><base href="/downloads/"></head><body>
<a href="spend-april-2025.csv">Spend, <b>April 2025</b></a> <a href='/other/minutes.pdf'>Minutes</a>
<a href="mailto:a@b.gov.uk">Write</a> <a href="http://[">broken</a> <a>none</a>
<a href="spend-april-2025.csv#top">again</a> <A HREF="Spend%20May%202025.XLSX">May</A>
<a rel="next" href="?page=2">Next</a></body></html>"""


def test_a_page_lists_its_links_from_its_own_base() -> None:
    page = read_listing(PAGE, AT)
    tables = [(file.url, file.title) for file in matching(page.files, "")]
    assert tables == [
        ("https://data.example.gov.uk/downloads/spend-april-2025.csv", "again"),
        ("https://data.example.gov.uk/downloads/Spend%20May%202025.XLSX", "May"),
    ]
    assert page.next_url == "https://data.example.gov.uk/downloads/?page=2"


def test_the_index_of_a_folder_and_of_a_bucket_are_listings() -> None:
    folder = b'<html><h1>Index of /data</h1><a href="../">..</a><a href="a.csv">a.csv</a></html>'
    bucket = b"<?xml version='1.0'?><ListBucketResult><Contents><Key>data/b c.csv</Key></Contents></ListBucketResult>"
    assert [file.url for file in matching(read_listing(folder, "https://a.gov.uk/data/").files, "")] == [
        "https://a.gov.uk/data/a.csv"
    ]
    assert [file.url for file in read_listing(bucket, "https://b.gov.uk/").files] == ["https://b.gov.uk/data/b%20c.csv"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*april*", ["april-spend.csv"]),
        ("*SPEND*.csv", ["april-spend.csv", "spend may.csv"]),
        ("over £500*", ["x?id=4"]),
        ("*april*; *may*", ["april-spend.csv", "spend may.csv"]),
        ("", ["april-spend.csv", "spend may.csv"]),
        ("*[", []),
    ],
)
def test_a_pattern_is_matched_with_names_and_titles(pattern: str, expected: list[str]) -> None:
    names = {"april-spend.csv": "", "spend%20may.csv": "", "x?id=4": "Over £500 in June", "guide.pdf": "Guide"}
    files = [ListedFile(f"https://a.gov.uk/{name}", title) for name, title in names.items()]
    assert [file.url.rpartition("/")[2].replace("%20", " ") for file in matching(files, pattern)] == expected


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b'{"a": 1}', b"[1, 2]", b'[{"a": 1}]', b"", b"%PDF-1.4", b"PK\x03\x04"]
)
def test_what_is_no_listing_is_said_to_be_none(content: bytes) -> None:
    assert read_listing(content, AT) is None
