"""The environment of one run of the demonstration: example publishers and a platform of its own, ended afterwards."""

import fcntl
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plugins.local.platform import lifecycle
from plugins.local.platform.demonstration import (
    NAME,
    Demonstration,
    move_to_day,
    publishers_hello,
    remember_demonstration,
)
from plugins.local.platform.faults import AlreadyStarting
from plugins.local.platform.home import Home

# A quarter and a reference date lie between these: what is on hand is seen before, what came of it after.
# What most authorities publish: enough to see every part of the work in a few minutes. The others are asked for.
MAIN_STANDARDS = ("brownfield_land", "planning_applications")
BEFORE, AFTER = date(2025, 9, 29), date(2026, 1, 5)


@dataclass(frozen=True)
class DemoPlan:
    """What the demonstration shows."""

    authorities: int = 36
    seed: int = 1
    standards: tuple[str, ...] = MAIN_STANDARDS
    days: tuple[date, ...] = (BEFORE, AFTER)
    real: Path | None = None  # a folder of real files that are published too
    options: tuple[str, ...] = ()  # further ones of the example publishers

    @property
    def publishers(self) -> Demonstration:
        """What its example publishers publish."""
        arguments = ["--authorities", str(self.authorities), "--seed", str(self.seed)]
        arguments += ["--standards", *self.standards, "--listings"]
        arguments += ["--real", str(self.real.resolve())] if self.real else []
        return Demonstration((*arguments, *self.options), opened=self.days[0], day=self.days[0])


@dataclass(frozen=True)
class DemoEnvironment:
    """A running demonstration."""

    home: Home
    plan: DemoPlan
    publishers: Mapping[str, Any]  # what the example publishers say of themselves

    @property
    def control(self) -> str:
        """Return the address at which the example publishers are moved to another day."""
        return str(self.publishers["control"])

    @property
    def real_files(self) -> list[dict[str, Any]]:
        """Return the real files that are published, and those that are not with the reason."""
        return list(self.publishers["real"])

    def move_to(self, day: date) -> None:
        """Show the councils' websites as they are on `day`, every file of it written before anybody asks."""
        move_to_day(self.home, self.control, day)


@contextmanager
def demo_environment(home: Home, plan: DemoPlan, progress: lifecycle.Progress) -> Iterator[DemoEnvironment]:
    """Run a demonstration on fresh state for as long as the block lasts; nothing of it runs afterwards."""
    with _interrupted_by_signals(), _only_one_in(home):
        try:
            lifecycle.down(home)
            remember_demonstration(home, plan.publishers)
            _delete_other_state(home)
            lifecycle.up(home, progress=progress, disposable=True, with_portal=False)
            yield DemoEnvironment(home, plan, publishers_hello(home))
        finally:
            progress("Stopping")
            lifecycle.down(home)


def _delete_other_state(home: Home) -> None:
    """Delete what an earlier run left, but never the mark of a demonstration, not even between two steps."""
    for path in home.folder().iterdir():
        if path.name == f"{NAME}.json":
            continue
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@contextmanager
def _only_one_in(home: Home) -> Iterator[None]:
    """Be the only run in this folder: a second one is refused, and ends nothing of the first."""
    home.root.parent.mkdir(parents=True, exist_ok=True)
    with home.root.with_name(f"{home.root.name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyStarting(f"Another run is under way in {home.root}.") from error
        yield


@contextmanager
def _interrupted_by_signals() -> Iterator[None]:
    """Treat a request to end like Ctrl-C, so that everything started is stopped first."""

    def interrupt(number: int, _: object) -> None:
        raise KeyboardInterrupt(signal.Signals(number).name)

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
