import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from plugins.local.platform.components import choose_airflow, is_taken, port
from plugins.local.platform.home import LOOPBACK, Home, free_ports
from plugins.local.platform.processes import Process, recorded, start, stop
from tests.waiting import wait_until

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = [
    sys.executable,
    "-c",
    "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)",
]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_process_is_found_again_by_its_record(home: Home) -> None:
    process = start(home, "sleeper", SLEEP, dict(os.environ))
    try:
        assert recorded(home) == [process]
        assert process.is_running()
    finally:
        stop(home, [process])
    assert not process.is_running()
    assert recorded(home) == []


def test_a_later_process_with_the_same_number_is_left_alone(home: Home) -> None:
    stranger = psutil.Popen(SLEEP, start_new_session=True)
    try:
        stale = Process("scheduler", stranger.pid, stranger.create_time() - 3600)
        home.folder("processes").joinpath("scheduler.json").write_text(json.dumps(vars(stale)))
        stop(home, recorded(home))
        assert stranger.is_running()
        assert recorded(home) == []
    finally:
        stranger.kill()
        stranger.wait()


def test_children_of_a_crashed_process_are_ended(home: Home, left_running: Callable[[Home], list[str]]) -> None:
    process = start(home, "parent", PARENT, dict(os.environ))
    wait_until(lambda: len(left_running(home)) == 2, "both processes run")
    os.kill(process.pid, signal.SIGKILL)
    os.waitpid(process.pid, 0)
    assert len(left_running(home)) == 1
    stop(home, recorded(home))
    assert left_running(home) == []


def test_children_that_renamed_themselves_are_ended_too(home: Home, left_running: Callable[[Home], list[str]]) -> None:
    renamed = "import setproctitle, time; setproctitle.setproctitle('worker ' + 'x' * 4000); time.sleep(60)"
    code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {renamed!r}]); time.sleep(60)"
    process = start(home, "parent", [sys.executable, "-c", code], dict(os.environ))
    wait_until(lambda: any(name.startswith("worker") for name in left_running(home)), "the worker has its name")
    os.kill(process.pid, signal.SIGKILL)
    os.waitpid(process.pid, 0)
    stop(home, recorded(home))
    assert left_running(home) == []


def test_a_process_that_will_not_end_is_killed_when_patience_is_over(home: Home) -> None:
    process = start(home, "stubborn", STUBBORN, dict(os.environ), stop_seconds=0.5)
    wait_until(lambda: "deaf" in (home.logs / "stubborn.log").read_text(), "it hears nothing")
    began = time.monotonic()
    stop(home, [process])
    assert not process.is_running()
    assert 0.4 < time.monotonic() - began < 30  # it would sleep for a minute


def test_a_torn_record_stops_nothing(home: Home) -> None:
    home.folder("processes").joinpath("torn.json").write_text('{"name": "to')
    assert recorded(home) == []


def test_a_start_time_is_compared_not_just_a_number(home: Home) -> None:
    process = start(home, "sleeper", SLEEP, dict(os.environ))
    try:
        assert not replace(process, started=process.started - 60).is_running()
    finally:
        stop(home, [process])


def test_a_taken_port_is_replaced_and_a_free_one_kept() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert free_ports(2, [number])[0] != number
    assert free_ports(1, [number]) == [number]


def test_ports_are_distinct() -> None:
    assert len(set(free_ports(20))) == 20


def test_what_is_remembered_is_for_this_user_alone(home: Home) -> None:
    home.remember("secrets", {"password": "p"})
    assert (home.root / "secrets.json").stat().st_mode & 0o077 == 0
    assert home.recall("secrets") == {"password": "p"}
    assert home.recall("never") == {}


def test_who_listens_on_a_port_is_known(home: Home) -> None:
    [number] = free_ports(1)
    listen = f"import socket, time; s = socket.create_server(('{LOOPBACK}', {number})); time.sleep(60)"
    process, other = (
        start(home, name, [sys.executable, "-c", code], dict(os.environ))
        for name, code in (("listener", listen), ("other", "import time; time.sleep(60)"))
    )
    try:
        wait_until(lambda: process.listens_on(number), "it listens")
        assert not other.listens_on(number)
    finally:
        stop(home, [process, other])


def test_a_port_that_somebody_took_since_is_noticed(home: Home) -> None:
    choose_airflow(home, 0)
    assert not is_taken(home)
    with socket.create_server((LOOPBACK, port(home))):
        assert is_taken(home)
