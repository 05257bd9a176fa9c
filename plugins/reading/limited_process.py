"""A process with limits for jobs on what others published: its death costs the job, and nobody else.

Known   it is a new interpreter, so that threads of this process are never copied into it. Its start takes half a second
        and goes on behind this process's own work; a batch of files has one process for all of them.
"""

import json
import logging
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from os import environ
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any, ParamSpec, TypeVar, cast

from plugins import faults
from plugins.reading.allowance import Allowance, ends_by_time
from plugins.reading.results import load_result

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
LOG = logging.getLogger(__name__)
ROOT = Path(__file__).parents[2]
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from plugins.reading.child import main; main()"
# Arrow's usual allocator takes a gigabyte of address space at once, which would count as memory.
ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system"}
TRIES = 3  # times that a job is given to a process that dies before it has it
LAST_WORDS = 2_000  # bytes of what a process wrote before its death


class ProcessDied(Exception):
    """Raised when a process ended during its job, from running it; a signal tells of what."""

    def __init__(self, number: int) -> None:
        super().__init__(f"ended by {signal.Signals(number).name}" if number else "ended")
        self.is_time = ends_by_time(number)


class ProcessNotStarted(Exception):
    """Raised when no process takes its job before it ends, with what it wrote: our installation is broken."""


class JobFailed(Exception):
    """Raised when a job raised something itself, from running it; with its traceback."""

    def __init__(self, name: str, words: str, traceback: str, *, is_memory: bool) -> None:
        super().__init__(f"{name}: {words}" if words else name)
        self.name, self.words, self.traceback, self.is_memory = name, words, traceback, is_memory


@dataclass(frozen=True)
class _Running:
    """A process that runs, and the ways to it and from it."""

    process: subprocess.Popen[bytes]
    jobs: Connection
    results: IO[bytes]
    errors: IO[bytes]

    def last_words(self) -> str:
        """Return the end of what the process wrote."""
        self.errors.seek(0)
        return self.errors.read()[-LAST_WORDS:].decode(errors="replace").strip()

    def end(self) -> int:
        """End the process, and return the signal that it died of before; 0 for none."""
        status = self.process.poll()
        self.process.kill()
        self.process.wait()
        for way in (self.jobs, self.results, self.errors):
            way.close()
        return max(0, -(status or 0))


class LimitedProcess:
    """One process that does one job at a time, started with the first of them and replaced after its death.

    `modules` are imported as soon as it is started, before there is a job.
    """

    def __init__(self, modules: Sequence[str] = ()) -> None:
        self._modules = tuple(modules)
        self._turn, self._guard = Lock(), Lock()
        self._running: _Running | None = None

    @property
    def number(self) -> int:
        """The number of the process; 0 where none runs."""
        running = self._running
        return running.process.pid if running else 0

    def start(self) -> None:
        """Start the process where none runs, without waiting for it."""
        with self._guard:
            if self._running and self._running.process.poll() is not None:
                self._running.end()
                self._running = None
            if self._running is None:
                self._running = _start(self._modules)

    def run(
        self,
        job: Callable[..., Result],
        *arguments: object,
        allowance: Allowance | None = None,
        listen: Callable[[Mapping[str, Any]], None] = lambda _: None,
    ) -> Result:
        """Return what a job returns.

        Args:
            job: a function of a module.
            arguments: what it is given.
            allowance: what it may take.
            listen: called with what the job says while it goes on.

        Raises:
            ProcessDied: its process died of it.
            JobFailed: it raised something; a fault of ours is raised by its own name.
            ProcessNotStarted: no process takes the job.

        """
        with self._turn:
            request = pickle.dumps((job, arguments, allowance or Allowance()), protocol=5)
            running = self._give(request)
            del request
            try:
                end = _last_message(running.jobs, listen)
                result: Result | None = load_result(running.results) if "done" in end else None
            except (EOFError, ConnectionError):
                raise self._died(running, job) from None
            except BaseException:  # interrupted, or what came is no answer: the process is in the middle of something
                self.stop()
                raise
            if "failed" in end or end.get("is_large"):
                self.stop()
            if "failed" in end:
                raise _failure(end)
            return cast("Result", result)

    def _give(self, request: bytes) -> _Running:
        """Give a job to the process, to another if that died while it waited, and return it once it has the job."""
        words = ""
        for _ in range(TRIES):
            self.start()
            running = self._running
            assert running is not None
            try:
                running.jobs.send_bytes(request)
                running.jobs.recv_bytes()
            except (EOFError, ConnectionError):
                words = running.last_words()
                self.stop()
            except BaseException:
                self.stop()
                raise
            else:
                return running
        raise ProcessNotStarted(words)

    def stop(self) -> None:
        """Kill the process, whatever it is doing; the next job starts another."""
        with self._guard:
            running, self._running = self._running, None
            if running is not None:
                running.process.kill()
        if running is not None:
            running.end()

    def _died(self, running: _Running, job: Callable[..., object]) -> ProcessDied:
        """Return how a process died, once it is gone."""
        with self._guard:
            self._running = None
        try:
            running.process.wait(5)
        except subprocess.TimeoutExpired:
            LOG.info("a process left %s and went on", job.__name__)
        try:
            words = running.last_words()
            death = ProcessDied(running.end())
        except ValueError:  # it was stopped from another thread
            return ProcessDied(signal.SIGKILL)
        LOG.info("a process was %s in %s. %s", death, job.__name__, words)
        return death


def _start(modules: Sequence[str]) -> _Running:
    ours, theirs = socket.socketpair()
    results, errors = TemporaryFile(), TemporaryFile()  # noqa: SIM115 - open as long as the process runs
    with theirs:
        passed = (theirs.fileno(), results.fileno())
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", START, *map(str, passed), *modules],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, pass_fds=passed,
            env={**environ, **ENVIRONMENT},
        )  # fmt: skip
    return _Running(process, Connection(ours.detach()), results, errors)


def _last_message(jobs: Connection, listen: Callable[[Mapping[str, Any]], None]) -> dict[str, Any]:
    """Pass on what a job says until it has ended, and return how it did."""
    while True:
        message: dict[str, Any] = json.loads(jobs.recv_bytes())
        if "said" not in message:
            return message
        listen(message["said"])


def _failure(end: Mapping[str, Any]) -> Exception:
    """Return what a job raised: a fault of ours as itself, anything else by its name and traceback."""
    fault = getattr(faults, end["failed"], None)
    if isinstance(fault, type) and issubclass(fault, faults.Fault):
        return fault(end["words"])
    return JobFailed(end["failed"], end["words"], end["traceback"], is_memory=end["is_memory"])
