"""`trace --from`: the records behind a cell."""

import csv
import io
import json
from pathlib import Path

from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import ADUR


def test_a_cell_is_traced_to_as_many_records_as_it_counts(run: Run, snapshots: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out", out)
    cells = {(row["authority"], row["cell"]): row["value"] for row in csv.DictReader((out / "cells.csv").open())}
    for cell in ("PS2.Q21.a", "PS1.1", "PS2.TOT.d"):
        words = ("trace", "planning_matters", cell, "--authority", ADUR, "--period", "2024-Q2", "--from", snapshots)
        status, written, _ = run(*words, "--format", "json")
        records = json.loads(written)
        assert (status, len(records)) == (0, int(cells[ADUR, cell]))
        assert all(list(record)[:5] == ["authority", "fetched", "sha256", "line", "reference"] for record in records)
    _, written, _ = run(*words, "--format", "csv")
    assert next(csv.DictReader(io.StringIO(written)))["reference"] == records[0]["reference"]
