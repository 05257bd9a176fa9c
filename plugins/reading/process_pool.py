"""A few processes with limits, shared by the threads of one process."""

import atexit
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import LifoQueue
from threading import Lock

from plugins.reading.limited_process import LimitedProcess

AT_ONCE = 2


class ProcessPool:
    """Some processes, each lent to one thread at a time; the one that was used last comes first, since it is warm."""

    def __init__(self, count: int = AT_ONCE, modules: Sequence[str] = ()) -> None:
        self._processes = [LimitedProcess(modules) for _ in range(count)]
        self._free: LifoQueue[LimitedProcess] = LifoQueue()
        for process in reversed(self._processes):
            self._free.put(process)

    @contextmanager
    def borrow(self) -> Iterator[LimitedProcess]:
        """Lend a process for as long as the block lasts, once one is free."""
        process = self._free.get()
        try:
            yield process
        finally:
            self._free.put(process)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the processes that run."""
        return [process.number for process in self._processes if process.number]

    def start(self) -> None:
        """Start the first process, without waiting for it."""
        self._processes[0].start()

    def stop(self) -> None:
        """Kill all processes, whatever they are doing."""
        for process in self._processes:
            process.stop()


_SHARED: dict[int, ProcessPool] = {}
_GUARD = Lock()


def shared_pool() -> ProcessPool:
    """Return the processes of this process: another has others, even where it was copied from this one."""
    with _GUARD:
        number = os.getpid()
        if number not in _SHARED:
            _SHARED.clear()
            _SHARED[number] = ProcessPool()
            atexit.register(_stop_own, number)
        return _SHARED[number]


def _stop_own(number: int) -> None:
    """Kill the processes of process `number`, unless this is a copy of it."""
    if os.getpid() == number:
        _SHARED[number].stop()
