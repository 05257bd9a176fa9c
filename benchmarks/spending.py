"""A million rows of spending, read, standardised and validated, beside frictionless and pandera; and what each finds.

Known: every tool is a process of its own in the same run, the ten-row file first; *work* is a tool's time less that of
       its ten rows, so that neither importing nor starting counts. All three get the same file and what the same
       published Table Schema says. pandera, which holds everything several times over, gets a sample.
"""

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from benchmarks.figures import Figure, say
from benchmarks.spending_rows import COLUMNS, KINDS, Planted, spending
from transforms.render.reference.table_schema import table_schema
from transforms.standards import standard

ROWS, SAMPLE, WORKBOOK, FEW = 1_000_000, 100_000, 100_000, 10
AT_LEAST_WORK, AT_LEAST_WHOLE = 8.0, 4.0
BUDGET_GIGABYTES, BUDGET_WORKBOOK, BUDGET_READ, BUDGET_VERDICT = 1.5, 15.0, 2.0, 7.0
CODES = {kind.name: kind.codes for kind in KINDS}


@dataclass(frozen=True)
class Run:
    """What became of one tool on one file."""

    seconds: float
    gigabytes: float
    issues: Sequence[tuple[int | None, str, str]]


def measure(quick: bool) -> list[Figure]:
    """Return how much faster than others a million rows are checked, and what a small file and a workbook take."""
    rows = SAMPLE if quick else ROWS
    with tempfile.TemporaryDirectory(prefix="bench-spending-") as name:
        folder = Path(name)
        schema = _schema(folder)
        say(f"writing {rows:,} rows of spending")
        few, _ = _written(folder, FEW)
        many, planted = _written(folder, rows)
        sample, of_sample = (many, planted) if quick else _written(folder, SAMPLE)
        runs = {tool: (_started(tool, few, schema), _run(tool, many, schema)) for tool in ("ours", "frictionless")}
        pandera = _started("pandera", few, schema), _run("pandera", sample, schema)
        mine = _run("ours", sample, schema)
        _say_what_was_found(planted, {tool: run for tool, (_, run) in runs.items()})
        _say_what_was_found(of_sample, {"ours, sample": mine, "pandera, sample": pandera[1]})
        return [
            *_compared(rows, runs),
            *_sampled((runs["ours"][0], mine), pandera),
            _complete(planted, runs["ours"][1]),
            _workbook(folder),
            *_first_words(few),
        ]


def _schema(folder: Path) -> Path:
    """Write the published Table Schema of the columns that the file has."""
    declared = standard("spending_over_500")
    schema = json.loads(table_schema(declared, declared.editions[0]))
    fields = {field["name"]: field for field in schema["fields"]}
    of_columns = {name: schema[name] for name in ("name", "missingValues")} | {
        "fields": [fields[name] for name in COLUMNS]
    }
    path = folder / "schema.json"
    path.write_text(json.dumps(of_columns))
    return path


def _written(folder: Path, rows: int) -> tuple[Path, list[Planted]]:
    content, planted = spending(rows)
    path = folder / f"spending-{rows}.csv"
    path.write_bytes(content)
    return path, planted


def _run(tool: str, path: Path, schema: Path) -> Run:
    """Return the time, the most memory and the findings of a tool that runs as a process of its own."""
    say(f"{tool}: {path.name}")
    output = path.with_suffix(f".{tool}.found")
    words = [sys.executable, "-m", "benchmarks.spending_tools", tool, str(path), str(schema), str(output)]
    started = time.perf_counter()
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
    took = time.perf_counter() - started
    with output.open(newline="", encoding="utf-8") as file:
        rows = [(int(line) if line else None, column, name) for line, column, name in csv.reader(file)]
    return Run(took, int(done.stdout) / 1024**2, rows)


def _started(tool: str, path: Path, schema: Path) -> Run:
    """Return the quickest of some runs on a file of a few rows: what the tool costs before it does any work."""
    return min((_run(tool, path, schema) for _ in range(3)), key=lambda run: run.seconds)


def _compared(rows: int, runs: dict[str, tuple[Run, Run]]) -> list[Figure]:
    (our_few, own), (their_few, theirs) = runs["ours"], runs["frictionless"]
    work, their_work = own.seconds - our_few.seconds, theirs.seconds - their_few.seconds
    note = f"ours {work:.1f} s, frictionless {their_work:.1f} s"
    whole = f"ours {own.seconds:.1f} s, frictionless {theirs.seconds:.1f} s"
    return [
        Figure(f"{rows:,} rows of spending: faster, work alone", their_work / work, "times", AT_LEAST_WORK, note, True),
        Figure("… as whole processes", theirs.seconds / own.seconds, "times", AT_LEAST_WHOLE, whole, True),
        Figure("… most memory held", own.gigabytes, "GB", BUDGET_GIGABYTES, f"frictionless {theirs.gigabytes:.2f} GB"),
    ]


def _sampled(own: tuple[Run, Run], pandera: tuple[Run, Run]) -> list[Figure]:
    work, their_work = (many.seconds - few.seconds for few, many in (own, pandera))
    note = f"ours {work:.1f} s, {own[1].gigabytes:.2f} GB; pandera {their_work:.1f} s, {pandera[1].gigabytes:.2f} GB"
    return [Figure(f"… {SAMPLE:,} rows beside pandera: faster, work alone", their_work / work, "times", note=note)]


def _complete(planted: Sequence[Planted], own: Run) -> Figure:
    missed = sum(len(lines) for lines in _missed(planted, own).values())
    return Figure("… planted faults that we miss", missed, "faults", 0, f"of {len(planted):,}")


def _missed(planted: Sequence[Planted], run: Run) -> dict[str, list[int]]:
    """Return the lines of the faults that were not found where they are: by line, and by column where they have one."""
    rows = {line for line, _, _ in run.issues}
    cells = {(line, column) for line, column, _ in run.issues}
    missed = defaultdict(list)
    for fault in planted:
        if (fault.line, fault.column) not in cells if fault.column else fault.line not in rows:
            missed[fault.kind.name].append(fault.line)
    return missed


def _say_what_was_found(planted: Sequence[Planted], runs: dict[str, Run]) -> None:
    """Print, per kind of fault, how many were planted and how many each tool found."""
    missed = {tool: _missed(planted, run) for tool, run in runs.items()}
    counts = {kind.name: sum(fault.kind is kind for fault in planted) for kind in KINDS}
    lines = [("planted fault", "planted", *runs)]
    for name, count in counts.items():
        lines.append((name, f"{count:,}", *(f"{count - len(missed[tool][name]):,}" for tool in runs)))
    lines.append(("all", f"{len(planted):,}", *(f"{len(planted) - _total(missed[tool].values()):,}" for tool in runs)))
    elsewhere = {tool: _elsewhere(planted, run) for tool, run in runs.items()}
    lines.append(("findings on rows without a fault", "", *(f"{elsewhere[tool]:,}" for tool in runs)))
    for first, *remaining in lines:
        sys.stdout.write(f"  {first:<36}" + "".join(f"{other:>18}" for other in remaining) + "\n")
    sys.stdout.flush()


def _total(lists: Iterable[Sequence[int]]) -> int:
    return sum(map(len, lists))


def _elsewhere(planted: Sequence[Planted], run: Run) -> int:
    faulty = {fault.line for fault in planted}
    return sum(line is not None and line not in faulty for line, _, _ in run.issues)


def _workbook(folder: Path) -> Figure:
    """Return how long checking a workbook takes, as a whole process."""
    path = folder / "spending.xlsx"
    content, _ = spending(WORKBOOK)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        worksheet = book.add_worksheet("Spending")
        for number, row in enumerate(csv.reader(content.decode().splitlines())):
            worksheet.write_row(number, 0, row)
    say(f"checking {path.name}")
    took, _ = _checked(path)
    return Figure(f"check a workbook of {WORKBOOK:,} rows", took, "s", BUDGET_WORKBOOK)


def _first_words(path: Path) -> list[Figure]:
    """Return how long `check` takes to say what it read in a small file, and its verdict."""
    took, first = min(_checked(path) for _ in range(3))
    return [
        Figure(f"check {FEW} rows: what was read", first, "s", BUDGET_READ),
        Figure("… and the verdict", took, "s", BUDGET_VERDICT),
    ]


def _checked(path: Path) -> tuple[float, float]:
    """Return the seconds that `check` took, and those until its first words."""
    words = [sys.executable, "-m", "plugins.cli.main", "check", str(path), "--standard", "spending_over_500"]
    started = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - started
        process.stdout.read()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"the check of {path.name} ended with {process.returncode}")
    return time.perf_counter() - started, first
