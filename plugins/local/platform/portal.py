"""The portal as a process of the platform: its port, its start, its address.

Known   Airflow's pages link to the portal, so its port is chosen before Airflow starts. If another program takes that
        port in the seconds until the portal starts, another port is chosen.
"""

import sys
from collections.abc import Callable, Mapping

from plugins.local.platform.faults import DidNotStart
from plugins.local.platform.home import LOOPBACK, Home, free_ports
from plugins.local.platform.processes import Process, recorded, start, stop, wait_until

NAME = "portal"
PREFERRED_PORT = 8000
READY_WITHIN_SECONDS = 60.0


def choose_portal(home: Home, preferred_port: int) -> None:
    """Choose the port of the portal: that of an earlier start if it is free."""
    [free_port] = free_ports(1, [home.recall(NAME).get("port") or preferred_port])
    home.remember(NAME, {"port": free_port})


def start_portal(home: Home, environment: Mapping[str, str]) -> Process:
    """Start the portal; it takes another second until it answers (see `ensure_portal`)."""
    command = [sys.executable, "-m", "plugins.cli.main", "portal", "--port", str(port(home))]
    return start(home, NAME, command, environment, stop_seconds=3.0)


def ensure_portal(home: Home, environment: Callable[[], Mapping[str, str]]) -> None:
    """Return once the portal answers, on another port if its own was taken meanwhile.

    Args:
        home: The folder of its state.
        environment: Returns the environment of the portal, which has its address.

    """
    [process] = [process for process in recorded(home) if process.name == NAME]
    if _answers(home, process):
        return
    if process.is_running() or free_ports(1, [port(home)]) == [port(home)]:
        raise DidNotStart(f"The portal did not start: see {home.logs / NAME}.log.")
    stop(home, [process])
    choose_portal(home, 0)
    if not _answers(home, start_portal(home, environment())):
        raise DidNotStart(f"The portal did not start: see {home.logs / NAME}.log.")


def address(home: Home) -> str:
    """Return the address of the portal."""
    return f"http://{LOOPBACK}:{port(home)}"


def is_chosen(home: Home) -> bool:
    """Return whether the portal has a port: a platform without it has chosen none."""
    return bool(home.recall(NAME))


def port(home: Home) -> int:
    """Return the port of the portal."""
    return int(home.recall(NAME)["port"])


def _answers(home: Home, process: Process) -> bool:
    """Return whether the portal, and no other program, listens on its port before the time is up."""
    return wait_until(lambda: process.listens_on(port(home)), process, READY_WITHIN_SECONDS)
