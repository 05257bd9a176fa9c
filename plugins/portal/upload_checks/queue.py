"""The desk: takes files one at a time from each visitor, has one worker check them in turn, and deletes what it kept.

Known   what waits and what is kept are this process's own, so the portal is one process and refuses to start as one of
        several. The folder is private to the account that it runs under, and is deleted with everything in it when the
        process ends; what a process that was killed has left is deleted when the next one starts.
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

from plugins.fetch.fetch_all import FetchPolicy, FetchRequest, fetch_all
from plugins.fetch.fetch_once import FetchLimits, FetchOutcome
from plugins.fetch.retry import RetryPolicy
from plugins.portal.cache import SizedCache
from plugins.portal.upload_checks import receive, worker_tasks
from plugins.portal.upload_checks.folders import Folder, delete_left
from plugins.portal.upload_checks.rate_limits import RateLimits
from plugins.portal.upload_checks.upload_check import Stage, UploadCheck
from plugins.portal.upload_checks.worker_tasks import Asked
from plugins.portal.views.reports import ReportView, report_view
from plugins.portal.worker import Worker
from plugins.settings import Settings
from transforms.domain.sheet import Sheet
from transforms.standards import standard

LOG = logging.getLogger(__name__)
KEPT = timedelta(hours=1)
CHOOSING = timedelta(minutes=15)
SWEEP_SECONDS = 20.0
FETCH_SECONDS = 60.0
SHOWN_ROOM = 300_000_000

TOO_LONG = (
    "We could not finish checking this file: it takes more time or memory than we have for one file. "
    "Check it on your own computer instead, or send fewer rows."
)
OUR_FAULT = "We could not check this file, which is a fault of ours and not of the file."
ONE_PROCESS = (
    "The portal keeps the files that visitors check in its one process, and another would not find them: "
    "start it with one worker (uvicorn --workers 1, without --reload)"
)


class NotAlone(Exception):
    """Raised when the portal is started as one process of several, from opening the desk."""


class CheckQueue:
    """Everything that is being checked, and the reports that are kept for a while."""

    def __init__(self, settings: Settings) -> None:
        if parent_process():
            raise NotAlone(ONE_PROCESS)
        self.kept, self.choosing, self.turns = KEPT, CHOOSING, RateLimits()
        self._settings = settings
        self._checks: dict[str, UploadCheck] = {}
        self._guard, self._reading, self._done = Lock(), Lock(), Event()
        self._checking = ThreadPoolExecutor(1, "checks")
        self.checker, self.binder = Worker(), Worker()  # workbooks take long, and no check waits for one
        self._workbooks = ThreadPoolExecutor(1, "workbooks")
        self._shown: SizedCache[ReportView] = SizedCache(SHOWN_ROOM, lambda one: one.size)
        self._rows: SizedCache[Sheet | None] = SizedCache(SHOWN_ROOM, lambda one: int(one.cells.nbytes) if one else 0)
        self._folder: Folder | None = None
        Thread(target=self._sweep_on, name="sweep", daemon=True).start()

    @contextmanager
    def arriving(self, visitor: str) -> Iterator[None]:
        """Keep a visitor's turn while a file arrives; raise Busy where there is none."""
        self.sweep()
        with self._guard:
            self.turns.begin(visitor, list(self._checks.values()))
        try:
            yield
        finally:
            with self._guard:
                self.turns.end(visitor)

    def take(self, visitor: str, asked: Asked, files: Mapping[str, IO[bytes]], address: str = "") -> UploadCheck:
        """Take files, or the address of one, and return their check, which begins when its turn comes.

        Args:
            visitor: who sends them.
            asked: what is to be checked.
            files: by the names that `work` knows them under; the one to check may be fetched instead.
            address: from which that one is fetched.

        """
        token = secrets.token_urlsafe(32)
        folder = self._home() / token
        folder.mkdir(mode=0o700)
        one = UploadCheck(token, folder, visitor, asked, address)
        try:
            for name, file in files.items():
                with (folder / name).open("xb") as kept:
                    shutil.copyfileobj(file, kept, 1024 * 1024)
                    one.size += kept.tell() if name == worker_tasks.FILE else 0
        except OSError:  # no room
            one.delete()
            raise
        with self._guard:
            self._checks[token] = one
            self.turns.count(visitor)
        self._checking.submit(self._serve, one)
        return one

    def choose(self, one: UploadCheck, slug: str) -> None:
        """Go on with a file now that its visitor has said which standard it follows."""
        with self._guard:
            if one.at is not Stage.CHOOSING or one.token not in self._checks:
                return
            one.asked = replace(one.asked, standard=slug)
            one.was_recognised = bool(one.candidates) and one.candidates[0].standard == slug
            one.at, one.deleted_at = Stage.WAITING, None
        self._checking.submit(self._serve, one)

    def find(self, token: str) -> UploadCheck | None:
        """Return a check that is there, None for one that never was or has been deleted."""
        self.sweep()
        with self._guard:
            return self._checks.get(token)

    def before(self, one: UploadCheck) -> int:
        """Return how many wait or are worked on before a check."""
        with self._guard:
            tokens = [other.token for other in self._checks.values() if other.is_busy]
        return tokens.index(one.token) if one.token in tokens else 0

    def shown(self, one: UploadCheck) -> ReportView:
        """Return the report of a check that is ready."""
        return self._shown.get(one.token, lambda: self._read(one))

    def rows(self, one: UploadCheck) -> Sheet | None:
        """Return the published rows of a check that is ready, personal data masked."""
        return self._rows.get(one.token, lambda: self._read_rows(one))

    def sweep(self) -> None:
        """Delete what has been kept for as long as was said."""
        now = datetime.now(UTC)
        with self._guard:
            over = [one for one in self._checks.values() if one.deleted_at and one.deleted_at <= now]
            for one in over:
                del self._checks[one.token]
            self.turns.forget()
        for one in over:
            self._shown.forget(one.token)
            self._rows.forget(one.token)
            one.delete()

    def close(self) -> None:
        """End the worker and delete everything."""
        self._done.set()
        for turns, worker in ((self._checking, self.checker), (self._workbooks, self.binder)):
            turns.shutdown(wait=False, cancel_futures=True)
            worker.end()
        if self._folder:
            self._folder.delete()

    def _read(self, one: UploadCheck) -> ReportView:
        """Read a report from its folder; one is read at a time, for each takes memory."""
        with self._reading:
            return report_view(worker_tasks.read_report(one.folder), standard(one.asked.standard))

    def _read_rows(self, one: UploadCheck) -> Sheet | None:
        with self._reading:
            return worker_tasks.read_rows(one.folder)

    def _serve(self, one: UploadCheck) -> None:
        """Do what comes next for a check: fetch it, recognise it, check it."""
        try:
            if one.address and not (one.folder / worker_tasks.FILE).exists():
                one.at = Stage.FETCHING
                one.failure = self._fetch(one)
            if not one.failure and not one.asked.standard:
                one.at = Stage.RECOGNISING
                one.candidates = self.checker.do(worker_tasks.recognise, one.folder)
                one.at, one.deleted_at = Stage.CHOOSING, datetime.now(UTC) + self.choosing
                return
            if not one.failure:
                one.at = Stage.STARTING
                one.failure = self.checker.do(worker_tasks.check, one.folder, one.asked)
        except (BrokenProcessPool, MemoryError):
            self.checker.end()
            one.failure = TOO_LONG
        except Exception:
            LOG.exception("a file could not be checked")
            one.failure = OUR_FAULT
        self._conclude(one)

    def _conclude(self, one: UploadCheck) -> None:
        """Say that the report is there, or delete what there is of it; then have its workbook made."""
        if one.failure:
            one.delete()
        one.deleted_at = datetime.now(UTC) + self.kept
        one.at = Stage.FAILED if one.failure else Stage.READY
        if not one.failure:
            self._workbooks.submit(self._bind, one)

    def _bind(self, one: UploadCheck) -> None:
        """Have the workbook of a report made, unless it has been deleted by then."""
        if self.find(one.token) is None:
            return
        try:
            self.binder.do(worker_tasks.write_workbook, one.folder, one.asked.standard)
        except Exception:
            LOG.exception("the workbook of a check could not be made")
            self.binder.end()
            one.has_no_workbook = True

    def _fetch(self, one: UploadCheck) -> str:
        """Fetch a file under the guards of any source; return what went wrong, blank where nothing did."""
        limits = FetchLimits(size=receive.LIMIT, seconds=FETCH_SECONDS)
        policy = FetchPolicy(
            limits=limits, retry_policy=RetryPolicy(tries=1), allow_hosts=self._settings.allow_hosts,
            contact=self._settings.contact,
        )  # fmt: skip

        async def fetched() -> str:
            async for answer in fetch_all([FetchRequest("", one.address)], policy):
                if answer.body is None:
                    return _in_words(answer.outcome, answer.attempts[-1].status)
                with answer.body as body, (one.folder / worker_tasks.FILE).open("xb") as kept:
                    body.file.seek(0)
                    shutil.copyfileobj(body.file, kept, 1024 * 1024)
                    one.size = body.size
            return ""

        return asyncio.run(fetched())

    def _home(self) -> Path:
        """Return the folder of all checks, made when the first file comes."""
        with self._guard:
            if self._folder is None:
                self._folder = Folder()
            return self._folder.path

    def _sweep_on(self) -> None:
        delete_left()
        while not self._done.wait(SWEEP_SECONDS):
            self.sweep()
            delete_left()


def _in_words(outcome: FetchOutcome, status: int | None) -> str:
    """Return why a file could not be fetched, without saying what a name leads to in our network."""
    if outcome is FetchOutcome.REFUSED:
        return "We don't fetch from this address: it must be a public one that starts with http:// or https://."
    if outcome is FetchOutcome.TOO_LARGE:
        return f"The file at this address is larger than {receive.LIMIT // 1_000_000} MB."
    if status and outcome is FetchOutcome.UNREACHABLE:
        return f"The web site did not give us the file: it answered with status {status}."
    return "The web site did not give us the file within a minute. Is the address right?"
