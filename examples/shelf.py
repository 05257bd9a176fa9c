"""The shelf: rendered files on disk, so that a file is rendered once however often it is fetched."""

import gzip
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from examples.england import England
from examples.render_files import Edition, render_file


@dataclass(frozen=True)
class Shelf:
    """A folder of rendered editions; `.gz` beside those of councils whose server compresses."""

    folder: Path
    england: England
    rubbish_rows: int = 0

    def path(self, edition: Edition) -> Path:
        """Return where the edition is, or will be."""
        return self.folder / edition.name

    def put(self, edition: Edition) -> Path:
        """Render the edition unless it is there; whole or not at all."""
        path = self.path(edition)
        if not path.exists():
            content = render_file(self.england, edition, self.rubbish_rows)
            if self.england.council(edition.gss).habits.is_compressed:
                self._write(path.with_name(path.name + ".gz"), gzip.compress(content, 1, mtime=0))
            self._write(path, content)
        return path

    def fill(self, editions: Iterable[Edition], processes: int = 2) -> None:
        """Render all editions that are not there yet."""
        missing = [edition for edition in editions if not self.path(edition).exists()]
        if missing:
            with ProcessPoolExecutor(processes) as pool:
                list(pool.map(self.put, missing, chunksize=8))

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        part = path.with_name(path.name + ".part")
        part.write_bytes(content)
        part.replace(path)
