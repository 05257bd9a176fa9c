"""The same facts for machines: JSON, feeds, the catalogue, and national datasets whole, again and in parts."""

import csv
import io
import os
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
from httpx import Response
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from plugins.portal.api import dataset_builder
from plugins.portal.api.catalogue import OGL, _licence_terms
from plugins.portal.application import create_application
from plugins.portal.views import national_datasets
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, Collecting
from tests.waiting import PATIENCE
from transforms.domain.issue import ISSUE_TYPES
from transforms.render.national import national_schema
from transforms.returns import RETURNS
from transforms.standards import STANDARDS, standard

pytestmark = pytest.mark.platform
ATOM = "{http://www.w3.org/2005/Atom}"
QUARTER = "/api/v1/returns/planning_matters/periods/2025-Q1"
DATASET = "/api/v1/datasets/planning_applications"
HOUSEHOLDERS = "PS2.Q21.a"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for datasets for as long as they take where the tests run."""
    monkeypatch.setattr(dataset_builder, "WAIT_SECONDS", PATIENCE)


def test_every_address_is_described_in_words_and_as_openapi(visitor: TestClient) -> None:
    paths = visitor.get("/api/v1/openapi.json").json()["paths"]
    assert all(path.startswith("/api/v1/") for path in paths)
    page = visitor.get("/api").text.replace("<wbr>", "")
    for path, ways in paths.items():
        assert path in page
        assert ways["get"]["description"].split("\n")[0] in page


def test_every_address_answers_with_what_openapi_says_of_it(visitor: TestClient) -> None:
    described = visitor.get("/api/v1/openapi.json").json()
    report = visitor.get(f"/api/v1/councils/{ADUR}").json()["datasets"][0]["report"]
    names = ("standard", "sha256", "rules_version", "gss")
    known = dict(zip(names, report.split("/")[-4:], strict=True))
    known |= {"code": "date-ambiguous", "period": "2025-Q1", "cell": HOUSEHOLDERS, "kind": "csv"}
    for path, ways in described["paths"].items():
        slug = "planning_matters" if "/returns/" in path else "planning_applications"
        answer = visitor.get(path.format(**known, slug=slug), params={"reference": "X/1"})
        obeys(answer, ways["get"]["responses"]["200"], described)
        if "{" in path:
            missing = visitor.get(path.format(**dict.fromkeys(known, "none"), slug="none"), params={"reference": "X/1"})
            assert missing.status_code == 404, path
            obeys(missing, ways["get"]["responses"]["4XX"], described)
    odd = visitor.get(f"{report}/findings", params={"page": "first"})
    assert odd.status_code == 422
    obeys(odd, described["paths"]["/api/v1/returns/{slug}"]["get"]["responses"]["4XX"], described)


def obeys(answer: Response, expected: dict[str, Any], described: dict[str, Any]) -> None:
    """Assert that an answer is of the type and of the form that OpenAPI says."""
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert kind in expected["content"], answer.url
    schema = expected["content"][kind].get("schema", {})
    Draft202012Validator({**schema, "components": described["components"]}).validate(
        answer.json() if "json" in kind else None
    )


def test_what_is_declared_is_given_whole(visitor: TestClient) -> None:
    assert [given["slug"] for given in visitor.get("/api/v1/standards").json()] == [
        declared.slug for declared in STANDARDS
    ]
    assert {given["code"] for given in visitor.get("/api/v1/issue-codes").json()} == set(ISSUE_TYPES)
    for definition in RETURNS:
        given = visitor.get(f"/api/v1/returns/{definition.slug}").json()
        assert [cell["name"] for cell in given["cells"]] == [cell.name for cell in definition.cells]
    fields = visitor.get("/api/v1/standards/public_toilets").json()["fields"]
    assert {field["name"] for field in fields} == {field.name for field in standard("public_toilets").all_fields}
    rules = visitor.get("/api/v1/standards/public_toilets/rules").json()
    assert visitor.get(rules[0]["page"]).status_code == 200


def test_a_council_is_given_with_its_datasets_under_any_of_its_codes(visitor: TestClient) -> None:
    given = visitor.get(f"/api/v1/councils/{ADUR}").json()
    [dataset] = given["datasets"]
    assert (dataset["state"], dataset["records"]) == ("collected", 41)
    assert given["returns"][0]["cells"]["computed"] > 0
    assert visitor.get("/api/v1/councils/adu").json()["council"]["gss"] == ADUR
    assert visitor.get(f"/api/v1/councils/{CRAWLEY}").json()["datasets"][0]["state"] == "nothing-usable"


def test_a_report_and_its_findings_are_given_page_by_page(visitor: TestClient) -> None:
    address = visitor.get(f"/api/v1/councils/{ADUR}").json()["datasets"][0]["report"]
    report = visitor.get(address).json()
    assert report["rows"] == 41
    assert any(outcome["outcome"] == "passed" for outcome in report["outcomes"])
    findings = visitor.get(f"{address}/findings").json()
    assert findings["total"] == sum(report["findings"].values()) > 0
    first = findings["findings"][0]
    chosen = visitor.get(f"{address}/findings", params={"code": first["code"]}).json()
    assert {finding["code"] for finding in chosen["findings"]} == {first["code"]}
    assert visitor.get(report["page"]).status_code == 200


def test_a_period_is_given_as_known_on_a_day(visitor: TestClient) -> None:
    given = visitor.get(QUARTER).json()
    assert [vintage["as_known"] for vintage in given["vintages"]] == ["2025-04-03", "2025-04-02"]
    assert all(visitor.get(file["address"]).status_code == 200 for file in given["files"])
    values = []
    for parameters in ({}, {"as-known": "2025-04-02"}):
        cells = visitor.get(f"{QUARTER}/{ADUR}", params=parameters).json()["cells"]
        values += [cell["value"] for cell in cells if cell["cell"] == HOUSEHOLDERS]
    assert values == ["41", "30"]


def test_a_cell_is_traced_to_all_its_records_page_by_page(visitor: TestClient) -> None:
    first = visitor.get(f"{QUARTER}/{ADUR}/{HOUSEHOLDERS}").json()
    assert (first["value"], first["total"], len(first["records"])) == ("41", 41, 41)
    assert visitor.get(first["records"][0]["address"]).status_code == 200
    assert visitor.get(f"{QUARTER}/{CRAWLEY}/{HOUSEHOLDERS}").json()["records"] == []


def test_what_is_not_there_is_said_as_json(visitor: TestClient) -> None:
    for address in ("/api/v1/returns/none", "/api/v1/nowhere", f"{QUARTER}/{ADUR}/PS9", "/api/v1/datasets/grants.csv"):
        answer = visitor.get(address)
        assert answer.status_code == 404
        assert answer.json()["detail"]


def test_a_national_dataset_has_every_usable_record_with_where_it_is_from(
    visitor: TestClient, quarter: Collecting
) -> None:
    rows = list(csv.DictReader(io.StringIO(visitor.get(f"{DATASET}.csv").text)))
    usable = quarter.ask("select sum(rows_usable) from checked c join in_use u on c.sha256 = u.in_use_sha256")
    assert len(rows) == usable[0][0] == 61
    assert {row["authority_gss"] for row in rows} == {ADUR, ARUN}
    first = next(row for row in rows if row["authority_gss"] == ADUR)
    assert first["authority"] == "Adur District Council"
    assert first["source_url"].endswith("/quarter/adur.csv")
    assert (first["licence"], first["fetched_on"], first["source_line"]) == ("OGL-UK-3.0", "2025-04-03", "2")


def test_a_file_that_did_not_change_keeps_its_day_so_that_the_dataset_stays_the_same(reader: TestClient) -> None:
    rows = csv.DictReader(io.StringIO(reader.get(f"{DATASET}.csv").text))
    days = {row["authority_gss"]: row["fetched_on"] for row in rows}
    assert (days[ARUN], days[ADUR]) == ("2025-04-02", "2025-04-09")


def test_a_national_dataset_is_the_same_as_parquet_with_dates_as_dates(visitor: TestClient) -> None:
    table = pq.read_table(io.BytesIO(visitor.get(f"{DATASET}.parquet").content))
    assert table.schema.equals(national_schema(standard("planning_applications")))
    rows = list(csv.DictReader(io.StringIO(visitor.get(f"{DATASET}.csv").text)))
    assert table["CaseReference"].to_pylist() == [row["CaseReference"] for row in rows]
    assert [day.isoformat() for day in table["DecisionDate"].to_pylist()] == [row["DecisionDate"] for row in rows]


def test_a_download_is_not_fetched_twice_and_goes_on_where_it_broke_off(visitor: TestClient) -> None:
    whole = visitor.get(f"{DATASET}.csv")
    etag = whole.headers["ETag"]
    assert visitor.get(f"{DATASET}.csv", headers={"If-None-Match": etag}).status_code == 304
    for requested, expected in (
        ("bytes=0-9", whole.content[:10]),
        ("bytes=100-", whole.content[100:]),
        ("bytes=-7", whole.content[-7:]),
        ("bytes=5-999999999", whole.content[5:]),
        ("bytes=0-", whole.content),
    ):
        part = visitor.get(f"{DATASET}.csv", headers={"Range": requested, "If-Range": etag})
        assert part.status_code == 206
        assert part.content == expected
    assert visitor.get(f"{DATASET}.csv", headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status_code == 200
    beyond = visitor.get(f"{DATASET}.csv", headers={"Range": "bytes=999999999-"})
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole.content)}"
    assert visitor.get(f"{DATASET}.csv", headers={"Range": "bytes=9-5"}).content == whole.content
    head = visitor.head(f"{DATASET}.csv", headers={"Range": "bytes=0-9"})
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(whole.content)))


def test_a_dataset_is_made_once_for_a_state_of_the_warehouse(visitor: TestClient, quarter: Collecting) -> None:
    first = visitor.get(f"{DATASET}.parquet").content
    stored = quarter.deployment.archive.list_keys("datasets/")
    assert visitor.get(f"{DATASET}.parquet").content == first
    assert quarter.deployment.archive.list_keys("datasets/") == stored
    assert len(stored) == 2


def test_who_asks_while_a_dataset_is_made_is_told_to_come_again_and_it_is_there_then(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset_builder, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(national_datasets, "LAYOUT", "one that was never made")
    for answer in (visitor.get(f"{DATASET}.csv"), visitor.get(f"{DATASET}.parquet")):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "try again" in answer.json()["detail"]
    maker = visitor.app.state.dataset_builder  # type: ignore[attr-defined]
    [begun] = maker._builds.values()
    begun.result(PATIENCE)
    assert visitor.get(f"{DATASET}.csv").status_code == 200


def test_a_dataset_that_can_not_be_made_is_begun_anew_when_it_is_asked_for_again(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(national_datasets, "LAYOUT", "one whose maker dies")
    maker = visitor.app.state.dataset_builder  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        patch.setattr(dataset_builder, "build_dataset", dies)
        with pytest.raises(BrokenProcessPool):
            visitor.get(f"{DATASET}.csv")
    assert not maker._builds
    assert visitor.get(f"{DATASET}.csv").status_code == 200


def dies(*_: object) -> None:
    """End the process that makes a dataset, as the system does where memory runs out."""
    os._exit(1)


def test_a_feed_tells_of_new_files_failures_and_releases(visitor: TestClient) -> None:
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


def test_the_catalogue_lists_national_datasets_and_returns_with_what_can_be_downloaded(visitor: TestClient) -> None:
    catalogue = visitor.get("/api/v1/catalogue.jsonld").json()
    datasets = {dataset["dct:identifier"]: dataset for dataset in catalogue["dcat:dataset"]}
    assert set(datasets) == {"planning_applications", "planning_matters/2025-Q1", "planning_matters/2024-Q4"}
    for dataset in datasets.values():
        for distribution in dataset["dcat:distribution"]:
            address = distribution["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
            assert visitor.head(address).status_code == 200
            kind = distribution["dcat:mediaType"]["@id"].partition("media-types/")[2]
            given = visitor.head(address).headers
            assert given["Content-Type"].partition(";")[0] == kind
            assert (
                distribution.get("dcat:byteSize", {}).get("@value", given["Content-Length"]) == given["Content-Length"]
            )
            assert distribution["dcat:accessURL"] == distribution["dcat:downloadURL"]
        page = dataset["@id"].removeprefix("http://testserver")
        assert visitor.get(page).status_code == 200
    licence = datasets["planning_applications"]["dcat:distribution"][0]["dct:license"]
    assert "open-government-licence" in licence["@id"]


def test_a_licence_is_claimed_only_where_all_files_have_it() -> None:
    assert _licence_terms({"OGL-UK-3.0", "OGL-3.0"}) == {"dct:license": {"@id": OGL}}
    for licences in ({"OGL-3.0", ""}, {"OGL-3.0", "CC-BY-4.0"}, {"our own"}, {""}):
        [(name, terms)] = _licence_terms(licences).items()
        assert name == "dct:rights"
        assert all(licence in terms["rdfs:label"] for licence in licences)


def test_a_deployment_that_has_an_address_names_it_to_every_reader(quarter: Collecting) -> None:
    known = replace(quarter.deployment.settings, portal="https://returns.example.gov.uk/")
    with TestClient(create_application(known)) as client:
        feed = ET.fromstring(client.get(f"/councils/{ADUR}/feed.atom").content)
        assert feed.findtext(f"{ATOM}id") == f"tag:returns.example.gov.uk,2025:/councils/{ADUR}"
        catalogue = client.get("/api/v1/catalogue.jsonld").json()
    assert catalogue["@id"] == "https://returns.example.gov.uk/api/v1/catalogue.jsonld"


def test_fields_for_personal_data_are_in_no_national_dataset() -> None:
    personal = [(declared, field) for declared in STANDARDS for field in declared.all_fields if field.is_personal]
    assert personal
    for declared, field in personal:
        assert not any(name.startswith(field.name) for name in national_schema(declared).names)
