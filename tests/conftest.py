"""Real services for the tests, in which order they run, what they leave behind, and what came of real files.

There is one PostgreSQL and one S3 server for each process of a run, and a database and a bucket for each test.
"""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import settings

from plugins.local.platform.home import Home
from plugins.local.platform.processes import comes_from
from plugins.local.platform.services import running_services
from plugins.reading.process_pool import shared_pool
from plugins.settings import Settings
from plugins.storage.roles import OWNER
from tests import deployments

settings.register_profile("any machine", deadline=None)  # how long a test takes is measured by `make bench`
settings.load_profile("any machine")

LONGEST_FIRST = ("scheduler", "browser", "platform", "law", "real_data")
FILE_READ = "file read"  # what a test says of a published file, for the table at the end of the run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what came of every published file."""
    passed = terminalreporter.stats.get("passed", [])
    if said := [words for report in passed for name, words in report.user_properties if name == FILE_READ]:
        terminalreporter.section("What came of every published file")
        for words in said:
            terminalreporter.write_line(words)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run first what takes longest, or one of two processes would wait for it in the end."""

    def rank(item: pytest.Item) -> int:
        markers = (marker.name for marker in item.iter_markers())
        return min((LONGEST_FIRST.index(name) for name in markers if name in LONGEST_FIRST), default=len(LONGEST_FIRST))

    ranks: dict[Path, int] = {}
    for item in items:
        ranks[item.path] = min(rank(item), ranks.get(item.path, len(LONGEST_FIRST)))
    items.sort(key=lambda item: ranks[item.path])


def pytest_collection_finish() -> None:
    """Look through memory for garbage less often: half a million objects stay as long as the tests run."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left_behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail when the tests of this process leave a process running, or anything in the folder for temporary files."""
    tmp_path_factory.getbasetemp()  # which is outside
    with tempfile.TemporaryDirectory(prefix="tests-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield
        shared_pool().stop()  # which would end with this process
        running = [process for process in map(command_line, psutil.Process().children(recursive=True)) if process]
        assert (running, [path.name for path in Path(folder).iterdir()]) == ([], [])


def command_line(process: psutil.Process) -> str:
    """Return what a process is, and nothing of one that has ended or that Python ends with this one."""
    try:
        words = "" if process.status() == psutil.STATUS_ZOMBIE else " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""
    return "" if "multiprocessing.resource_tracker" in words else words


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A platform's folder with PostgreSQL and S3 running in it, without Airflow."""
    home = Home(tmp_path_factory.mktemp("platform"))
    with running_services(home, dict(os.environ)):
        yield home


@pytest.fixture(scope="session")
def services(home: Home) -> Settings:
    """A deployment on real services that all tests of a run share."""
    from plugins.local.platform.services import service_settings

    return service_settings(home, OWNER)


@pytest.fixture
def empty_deployment(home: Home, services: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A deployment of this test's own, as before its first migration: a database without tables, an empty bucket."""
    return named_by_environment(deployments.empty_deployment(home, services), monkeypatch)


@pytest.fixture
def deployment(home: Home, services: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A deployment of this test's own: a database whose tables are empty, and an empty bucket."""
    return named_by_environment(deployments.new_deployment(home, services), monkeypatch)


def named_by_environment(own: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for variable, value in own.environment().items():
        monkeypatch.setenv(variable, value)
    return own


@pytest.fixture
def left_running() -> Callable[[Home], list[str]]:
    """Say which processes of a platform still run, whoever their parent is by now."""

    def find(home: Home) -> list[str]:
        found = []
        for process in psutil.process_iter():
            try:
                if comes_from(home, process) and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(" ".join(process.cmdline()))
            except psutil.Error:
                continue
        return found

    return find
