"""Processes that the platform started, recorded with their start time: a reused number is never mistaken for ours.

Every process leads a session of its own. Its children stay in that session when their leader dies, so a crash leaves
nothing that the next start can't find and end.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from plugins.local.platform.home import Home

MARK = "COUNCIL_RETURNS_PLATFORM"
CLOCK_TOLERANCE_SECONDS = 2.0


@dataclass(frozen=True)
class Process:
    """A process that a platform started."""

    name: str
    pid: int
    started: float
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 10.0

    def is_running(self) -> bool:
        """Return whether this very process, and not a later one with its number, still runs."""
        return _same(self.pid, self.started)

    def listens_on(self, port: int) -> bool:
        """Return whether it is this process, or a child of it, that listens on the port."""
        try:
            leader = psutil.Process(self.pid)
            family = [leader, *leader.children(recursive=True)]
            sockets = [socket for process in family for socket in process.net_connections(kind="tcp")]
        except psutil.Error:
            return False
        return any(socket.status == psutil.CONN_LISTEN and socket.laddr.port == port for socket in sockets)


def start(
    home: Home,
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    stop_signal: int = signal.SIGTERM,
    stop_seconds: float = 10.0,
    user: str | None = None,
) -> Process:
    """Start a command in a session of its own, its output in the platform's logs, and record it."""
    log = home.folder("logs") / f"{name}.log"
    with log.open("ab") as output:
        child = subprocess.Popen(  # noqa: S603  # our own commands, from the environment that runs us
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**environment, MARK: str(home.root)},
            cwd=home.root,
            start_new_session=True,
            user=user,
            umask=0o077,
        )
    process = Process(name, child.pid, psutil.Process(child.pid).create_time(), int(stop_signal), stop_seconds)
    (home.folder("processes") / f"{name}.json").write_text(json.dumps(asdict(process)))
    return process


def recorded(home: Home) -> list[Process]:
    """Return every process on record, running or not; an unreadable record is deleted."""
    processes = []
    for path in sorted(home.records.glob("*.json")):
        try:
            processes.append(Process(**json.loads(path.read_text())))
        except (OSError, ValueError, TypeError):
            path.unlink(missing_ok=True)
    return processes


def stop(home: Home, processes: Iterable[Process]) -> None:
    """Ask all of them to end at once, kill those that have not ended in time, and delete their records."""
    ending = list(processes)
    members = {member for process in ending for member in _session(home, process)}
    signalled_at = time.monotonic()
    for process in ending:
        if process.is_running():
            _send(process.pid, process.stop_signal)
    for process in sorted(ending, key=lambda process: process.stop_seconds):
        seconds_left = signalled_at + process.stop_seconds - time.monotonic()
        _wait_until_ended([member for member in members if member.pid == process.pid], seconds_left)
        _kill(members | set(_session(home, process)), process)
        (home.records / f"{process.name}.json").unlink(missing_ok=True)


def _kill(members: Iterable[psutil.Process], process: Process) -> None:
    """Kill what is left of the session of `process`, whose leader has been asked to end."""
    killed = []
    for member in members:
        try:
            if os.getsid(member.pid) == process.pid and member.is_running():
                member.kill()
                killed.append(member)
        except (psutil.Error, OSError):
            continue
    _wait_until_ended(killed, 5.0)


def _wait_until_ended(members: Iterable[psutil.Process], seconds: float) -> None:
    """Return once all have ended, or the time is up."""
    deadline = time.monotonic() + seconds
    while any(_runs(member) for member in members) and time.monotonic() < deadline:
        time.sleep(0.05)


def _runs(member: psutil.Process) -> bool:
    """Return whether the process has not ended; one that has and that nobody has waited for counts as ended."""
    try:
        return bool(member.is_running() and member.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _session(home: Home, process: Process) -> list[psutil.Process]:
    """Return the running processes of the session that `process` leads or led, itself included."""
    members = []
    for candidate in psutil.process_iter():
        try:
            if os.getsid(candidate.pid) == process.pid and _is_ours(home, process, candidate):
                members.append(candidate)
        except (psutil.Error, OSError):
            continue
    return members


def _is_ours(home: Home, process: Process, candidate: psutil.Process) -> bool:
    """Return whether a member of the session is ours: its leader runs, or its folder or environment says so."""
    return process.is_running() or comes_from(home, candidate)


def comes_from(home: Home, candidate: psutil.Process) -> bool:
    """Return whether a process descends from one that this platform started.

    It is known by its working directory or, if it has left that, by our mark in its environment. A process that renames
    itself, as Airflow's workers and PostgreSQL's do, overwrites its environment.
    """
    try:
        if Path(candidate.cwd()).is_relative_to(home.root):
            return True
        return bool(candidate.environ().get(MARK) == str(home.root))
    except psutil.Error:
        return False


def _same(pid: int, started: float) -> bool:
    """Return whether the process with this number started at that time and has not ended."""
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - started) < CLOCK_TOLERANCE_SECONDS and _runs(process)
    except psutil.Error:
        return False


def _send(pid: int, number: int) -> None:
    """Send a signal to a process that may have just ended."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def wait_until(is_ready: Callable[[], bool], process: Process, seconds: float) -> bool:
    """Return whether it was ready before the time was up or the process ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.is_running():
        if is_ready():
            return True
        time.sleep(0.1)
    return False
