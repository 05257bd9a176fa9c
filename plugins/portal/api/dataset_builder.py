"""Building national datasets: one at a time, in a separate process, while the portal goes on responding.

Known   a reader waits a little, since a small dataset is built at once; only a few may wait, and all others are told to
        try again later. A build goes on when the reader who started it has left.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Lock

from plugins.portal.views.national_datasets import KINDS, NationalDataset, build_dataset
from plugins.reading.limited_process import LimitedProcess
from plugins.settings import Settings
from plugins.storage.archive import Archive

WAIT_SECONDS = 10.0
MOST_WAITING = 4  # readers, so that they never take up the whole portal


class DatasetBuilder:
    """The builds that are waiting or running, by the state of the warehouse that each is of."""

    def __init__(self, settings: Settings) -> None:
        self.worker = LimitedProcess()
        self._settings = settings
        self._pool = ThreadPoolExecutor(1, "datasets")
        self._builds: dict[str, Future[None]] = {}
        self._guard, self._waiting = Lock(), BoundedSemaphore(MOST_WAITING)

    def key_of(self, archive: Archive, dataset: NationalDataset, kind: str) -> str | None:
        """Return the archive key of a national dataset, built first if need be; None while it is being built."""
        key = dataset.key(kind)
        if archive.exists(key):
            return key
        build = self._start(dataset)
        if not self._waiting.acquire(blocking=False):
            return None
        try:
            with suppress(TimeoutError):
                build.result(WAIT_SECONDS)
        finally:
            self._waiting.release()
        return key if build.done() else None

    def close(self) -> None:
        """Stop building; an unfinished dataset is not stored."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.worker.stop()

    def _start(self, dataset: NationalDataset) -> "Future[None]":
        """Return the build of a dataset, submitted now if it is not waiting or running."""
        with self._guard:
            build = self._builds.get(dataset.state)
            if build is None:
                build = self._builds[dataset.state] = self._pool.submit(self._build, dataset)
                build.add_done_callback(lambda _: self._builds.pop(dataset.state, None))
        return build

    def _build(self, dataset: NationalDataset) -> None:
        keys = {kind: dataset.key(kind) for kind in KINDS}
        with TemporaryDirectory(prefix="council-returns-dataset-") as folder:
            try:
                self.worker.run(build_dataset, self._settings, dataset, keys, Path(folder))
            finally:
                self.worker.stop()  # the next build is far off, and the memory is needed
