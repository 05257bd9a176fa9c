"""Writing a return: its files into a folder, piece by piece, and the manifest that vouches for them last."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.domain.assembled_return import AssembledReturn, UsedSnapshot
    from transforms.domain.declared_figures import DeclaredFigures
    from transforms.domain.imputed_cell import ImputedCell
    from transforms.render import Output, SnapshotIssues, Versions

MANIFEST = "manifest.json"


def write_return(
    folder: Path,
    assembled: "AssembledReturn",
    inputs: "Sequence[UsedSnapshot]",
    issues: "Iterable[SnapshotIssues]",
    versions: "Versions",
    declared: "DeclaredFigures | None" = None,
    imputed: "Sequence[ImputedCell]" = (),
) -> None:
    """Write the files of a return to `folder`, which is empty.

    Args:
        folder: where they go.
        assembled: the return.
        inputs: the snapshots that it was assembled from.
        issues: what was found in them, in the order of `UsedSnapshot.position`; gone through once.
        versions: of everything that decides a figure beside the definition.
        declared: what councils have declared; the file that holds it is named by its hash.
        imputed: the figures of a release that stand in for missing ones.

    """
    from transforms.render import manifest_json, render_return

    outputs = [_write(folder, name, pieces) for name, pieces in render_return(assembled, issues, imputed)]
    (folder / MANIFEST).write_bytes(manifest_json(assembled, inputs, outputs, versions, declared))


def files_of(folder: Path) -> list[str]:
    """Return the names of the files in a folder of a return, those in folders beneath it with the folder's name."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> "Output":
    from transforms.render import Output

    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for piece in pieces:
            size += file.write(piece)
            digest.update(piece)
    return Output(name, size, digest.hexdigest())
