"""The zip of a package: stored, without a time of day, so that the same release gives the same bytes."""

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
LARGEST_FILE = 2**31 - 1  # bytes
UNIX, REGULAR_FILE = 3, 0o100644 << 16


def write_zip(sink: BinaryIO, folder: str, files: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write files beneath `folder` into a zip, in the order in which they come; `sink` can be sought in.

    Raises:
        ValueError: in a sentence, for a file of more than 2 GB, whose entry would have another form.

    """
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(f"{folder}/{name}", FIXED_TIME)
            entry.create_system, entry.external_attr = UNIX, REGULAR_FILE
            with archive.open(entry, "w", force_zip64=False) as file:
                size = 0
                for piece in content:
                    size += file.write(piece)
                    if size > LARGEST_FILE:
                        raise ValueError(f"{name} has more than 2 GB")
