"""A worker: one process of its own for what would keep the portal from answering, started when it is first needed."""

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

Asked = ParamSpec("Asked")
FetchOutcome = TypeVar("FetchOutcome")


MEMORY = 6_000_000_000  # bytes: a file that unpacks to a gigabyte fits


class Worker:
    """One process that does one job at a time."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self.process = 0

    def do(self, job: Callable[Asked, FetchOutcome], *asked: Asked.args, **named: Asked.kwargs) -> FetchOutcome:
        """Return what a job comes to; raise BrokenProcessPool where its process died of it."""
        with self._guard:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)
                self.process = self._pool.submit(os.getpid).result()
            pool = self._pool
        return pool.submit(job, *asked, **named).result()

    def end(self) -> None:
        """End the process, whatever it does; the next job starts another."""
        with self._guard:
            pool, self._pool = self._pool, None
        if pool is not None:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """Bind this process: to no more memory than one file may need, and to the life of the portal."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    bound = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, most))
    with suppress(OSError):  # where the machine itself runs out of memory, this goes and the portal stays
        Path("/proc/self/oom_score_adj").write_text("1000")
    Thread(target=_end_with_the_portal, name="end-with-the-portal", daemon=True).start()


def _end_with_the_portal() -> None:
    """End this process when the portal ends, even if it was killed."""
    if portal := parent_process():
        portal.join()
        os._exit(1)
