"""The queue of checks: one file at a time from each visitor, checked in turn by one worker, deleted after a while.

Known   the queue and the files are this process's own, so the portal is one process and refuses to start as one of
        several. The folder is private to the account that it runs under, and is deleted with everything in it when the
        process ends; what a killed process left is deleted when the next one starts.
"""

import asyncio
import logging
import secrets
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import parent_process
from pathlib import Path
from threading import Event, Lock, Thread
from typing import IO

from plugins.fetch.fetch_all import FetchRequest, fetch_all
from plugins.fetch.fetch_once import FetchLimits, FetchOutcome
from plugins.fetch.fetch_source import FetchPolicy
from plugins.fetch.retry import RetryPolicy
from plugins.portal.cache import SizedCache
from plugins.portal.upload_checks import receive, worker_tasks
from plugins.portal.upload_checks.folders import Folder, delete_abandoned
from plugins.portal.upload_checks.rate_limits import RateLimits
from plugins.portal.upload_checks.upload_check import Stage, UploadCheck
from plugins.portal.upload_checks.worker_tasks import CheckRequest
from plugins.portal.views.reports import ReportView, report_view
from plugins.portal.worker import Worker
from plugins.settings import Settings
from transforms.domain.sheet import Sheet
from transforms.standards import standard

LOG = logging.getLogger(__name__)
KEEP_REPORT = timedelta(hours=1)
KEEP_UNCHOSEN = timedelta(minutes=15)
SWEEP_SECONDS = 20.0
FETCH_SECONDS = 60.0
CACHE_BYTES = 300_000_000

CHECK_FAILED = (
    "We could not finish checking this file, because it needs more time or memory than we allow for one file. "
    "Check it on your own computer instead, or send fewer rows."
)
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
        self._check_pool = ThreadPoolExecutor(1, "checks")
        self.checker, self.workbook_maker = Worker(), Worker()  # workbooks take long, and no check waits for one
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
        self._check_pool.submit(self._advance, check)
        return check

    def choose_standard(self, check: UploadCheck, slug: str) -> None:
        """Continue with a file whose standard the visitor has chosen."""
        with self._guard:
            if check.reached is not Stage.CHOOSING or check.token not in self._checks:
                return
            check.request = replace(check.request, standard=slug)
            check.was_recognised = bool(check.candidates) and check.candidates[0].standard == slug
            check.reached, check.deleted_at = Stage.WAITING, None
        self._check_pool.submit(self._advance, check)

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
        for pool, worker in ((self._check_pool, self.checker), (self._workbook_pool, self.workbook_maker)):
            pool.shutdown(wait=False, cancel_futures=True)
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
        """Take a check to its next stop: fetch the file, recognise its standard, check it."""
        try:
            if check.address and not (check.folder / worker_tasks.FILE).exists():
                check.reached = Stage.FETCHING
                check.failure = self._fetch(check)
            if not check.failure and not check.request.standard:
                check.reached = Stage.RECOGNISING
                check.candidates = self.checker.run(worker_tasks.recognise, check.folder)
                check.reached, check.deleted_at = Stage.CHOOSING, datetime.now(UTC) + self.keep_unchosen
                return
            if not check.failure:
                check.reached = Stage.STARTING
                check.failure = self.checker.run(worker_tasks.check_file, check.folder, check.request)
        except (BrokenProcessPool, MemoryError):
            self.checker.stop()
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
        if not check.failure:
            self._workbook_pool.submit(self._make_workbook, check)

    def _make_workbook(self, check: UploadCheck) -> None:
        """Make the workbook of a report, unless the report has been deleted by then."""
        if self.find(check.token) is None:
            return
        try:
            self.workbook_maker.run(worker_tasks.write_workbook, check.folder, check.request.standard)
        except Exception:
            LOG.exception("the workbook of a check could not be made")
            self.workbook_maker.stop()
            check.has_no_workbook = True

    def _fetch(self, check: UploadCheck) -> str:
        """Fetch a file under the same guards as any source; return what went wrong, otherwise blank."""
        limits = FetchLimits(size=receive.MAX_BYTES, seconds=FETCH_SECONDS)
        policy = FetchPolicy(
            limits=limits, retry_policy=RetryPolicy(max_attempts=1), allow_hosts=self._settings.allow_hosts,
            contact=self._settings.contact,
        )  # fmt: skip

        async def fetch() -> str:
            async for response in fetch_all([FetchRequest("", check.address)], policy):
                if response.body is None:
                    return _failure_in_words(response.outcome, response.attempts[-1].status)
                with response.body as body, (check.folder / worker_tasks.FILE).open("xb") as stored:
                    body.file.seek(0)
                    shutil.copyfileobj(body.file, stored, 1024 * 1024)
                    check.size = body.size
            return ""

        return asyncio.run(fetch())

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


def _failure_in_words(outcome: FetchOutcome, status: int | None) -> str:
    """Return why a file could not be fetched, without revealing what a name resolves to in our network."""
    if outcome is FetchOutcome.REFUSED:
        return "We can’t fetch a file from this address. It must be public and start with http:// or https://."
    if outcome is FetchOutcome.TOO_LARGE:
        return f"The file at this address is larger than {receive.MAX_BYTES // 1_000_000} MB."
    if status and outcome is FetchOutcome.UNREACHABLE:
        return f"The website did not give us the file. It responded with status {status}."
    return "The website did not give us the file within a minute. Check that the address is right."
