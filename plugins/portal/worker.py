"""A worker: a separate process for work that would block the portal, started when it is first needed."""

import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Lock, Thread
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


MEMORY = 6_000_000_000  # bytes: a file that unpacks to a gigabyte fits


class Worker:
    """One process that runs one job at a time."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self.process = 0

    def run(self, job: Callable[Arguments, Result], *arguments: Arguments.args, **keywords: Arguments.kwargs) -> Result:
        """Return the result of a job; raise BrokenProcessPool where its process died."""
        with self._guard:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"), _start_process)
                self.process = self._pool.submit(os.getpid).result()
            pool = self._pool
        return pool.submit(job, *arguments, **keywords).result()

    def stop(self) -> None:
        """Kill the process, whatever it is doing; the next job starts another."""
        with self._guard:
            pool, self._pool = self._pool, None
        if pool is not None:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            pool.shutdown(wait=False, cancel_futures=True)


def _start_process() -> None:
    """Limit this process's memory to what one file may need, and end it with the portal."""
    _, hard_limit = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MEMORY if hard_limit == resource.RLIM_INFINITY else min(MEMORY, hard_limit)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard_limit))
    with suppress(OSError):  # where the machine runs out of memory, this process is killed before the portal
        Path("/proc/self/oom_score_adj").write_text("1000")
    Thread(target=_exit_with_the_portal, name="exit-with-the-portal", daemon=True).start()


def _exit_with_the_portal() -> None:
    """End this process when the portal ends, even if the portal was killed."""
    if portal := parent_process():
        portal.join()
        os._exit(1)
