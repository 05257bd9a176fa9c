"""PostgreSQL and the S3 server together: what a deployment needs beside Airflow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plugins.local.platform.home import Home
from plugins.local.platform.object_store import ensure_bucket, start_object_store, store, sweep_sockets
from plugins.local.platform.postgres import database_url, ensure_database, start_postgres
from plugins.local.platform.processes import recorded, stop
from plugins.settings import Settings

DATABASE_NAME = "council_returns"


def start_services(
    home: Home,
    environment: dict[str, str],
    meanwhile: Callable[[], None] = lambda: None,
    *,
    disposable: bool = False,
) -> None:
    """Start both servers at once and return when each takes what it is given.

    Args:
        home: The folder of their state.
        environment: What their processes find in their environment.
        meanwhile: Done as soon as PostgreSQL answers, while the object store, the slower one, still starts.
        disposable: Whether the state may be lost in a power cut, which is faster.

    """
    object_store = start_object_store(home, environment)
    start_postgres(home, environment, disposable=disposable)
    ensure_database(home, DATABASE_NAME)
    meanwhile()
    ensure_bucket(home, object_store)


def settings(home: Home) -> Settings:
    """Return the settings of a deployment on these services."""
    return Settings(database=database_url(home, DATABASE_NAME), store=store(home))


@contextmanager
def running_services(home: Home, environment: dict[str, str]) -> Iterator[Settings]:
    """Both servers, for as long as the block lasts, with state that need not outlive it."""
    try:
        start_services(home, environment, disposable=True)
        yield settings(home)
    finally:
        stop(home, recorded(home))
        sweep_sockets(home)
