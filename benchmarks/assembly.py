"""Assembly: PS1 and PS2 of England from standardised tables, beside the least that any query over them costs."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.england_tables import Kept, england_of_the_bench, keep_tables, load_tables
from benchmarks.figures import Figure, say, seconds, timed
from transforms.assemble import assemble
from transforms.domain.period import quarter
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
        stored = keep_tables(england, definition.columns, Path(folder))
        rows = sum(pq.read_metadata(table.path).num_rows for table in stored)
        authorities = [council.gss for council in england.councils]

        def assembled() -> object:
            tables = load_tables(stored, definition.columns)
            return assemble(definition, tables, authorities, PERIOD)

        whole, processor = timed(assembled, runs)
        scan = seconds(lambda: bare_scan(stored, definition.columns), runs)
        loaded = load_tables(stored, definition.columns)
        alone, own = timed(lambda: assemble(definition, loaded, authorities, PERIOD), runs)
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


def bare_scan(stored: Sequence[Kept], columns: Sequence[str]) -> pa.Table:
    """Return the number of records per decision: read every table and group it, nothing else."""
    tables = [pq.ParquetFile(table.path).read(columns=list(columns), use_threads=False) for table in stored]
    return pa.concat_tables(tables).group_by(["Decision", "DecisionType"]).aggregate([("CaseReference", "count")])
