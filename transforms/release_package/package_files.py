"""Files by name, wherever they lie: an assembly's folder, a package's folder, a zip, or memory."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

PIECE = 1024 * 1024
PAYLOAD = "data/"


class Files(Protocol):
    """Named files; a name has `/` between its folders, whatever the machine."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files, in order."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Return a file for reading; raise KeyError for a name that there isn't."""
        ...


@dataclass(frozen=True)
class HeldFiles:
    """Files held in memory."""

    contents: Mapping[str, bytes]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files, in order."""
        return tuple(sorted(self.contents))

    def open(self, name: str) -> BinaryIO:
        """Return a file for reading."""
        return io.BytesIO(self.contents[name])


@dataclass(frozen=True)
class OpenedFiles:
    """Files that lie elsewhere: their names, and how one of them is opened."""

    names: tuple[str, ...]
    opener: Callable[[str], BinaryIO]

    def open(self, name: str) -> BinaryIO:
        """Return a file for reading; raise KeyError for a name that there isn't."""
        if name not in self.names:
            raise KeyError(name)
        return self.opener(name)


@dataclass(frozen=True)
class Payload:
    """The files beneath `data/` of a package, by their names there."""

    package: Files

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files in the payload, in order."""
        return tuple(name.removeprefix(PAYLOAD) for name in self.package.names if name.startswith(PAYLOAD))

    def open(self, name: str) -> BinaryIO:
        """Return a file for reading."""
        return self.package.open(PAYLOAD + name)


def whole(files: Files, name: str) -> bytes:
    """Return the bytes of a file."""
    with files.open(name) as file:
        return file.read()


def pieces(files: Files, name: str) -> Iterator[bytes]:
    """Yield the bytes of a file, a piece at a time."""
    with files.open(name) as file:
        while piece := file.read(PIECE):
            yield piece


def sha256_and_size(files: Files, name: str) -> tuple[str, int]:
    """Return the SHA-256 of a file and how many bytes it has."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces(files, name):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size
