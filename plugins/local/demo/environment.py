"""The world of one rehearsal: example publishers and a platform of its own, ended whatever happens."""

import fcntl
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from plugins.local.platform import lifecycle
from plugins.local.platform.components import PARALLELISM, PARSED_EVERY, cores
from plugins.local.platform.faults import AlreadyStarting, DidNotStart
from plugins.local.platform.home import CHECKOUT, LOOPBACK, Home, free_ports
from plugins.local.platform.processes import Process, start
from plugins.settings import ALLOW_HOSTS, READ_SECONDS, REHEARSAL, SOURCES
from transforms.returns import RETURNS

PUBLISHERS = "example-publishers"
SILENT_FOR = "5"  # seconds after which a silent publisher on this machine has nothing to say
WAITING = 2  # tasks beside those that compute: who waits for slow publishers needs a slot, and no core
# A quarter and a reference date lie between these: what is on hand is seen before, what came of it after.
BEFORE, AFTER = date(2025, 9, 29), date(2026, 1, 5)


@dataclass(frozen=True)
class Plan:
    """What a rehearsal plays."""

    authorities: int = 36
    seed: int = 1
    standards: tuple[str, ...] = tuple(sorted({slug for one in RETURNS for slug in one.reads}))  # what returns need
    days: tuple[date, ...] = (BEFORE, AFTER)
    real: Path | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rehearsal:
    """A running rehearsal."""

    home: Home
    plan: Plan
    hello: Mapping[str, Any]  # what the publishers say of themselves
    decided: Mapping[str, str]  # the settings that the platform was started with

    def move_to(self, day: date) -> None:
        """Show the councils' websites as they are on ``day``, every file of it written before anybody asks."""
        show_day(self.hello["control"], day, prepare=True)

    @property
    def real(self) -> list[dict[str, Any]]:
        """Return the real files that are published, and those that are not with the reason."""
        return list(self.hello["real"])


def show_day(control: str, day: date, *, prepare: bool = False) -> None:
    """Show the councils' websites as they are on ``day``; with ``prepare``, write every file before anybody asks."""
    asked = {"day": str(day), "prepare": prepare}
    httpx.put(f"{control}/day", json=asked, timeout=600, trust_env=False).raise_for_status()


@contextmanager
def rehearsal(home: Home, plan: Plan, progress: lifecycle.Progress) -> Iterator[Rehearsal]:
    """Run a rehearsal on fresh state for as long as the block lasts; nothing of it runs afterwards."""
    with _interrupted_by_signals(), _alone(home):
        try:
            lifecycle.down(home)
            _wipe(home)
            process, decided = _start_publishers(home, plan)
            lifecycle.up(home, decided, progress, disposable=True, with_portal=False)
            yield Rehearsal(home, plan, _hello(home, process), decided)
        finally:
            progress("Stopping")
            lifecycle.down(home)


def _start_publishers(home: Home, plan: Plan) -> tuple[Process, dict[str, str]]:
    """Start the example publishers and return what the platform must be told of them."""
    [port] = free_ports(1)
    sources = home.folder() / "sources.csv"
    command = [sys.executable, "-m", "examples.publishers", "--port", str(port), "--sources-out", str(sources)]
    command += ["--authorities", str(plan.authorities), "--seed", str(plan.seed), "--day", str(plan.days[0])]
    command += ["--prepare", "--standards", *plan.standards]
    command += ["--real", str(plan.real.resolve())] if plan.real else []
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    process = start(home, PUBLISHERS, [*command, *plan.options], environment, retry_policy=3.0)
    return process, {
        ALLOW_HOSTS: f"{LOOPBACK}:{port}",
        SOURCES: str(sources),
        READ_SECONDS: SILENT_FOR,
        REHEARSAL: "1",
        PARALLELISM: str(cores() + WAITING),
        PARSED_EVERY: "3600",  # nobody changes a DAG during a rehearsal
    }


def _hello(home: Home, process: Process, seconds: float = 120) -> Mapping[str, Any]:
    """Return the line that the publishers say when they answer."""
    log = home.logs / f"{PUBLISHERS}.log"
    deadline = time.monotonic() + seconds
    while process.is_running() and time.monotonic() < deadline:
        for line in log.read_text().splitlines():
            if line.startswith("{"):
                return dict(json.loads(line))
        time.sleep(0.2)
    raise DidNotStart(f"The example publishers did not start: see {log}.")


def _wipe(home: Home) -> None:
    """Throw away what an earlier rehearsal left."""
    for path in home.folder().iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Be the only rehearsal in this folder: a second one is told so and ends nothing of the first."""
    home.root.parent.mkdir(parents=True, exist_ok=True)
    with home.root.with_name(f"{home.root.name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyStarting(f"Another run is under way in {home.root}.") from error
        yield


@contextmanager
def _interrupted_by_signals() -> Iterator[None]:
    """Take being told to end like Ctrl-C: what was started is stopped first."""

    def interrupt(number: int, _: object) -> None:
        raise KeyboardInterrupt(signal.Signals(number).name)

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
