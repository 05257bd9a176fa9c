"""When collections run, as an Airflow of our own answers."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from plugins.portal.pages import templates
from plugins.portal.views import collection_schedule
from plugins.portal.views.collection_schedule import CollectionSchedule, airflow_address, load_collection_schedule
from plugins.portal.views.collections import DatasetCollection
from plugins.settings import Settings, Store
from transforms.standards import STANDARDS

PLANNING, GRANTS = "planning_applications", "grants"
ACCOUNT = {"username": "portal", "password": "p/w"}


def dag(slug: str, next_run: str | None, *, is_paused: bool = False) -> dict[str, Any]:
    return {"dag_id": f"collect__{slug}", "is_paused": is_paused, "next_dagrun_run_after": next_run}


class Airflow(ThreadingHTTPServer):
    """Tells a viewer of its DAGs; `answers` are the bodies of the requests to come."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.dags: object = []
        self.requests: list[str] = []

    def settings(self) -> Settings:
        address = f"http://portal:p%2Fw@127.0.0.1:{self.server_port}"
        return Settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Store("nothing"), airflow=address)


class _Handler(BaseHTTPRequestHandler):
    server: Airflow

    def do_POST(self) -> None:
        account = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(201 if account == ACCOUNT else 401, {"access_token": "token"})

    def do_GET(self) -> None:
        is_viewer = self.headers["Authorization"] == "Bearer token"
        self._answer(200 if is_viewer else 401, {"dags": self.server.dags})

    def _answer(self, status: int, content: object) -> None:
        self.server.requests.append(self.path)
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def airflow() -> Iterator[Airflow]:
    collection_schedule._load.cache_clear()
    with Airflow() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def lead(schedule: CollectionSchedule | None) -> str:
    """Return what the page says above its tables."""
    datasets = [DatasetCollection(standard, 0, None) for standard in STANDARDS]
    page = templates().get_template("collections.html").render(
        schedule=schedule, datasets=datasets, returns=[], failing=[]
    )  # fmt: skip
    return page.partition("<h1")[2].partition("<h2")[0]


def test_the_next_collection_is_the_first_that_airflow_will_start(airflow: Airflow) -> None:
    airflow.dags = [
        dag(PLANNING, "2026-07-02T05:00:00Z"),
        dag("contracts", "2026-07-01T05:00:00Z"),
        dag(GRANTS, "2026-06-30T05:00:00Z", is_paused=True),
        {"dag_id": "assemble__planning_matters", "is_paused": True, "next_dagrun_run_after": None},
    ]
    schedule = load_collection_schedule(airflow.settings())
    assert schedule is not None
    assert str(schedule.next_run) == "2026-07-01 06:00:00+01:00"
    assert schedule.paused == {GRANTS}
    text = lead(schedule)
    assert "due to start on 1 July 2026 at 6am" in text
    assert "Collection of Grants" in text
    assert "is paused" in text


def test_a_page_names_no_next_collection_while_all_are_paused(airflow: Airflow) -> None:
    airflow.dags = [dag(slug, "2026-07-01T05:00:00Z", is_paused=True) for slug in (PLANNING, GRANTS)]
    schedule = load_collection_schedule(airflow.settings())
    assert schedule is not None
    assert schedule.next_run is None
    text = lead(schedule)
    assert "Collections are paused. No new files are being collected." in text
    assert "due to start" not in text
    assert "once a day" not in text


@pytest.mark.parametrize("dags", [[], None, "x", [{}], [{"dag_id": "collect__x", "is_paused": False}]])
def test_a_page_does_not_guess_the_next_collection_without_airflow(airflow: Airflow, dags: object) -> None:
    airflow.dags = dags
    schedule = load_collection_schedule(airflow.settings())
    assert schedule is None
    assert "We can’t say at the moment when the next collection is due to start." in lead(schedule)


def test_without_an_account_or_an_airflow_there_is_no_schedule(airflow: Airflow) -> None:
    settings = airflow.settings()
    for address in ("", "http://127.0.0.1:1", airflow_address(settings.airflow)):
        own = Settings(settings.database, settings.store, airflow=address)
        assert load_collection_schedule(own) is None


def test_airflow_gets_one_request_a_minute_for_any_number_of_visitors(
    airflow: Airflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 600.0
    monkeypatch.setattr(collection_schedule.time, "monotonic", lambda: now)
    airflow.dags = [dag(PLANNING, "2026-07-01T05:00:00Z")]
    for _ in range(3):
        load_collection_schedule(airflow.settings())
    assert len(airflow.requests) == 2  # for a token, and for the DAGs
    now += 60
    load_collection_schedule(airflow.settings())
    assert len(airflow.requests) == 4


def test_the_address_of_airflow_is_shown_without_the_account() -> None:
    assert airflow_address("http://portal:secret@airflow:8080/") == "http://airflow:8080"
    assert airflow_address("http://airflow:8080") == "http://airflow:8080"
