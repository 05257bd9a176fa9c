"""The checker: visitors' files recognised and checked, some at a time, each in a process that may die of it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.portal.upload_checks import worker_tasks
from plugins.portal.upload_checks.package_check import Verdicts, verify_file
from plugins.portal.upload_checks.worker_tasks import FILE, CheckRequest, linked_file
from plugins.reading import tasks
from plugins.reading.allowance import allowance_for
from plugins.reading.limited_process import JobFailed, ProcessDied
from plugins.reading.process_pool import ProcessPool
from plugins.reading.run_limited import log_fault, reason_of
from transforms.recognise import Candidate

if TYPE_CHECKING:
    from transforms.release_package.key_register import KeyRegister

LOG = logging.getLogger(__name__)
AT_ONCE = 2
WARM = ("expectations.check", "transforms.standards", "great_expectations")


class Checker:
    """Checks files of folders, as many at a time as it has processes."""

    def __init__(self, count: int = AT_ONCE) -> None:
        self.processes = ProcessPool(count)

    def recognise(self, folder: Path) -> Sequence[Candidate]:
        """Return the standards that the file in a folder may follow; none where it is no table or can't be read."""
        content = (folder / FILE).read_bytes()
        try:
            with self.processes.borrow() as process:
                return process.run(tasks.recognise_standard, content, FILE, allowance=allowance_for(len(content))) or ()
        except ProcessDied:
            return ()
        except JobFailed as failure:
            log_fault("a visitor's file", None, failure.traceback)
            return ()

    def check(self, folder: Path, request: CheckRequest) -> str:
        """Check the file in a folder and write its report there; return why there is none, otherwise blank.

        A file of which its process dies has a report that says so.
        """
        reading = _Reading()
        try:
            with self.processes.borrow() as process:
                allowance = allowance_for(_size(folder, request))
                return process.run(worker_tasks.check_file, folder, request, allowance=allowance, listen=reading.take)
        except (ProcessDied, JobFailed) as error:
            reason = reason_of(error)
            if reason is None or request.unreadable or not (folder / FILE).exists():
                raise
        if reading.linked:
            return worker_tasks.linked_unreadable(reading.linked)
        return self.check(folder, replace(request, unreadable=reason))

    def verify(self, path: Path, keys: "KeyRegister") -> tuple[Verdicts, str]:
        """Return the verdicts on the package in a file, and why it can't be taken for one."""
        with self.processes.borrow() as process:
            return process.run(verify_file, path, keys, allowance=allowance_for(path.stat().st_size))

    def stop(self) -> None:
        """Kill the processes, whatever they are doing."""
        self.processes.stop()


class _Reading:
    """Which file of a check is being read, as its process says; a fault of ours is logged."""

    def __init__(self) -> None:
        self.linked = ""

    def take(self, facts: Mapping[str, Any]) -> None:
        """Take in what a check says."""
        if "reading" in facts:
            self.linked = ""
        if "linked" in facts:
            self.linked = str(facts["linked"])
        if "fault" in facts:
            log_fault("a visitor's file", None, str(facts["fault"]))


def _size(folder: Path, request: CheckRequest) -> int:
    """Return the bytes of all files of a check."""
    files = [folder / FILE, *(folder / linked_file(slug) for slug in request.linked)]
    return sum(file.stat().st_size for file in files if file.exists())
