"""Putting a return's files into a folder whole or not at all."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.cli.console import refuse
from plugins.pipeline.assemble.write_files import MANIFEST


@contextmanager
def publishing_to(folder: Path) -> Iterator[Path]:
    """Give a folder to write to, whose files are in `folder` in the end: moved in one step if nothing is there yet.

    In a folder that holds something else each file is replaced in one step and the manifest, which vouches for all,
    last; what an earlier manifest names and this return does not write is taken away.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            yield staged
            _move_in(staged, folder)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        refuse(f"{folder} can't be written: {error.strerror or error}.")


def _move_in(staged: Path, folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        names = {path.name for path in staged.iterdir()}
        for name in _written_before(folder) - names:
            (folder / name).unlink(missing_ok=True)
        for name in sorted(names, key=lambda name: name == MANIFEST):
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
