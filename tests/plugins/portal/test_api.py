"""The facts of the pages as JSON, each address as OpenAPI describes it."""

from html import unescape
from typing import Any

import pytest
from httpx import Response
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from plugins.portal.api import dataset_builder
from tests.plugins.pipeline.steps.conftest import ADUR, CRAWLEY
from tests.waiting import PATIENCE
from transforms.domain.issue import ISSUE_TYPES
from transforms.returns import RETURNS
from transforms.standards import STANDARDS, standard

pytestmark = pytest.mark.platform
QUARTER = "/api/v1/returns/planning_matters/periods/2025-Q1"
HOUSEHOLDERS = "PS2.Q21.a"

SLUGS = {"/returns/": "planning_matters", "/indicators/": "applications-granted"}  # of what is no standard


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for datasets for as long as they take where the tests run."""
    monkeypatch.setattr(dataset_builder, "WAIT_SECONDS", PATIENCE)


def test_every_address_is_described_in_words_and_as_openapi(visitor: TestClient) -> None:
    paths = visitor.get("/api/v1/openapi.json").json()["paths"]
    assert all(path.startswith("/api/v1/") for path in paths)
    page = unescape(visitor.get("/api").text.replace("<wbr>", ""))
    for path, ways in paths.items():
        if "get" not in ways:
            continue
        assert path in page
        assert ways["get"]["description"].split("\n")[0] in page


def test_every_address_answers_with_what_openapi_says_of_it(visitor: TestClient) -> None:
    described = visitor.get("/api/v1/openapi.json").json()
    report = visitor.get(f"/api/v1/councils/{ADUR}").json()["datasets"][0]["report"]
    names = ("standard", "sha256", "rules_version", "gss")
    known = dict(zip(names, report.split("/")[-4:], strict=True))
    known |= {"code": "date-ambiguous", "period": "2025-Q1", "cell": HOUSEHOLDERS, "kind": "csv"}
    for path, ways in described["paths"].items():
        if "security" in ways.get("get", {"security": ()}):  # tests/plugins/portal/api/test_roles.py
            continue
        slug = next((slug for part, slug in SLUGS.items() if part in path), "planning_applications")
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


def test_the_api_gives_every_declaration(visitor: TestClient) -> None:
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


def test_the_api_gives_a_council_with_its_datasets_under_any_code(visitor: TestClient) -> None:
    given = visitor.get(f"/api/v1/councils/{ADUR}").json()
    [dataset] = given["datasets"]
    assert (dataset["state"], dataset["records"]) == ("collected", 41)
    assert given["returns"][0]["cells"]["computed"] > 0
    assert visitor.get("/api/v1/councils/adu").json()["council"]["gss"] == ADUR
    assert visitor.get(f"/api/v1/councils/{CRAWLEY}").json()["datasets"][0]["state"] == "nothing-usable"


def test_the_api_gives_a_report_and_its_findings_page_by_page(visitor: TestClient) -> None:
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


def test_the_api_gives_a_period_as_known_on_a_day(visitor: TestClient) -> None:
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


def test_the_api_answers_not_found_in_json(visitor: TestClient) -> None:
    for address in ("/api/v1/returns/none", "/api/v1/nowhere", f"{QUARTER}/{ADUR}/PS9", "/api/v1/datasets/grants.csv"):
        answer = visitor.get(address)
        assert answer.status_code == 404
        assert answer.json()["detail"]
