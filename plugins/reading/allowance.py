"""What reading one file may take, by its size, and how a process is held to it: the kernel ends one that takes more.

No lock and no time-out of Python's own is relied on: a regular expression holds the interpreter for as long as it runs.
Unit:   bytes and seconds.
Known:  the check of an ordinary file takes some 20 times its bytes and a second; of one with a million rows a minute.
"""

import math
import resource
import signal
import time
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000
ORDINARY = 3 * MEGABYTE  # bytes of a file above which it may take more time
MOST_MEMORY = 6_000_000_000  # a file that unpacks to a gigabyte fits
PATIENCE = 5  # times its processor time: a busy machine makes no good file one that can't be read
LARGEST_RESULT = 8_000_000_000  # bytes that a process may write to one file
PAGE = resource.getpagesize()
_PREPARED: list[bool] = []


@dataclass(frozen=True)
class Allowance:
    """What one job may take: bytes of memory above those held when it starts, processor seconds and seconds in all.

    None is no limit of time.
    """

    memory: int = MOST_MEMORY
    processor_seconds: int | None = None
    seconds: int | None = None


def allowance_for(size: int) -> Allowance:
    """Return what reading and checking a file of `size` bytes may take: half a minute and 1.5 GB if it is small."""
    processor_seconds = 30 + math.ceil(4 * max(0, size - ORDINARY) / MEGABYTE)
    return Allowance(
        memory=min(MOST_MEMORY, 1_400_000_000 + 30 * size),
        processor_seconds=processor_seconds,
        seconds=PATIENCE * processor_seconds,
    )


def hold_to(allowance: Allowance) -> None:
    """Hold this process to an allowance from now on: SIGXCPU or SIGALRM ends it, and memory beyond it is refused.

    Only a process that was prepared for it: a job that is run in any other must not end that.
    """
    if not _PREPARED:
        return
    _limit(resource.RLIMIT_DATA, held_bytes() + allowance.memory)
    used = time.process_time()
    processor = allowance.processor_seconds
    _limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY if processor is None else math.ceil(used) + processor)
    signal.setitimer(signal.ITIMER_REAL, allowance.seconds or 0)


def let_go() -> None:
    """Lift the limits of time: between two jobs a process may wait as long as it likes."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    _limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)


def prepare_process() -> None:
    """Let this process's limits end it, write no core dump, and be ended first where the machine lacks memory."""
    _PREPARED.append(True)
    for number in (signal.SIGALRM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted command ends it by leaving
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, LARGEST_RESULT)
    try:
        Path("/proc/self/oom_score_adj").write_text("1000")
    except OSError:  # another kind of system
        return


def held_bytes() -> int:
    """Return the memory that counts against RLIMIT_DATA; 0 where the system doesn't say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * PAGE
    except OSError:
        return 0


def _limit(kind: int, value: int) -> None:
    """Set a limit, no higher than what this account may have."""
    _, most = resource.getrlimit(kind)
    unlimited = resource.RLIM_INFINITY
    bounded = value if most == unlimited else most if value == unlimited else min(value, most)
    resource.setrlimit(kind, (bounded, most))


def ends_by_time(number: int) -> bool:
    """Return whether a signal is one by which the kernel ends a process that takes too long."""
    return number in (signal.SIGALRM, signal.SIGXCPU)
