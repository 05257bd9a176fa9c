"""The queue of checks: one file at a time from each visitor, checked in turn by a few processes, deleted after a while.

Known   the queue and the files are this process's own, so the portal is one process and refuses to start as one of
        several. The folder is private to the account that it runs under, and is deleted with everything in it when the
        process ends; what a killed process left is deleted when the next one starts.
"""

import logging
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import parent_process
from pathlib import Path
from threading import Event, Lock, Thread
from typing import IO, TYPE_CHECKING

from plugins.logs import log_event
from plugins.portal.cache import SizedCache
from plugins.portal.upload_checks import worker_tasks
from plugins.portal.upload_checks.checker import AT_ONCE, Checker
from plugins.portal.upload_checks.fetch_address import fetch_address
from plugins.portal.upload_checks.folders import Folder, delete_abandoned
from plugins.portal.upload_checks.package_check import PackageCheck, package_check
from plugins.portal.upload_checks.rate_limits import RateLimits
from plugins.portal.upload_checks.upload_check import Stage, UploadCheck
from plugins.portal.upload_checks.worker_tasks import CheckRequest
from plugins.portal.views.reports import ReportView, report_view
from plugins.reading.allowance import Allowance
from plugins.reading.limited_process import JobFailed, LimitedProcess, ProcessDied
from plugins.reading.run_limited import reason_of
from plugins.settings import Settings
from transforms.domain.sheet import Sheet
from transforms.standards import standard

if TYPE_CHECKING:
    from transforms.release_package.key_register import KeyRegister

LOG = logging.getLogger(__name__)
KEEP_REPORT = timedelta(hours=1)
KEEP_UNCHOSEN = timedelta(minutes=15)
SWEEP_SECONDS = 20.0
FETCHES_AT_ONCE = 4
WORKBOOK_ALLOWANCE = Allowance(seconds=900)
CACHE_BYTES = 300_000_000

CHECK_FAILED = (
    "We could not finish checking this file, because it needs more time or memory than we allow for one file. "
    "Check it on your own computer instead, or send fewer rows."
)
VERIFY_FAILED = "it takes more time or memory than we allow for one file"
OUR_FAULT = "We could not check this file because of a problem with our service, not with your file."
ONE_PROCESS = (
    "The portal must run as one process, because another would not have the files that visitors check: "
    "start it with one worker (uvicorn --workers 1, without --reload)"
)


class NotSingleProcess(Exception):
    """Raised when the portal is started as one process of several, from opening the queue."""


class CheckQueue:
    """The files that are being checked, and the reports that are kept for a while."""

    def __init__(self, settings: Settings) -> None:
        if parent_process():
            raise NotSingleProcess(ONE_PROCESS)
        self.keep_report, self.keep_unchosen, self.rate_limits = KEEP_REPORT, KEEP_UNCHOSEN, RateLimits()
        self._settings = settings
        self._checks: dict[str, UploadCheck] = {}
        self._guard, self._reading, self._closed = Lock(), Lock(), Event()
        self._fetch_pool = ThreadPoolExecutor(FETCHES_AT_ONCE, "fetches")  # no check waits for a slow web server
        self._check_pool = ThreadPoolExecutor(AT_ONCE, "checks")
        self.checker, self.workbook_maker = Checker(), LimitedProcess()  # workbooks take long: no check waits for one
        self._workbook_pool = ThreadPoolExecutor(1, "workbooks")
        self._views: SizedCache[ReportView] = SizedCache(CACHE_BYTES, lambda view: view.size)
        self._sheets: SizedCache[Sheet | None] = SizedCache(
            CACHE_BYTES, lambda sheet: int(sheet.cells.nbytes) if sheet else 0
        )
        self._folder: Folder | None = None
        Thread(target=self._keep_sweeping, name="sweep", daemon=True).start()

    @contextmanager
    def sending(self, visitor: str) -> Iterator[None]:
        """Let a visitor send a file for as long as the block lasts, or raise Busy."""
        self.sweep()
        with self._guard:
            self.rate_limits.start_sending(visitor, list(self._checks.values()))
        try:
            yield
        finally:
            with self._guard:
                self.rate_limits.stop_sending(visitor)

    def submit(
        self, visitor: str, request: CheckRequest, files: Mapping[str, IO[bytes]], address: str = ""
    ) -> UploadCheck:
        """Submit files, or the address of one, and return their check, which starts when its turn comes.

        Args:
            visitor: who sends them.
            request: what to check.
            files: by their names in `worker_tasks`; the one to check may be fetched instead.
            address: from which the one to check is fetched.

        """
        token = secrets.token_urlsafe(32)
        folder = self._open_folder() / token
        folder.mkdir(mode=0o700)
        check = UploadCheck(token, folder, visitor, request, address)
        try:
            for name, file in files.items():
                with (folder / name).open("xb") as stored:
                    shutil.copyfileobj(file, stored, 1024 * 1024)
                    check.size += stored.tell() if name == worker_tasks.FILE else 0
        except OSError:  # the disk is full
            check.delete()
            raise
        with self._guard:
            self._checks[token] = check
            self.rate_limits.count_submission(visitor)
        if address:
            self._fetch_pool.submit(self._fetch, check)
        else:
            self._check_pool.submit(self._advance, check)
        return check

    def verify(self, visitor: str, file_name: str, package: IO[bytes], keys: "KeyRegister") -> PackageCheck:
        """Verify a package and return what came of it; nothing of it is left here."""
        path = self._open_folder() / secrets.token_urlsafe(32)
        with self._guard:
            self.rate_limits.count_submission(visitor)
        try:
            with path.open("xb") as stored:
                shutil.copyfileobj(package, stored, 1024 * 1024)
            return package_check(file_name, *self.checker.verify(path, keys))
        except (ProcessDied, JobFailed) as error:
            if reason_of(error) is None:
                raise
            return PackageCheck(file_name, refusal=VERIFY_FAILED)
        finally:
            path.unlink(missing_ok=True)

    def choose_standard(self, check: UploadCheck, slug: str) -> None:
        """Continue with a file whose standard the visitor has chosen."""
        with self._guard:
            if check.reached is not Stage.CHOOSING or check.token not in self._checks:
                return
            check.request = replace(check.request, standard=slug)
            check.was_recognised = bool(check.candidates) and check.candidates[0].standard == slug
            check.reached, check.deleted_at = Stage.WAITING, None
        self._check_pool.submit(self._advance, check)

    def check_again(self, check: UploadCheck, columns: Mapping[str, str]) -> UploadCheck:
        """Check the file of a report once more, its columns as the visitor says; FileNotFoundError: it is deleted."""
        with ExitStack() as stack:
            paths = {worker_tasks.FILE: check.folder / worker_tasks.STORED}
            paths |= {name: check.folder / name for name in map(worker_tasks.linked_file, check.request.linked)}
            files = {name: stack.enter_context(path.open("rb")) for name, path in paths.items()}
            return self.submit(check.visitor, replace(check.request, columns=columns), files)

    def delete(self, check: UploadCheck) -> None:
        """Delete a finished check and everything that is stored for it, now."""
        with self._guard:
            check.deleted_at = datetime.now(UTC)
        self.sweep()

    def find(self, token: str) -> UploadCheck | None:
        """Return a check, None where it has been deleted or never was."""
        self.sweep()
        with self._guard:
            return self._checks.get(token)

    def number_before(self, check: UploadCheck) -> int:
        """Return how many checks come before this one."""
        with self._guard:
            tokens = [other.token for other in self._checks.values() if other.is_busy]
        return tokens.index(check.token) if check.token in tokens else 0

    def number_busy(self) -> int:
        """Return how many checks are not finished."""
        with self._guard:
            return sum(check.is_busy for check in self._checks.values())

    def view(self, check: UploadCheck) -> ReportView:
        """Return the report of a check that is ready."""
        return self._views.get(check.token, lambda: self._load_view(check))

    def sheet(self, check: UploadCheck) -> Sheet | None:
        """Return the published rows of a check that is ready, personal data masked."""
        return self._sheets.get(check.token, lambda: self._load_sheet(check))

    def sweep(self) -> None:
        """Delete what is due to be deleted."""
        now = datetime.now(UTC)
        with self._guard:
            due = [check for check in self._checks.values() if check.deleted_at and check.deleted_at <= now]
            for check in due:
                del self._checks[check.token]
            self.rate_limits.forget_old()
        for check in due:
            self._views.discard(check.token)
            self._sheets.discard(check.token)
            check.delete()

    def close(self) -> None:
        """Stop the workers and delete everything."""
        self._closed.set()
        for pool in (self._fetch_pool, self._check_pool, self._workbook_pool):
            pool.shutdown(wait=False, cancel_futures=True)
        for worker in (self.checker, self.workbook_maker):
            worker.stop()
        if self._folder:
            self._folder.delete()

    def _load_view(self, check: UploadCheck) -> ReportView:
        """Load a report from its folder; only one at a time, since each takes memory."""
        with self._reading:
            return report_view(worker_tasks.read_report(check.folder), standard(check.request.standard))

    def _load_sheet(self, check: UploadCheck) -> Sheet | None:
        with self._reading:
            return worker_tasks.read_rows(check.folder)

    def _advance(self, check: UploadCheck) -> None:
        """Take a check whose file is here to its next stop: recognise its standard, check it."""
        try:
            if not check.request.standard:
                check.reached = Stage.RECOGNISING
                check.candidates = self.checker.recognise(check.folder)
                check.reached, check.deleted_at = Stage.CHOOSING, datetime.now(UTC) + self.keep_unchosen
                return
            check.reached = Stage.STARTING
            check.failure = self.checker.check(check.folder, check.request)
        except ProcessDied:
            check.failure = CHECK_FAILED
        except Exception:
            LOG.exception("a file could not be checked")
            check.failure = OUR_FAULT
        self._finish(check)

    def _finish(self, check: UploadCheck) -> None:
        """Mark the report as ready and start on its workbook, or delete the files of a check that failed."""
        if check.failure:
            check.delete()
        check.deleted_at = datetime.now(UTC) + self.keep_report
        check.reached = Stage.FAILED if check.failure else Stage.READY
        log_event(
            __name__, "upload checked", standard=check.request.standard, bytes=check.size, outcome=str(check.reached),
            seconds=round(time.monotonic() - check.arrived, 3),
        )  # fmt: skip
        if not check.failure:
            self._workbook_pool.submit(self._make_workbook, check)

    def _make_workbook(self, check: UploadCheck) -> None:
        """Make the workbook of a report, unless the report has been deleted by then."""
        if self.find(check.token) is None:
            return
        try:
            self.workbook_maker.run(
                worker_tasks.write_workbook, check.folder, check.request.standard, allowance=WORKBOOK_ALLOWANCE
            )
        except Exception:
            LOG.exception("the workbook of a check could not be made")
            check.has_no_workbook = True

    def _fetch(self, check: UploadCheck) -> None:
        """Fetch the file of a check, which then waits for its turn like any other."""
        check.reached = Stage.FETCHING
        try:
            check.size, check.failure = fetch_address(check.address, check.folder / worker_tasks.FILE, self._settings)
        except Exception:
            LOG.exception("a file could not be fetched")
            check.failure = OUR_FAULT
        if check.failure:
            self._finish(check)
            return
        check.reached = Stage.WAITING
        with suppress(RuntimeError):  # the portal ends
            self._check_pool.submit(self._advance, check)

    def _open_folder(self) -> Path:
        """Return the folder of all checks, created for the first file."""
        with self._guard:
            if self._folder is None:
                self._folder = Folder()
            return self._folder.path

    def _keep_sweeping(self) -> None:
        delete_abandoned()
        while not self._closed.wait(SWEEP_SECONDS):
            self.sweep()
            delete_abandoned()
