"""A deployment, which every step needs: its settings, warehouse and archive; and the run that a step belongs to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from plugins.faults import DemonstrationOnly
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.storage.warehouse.connection import open_engine, transaction
from plugins.storage.warehouse.fetch_log import CollectionRun

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from airflow.sdk.types import DagRunProtocol as DagRun
    from sqlalchemy import Connection, Engine

Value = TypeVar("Value")


@dataclass(frozen=True)
class Deployment:
    """An open deployment."""

    settings: Settings
    engine: "Engine"
    archive: Archive

    def transaction(self) -> "AbstractContextManager[Connection]":
        """Open a transaction on the warehouse."""
        return transaction(self.engine)


@contextmanager
def open_deployment(settings: Settings | None = None) -> Iterator[Deployment]:
    """Open the deployment that the environment names, and close its connections afterwards."""
    opened = settings or Settings.from_environment()
    engine = open_engine(opened.database)
    try:
        yield Deployment(opened, engine, Archive.from_settings(opened))
    finally:
        engine.dispose()


def collection_run(standard: str, dag_run: "DagRun | None", params: Mapping[str, Any] | None) -> CollectionRun:
    """Return which collection a DAG run is, and the day as which it counts."""
    return CollectionRun(given_by_airflow(dag_run).run_id, standard, run_day(dag_run, params))


def given_by_airflow(value: Value | None) -> Value:
    """Return what Airflow gives every step by name; without it, the step was called as a plain function."""
    if value is None:
        raise TypeError("a step needs what Airflow gives it")
    return value


def is_scheduled(dag_run: "DagRun | None") -> bool:
    """Return whether Airflow started a run by its schedule, and no person did."""
    return str(getattr(dag_run, "run_type", "")).rpartition(".")[2].casefold() == "scheduled"


def run_day(dag_run: "DagRun | None", params: Mapping[str, Any] | None) -> date:
    """Return the day as which a DAG run counts: its own, or the simulated one in a demonstration."""
    if params and params.get("day"):
        if not Settings.from_environment().is_demonstration:
            raise DemonstrationOnly("only a demonstration may simulate its date; leave “day” empty")
        return date.fromisoformat(params["day"])
    started: datetime = given_by_airflow(dag_run).run_after
    return started.astimezone(UTC).date()
