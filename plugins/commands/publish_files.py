"""Putting a return's files into a folder whole or not at all."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from plugins.commands.console import refuse

MANIFEST = "manifest.json"


def publish_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files to `folder`: staged beside it first, then moved in one step if nothing is there yet.

    In a folder that holds something else each file is replaced in one step and the manifest, which vouches for all,
    last; what an earlier manifest names and this return does not write is taken away.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            _move_in(files, staged, folder)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        refuse(f"{folder} can't be written: {error.strerror or error}.")


def _move_in(files: Mapping[str, bytes], staged: Path, folder: Path) -> None:
    for name, content in files.items():
        (staged / name).write_bytes(content)
    if folder.is_dir() and any(folder.iterdir()):
        for name in _written_before(folder) - files.keys():
            (folder / name).unlink(missing_ok=True)
        for name in sorted(files, key=lambda name: name == MANIFEST):
            (staged / name).replace(folder / name)
        return
    staged.chmod(0o755)
    staged.replace(folder)


def _written_before(folder: Path) -> set[str]:
    """Return the files that the manifest already in the folder names."""
    try:
        outputs = json.loads((folder / MANIFEST).read_bytes())["outputs"]
        return {Path(output["file"]).name for output in outputs}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
