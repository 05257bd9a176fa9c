"""The life of the embedded platform: up, down, and its status.

Known   A start first ends whatever an earlier one left behind, by what it recorded: a crash never blocks a start.
        Where part of the platform runs, only what has ended is started again (see `revive`).
        The home of a demonstration stays one: each start brings its example publishers back (see `demonstration`).
"""

import fcntl
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from plugins.local.platform import components, identity_provider, object_store, portal, postgres
from plugins.local.platform.demonstration import (
    PUBLISHERS,
    demonstration_settings,
    recall_demonstration,
    start_publishers,
    wait_for_publishers,
)
from plugins.local.platform.example_people import admit_example_people, example_councils
from plugins.local.platform.faults import AlreadyStarting, DidNotStart, NotRunning
from plugins.local.platform.home import Home, require_room
from plugins.local.platform.processes import Process, recorded, stop
from plugins.local.platform.revive import Environments, revive
from plugins.local.platform.services import service_settings, start_services
from plugins.local.platform.signing_key import NOT_FOR_THE_PORTAL, register_signing_key, signing_settings
from plugins.local.platform.status import PlatformStatus, health
from plugins.settings import (
    AIRFLOW,
    AIRFLOW_PAGES,
    ALLOW_HOSTS,
    CONTACT,
    DEMONSTRATION,
    PORTAL,
    READ_SECONDS,
    SOURCES,
    SWITCHES,
    TASK_SLOTS,
    Settings,
)
from plugins.storage import roles

SERVICES = (postgres.NAME, object_store.NAME)
OVERRIDABLE = (
    ALLOW_HOSTS,
    CONTACT,
    READ_SECONDS,
    DEMONSTRATION,
    SOURCES,
    SWITCHES,
    TASK_SLOTS,
)  # by the environment of the command
EXPECTED = (*SERVICES, portal.NAME, *components.COMPONENTS)
HEALTHY_WITHIN_SECONDS = 120.0
REVIVALS = 3  # times that `up` looks whether what stood on a dead service has ended too
Progress = Callable[[str], None]


def up(
    home: Home | None = None,
    overrides: Mapping[str, str] | None = None,
    progress: Progress = lambda _: None,
    *,
    disposable: bool = False,
    with_portal: bool = True,
) -> PlatformStatus:
    """Start the platform, unless it is up already, and return once all of it is healthy.

    Args:
        home: The folder of its state; by default that of COUNCIL_RETURNS_HOME or the checkout's.
        overrides: Environment variables that its processes get as well as ours.
        progress: Called with what is being waited for.
        disposable: Whether the state may be lost in a power cut, which is faster.
        with_portal: Whether the portal is started too, which a demonstration that nobody watches has no use for.

    """
    home = home or Home.from_environment()
    with exclusive(home):
        before = status(home)
        if before.is_up:
            return before
        require_room(home.folder())
        try:
            environment = {**os.environ, **(overrides or {})}
            if revived := _revive(home, environment, progress, disposable=disposable):
                return replace(status(home), started_again=revived)
            _end(home, _expected(home))
            _start(home, environment, progress, disposable=disposable, with_portal=with_portal)
        except BaseException:
            _end(home, _expected(home))
            raise
    return status(home)


def down(home: Home | None = None) -> bool:
    """Stop the platform and return whether there was anything to stop."""
    home = home or Home.from_environment()
    if not home.root.exists():
        return False
    with exclusive(home):
        return _end(home)


def status(home: Home | None = None) -> PlatformStatus:
    """Return how the platform is."""
    home = home or Home.from_environment()
    alive = {process.name for process in recorded(home) if process.is_running()}
    airflow = home.recall(components.NAME)
    is_served = "api-server" in alive and "port" in airflow
    reported = health(components.address(home), alive) if is_served else {}
    return PlatformStatus(
        processes={name: name in alive for name in _expected(home)},
        health=reported,
        address=components.address(home) if is_served else None,
        user=components.USER if is_served else None,
        password=airflow.get("password") if is_served else None,
        portal=portal.address(home) if portal.NAME in alive else None,
        is_demonstration=recall_demonstration(home) is not None,
    )


def running_settings(home: Home | None = None, role: str = roles.PIPELINE) -> Settings:
    """Return the settings of the running platform with the rights of one role, or say that it is not up."""
    home = home or Home.from_environment()
    alive = {process.name for process in recorded(home) if process.is_running()}
    if not set(SERVICES) <= alive:
        raise NotRunning("The platform is not up: start it with `council-returns up` (or `make up`).")
    return Settings.from_environment(platform_settings(home, os.environ, role))


@contextmanager
def exclusive(home: Home) -> Iterator[None]:
    """Hold the right to change the platform for as long as the block lasts; one command at a time has it."""
    with (home.folder() / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyStarting(f"Another command is starting or stopping the platform in {home.root}.") from error
        yield


def platform_environment(home: Home, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of Airflow's processes, and so of the tasks."""
    settings = {**platform_settings(home, environment, roles.PIPELINE), **signing_settings(home, environment)}
    return components.airflow_environment(home, {**environment, **settings})


def portal_environment(home: Home, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the portal, without Airflow's secrets or the right to change what it shows."""
    own = {name: value for name, value in environment.items() if name not in NOT_FOR_THE_PORTAL}
    return {**own, **platform_settings(home, environment, roles.PORTAL)}


def platform_settings(home: Home, environment: Mapping[str, str], role: str) -> dict[str, str]:
    """Return our settings for a process with the rights of a role: where everything is, and what may be overridden.

    What makes a demonstration one can't be overridden.
    """
    overridden = {name: environment[name] for name in OVERRIDABLE if environment.get(name)}
    pages = {AIRFLOW: components.viewer_address(home), AIRFLOW_PAGES: components.address(home)}
    if portal.is_chosen(home):
        pages[PORTAL] = portal.address(home)
    ours = {**service_settings(home, role).environment(), TASK_SLOTS: str(components.cores())}
    of_demonstration = {**demonstration_settings(home), **identity_provider.provider_settings(home)}
    return {**ours, **pages, **overridden, **of_demonstration}


def _revive(home: Home, environment: dict[str, str], progress: Progress, *, disposable: bool) -> tuple[str, ...]:
    """Start again what has ended, and return what that was; nothing where all of it has to be started.

    That is where nothing of Airflow runs, or where what runs does not become healthy beside what was started again.
    """
    environments = Environments(
        environment, lambda: platform_environment(home, environment), lambda: portal_environment(home, environment)
    )
    started: list[str] = []
    for _ in range(REVIVALS):
        processes = status(home).processes
        ended = [name for name, is_running in processes.items() if not is_running]
        if not ended or not any(processes[name] for name in components.COMPONENTS):
            return ()
        if postgres.NAME in ended:  # what of Airflow still runs would end a little later, or hang
            ended = list(dict.fromkeys([*ended, *components.COMPONENTS]))
        progress(f"Again: {', '.join(ended)}")
        started += ended
        try:
            revive(home, ended, environments, disposable=disposable)
            _wait_for_health(home, [process for process in recorded(home) if process.name in components.COMPONENTS])
        except DidNotStart:
            continue
        if status(home).is_up:
            return tuple(dict.fromkeys(started))
    return ()


def _start(home: Home, environment: dict[str, str], progress: Progress, *, disposable: bool, with_portal: bool) -> None:
    """Start the services, then the portal and Airflow upon them; the example publishers meanwhile."""
    progress("PostgreSQL, the object store and their tables")
    preferred = 0 if disposable else components.PREFERRED_PORT
    components.choose_airflow(home, preferred)
    start_publishers(home, environment)
    identity_provider.start_provider(home, environment)
    if with_portal:
        portal.choose_portal(home, 0 if disposable else portal.PREFERRED_PORT)

    def make_tables() -> None:
        if with_portal:
            portal.start_portal(home, portal_environment(home, environment))
        components.migrate_airflow(home, platform_environment(home, environment))
        _migrate_ours(home)

    start_services(home, environment, make_tables, disposable=disposable)
    register_signing_key(home, environment)
    if with_portal:
        progress("The portal")
        portal.ensure_portal(home, lambda: portal_environment(home, environment))
    progress("Airflow")
    try:
        _start_airflow(home, environment, preferred)
    except DidNotStart:
        if not components.is_taken(home):
            raise
        _end(home, list(components.COMPONENTS))
        _start_airflow(home, environment, 0)
    if recall_demonstration(home):
        progress("The example publishers")
        wait_for_publishers(home)
        identity_provider.wait_for_provider(home)


def _start_airflow(home: Home, environment: dict[str, str], preferred_port: int) -> None:
    """Start Airflow on a port that is free now, and return once it is healthy."""
    components.choose_airflow(home, preferred_port)
    _wait_for_health(home, components.start_airflow(home, platform_environment(home, environment)))


def _migrate_ours(home: Home) -> None:
    """Bring our own tables to this version."""
    from plugins.storage.migrations import migrate

    migrate(service_settings(home, roles.OWNER).database)
    demonstration = recall_demonstration(home)
    if demonstration:
        councils = example_councils(demonstration.seed, demonstration.opened)
        settings = Settings.from_environment(platform_settings(home, {}, roles.PIPELINE))
        admit_example_people(settings, councils, demonstration.opened)


def _wait_for_health(home: Home, processes: list[Process]) -> None:
    """Return once Airflow calls all of itself healthy; a process that ended first is named."""
    deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        for process in processes:
            if not process.is_running():
                raise DidNotStart(f"Airflow's {process.name} ended: see {home.logs / process.name}.log.")
        is_ours = any(process.listens_on(components.port(home)) for process in processes)
        parts = health(components.address(home), EXPECTED) if is_ours else {}
        if len(parts) == len(components.COMPONENTS) and set(parts.values()) == {"healthy"}:
            return
        time.sleep(0.25)
    raise DidNotStart(f"Airflow did not become healthy in {HEALTHY_WITHIN_SECONDS:.0f} seconds: see {home.logs}.")


def _expected(home: Home) -> tuple[str, ...]:
    """Return the processes that a platform has when it is up."""
    return (*EXPECTED, PUBLISHERS, identity_provider.NAME) if recall_demonstration(home) else EXPECTED


def _end(home: Home, names: Collection[str] | None = None) -> bool:
    """End what was started here (or what of it has these names), services last, and return whether any of it ran."""
    processes = [process for process in recorded(home) if names is None or process.name in names]
    was_running = any(process.is_running() for process in processes)
    stop(home, [process for process in processes if process.name not in SERVICES])
    stop(home, [process for process in processes if process.name in SERVICES])
    object_store.sweep_sockets(home)
    return was_running
