"""Writing a return's files to a folder, all of them or none."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from plugins.cli.console import refuse
from plugins.pipeline.assemble.write_files import MANIFEST, files_of


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
        names = files_of(staged)
        for name in _files_of_manifest(folder) - {*names}:
            (folder / name).unlink(missing_ok=True)
            _remove_empty(folder, (folder / name).parent)
        for name in sorted(names, key=lambda name: name == MANIFEST):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).replace(folder / name)
        return
    staged.chmod(0o755)
    staged.replace(folder)


def _remove_empty(folder: Path, beneath: Path) -> None:
    """Remove a folder beneath the one that is written to, where nothing is left in it."""
    if beneath != folder and beneath.is_dir() and not any(beneath.iterdir()):
        beneath.rmdir()


def _files_of_manifest(folder: Path) -> set[str]:
    """Return the files that the manifest already in the folder names; none that lies elsewhere."""
    try:
        outputs = json.loads((folder / MANIFEST).read_bytes())["outputs"]
        names = {PurePosixPath(output["file"]) for output in outputs}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name.as_posix() for name in names if not name.is_absolute() and ".." not in name.parts}
