"""The head of the audit trail is public: as JSON, on the status page and in a feed."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from plugins.storage.warehouse.audit_trail import append_entry
from tests.plugins.portal.api.test_feeds import entries

pytestmark = pytest.mark.platform


@pytest.fixture
def anybody(deployment: Settings) -> Iterator[TestClient]:
    with TestClient(create_application(deployment)) as client:
        yield client


def test_everybody_sees_the_newest_number_and_hash(anybody: TestClient, deployment: Settings) -> None:
    empty = anybody.get("/api/v1/audit/head").json()
    assert (empty["number"], empty["hash"]) == (0, "0" * 64)
    assert "no entry yet" in anybody.get("/status").text
    with open_deployment(deployment) as opened, opened.transaction() as connection:
        for _ in range(3):
            last = append_entry(
                connection, "process/calendar", "open-round", "planning_matters/2025-Q1", {"secret": "x"}
            )
    head = anybody.get("/api/v1/audit/head")
    assert (head.json()["number"], head.json()["hash"]) == (3, last.hash)
    page = anybody.get("/status").text
    assert last.hash in page
    assert entries(anybody, "/status/feed.atom") == {"Entry 3 of the audit trail": f"3:{last.hash}"}
    for answer in (head.text, page, anybody.get("/status/feed.atom").text):
        assert "planning_matters/2025-Q1" not in answer
