"""Memory: the most that any one process below some others has held, watched from outside."""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
SECONDS_BETWEEN_LOOKS = 0.5


class Watch:
    """The largest process seen so far, in gigabytes."""

    def __init__(self) -> None:
        self.peak = 0.0

    def look(self, roots: Iterable[int]) -> None:
        """Look once at every process below `roots`."""
        for pid in _below(set(roots)):
            self.peak = max(self.peak, _resident(pid))


@contextmanager
def watching(roots: Iterable[int]) -> Iterator[Watch]:
    """Watch all processes below `roots` for the length of a `with` block."""
    watch, ended, pids = Watch(), threading.Event(), set(roots)

    def look() -> None:
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            watch.look(pids)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()


def _below(roots: set[int]) -> set[int]:
    """Return the processes that descend from `roots`."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    processes = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in processes} - processes:
        processes |= more
    return processes - roots


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0  # ended meanwhile


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1024**3
    except OSError:
        return 0.0
