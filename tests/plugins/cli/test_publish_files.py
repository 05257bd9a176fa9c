"""A return replaces the one that was in the folder before, file by file, and touches nothing else there."""

import json
from pathlib import Path

from plugins.cli.publish_files import publishing_to


def publish(folder: Path, *names: str, outputs: list[str] | None = None) -> None:
    with publishing_to(folder) as staged:
        for name in names:
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).write_text(name)
        manifest = {"outputs": [{"file": name} for name in (names if outputs is None else outputs)]}
        (staged / "manifest.json").write_text(json.dumps(manifest))


def held(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_files_in_folders_are_written_into_a_new_folder(tmp_path: Path) -> None:
    publish(tmp_path / "out", "cells.csv", "releases/E07000223.json")
    assert held(tmp_path / "out") == {"cells.csv", "manifest.json", "releases", "releases/E07000223.json"}


def test_what_the_return_before_had_and_this_one_has_not_is_gone_with_its_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, "cells.csv", "releases/E07000223.json", "releases/E07000224.json")
    publish(out, "cells.csv", "releases/E07000224.json")
    assert held(out) == {"cells.csv", "manifest.json", "releases", "releases/E07000224.json"}
    (out / "letter.txt").touch()
    publish(out, "cells.csv")
    assert held(out) == {"cells.csv", "manifest.json", "letter.txt"}


def test_a_manifest_that_names_files_elsewhere_deletes_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").touch()
    absolute = tmp_path / "also_kept.txt"
    absolute.touch()
    publish(tmp_path / "out", "cells.csv", outputs=["../kept.txt", str(absolute)])
    publish(tmp_path / "out", "cells.csv")
    assert (tmp_path / "kept.txt").exists()
    assert absolute.exists()
