"""A worker: a process that may die of a job without taking anything else with it."""

import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

import pytest

from plugins.portal.worker import MEMORY, Worker


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker()
    yield one
    one.end()


def test_a_job_is_done_in_a_process_of_its_own(worker: Worker) -> None:
    assert worker.do(os.getpid) == worker.process != os.getpid()


def test_a_job_that_wants_too_much_memory_is_refused_it(worker: Worker) -> None:
    with pytest.raises(MemoryError):
        worker.do(bytearray, MEMORY + 1)
    assert worker.do(len, "abc") == 3


def test_after_a_death_the_next_job_finds_another_process(worker: Worker) -> None:
    with pytest.raises(BrokenProcessPool):
        worker.do(os.abort)
    worker.end()
    assert worker.do(len, "abc") == 3
