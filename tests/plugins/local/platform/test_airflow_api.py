"""Talking to an Airflow that is short of its database now and then: a web server of our own plays it."""

import json
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from plugins.local.platform.airflow_api import AirflowApi
from plugins.local.platform.components import NAME
from plugins.local.platform.faults import PlatformFault
from plugins.local.platform.home import LOOPBACK, Home

RUNS = {"dag_runs": [{"dag_id": "collect__contracts", "dag_run_id": "one"}]}


class Airflow(ThreadingHTTPServer):
    """Answers 500 to the first `fails` requests of every path, or hangs up."""

    fails = 0
    hangs_up = False

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.asked: Counter[str] = Counter()


class _Handler(BaseHTTPRequestHandler):
    server: Airflow

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        is_token = self.path == "/auth/token"
        is_failing = not is_token and self.server.asked[self.path] <= self.server.fails
        if is_failing and self.server.hangs_up:
            self.close_connection = True
            return
        body = json.dumps({"access_token": "x"} if is_token else RUNS).encode()
        self.send_response(500 if is_failing else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def airflow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Airflow]:
    monkeypatch.setattr("plugins.local.platform.airflow_api.PAUSES", (0.01, 0.01))
    with Airflow() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def api(airflow: Airflow, tmp_path: Path) -> Iterator[AirflowApi]:
    home = Home(tmp_path)
    home.remember(NAME, {"port": airflow.server_address[1], "password": "p"})
    with AirflowApi(home) as api:
        yield api


def test_a_question_is_asked_again_while_airflow_waits_for_its_database(airflow: Airflow, api: AirflowApi) -> None:
    airflow.fails = 2
    assert api.runs("collect__contracts") == RUNS["dag_runs"]
    assert api.under_way(["collect__contracts"]) == {("collect__contracts", "one")}
    assert airflow.asked["/api/v2/dags/~/dagRuns/list"] == 3


def test_a_question_is_asked_again_where_airflow_hangs_up(airflow: Airflow, api: AirflowApi) -> None:
    airflow.fails, airflow.hangs_up = 1, True
    assert api.runs("collect__contracts") == RUNS["dag_runs"]
    assert api.changed_partitions("collect__contracts", "one") is None


def test_a_question_that_stays_without_an_answer_is_a_fault(airflow: Airflow, api: AirflowApi) -> None:
    airflow.fails = 3
    with pytest.raises(PlatformFault, match="Airflow answered 500"):
        api.runs("collect__contracts")


def test_what_changes_something_is_asked_once(airflow: Airflow, api: AirflowApi) -> None:
    airflow.fails = 1
    with pytest.raises(PlatformFault, match="Airflow answered 500"):
        api.trigger("collect__contracts", {})
    assert airflow.asked["/api/v2/dags/collect__contracts/dagRuns"] == 1
