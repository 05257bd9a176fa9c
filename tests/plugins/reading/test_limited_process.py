"""A process with limits: it may die of its job without taking anything else with it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.faults import ArchiveUnavailable
from plugins.reading.allowance import Allowance
from plugins.reading.limited_process import JobFailed, LimitedProcess, ProcessDied, ProcessNotStarted
from tests.waiting import wait_until

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def process() -> Iterator[LimitedProcess]:
    process = LimitedProcess()
    yield process
    process.stop()


def test_a_job_runs_in_a_separate_process(process: LimitedProcess) -> None:
    assert process.run(os.getpid) == process.number != os.getpid()


def test_jobs_share_a_process_so_that_a_batch_pays_one_start(process: LimitedProcess) -> None:
    assert len({process.run(os.getpid) for _ in range(3)}) == 1


def test_a_job_gets_no_more_memory_than_its_allowance(process: LimitedProcess) -> None:
    allowance = Allowance(memory=300 * MEGABYTE)
    assert len(process.run(bytearray, 200 * MEGABYTE, allowance=allowance)) == 200 * MEGABYTE
    with pytest.raises(JobFailed, match="MemoryError") as failed:
        process.run(bytearray, 400 * MEGABYTE, allowance=allowance)
    assert failed.value.is_memory
    assert process.run(len, "abc", allowance=allowance) == 3


def test_a_job_that_holds_the_interpreters_lock_is_ended_by_its_processor_time(process: LimitedProcess) -> None:
    begun = time.monotonic()
    with pytest.raises(ProcessDied) as died:
        process.run(re.match, r"(a+)+$", "a" * 64 + "b", allowance=Allowance(processor_seconds=1))
    assert died.value.is_time
    assert time.monotonic() - begun < 30
    assert process.run(len, "abc") == 3


def test_a_job_that_waits_is_ended_by_its_wall_time(process: LimitedProcess) -> None:
    with pytest.raises(ProcessDied) as died:
        process.run(time.sleep, 60, allowance=Allowance(seconds=1))
    assert died.value.is_time


def test_time_between_jobs_counts_for_none(process: LimitedProcess) -> None:
    number = process.run(os.getpid, allowance=Allowance(seconds=1, processor_seconds=1))
    time.sleep(1.2)
    assert process.run(os.getpid) == number


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL])
def test_the_next_job_after_a_death_gets_another_process(process: LimitedProcess, number: int) -> None:
    before = process.run(os.getpid)
    with pytest.raises(ProcessDied, match=signal.Signals(number).name) as died:
        process.run(signal.raise_signal, number)
    assert not died.value.is_time
    assert process.run(os.getpid) != before


def test_a_process_that_died_while_it_waited_is_replaced_before_the_next_job(process: LimitedProcess) -> None:
    os.kill(process.run(os.getpid), signal.SIGKILL)
    wait_until(lambda: has_ended(Path(f"/proc/{process.number}")), "the process has ended")
    assert process.run(len, "abc") == 3


def test_what_a_job_raises_is_told_with_its_traceback(process: LimitedProcess) -> None:
    with pytest.raises(JobFailed, match=r"ValueError: .*literal") as failed:
        process.run(int, "no number")
    assert "Traceback" in failed.value.traceback


def test_a_fault_of_ours_is_raised_by_its_own_name(process: LimitedProcess) -> None:
    with pytest.raises(ArchiveUnavailable, match="no answer"):
        process.run(exec, "from plugins.faults import ArchiveUnavailable; raise ArchiveUnavailable('no answer')")


def test_nothing_is_made_of_a_result_but_plain_data_and_tables(process: LimitedProcess) -> None:
    with pytest.raises(Exception, match="not among what a job may return"):
        process.run(Path, "x")
    assert process.run(len, "abc") == 3


def test_the_machine_short_of_memory_takes_this_process_before_others(process: LimitedProcess) -> None:
    assert process.run(Path.read_text, Path("/proc/self/oom_score_adj")).strip() == "1000"


def test_a_process_ends_with_one_that_started_it_and_is_killed() -> None:
    words = "import time; from plugins.reading.limited_process import LimitedProcess as P; p = P(); p.run(len, '')"
    command = [sys.executable, "-c", f"{words}; print(p.number, flush=True); p.run(time.sleep, 60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = Path(f"/proc/{int(parent.stdout.readline())}")
        assert child.exists()
        parent.send_signal(signal.SIGKILL)
    wait_until(lambda: has_ended(child), "the process has ended")


def test_a_process_that_does_not_start_is_our_fault_and_no_files() -> None:
    with pytest.raises(ProcessNotStarted, match="no_such_module"):
        LimitedProcess(["no_such_module"]).run(len, "abc")


def has_ended(process: Path) -> bool:
    try:
        return "zombie" in (process / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
