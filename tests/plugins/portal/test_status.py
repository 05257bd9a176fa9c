"""The status page, which comes whatever else is down."""

import time
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.settings import Settings, Store
from tests.plugins.pipeline.steps.conftest import Collecting
from tests.plugins.portal.reading import rows_of, text_of

NOWHERE = "http://127.0.0.1:1"


def states(page: str) -> dict[str, str]:
    return {row["Service"]: row["Status and purpose"] for row in rows_of(page)}


@pytest.mark.platform
def test_running_services_are_listed_with_the_parts_of_airflow(reader: TestClient) -> None:
    statuses = states(reader.get("/status").text)
    assert statuses["PostgreSQL"].startswith("Running Stores what was collected")
    assert statuses["Store of files"].startswith("Running Stores published files")
    assert statuses["Airflow"].startswith("Running Not healthy: scheduler")
    assert "not all parts of Airflow are healthy" in text_of(reader.get("/status").text)


def test_the_status_page_comes_soon_while_no_service_responds() -> None:
    store = Store("nothing", NOWHERE, "key", "secret")
    settings = Settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", store, airflow=NOWHERE)
    with TestClient(create_application(settings)) as reader:
        started = time.monotonic()
        page = reader.get("/status")
        assert time.monotonic() - started < 30  # it waits for three
    assert page.status_code == 200
    statuses = states(page.text)
    assert statuses.pop("This website").startswith("Running")
    assert all(words.startswith("Not running") for words in statuses.values())
    assert "PostgreSQL, Store of files and Airflow are not running" in text_of(page.text)
    assert "Pages show what was collected before" in text_of(page.text)


@pytest.mark.parametrize(
    "address", ["/coverage", "/collections", "/councils/E07000223", "/returns/planning_matters/2025-Q1"]
)
def test_pages_say_that_collections_are_unavailable_while_the_database_is_down(address: str) -> None:
    settings = Settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Store("nothing", NOWHERE, "key", "secret"))
    with TestClient(create_application(settings)) as reader:
        page = reader.get(address)
        assert page.status_code == 503
        assert page.headers["Retry-After"] == "60"
        assert "The results of collections are not available at the moment" in text_of(page.text)
        assert reader.get("/returns/planning_matters").status_code == 200
        assert reader.get("/api/v1/returns/planning_matters/periods").status_code == 503


@pytest.mark.platform
def test_pages_say_that_files_are_unavailable_while_the_store_is_down(country: Collecting) -> None:
    settings = replace(country.deployment.settings, store=Store("nothing", NOWHERE, "key", "secret"))
    with TestClient(create_application(settings)) as reader:
        assert reader.get("/coverage").status_code == 200
        assert reader.get("/collections").status_code == 200
        page = reader.get("/returns/planning_matters/2025-Q1")
    assert page.status_code == 503
    assert "Published files and figures are not available at the moment" in text_of(page.text)


def test_airflow_is_left_out_where_the_settings_have_no_address_for_it() -> None:
    settings = Settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Store("nothing", NOWHERE, "key", "secret"))
    with TestClient(create_application(settings)) as reader:
        assert "Airflow" not in reader.get("/status").text.partition("<main")[2]
