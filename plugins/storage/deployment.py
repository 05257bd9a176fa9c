"""What every step needs: the settings, the warehouse and the archive of the deployment that it runs in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from plugins.faults import RehearsalOnly
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.storage.warehouse.connection import open_engine, transaction
from plugins.storage.warehouse.fetch_log import Run

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from airflow.sdk.types import DagRunProtocol as DagRun
    from sqlalchemy import Connection, Engine


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
def deployment(settings: Settings | None = None) -> Iterator[Deployment]:
    """Open the deployment that the environment names, and close its connections afterwards."""
    chosen = settings or Settings.from_environment()
    engine = open_engine(chosen.database)
    try:
        yield Deployment(chosen, engine, Archive.from_settings(chosen))
    finally:
        engine.dispose()


def run_of(standard: str, dag_run: "DagRun", params: Mapping[str, Any]) -> Run:
    """Return which collection a DAG run is, and the day as which it counts."""
    return Run(dag_run.run_id, standard, day_of(dag_run, params))


def day_of(dag_run: "DagRun", params: Mapping[str, Any]) -> date:
    """Return the day as which a DAG run counts: its own, or in a rehearsal the one that it is given."""
    if params.get("day"):
        if not Settings.from_environment().rehearsal:
            raise RehearsalOnly("only a rehearsal may say as which day it counts; leave “day” empty")
        return date.fromisoformat(params["day"])
    started: datetime = dag_run.run_after
    return started.astimezone(UTC).date()
