"""Starting again only what has ended, beside what goes on running: visitors keep their reports, tasks their work.

Known   Services come back on their ports, since all the others know them by these. What stands on a service that ended
        may end a little later, so the caller looks again (see `lifecycle`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from plugins.local.platform import components, identity_provider, object_store, portal, postgres
from plugins.local.platform.demonstration import PUBLISHERS, start_publishers, wait_for_publishers
from plugins.local.platform.faults import DidNotStart
from plugins.local.platform.home import Home
from plugins.local.platform.processes import recorded, stop

Environment = Mapping[str, str]


@dataclass(frozen=True)
class Environments:
    """The environment of each kind of process, once the services have their ports."""

    services: dict[str, str]
    airflow: Callable[[], Environment]
    portal: Callable[[], Environment]


def revive(home: Home, ended: Collection[str], environments: Environments, *, disposable: bool) -> None:
    """Start the processes of these names again, having ended what they left behind.

    A service that would need another port is not started beside what knows it by its old one: that is `DidNotStart`.
    """
    stop(home, [process for process in recorded(home) if process.name in ended])
    ports = _ports(home)
    _start_services(home, ended, environments.services, disposable=disposable)
    if _ports(home) != ports:
        raise DidNotStart("Another program has taken a port of the platform meanwhile.")
    if portal.NAME in ended:
        portal.start_portal(home, environments.portal())
        portal.ensure_portal(home, environments.portal)
    parts = [name for name in components.COMPONENTS if name in ended]
    components.start_airflow(home, environments.airflow(), parts)
    if PUBLISHERS in ended:
        wait_for_publishers(home)
    if identity_provider.NAME in ended:
        identity_provider.wait_for_provider(home)


def _start_services(home: Home, ended: Collection[str], environment: dict[str, str], *, disposable: bool) -> None:
    """Start the servers among those that ended, a demonstration's too, at once, and return when ours answer."""
    store = object_store.start_object_store(home, environment) if object_store.NAME in ended else None
    if PUBLISHERS in ended:
        start_publishers(home, environment)
    if identity_provider.NAME in ended:
        identity_provider.start_provider(home, environment)
    if postgres.NAME in ended:
        postgres.start_postgres(home, environment, disposable=disposable)
    if store:
        object_store.ensure_bucket(home, store)


def _ports(home: Home) -> tuple[object, ...]:
    """Return every port that another process knows."""
    ports = [home.recall(name).get("port") for name in (postgres.NAME, identity_provider.NAME)]
    return *ports, home.recall(object_store.NAME).get("ports"), components.port(home)
