"""One job on one published file in a process with limits, and in words why a file could not be read to its end.

An exception over a file is told twice: to its publisher as a finding, and to us in the log, with its traceback.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from plugins.reading import tasks
from plugins.reading.allowance import allowance_for
from plugins.reading.limited_process import JobFailed, ProcessDied
from plugins.reading.process_pool import shared_pool

Answer = TypeVar("Answer")
LOG = logging.getLogger(__name__)
TAKES_LONG = "reading it takes longer than we allow for a file of its size"
ENDS_PROGRAM = "it makes the program that reads it break down"


class FileUnreadable(Exception):
    """Raised when a file can't be read, with the reason in words, from reading it for anything but its check."""


def run_limited(name: str, size: int, job: Callable[..., Answer], *arguments: object) -> Answer:
    """Return what a job gives for a file; raise FileUnreadable, with the reason, where it came to no end."""
    try:
        with shared_pool().borrow() as process:
            return process.run(job, *arguments, allowance=allowance_for(size))
    except ProcessDied as death:
        raise FileUnreadable(reason_of(death)) from death
    except JobFailed as failure:
        if reason := reason_of(failure):
            raise FileUnreadable(reason) from failure
        if failure.name in {kind.__name__ for kind in (*tasks.NEVER_A_FILE_S, ModuleNotFoundError)}:
            raise
        log_fault(name, None, failure.traceback)
        raise FileUnreadable(f"{tasks.OUR_PROGRAM} ({failure.name})") from failure


def reason_of(error: ProcessDied | JobFailed) -> str | None:
    """Return in words why a file could not be read to its end; None where our own program failed, not for memory."""
    if isinstance(error, JobFailed):
        if error.name == tasks.SetUnreadable.__name__:
            return error.words
        return tasks.NEEDS_MEMORY if error.is_memory else None
    return TAKES_LONG if error.is_time else ENDS_PROGRAM


def log_fault(name: str, authority_gss: str | None, traceback: str) -> None:
    """Log that our code failed over a file, with the traceback of the process that read it."""
    label = f"{name} of {authority_gss}" if authority_gss else name
    last = traceback.strip().splitlines()[-1]
    LOG.error("our program failed over %s (%s); please report it\n%s", label, last, traceback)
