"""A worker: a process that may die of a job without taking anything else with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from plugins.portal.worker import MEMORY, Worker
from tests.waiting import wait_until


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


def test_a_job_runs_in_a_separate_process(worker: Worker) -> None:
    assert worker.run(os.getpid) == worker.process != os.getpid()


def test_a_job_gets_no_more_memory_than_the_limit(worker: Worker) -> None:
    with pytest.raises(MemoryError):
        worker.run(bytearray, MEMORY + 1)
    assert worker.run(len, "abc") == 3


def test_the_next_job_after_a_killed_process_gets_another_process(worker: Worker) -> None:
    with pytest.raises(BrokenProcessPool):
        worker.run(os.abort)
    worker.stop()
    assert worker.run(len, "abc") == 3


def test_the_machine_short_of_memory_takes_a_worker_before_the_portal(worker: Worker) -> None:
    assert worker.run(Path.read_text, Path("/proc/self/oom_score_adj")).strip() == "1000"


def test_a_worker_ends_with_a_portal_that_is_killed() -> None:
    words = "import time; from plugins.portal.worker import Worker; w = Worker(); w.run(len, ''); print(w.process)"
    command = [sys.executable, "-c", f"{words}; import sys; sys.stdout.flush(); w.run(time.sleep, 60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as portal:
        assert portal.stdout
        process = Path(f"/proc/{int(portal.stdout.readline())}")
        assert process.exists()
        portal.send_signal(signal.SIGKILL)
    wait_until(lambda: has_ended(process), "the worker has ended")


def has_ended(process: Path) -> bool:
    try:
        return "zombie" in (process / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
