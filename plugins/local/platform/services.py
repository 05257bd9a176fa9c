"""PostgreSQL and the S3 server together: all that a deployment needs besides Airflow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plugins.local.platform.home import Home
from plugins.local.platform.object_store import ensure_bucket, start_object_store, store, sweep_sockets
from plugins.local.platform.postgres import database_url, ensure_database, ensure_roles, start_postgres
from plugins.local.platform.processes import recorded, stop
from plugins.settings import Settings
from plugins.storage.roles import OWNER, PIPELINE

DATABASE_NAME = "council_returns"


def start_services(
    home: Home,
    environment: dict[str, str],
    meanwhile: Callable[[], None] = lambda: None,
    *,
    disposable: bool = False,
) -> None:
    """Start both servers at once and return once both take data.

    Args:
        home: The folder of their state.
        environment: The environment of their processes.
        meanwhile: Called as soon as PostgreSQL answers, while the slower object store still starts.
        disposable: Whether the state may be lost in a power cut, which is faster.

    """
    object_store = start_object_store(home, environment)
    start_postgres(home, environment, disposable=disposable)
    ensure_roles(home)
    ensure_database(home, DATABASE_NAME, OWNER)
    meanwhile()
    ensure_bucket(home, object_store)


def service_settings(home: Home, role: str = PIPELINE) -> Settings:
    """Return the settings of a deployment on these services, with the rights of one role (plugins/storage/roles.py)."""
    return Settings(database=database_url(home, DATABASE_NAME, role), store=store(home, role))


@contextmanager
def running_services(home: Home, environment: dict[str, str]) -> Iterator[Settings]:
    """Both servers, for as long as the block lasts, with disposable state and every right on it."""
    try:
        start_services(home, environment, disposable=True)
        yield service_settings(home, OWNER)
    finally:
        stop(home, recorded(home))
        sweep_sockets(home)
