"""Assembly: PS1 and PS2 of England from standardised tables, beside the least that any query over them costs."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.england_tables import StoredTable, england_of_the_bench, keep_tables, load_tables
from benchmarks.figures import Figure, say, seconds, timed
from examples.england import PLANNING
from transforms.assemble import assemble, inputs_of
from transforms.domain.period import quarter
from transforms.domain.return_request import ReturnRequest
from transforms.returns import statutory_return

PERIOD = quarter(2026, 3)
BUDGET_SECONDS, BUDGET_RATIO = 3.0, 5.0


def measure(quick: bool) -> list[Figure]:
    """Return the time of an assembly, alone and as a multiple of a bare scan and group-by of the same files."""
    runs = 3 if quick else 7
    definition = statutory_return("planning_matters")
    england = england_of_the_bench(number=40 if quick else None)
    with tempfile.TemporaryDirectory(prefix="bench-tables-") as folder:
        say(f"writing three snapshots of {len(england.councils)} authorities")
        columns = definition.reads_of(PLANNING).columns_loaded
        stored = keep_tables(england, columns, Path(folder))
        rows = sum(pq.read_metadata(table.path).num_rows for table in stored)
        request = ReturnRequest(definition, PERIOD, tuple(council.gss for council in england.councils))

        def assembled() -> object:
            return assemble(request, inputs_of(request, {PLANNING: load_tables(stored, columns)}))

        whole, processor = timed(assembled, runs)
        scan = seconds(lambda: bare_scan(stored, columns), runs)
        loaded = {PLANNING: load_tables(stored, columns)}
        alone, own = timed(lambda: assemble(request, inputs_of(request, loaded)), runs)
    return [
        Figure(
            "assemble PS1/PS2 of England from tables on disk",
            whole,
            "s",
            BUDGET_SECONDS,
            f"{rows:,} rows, processor {processor:.2f} s",
        ),
        Figure(
            "… as a multiple of a bare scan and group-by", whole / scan, "times", BUDGET_RATIO, f"scan {scan:.2f} s"
        ),
        Figure("… of which assembling, tables in memory", alone, "s", note=f"processor {own:.2f} s"),
    ]


def bare_scan(stored: Sequence[StoredTable], columns: Sequence[str]) -> pa.Table:
    """Return the number of records per decision: read every table and group it, nothing else."""
    tables = [pq.ParquetFile(table.path).read(columns=list(columns), use_threads=False) for table in stored]
    return pa.concat_tables(tables).group_by(["Decision", "DecisionType"]).aggregate([("CaseReference", "count")])
