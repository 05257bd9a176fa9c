"""A file of a set that ends, fills or breaks the process that reads it costs its own records, not those of the set."""

import hashlib
import os
import signal
from collections.abc import Sequence
from datetime import date
from importlib import import_module

import pytest

from expectations.check import PublishedFile
from plugins.reading import tasks
from plugins.reading.read_files import check_files, read_sheet
from transforms.domain.file_set import FileSet, SetFile
from transforms.domain.report import Report
from transforms.domain.sheet import Reading
from transforms.domain.standard import DatasetStandard
from transforms.reading.file_sets import pack
from transforms.reading.limits import Limits
from transforms.standards import standard

DAY = date(2026, 10, 5)
BROWNFIELD = standard("brownfield_land")
HEADER = b"SiteReference,Hectares,GeoX,GeoY,PlanningStatus\n"
GOOD = {"1.csv": HEADER + b"A,1,,,\n", "3.csv": HEADER + b"B,2,,,\n"}
reader = import_module("transforms.standardise.read_published")  # whose function has the name of its module
READ_ONE, CHECK, SHEET, MEMBER = reader._read_one, tasks.check_files, tasks.read_sheet, tasks.read_member
HOW = {
    b"DIES": "it makes the program that reads it break down",
    b"FILLS": "reading it needs more memory than we allow for a file of its size",
    b"FAILS": "our program failed over it (ZeroDivisionError)",
}


def file_set(members: dict[str, bytes]) -> bytes:
    files = tuple(
        SetFile(name, f"https://a.gov.uk/{name}", hashlib.sha256(content).hexdigest(), DAY)
        for name, content in members.items()
    )
    return pack(FileSet(files), {hashlib.sha256(content).hexdigest(): content for content in members.values()})


def read_or_die(content: bytes, name: str, declared: DatasetStandard, limits: Limits) -> Reading:
    if b"DIES" in content:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"FILLS" in content:
        raise MemoryError
    if b"FAILS" in content:
        raise ZeroDivisionError
    return READ_ONE(content, name, declared, limits)


def check_hostile(files: Sequence[PublishedFile], declared: DatasetStandard) -> list[Report]:
    reader._read_one = read_or_die
    return CHECK(files, declared)


def sheet_of_hostile(*arguments: object) -> object:
    reader._read_one = read_or_die
    return SHEET(*arguments)  # type: ignore[arg-type]


def member_of_hostile(content: bytes, number: int, declared: DatasetStandard) -> None:
    reader._read_one = read_or_die
    MEMBER(content, number, declared)


@pytest.fixture(autouse=True)
def _hostile_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "check_files", check_hostile)
    monkeypatch.setattr(tasks, "read_sheet", sheet_of_hostile)
    monkeypatch.setattr(tasks, "read_member", member_of_hostile)


@pytest.mark.parametrize("how", HOW)
def test_a_hostile_member_costs_its_own_records_and_says_so(how: bytes) -> None:
    members = {"1.csv": GOOD["1.csv"], "2.csv": HEADER + how, "3.csv": GOOD["3.csv"]}
    files = [PublishedFile("brownfield_land.zip", file_set(each), None, DAY) for each in (GOOD, members)]
    undisturbed, report = check_files(files, BROWNFIELD)
    assert report.table["SiteReference"].to_pylist() == undisturbed.table["SiteReference"].to_pylist() == ["A", "B"]
    findings = {
        code: message
        for code, message in zip(report.issues["code"].to_pylist(), report.issues["message"].to_pylist(), strict=True)
        if code not in undisturbed.issues["code"].to_pylist()
    }
    assert list(findings) == ["listed-file-unreadable"]
    assert HOW[how] in findings["listed-file-unreadable"]


def test_the_rows_of_the_other_members_are_shown() -> None:
    content = file_set({"2.csv": HEADER + b"DIES"} | GOOD)
    sheet = read_sheet(content, "brownfield_land.zip", BROWNFIELD)
    assert sheet is not None
    assert sheet.cells.num_rows == 2


def test_a_set_of_nothing_but_hostile_members_is_unreadable() -> None:
    [report] = check_files([PublishedFile("all.zip", file_set({"2.csv": b"DIES"}), None, DAY)], BROWNFIELD)
    assert "file-unreadable" in report.issues["code"].to_pylist()
    assert report.rows == 0


def test_a_set_is_allowed_what_its_members_need_not_what_their_archive_weighs() -> None:
    content = file_set({"1.csv": HEADER + b"A,1,,,\n" * 1_000_000})
    assert len(content) < 100_000
    assert tasks._size(content) > 7_000_000
