"""When collections run, as Airflow has it: the next run, and the datasets whose schedule is paused.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/stable-rest-api-ref.html (DAGs; authentication by token)
Known   Airflow tells a person who has an account: the setting is an address with the name and password of a viewer. Its
        answer is used for a minute, so that visitors' requests do not become Airflow's.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from transforms.rounds.deadlines import LONDON

if TYPE_CHECKING:
    from plugins.settings import Settings

TIMEOUT_SECONDS = 3
CACHE_SECONDS = 60
PREFIX = "collect__"


@dataclass(frozen=True)
class CollectionSchedule:
    """When datasets are collected next, in London time; those whose schedule is paused have no time."""

    next_runs: Mapping[str, datetime | None]

    @property
    def next_run(self) -> datetime | None:
        """When the first of them is collected next; None where all are paused."""
        return min((run for run in self.next_runs.values() if run), default=None)

    @property
    def paused(self) -> frozenset[str]:
        """The slugs of the datasets whose schedule is paused."""
        return frozenset(slug for slug, run in self.next_runs.items() if run is None)


def load_collection_schedule(settings: "Settings") -> CollectionSchedule | None:
    """Return the schedule of collections; None where Airflow does not say, or nobody says where it is."""
    if not settings.airflow:
        return None
    return _load(settings.airflow, int(time.monotonic() // CACHE_SECONDS))


def airflow_address(setting: str) -> str:
    """Return the address of Airflow without the name and password that the setting has."""
    parts = urlsplit(setting)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))


@lru_cache(maxsize=2)
def _load(setting: str, _minute: int) -> CollectionSchedule | None:
    import httpx

    try:
        dags = _dags(setting)
        next_runs = {dag["dag_id"].removeprefix(PREFIX): _next_run(dag) for dag in dags}
        return CollectionSchedule(next_runs) if next_runs else None
    except (httpx.HTTPError, LookupError, TypeError, ValueError):
        return None


def _dags(setting: str) -> list[dict[str, Any]]:
    """Return the DAGs of collections, as a viewer sees them."""
    import httpx

    parts = urlsplit(setting)
    account = {"username": unquote(parts.username or ""), "password": unquote(parts.password or "")}
    with httpx.Client(base_url=airflow_address(setting), timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        token = client.post("/auth/token", json=account).raise_for_status().json()["access_token"]
        query: dict[str, str | int] = {"dag_id_pattern": f"{PREFIX}%", "limit": 100}
        answer = client.get("/api/v2/dags", params=query, headers={"Authorization": f"Bearer {token}"})
        dags: list[dict[str, Any]] = answer.raise_for_status().json()["dags"]
        return [dag for dag in dags if dag["dag_id"].startswith(PREFIX)]


def _next_run(dag: Mapping[str, Any]) -> datetime | None:
    """Return when a DAG runs next by itself; None where it is paused."""
    if dag["is_paused"] or not dag["next_dagrun_run_after"]:
        return None
    return datetime.fromisoformat(dag["next_dagrun_run_after"]).astimezone(LONDON)
