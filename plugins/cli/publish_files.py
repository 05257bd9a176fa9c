"""Writing a return's files to a folder, all of them or none."""

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
    """Yield a folder to write to, whose files are moved to `folder` in the end: in one step if that is new or empty.

    In a folder that has other files each file is replaced in one step, and the manifest, which vouches for all of them,
    last. Files that an earlier manifest names and this return does not have are deleted.
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
        for name in _files_of_manifest(folder) - names:
            (folder / name).unlink(missing_ok=True)
        for name in sorted(names, key=lambda name: name == MANIFEST):
            (staged / name).replace(folder / name)
        return
    staged.chmod(0o755)
    staged.replace(folder)


def _files_of_manifest(folder: Path) -> set[str]:
    """Return the files that the manifest already in the folder names."""
    try:
        outputs = json.loads((folder / MANIFEST).read_bytes())["outputs"]
        return {Path(output["file"]).name for output in outputs}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
