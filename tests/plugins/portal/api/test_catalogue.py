"""The catalogue: every national dataset and return with what can be downloaded, and its licence."""

import pytest
from starlette.testclient import TestClient

from plugins.portal.api.catalogue import OGL, _licence_terms

pytestmark = pytest.mark.platform


def test_the_catalogue_lists_national_datasets_and_returns_with_what_can_be_downloaded(visitor: TestClient) -> None:
    catalogue = visitor.get("/api/v1/catalogue.jsonld").json()
    datasets = {dataset["dct:identifier"]: dataset for dataset in catalogue["dcat:dataset"]}
    assert set(datasets) == {
        "planning_applications",
        "planning_matters/2025-Q1",
        "planning_matters/2024-Q4",
        "planning_performance/2025-09-30",  # which reads both quarters
    }
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
