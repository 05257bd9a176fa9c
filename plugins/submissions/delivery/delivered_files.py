"""What is delivered of a package: its hash as `sha256sum --check` reads it, then the zip, which comes last."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plugins.submissions.build_package import BuiltPackage


@dataclass(frozen=True)
class DeliveredFile:
    """One file at a destination: its name, where it is on this machine or its content, and its SHA-256."""

    name: str
    sha256: str
    path: Path | None = None
    content: bytes = b""


class DestinationFolder(Protocol):
    """The place of one version of a return at a destination; each call may fail as networks do."""

    def sha256_of(self, name: str) -> str | None:
        """Return the SHA-256 of a file that lies there, None where none does."""
        ...

    def put(self, file: DeliveredFile) -> None:
        """Write a file whole, unless one of its name is there."""
        ...


def folder_at_destination(package: BuiltPackage) -> str:
    """Return the folder of a version beneath a destination's own: return, period and version."""
    return f"{package.return_slug}/{package.period}/v{package.version}"


def delivered_files(package: BuiltPackage) -> tuple[DeliveredFile, ...]:
    """Return what is delivered, in order: with the last file all of it is there."""
    line = f"{package.sha256}  {package.file_name}\n".encode()
    return (
        DeliveredFile(f"{package.file_name}.sha256", hashlib.sha256(line).hexdigest(), content=line),
        DeliveredFile(package.file_name, package.sha256, package.path),
    )


def sha256_of_pieces(pieces: Iterable[bytes]) -> str:
    """Return the SHA-256 over pieces."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
