"""A return's files are written whole, those in folders too, and the manifest names each as it lies there."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from plugins.pipeline.assemble.write_files import files_of, write_return
from tests.transforms.returns.drawn import assemble, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import parse_period
from transforms.render import Versions
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS

ADUR = "E07000223"


def own_files(assembled: AssembledReturn) -> Iterator[tuple[str, list[bytes]]]:
    yield "duties.csv", [b"a,b\n"]
    for gss in assembled.authorities:
        yield f"releases/{gss}.json", [b"{", b"}"]


def test_a_file_in_a_folder_is_written_there_and_named_with_its_folder(tmp_path: Path) -> None:
    files = [snapshot(PLANNING_MATTERS, ADUR, date(2025, 4, 2), [{"CaseReference": "A"}])]
    made = assemble(PLANNING_MATTERS, files, [ADUR], parse_period("2025-Q1"))
    made = replace(made, definition=replace(PLANNING_MATTERS, files=own_files))
    write_return(tmp_path, made, [], [], Versions("1", {}, ()))
    assert (tmp_path / "releases" / f"{ADUR}.json").read_bytes() == b"{}"
    outputs = {one["file"]: one for one in json.loads((tmp_path / "manifest.json").read_bytes())["outputs"]}
    assert [*outputs, "manifest.json"] == sorted(
        [*outputs, "manifest.json"], key=lambda name: (name == "manifest.json", name)
    )
    assert files_of(tmp_path) == sorted([*outputs, "manifest.json"])
    release = outputs[f"releases/{ADUR}.json"]
    assert (release["bytes"], release["sha256"]) == (2, hashlib.sha256(b"{}").hexdigest())
