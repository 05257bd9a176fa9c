"""A full disk is this machine's trouble: no council is blamed for it, and the step run again loses nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from plugins.faults import CheckFailed, DiskFull
from plugins.fetch import response
from plugins.pipeline.steps.collect import check_batch, fetch_batch, plan_batches
from plugins.reading import limited_process
from plugins.reading.process_pool import shared_pool
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, STANDARD, Collecting, cases, dag_run

pytestmark = pytest.mark.platform

ALL = [ADUR, ARUN, CRAWLEY]
VALUES = {"params": {"day": "2025-04-02"}, "dag_run": dag_run("run")}
CHECKED = "select authority_gss from checked order by 1"
UNREADABLE = "select authority_gss from issue_count where code = 'file-unreadable'"


@pytest.fixture(autouse=True)
def _published(site: Site) -> None:
    for name, count in (("adur", 5), ("arun", 6), ("crawley", 7)):
        site.publish(f"/{name}.csv", Page(cases(count)))


@pytest.fixture
def other_processes() -> Iterator[None]:
    """New processes that read, before and after."""
    shared_pool().stop()
    yield
    shared_pool().stop()


def file_without_room(*_: Any, **__: Any) -> IO[bytes]:
    """Return a file that the kernel refuses every byte for, as on a full disk."""
    return Path("/dev/full").open("w+b", buffering=0)


def test_a_fetch_without_room_blames_no_council_and_asks_again(
    collecting: Collecting, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(response, "SpooledTemporaryFile", file_without_room)
        with pytest.raises(DiskFull, match=f"the disk of this machine is full.*{ADUR}, {ARUN}, {CRAWLEY}"):
            fetch_batch.function(STANDARD, ALL, **VALUES)
    assert collecting.ask("select authority_gss from collection") == []
    assert fetch_batch.function(STANDARD, ALL, **VALUES) == 3
    outcomes = collecting.ask("select authority_gss, outcome from collection order by 1")
    assert outcomes == [(gss, "answered") for gss in ALL]
    assert site.count("/adur.csv") == 2


@pytest.mark.usefixtures("other_processes")
def test_a_check_without_room_makes_no_file_unreadable_and_is_done_again(
    collecting: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch_batch.function(STANDARD, [ADUR], **VALUES)
    [batch] = plan_batches.function(STANDARD)
    with monkeypatch.context() as full:
        full.setattr(limited_process, "TemporaryFile", file_without_room)
        shared_pool().stop()
        with pytest.raises(CheckFailed, match="over 1 of 1 files"):
            check_batch.function(STANDARD, batch)
        shared_pool().stop()
    assert collecting.ask(CHECKED) == []
    assert check_batch.function(STANDARD, batch) == 1
    assert collecting.ask(CHECKED) == [(ADUR,)]
    assert collecting.ask(UNREADABLE) == []
