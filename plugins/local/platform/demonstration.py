"""A demonstration: a platform that collects from example publishers only, and remembers that it does.

Known   What its folder remembers outlives the command that made it: each later start, by whatever command, starts the
        example publishers again with the settings that keep it away from real councils.
"""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from plugins.local.platform.components import PARALLELISM, PARSED_EVERY, PAUSED_AT_CREATION, cores
from plugins.local.platform.faults import DidNotStart, PlatformFault
from plugins.local.platform.home import CHECKOUT, LOOPBACK, Home, free_ports
from plugins.local.platform.processes import Process, recorded, start
from plugins.settings import ALLOW_HOSTS, DEMONSTRATION, READ_SECONDS, SOURCES

NAME = "demonstration"
PUBLISHERS = "example-publishers"
READY_WITHIN_SECONDS = 120.0
SILENT_FOR = "5"  # seconds after which a silent publisher on this machine has nothing to say
WAITING = 2  # tasks beside those that compute: whoever waits for slow publishers needs a slot, and no core


@dataclass(frozen=True)
class Demonstration:
    """What a demonstration's example publishers publish."""

    arguments: tuple[str, ...]  # of `python -m examples.publishers`, without the port, the day and the register
    opened: date  # the first day of the invented England
    day: date  # the day that the councils' websites show
    port: int = 0

    @property
    def seed(self) -> int:
        """Which England is invented."""
        return int(self.arguments[self.arguments.index("--seed") + 1]) if "--seed" in self.arguments else 1


def remember_demonstration(home: Home, demonstration: Demonstration) -> None:
    """Make a folder the home of a demonstration, from now on."""
    values = {
        "arguments": demonstration.arguments,
        "opened": str(demonstration.opened),
        "day": str(demonstration.day),
        "port": demonstration.port,
    }
    home.remember(NAME, values)


def recall_demonstration(home: Home) -> Demonstration | None:
    """Return the demonstration whose home a folder is; None for one whose platform collects from real councils."""
    if not (home.root / f"{NAME}.json").exists():
        return None
    values = home.recall(NAME)
    try:
        days = date.fromisoformat(values["opened"]), date.fromisoformat(values["day"])
        return Demonstration(tuple(values["arguments"]), *days, int(values["port"]))
    except (KeyError, TypeError, ValueError) as error:
        # Taken for a platform of the register, it would ask real councils.
        raise PlatformFault(f"{home.root / NAME}.json can't be read: delete {home.root} and start again.") from error


def demonstration_settings(home: Home) -> dict[str, str]:
    """Return the settings that keep a demonstration with its publishers; none for another platform."""
    demonstration = recall_demonstration(home)
    if demonstration is None:
        return {}
    return {
        ALLOW_HOSTS: f"{LOOPBACK}:{demonstration.port}",
        SOURCES: str(home.root / "sources.csv"),
        READ_SECONDS: SILENT_FOR,
        DEMONSTRATION: "1",
        PAUSED_AT_CREATION: "True",  # it collects when it is asked to
        PARALLELISM: str(cores() + WAITING),
        PARSED_EVERY: "3600",  # nobody changes a DAG during a demonstration
    }


def start_publishers(home: Home, environment: Mapping[str, str]) -> Process | None:
    """Start the example publishers of a demonstration, on their earlier port where it is free; else start nothing."""
    demonstration = recall_demonstration(home)
    if demonstration is None:
        return None
    [port] = free_ports(1, [demonstration.port])
    remember_demonstration(home, replace(demonstration, port=port))
    (home.folder("logs") / f"{PUBLISHERS}.log").unlink(missing_ok=True)
    command = [sys.executable, "-m", "examples.publishers", "--port", str(port), "--day", str(demonstration.opened)]
    command += ["--sources-out", str(home.root / "sources.csv"), *demonstration.arguments]
    command += ["--prepare"] if demonstration.day == demonstration.opened else []
    return start(home, PUBLISHERS, command, {**environment, "PYTHONPATH": str(CHECKOUT)}, stop_seconds=3.0)


def wait_for_publishers(home: Home) -> None:
    """Return once the example publishers answer and show the day that they showed last."""
    control, demonstration = publishers_hello(home)["control"], recall_demonstration(home)
    if demonstration and demonstration.day != demonstration.opened:
        show_day(control, demonstration.day, prepare=True)


def publishers_hello(home: Home) -> Mapping[str, Any]:
    """Return what the example publishers say of themselves, once they answer."""
    log = home.logs / f"{PUBLISHERS}.log"
    [process] = [process for process in recorded(home) if process.name == PUBLISHERS]
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while process.is_running() and time.monotonic() < deadline:
        for line in log.read_text().splitlines():
            if line.startswith("{"):
                return dict(json.loads(line))
        time.sleep(0.2)
    raise DidNotStart(f"The example publishers did not start: see {log}.")


def show_day(control: str, day: date, *, prepare: bool = False) -> None:
    """Show the councils' websites as they are on `day`; with `prepare`, write every file before anybody asks."""
    import httpx

    body = {"day": str(day), "prepare": prepare}
    httpx.put(f"{control}/day", json=body, timeout=600, trust_env=False).raise_for_status()


def move_to_day(home: Home, control: str, day: date) -> None:
    """Show the councils' websites as they are on `day`, now and after each later start."""
    show_day(control, day, prepare=True)
    demonstration = recall_demonstration(home)
    if demonstration:
        remember_demonstration(home, replace(demonstration, day=day))
