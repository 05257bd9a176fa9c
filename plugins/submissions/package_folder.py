"""Packages and assemblies on this machine: opening a folder or a zip as files by name."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from transforms.release_package.package_files import Files


class NotReadable(Exception):
    """Raised, with a sentence, where there is nothing that could be a package, or no leave to read it."""


def folder_files(folder: Path) -> "Files":
    """Return the files of a folder, those beneath it with the folder's name; no link is followed."""
    from transforms.release_package.package_files import OpenedFiles

    names = sorted(
        path.relative_to(folder).as_posix() for path in _walked(folder) if stat.S_ISREG(path.lstat().st_mode)
    )
    return OpenedFiles(tuple(names), lambda name: (folder / name).open("rb"))


@contextmanager
def open_package(path: Path) -> "Iterator[Files]":
    """Open a package, as a folder or as a zip.

    Raises:
        NotReadable: where there is no such thing.
        NotAPackage: where what there is can't be taken for a package, because it is truncated, damaged or dangerous.

    """
    try:
        if path.is_dir():
            yield _package_folder(path)
            return
        with path.open("rb") as file:
            yield _package_zip(file, path)
    except OSError as error:
        raise NotReadable(f"{path} can't be read: {error.strerror or error}") from error


def _package_folder(folder: Path) -> "Files":
    from transforms.release_package.bag import ROOT_FILES
    from transforms.release_package.zip_checks import NotAPackage, wrong_names

    for path in _walked(folder):
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise NotAPackage(f"“{path.relative_to(folder).as_posix()}” is a link, or no file")
    files = folder_files(folder)
    if not {*files.names}.intersection(ROOT_FILES):
        raise NotReadable(f"{folder} is no package: there is no bagit.txt in it")
    for sentence in wrong_names(files.names):
        raise NotAPackage(sentence)
    return files


def _package_zip(file: BinaryIO, path: Path) -> "Files":
    from transforms.release_package.zip_checks import BEGINS_A_ZIP, open_zip

    if file.read(len(BEGINS_A_ZIP)) != BEGINS_A_ZIP:
        raise NotReadable(f"{path} is no package: it is neither a zip nor a folder")
    return open_zip(file)


def _walked(folder: Path) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        raise error

    for parent, folders, files in os.walk(folder, onerror=fail):
        for name in (*folders, *files):
            path = Path(parent) / name
            if name not in folders or path.is_symlink():
                yield path
