"""Writing a return: its files into a folder, piece by piece, and the manifest that vouches for them last."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.domain.statutory_return import AssembledReturn
    from transforms.render import Input, Output, SnapshotIssues, Versions

MANIFEST = "manifest.json"


def write_return(
    folder: Path,
    assembled: "AssembledReturn",
    authorities: Sequence[str],
    inputs: "Sequence[Input]",
    issues: "Iterable[SnapshotIssues]",
    versions: "Versions",
) -> None:
    """Write the files of a return to `folder`, which is empty.

    Args:
        folder: where they go.
        assembled: the return.
        authorities: who was asked about.
        inputs: the snapshots that it was assembled from.
        issues: what was found in them, in the order of `Input.place`; gone through once.
        versions: of everything that decides a figure beside the definition.

    """
    from transforms.render import manifest_json, render_return

    outputs = [_write(folder / name, pieces) for name, pieces in render_return(assembled, issues)]
    (folder / MANIFEST).write_bytes(manifest_json(assembled, authorities, inputs, outputs, versions))


def _write(path: Path, pieces: Iterable[bytes]) -> "Output":
    from transforms.render import Output

    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for piece in pieces:
            size += file.write(piece)
            digest.update(piece)
    return Output(path.name, size, digest.hexdigest())
