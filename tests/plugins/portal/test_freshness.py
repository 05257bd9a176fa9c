"""Freshness promises on pages, as JSON and as a feed: what is counted of the log of collections."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Connection
from starlette.testclient import TestClient

from plugins.local.platform.home import Home
from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from plugins.storage.warehouse.answer_histories import load_answer_histories
from plugins.storage.warehouse.tables import COLLECTION
from tests.deployments import new_deployment
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, STANDARD
from tests.plugins.portal.api.test_feeds import ATOM
from tests.plugins.portal.browsing import as_portal
from tests.plugins.portal.reading import rows_of, text_of
from transforms.snapshots.freshness import AnswerHistory

pytestmark = pytest.mark.platform

TODAY = date(2025, 6, 30)
NEVER, NO_ADDRESS = "E07000228", "E08000038"
NEW, SAME, GONE, ASIDE, FORBIDDEN = (
    {"outcome": "answered", "in_use_state": "current"},
    {"outcome": "unchanged", "in_use_state": "current"},
    {"outcome": "unreachable", "in_use_state": "last-valid", "reason": "unreachable"},
    {"outcome": "answered", "in_use_state": "last-valid", "reason": "shrunk"},
    {"outcome": "disallowed", "in_use_state": "last-valid", "reason": "disallowed"},
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def log(connection: Connection, gss: str, days: int, kind: dict[str, str], file: str | None) -> None:
    """Write what came of asking a source so many days before today, and which file was in use then."""
    day = ago(days)
    row = {"run_id": f"run-{day}", "standard": STANDARD, "authority_gss": gss, "day": day, "in_use_sha256": file,
           "finished_at": datetime(day.year, day.month, day.day, 5, tzinfo=UTC), **kind}  # fmt: skip
    connection.execute(COLLECTION.insert().values(row))


@pytest.fixture(scope="module")
def settings(home: Home, services: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Adur keeps its promise, Arun's file has been the same for too long, Crawley's address has gone."""
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    lines += [f"{gss},{STANDARD},https://a.example/{gss}.csv,csv,OGL-3.0,encouraged,," for gss in
              (ADUR, ARUN, CRAWLEY, NEVER)]  # fmt: skip
    lines += [f"{NO_ADDRESS},{STANDARD},,,,encouraged,,"]
    register = tmp_path_factory.mktemp("freshness") / Path("sources.csv")
    register.write_text("\n".join(lines) + "\n")
    own = new_deployment(home, services, sources=register)
    with open_deployment(own) as deployment, deployment.transaction() as connection:
        for days, kind, file in ((80, NEW, "a"), (40, SAME, "a"), (39, ASIDE, "a"), (20, NEW, "b"), (0, SAME, "b")):
            log(connection, ADUR, days, kind, file)
        for days, kind, file in ((100, NEW, "c"), (50, SAME, "c"), (30, SAME, "c"), (2, FORBIDDEN, "c")):
            log(connection, ARUN, days, kind, file)
        for days, kind, file in ((60, NEW, "d"), (16, GONE, "d"), (10, GONE, "d"), (1, GONE, "d"), (0, GONE, "d")):
            log(connection, CRAWLEY, days, kind, file)
    return own


@pytest.fixture(scope="module")
def client(home: Home, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_application(as_portal(home, settings))) as client:
        yield client


def facts(client: TestClient) -> dict[str, dict[str, Any]]:
    return {fact.pop("authority"): fact for fact in client.get(f"/api/v1/freshness/{STANDARD}").json()}


def test_only_what_shows_what_a_source_has_is_a_look(settings: Settings) -> None:
    with open_deployment(settings) as deployment, deployment.transaction() as connection:
        histories = load_answer_histories(connection, [STANDARD, "grants"], TODAY)
    assert histories == {
        (STANDARD, ADUR): AnswerHistory(
            ago(80), (ago(80), ago(20)), (ago(80), ago(40), ago(20), ago(0)), (), ago(0)
        ),
        (STANDARD, ARUN): AnswerHistory(ago(100), (ago(100),), (ago(50), ago(30)), (), ago(30)),
        (STANDARD, CRAWLEY): AnswerHistory(
            ago(60), (ago(60),), (ago(60),), (ago(16), ago(10), ago(1), ago(0)), ago(60)
        ),
    }  # fmt: skip


def test_each_source_has_its_days_and_what_is_left_of_its_budget(client: TestClient) -> None:
    known = facts(client)
    assert known[ADUR] == {
        "standard": STANDARD, "state": "kept", "kept_days": 46 + 21, "late_days": 0, "unknown_days": 23,
        "late_days_left": 9, "newest_file_on": str(ago(20)), "last_good_answer_on": str(TODAY),
        "due_on": str(ago(-25)), "late_since": None,
    }  # fmt: skip
    assert known[ARUN] == {
        "standard": STANDARD, "state": "broken", "kept_days": 35, "late_days": 25, "unknown_days": 30,
        "late_days_left": -16, "newest_file_on": str(ago(100)), "last_good_answer_on": str(ago(30)),
        "due_on": str(ago(55)), "late_since": str(ago(54)),
    }  # fmt: skip
    assert known[CRAWLEY] == {
        "standard": STANDARD, "state": "kept", "kept_days": 46, "late_days": 3, "unknown_days": 41,
        "late_days_left": 6, "newest_file_on": str(ago(60)), "last_good_answer_on": str(ago(60)),
        "due_on": str(ago(15)), "late_since": str(ago(14)),
    }  # fmt: skip


def test_a_source_that_nobody_asked_has_no_figure_and_one_without_an_address_is_none(client: TestClient) -> None:
    known = facts(client)
    assert known.keys() == {ADUR, ARUN, CRAWLEY, NEVER}
    assert known[NEVER] == {
        "standard": STANDARD, "state": "unknown", "kept_days": 0, "late_days": 0, "unknown_days": 90,
        "late_days_left": None, "newest_file_on": None, "last_good_answer_on": None, "due_on": None,
        "late_since": None,
    }  # fmt: skip
    rows = rows_of(client.get(f"/freshness/{STANDARD}?sort=council").text)
    assert rows[-1] == {
        "Promise": "Not known", "Council": "Mid Sussex District Council", "Newest usable file": "none",
        "Next file due by": "–", "Days late": "–", "Late days left": "–", "Days not known": "90",
    }  # fmt: skip


def test_the_page_of_a_standard_lists_broken_promises_first(client: TestClient) -> None:
    rows = rows_of(client.get(f"/freshness/{STANDARD}").text)
    assert [(row["Promise"], row["Council"].split()[0], row["Days late"]) for row in rows] == [
        ("Broken", "Arun", "25"), ("Kept", "Crawley", "3"), ("Kept", "Adur", "0"), ("Not known", "Mid", "–"),
    ]  # fmt: skip
    assert rows[0]["Next file due by"] == "6 May 2025 late"


def test_the_budget_of_a_standard_is_that_of_the_sources_of_which_a_day_is_known(client: TestClient) -> None:
    [planning] = [fact for fact in client.get("/api/v1/freshness").json() if fact["standard"] == STANDARD]
    assert planning == {
        "standard": STANDARD, "day": str(TODAY), "window_days": 90, "frequency": "monthly", "late_after_days": 45,
        "late_days_allowed": 9, "sources": 4, "sources_kept": 2, "sources_broken": 1, "sources_unknown": 1,
        "late_days": 28, "late_days_allowed_together": 27, "error_budget_left": pytest.approx(1 - 28 / 27),
    }  # fmt: skip
    rows = {row["Standard"]: row for row in rows_of(client.get("/freshness").text)}
    assert rows["Planning applications"] == {
        "Standard": "Planning applications", "New file due": "Monthly late after 45 days", "Sources": "4",
        "Kept": "2", "Broken": "1", "Not known": "1", "Days late": "28", "Late days left": "-1 of 27",
    }  # fmt: skip
    assert rows["Grants"]["Late days left"] == "–"


def test_the_feed_has_the_sources_that_are_late_now_the_newest_first(client: TestClient) -> None:
    feed = ET.fromstring(client.get("/freshness/feed.atom").content)
    entries = [
        [element.findtext(f"{ATOM}{name}") for name in ("title", "updated", "summary")]
        for element in feed.findall(f"{ATOM}entry")
    ]
    assert entries == [
        ["Crawley Borough Council, Planning applications: no new file in time", "2025-06-16T00:00:00Z",
         "A new file was due by 15 June 2025. The file in use came on 1 May 2025."],
        ["Arun District Council, Planning applications: no new file in time", "2025-05-07T00:00:00Z",
         "A new file was due by 6 May 2025. The file in use came on 22 March 2025."],
    ]  # fmt: skip


def test_what_promises_nothing_has_no_page(client: TestClient) -> None:
    assert client.get("/freshness/nothing").status_code == 404
    assert client.get("/api/v1/freshness/nothing").status_code == 404


def test_the_pages_of_a_council_and_of_a_standard_lead_here(client: TestClient) -> None:
    assert f'href="/freshness/{STANDARD}"' in client.get(f"/standards/{STANDARD}").text
    assert "Which councils publish it on time" in text_of(client.get(f"/standards/{STANDARD}").text)
    assert 'href="/freshness"' in client.get("/collections").text
