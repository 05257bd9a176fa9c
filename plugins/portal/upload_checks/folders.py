"""The folder of one process's checks, and what processes that were killed have left.

A living process holds a lock on its folder, which the kernel takes back however the process ends: its number alone says
nothing, for the next process in a container has the same.
"""

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

NAME = "council-returns-checks-"
NEW_SECONDS = 5.0  # within which a folder may not have its lock yet


class Folder:
    """A folder that nobody else can open, there until it is deleted or its process has ended."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=NAME))
        self._lock = os.open(self.path, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def delete(self) -> None:
        """Delete it with everything in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def delete_left() -> None:
    """Delete the folders of processes that have ended."""
    for folder in Path(tempfile.gettempdir()).glob(f"{NAME}*"):
        try:
            known = folder.stat()
            if known.st_uid == os.getuid() and time.time() - known.st_mtime > NEW_SECONDS and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            continue


def _is_left(folder: Path) -> bool:
    """Return whether no process holds the lock of a folder."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
