"""The folder of one process's checks, and the folders that killed processes have left.

A running process holds a lock on its folder, which the kernel releases however the process ends. The process number
would not do, because the next process in a container has the same one.
"""

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

NAME = "council-returns-checks-"
NEW_SECONDS = 5.0  # for which a new folder may not have its lock yet


class Folder:
    """A folder that no other account can open, kept until it is deleted or its process ends."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=NAME))
        self._lock = os.open(self.path, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def delete(self) -> None:
        """Delete the folder and everything in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def delete_abandoned() -> None:
    """Delete the folders of processes that have ended."""
    for folder in Path(tempfile.gettempdir()).glob(f"{NAME}*"):
        try:
            status = folder.stat()
            if status.st_uid == os.getuid() and time.time() - status.st_mtime > NEW_SECONDS and _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            continue


def _is_abandoned(folder: Path) -> bool:
    """Return whether no process holds the lock of a folder."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
