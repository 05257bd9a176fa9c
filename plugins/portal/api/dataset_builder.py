"""Making national datasets: one at a time, in a process of its own, while the portal goes on answering.

Known   a reader waits a little, since a small one is there at once; few may wait, and all others are told to come back.
        Made is made: it goes on when the reader who asked for it has left.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Lock

from plugins.portal.views.national_datasets import KINDS, NationalDataset, make
from plugins.portal.worker import Worker
from plugins.settings import Settings
from plugins.storage.archive import Archive

PATIENCE = 10.0  # seconds
WAITING = 4  # readers, so that they never take up the whole portal


class Maker:
    """What is being made, by the key of what stands in the archive when it is."""

    def __init__(self, settings: Settings) -> None:
        self.worker = Worker()
        self._settings = settings
        self._turns = ThreadPoolExecutor(1, "datasets")
        self._making: dict[str, Future[None]] = {}
        self._guard, self._seats = Lock(), BoundedSemaphore(WAITING)

    def made(self, archive: Archive, dataset: NationalDataset, kind: str) -> str | None:
        """Return the key of a national dataset, made if this state of it never was; None where it is being made."""
        key = dataset.key(kind)
        if archive.exists(key):
            return key
        making = self._begun(dataset)
        if not self._seats.acquire(blocking=False):
            return None
        try:
            with suppress(TimeoutError):
                making.result(PATIENCE)
        finally:
            self._seats.release()
        return key if making.done() else None

    def close(self) -> None:
        """Stop making, whatever is being made; what is half made is nowhere."""
        self._turns.shutdown(wait=False, cancel_futures=True)
        self.worker.end()

    def _begun(self, dataset: NationalDataset) -> "Future[None]":
        """Return the making of a dataset, which begins when its turn comes."""
        with self._guard:
            making = self._making.get(dataset.state)
            if making is None:
                making = self._making[dataset.state] = self._turns.submit(self._make, dataset)
                making.add_done_callback(lambda _: self._making.pop(dataset.state, None))
        return making

    def _make(self, dataset: NationalDataset) -> None:
        keys = {kind: dataset.key(kind) for kind in KINDS}
        with TemporaryDirectory(prefix="council-returns-dataset-") as folder:
            try:
                self.worker.do(make, self._settings, dataset, keys, Path(folder))
            finally:
                self.worker.end()  # the next one is far off, and its memory is wanted
