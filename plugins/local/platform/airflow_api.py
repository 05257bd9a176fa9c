"""Airflow's REST API, as far as a command needs it: trigger runs, watch them, read their results.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/stable-rest-api-ref.html
"""

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import httpx

from plugins.local.platform.components import NAME, USER, address
from plugins.local.platform.faults import PlatformFault
from plugins.local.platform.home import Home

TIMEOUT_SECONDS, PAUSES = 180.0, (1.0, 5.0)  # on a machine with more to do than cores
HUNG_UP = (httpx.ReadError, httpx.RemoteProtocolError)


class AirflowApi:
    """The API of the platform's Airflow, used as its administrator."""

    def __init__(self, home: Home) -> None:
        self._client = httpx.Client(base_url=address(home), timeout=TIMEOUT_SECONDS, trust_env=False)
        answer = self._client.post("/auth/token", json={"username": USER, "password": home.recall(NAME)["password"]})
        self._client.headers["Authorization"] = f"Bearer {self._content(answer)['access_token']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def dags(self) -> dict[str, bool]:
        """Return the DAGs that Airflow has loaded, and whether each is paused."""
        content = self._content(self._request("/api/v2/dags", params={"limit": 100}))
        return {dag["dag_id"]: dag["is_paused"] for dag in content["dags"]}

    def import_errors(self) -> dict[str, str]:
        """Return the DAG files that could not be loaded, and why."""
        content = self._content(self._request("/api/v2/importErrors"))
        return {error["filename"]: error["stack_trace"] for error in content["import_errors"]}

    def portal_links(self) -> dict[str, str]:
        """Return the links from Airflow's pages to the portal, by where they are."""
        content = self._content(self._request("/api/v2/plugins"))
        [own_plugin] = [plugin for plugin in content["plugins"] if plugin["name"] == "council_returns"]
        return {view["destination"]: view["href"] for view in own_plugin["external_views"]}

    def task_links(self, dag: str, run: str, task: str) -> dict[str, str]:
        """Return where the page of a task leads, by the words of the link."""
        content = self._content(self._request(f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{task}/links"))
        return dict(content["extra_links"])

    def unpause(self, dag: str) -> None:
        """Let the scheduler start runs of the DAG by itself."""
        self._content(self._client.patch(f"/api/v2/dags/{dag}", json={"is_paused": False}))

    def pause(self, dag: str) -> None:
        """Let the scheduler start no run of the DAG by itself."""
        self._content(self._client.patch(f"/api/v2/dags/{dag}", json={"is_paused": True}))

    def trigger(self, dag: str, params: Mapping[str, Any]) -> str:
        """Trigger one run and return its name."""
        answer = self._client.post(f"/api/v2/dags/{dag}/dagRuns", json={"logical_date": None, "conf": dict(params)})
        return str(self._content(answer)["dag_run_id"])

    def runs(self, dag: str) -> list[dict[str, Any]]:
        """Return the DAG's runs, oldest first."""
        parameters: dict[str, Any] = {"order_by": "run_after", "limit": 100}
        return list(self._content(self._request(f"/api/v2/dags/{dag}/dagRuns", params=parameters))["dag_runs"])

    def under_way(self, dags: Collection[str]) -> set[tuple[str, str]]:
        """Return the runs of these DAGs that have not ended, DAG and name, with one request."""
        query = {"dag_ids": sorted(dags), "states": ["queued", "running"], "page_limit": 100}
        content = self._content(self._request("/api/v2/dags/~/dagRuns/list", body=query))
        return {(run["dag_id"], run["dag_run_id"]) for run in content["dag_runs"]}

    def tasks_under_way(self, dags: Collection[str]) -> set[str]:
        """Return the tasks that are running in any run of these DAGs."""
        query = {"dag_ids": sorted(dags), "state": ["running"], "page_limit": 100}
        content = self._content(self._request("/api/v2/dags/~/dagRuns/~/taskInstances/list", body=query))
        return {task["task_id"] for task in content["task_instances"]}

    def changed_partitions(self, dag: str, run: str) -> dict[str, set[str]] | None:
        """Return the partitions that a run announced as changed: by asset name, the periods.

        None while Airflow can't answer: 3.3.2 answers 500 as long as a run that the event caused is still queued, since
        its answer needs the day on which that run started, and sometimes hangs up.
        """
        parameters: dict[str, Any] = {"source_dag_id": dag, "source_run_id": run, "limit": 100}
        try:
            answer = self._client.get("/api/v2/assets/events", params=parameters)
        except HUNG_UP:
            return None
        if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
            return None
        partitions: dict[str, set[str]] = {}
        for event in self._content(answer)["asset_events"]:
            partitions.setdefault(event["name"], set()).add(event["partition_key"])
        return partitions

    def tasks(self, dag: str, run: str) -> list[dict[str, Any]]:
        """Return the tasks of one run."""
        answer = self._request(f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances", params={"limit": 100})
        return list(self._content(answer)["task_instances"])

    def _request(
        self, path: str, params: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        """Return the answer to a query, repeated where Airflow got none from its database, or hung up."""
        method = "GET" if body is None else "POST"
        for pause in PAUSES:
            with suppress(*HUNG_UP):
                answer = self._client.request(method, path, params=params, json=body)
                if answer.status_code != httpx.codes.INTERNAL_SERVER_ERROR:
                    return answer
            time.sleep(pause)
        return self._client.request(method, path, params=params, json=body)

    def _content(self, answer: httpx.Response) -> dict[str, Any]:
        """Return the content of an answer; a refusal is a fault in the API's own words."""
        if answer.is_error:
            raise PlatformFault(
                f"Airflow answered {answer.status_code} to {answer.request.url.path}: {answer.text[:300]}"
            )
        return dict(answer.json()) if answer.content else {}
