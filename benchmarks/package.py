"""Package: England's PS1 and PS2 with all files, signed, and verified.

Known:  every snapshot has as many findings as councils' files do on average; they make the largest file.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from benchmarks.england_tables import StoredTable, england_of_the_bench, keep_tables, load_tables
from benchmarks.figures import Figure, peak_gigabytes, say, seconds
from examples.england import PLANNING
from expectations.check_return import check_return
from plugins.pipeline.assemble.write_files import write_return
from plugins.submissions.package_folder import folder_files, open_package
from transforms.assemble import assemble, inputs_of
from transforms.domain.assembled_return import UsedSnapshot
from transforms.domain.issue_types import ISSUE_TYPES
from transforms.domain.period import quarter
from transforms.domain.return_request import ReturnRequest
from transforms.release_package.assembly import read_assembly
from transforms.release_package.bag import folder_name
from transforms.release_package.build import package_files
from transforms.release_package.release import PackageRelease
from transforms.release_package.signature import new_private_key
from transforms.release_package.verify import verify_package
from transforms.release_package.zip_file import write_zip
from transforms.render import SnapshotIssues, Versions
from transforms.render.issue_entries import ISSUE_COLUMNS
from transforms.returns import statutory_return

PERIOD = quarter(2026, 3)
BUDGET_BUILD, BUDGET_VERIFY = 30.0, 10.0
FINDINGS = 200  # of each snapshot


def measure(quick: bool) -> list[Figure]:
    """Return the time of building and signing the package, and of verifying it."""
    runs = 1 if quick else 3
    with tempfile.TemporaryDirectory(prefix="bench-package-") as name:
        folder, zipped = Path(name) / "returned", Path(name) / "package.zip"
        folder.mkdir()
        _write_assembly(folder, number=40 if quick else None)
        key, release = new_private_key(), PackageRelease(1, date(2026, 11, 29))

        def build() -> None:
            assembly = read_assembly(folder_files(folder))
            with zipped.open("w+b") as file:
                write_zip(file, folder_name(assembly, release), package_files(assembly, release, key))

        def verify() -> None:
            with open_package(zipped) as package:
                wrong = [verdict.line for verdict in verify_package(package, key.public) if verdict.wrong]
            if wrong:
                raise RuntimeError("; ".join(wrong))

        say("building and verifying the package")
        built, verified = seconds(build, runs), seconds(verify, runs)
        note = f"{zipped.stat().st_size / 1e6:.0f} MB"
    return [
        Figure("build and sign England's package", built, "s", BUDGET_BUILD, note),
        Figure("verify England's package", verified, "s", BUDGET_VERIFY),
        Figure("largest process of these", peak_gigabytes(), "GB", note="with the assembly before them"),
    ]


def _write_assembly(folder: Path, number: int | None) -> None:
    """Write the files of England's quarter to a folder."""
    definition = statutory_return("planning_matters")
    england = england_of_the_bench(number=number)
    with tempfile.TemporaryDirectory(prefix="bench-tables-") as tables:
        say(f"assembling {len(england.councils)} authorities")
        columns = definition.reads_of(PLANNING).columns_loaded
        stored = keep_tables(england, columns, Path(tables))
        request = ReturnRequest(definition, PERIOD, tuple(council.gss for council in england.councils))
        inputs = inputs_of(request, {PLANNING: load_tables(stored, columns)})
        assembled = check_return(assemble(request, inputs))
        used = [UsedSnapshot(table.authority_gss, PLANNING, table.fetched, _sha256(table)) for table in stored]
    used.sort(key=lambda snapshot: snapshot.position)
    versions = Versions("bench", {PLANNING: "bench"}, ("bench",))
    write_return(folder, assembled, used, _issues(used), versions)


def _sha256(table: StoredTable) -> str:
    return hashlib.sha256(table.path.read_bytes()).hexdigest()


def _issues(used: Sequence[UsedSnapshot]) -> Iterator[SnapshotIssues]:
    """Yield what may be found in each snapshot."""
    kind = next(kind for kind in ISSUE_TYPES.values() if kind.code == "date-unparseable")
    facts = {
        "code": kind.code, "severity": str(kind.severity), "responsibility": str(kind.responsibility),
        "dimension": str(kind.dimension), "column": "DecisionDate", "value": "31/02/2026", "message": kind.message,
        "fix": kind.fix,
    }  # fmt: skip
    columns = {name: [text] * FINDINGS for name, text in facts.items()}
    columns |= {"line": list(range(2, FINDINGS + 2)), "fingerprint": [f"{row:016x}" for row in range(FINDINGS)]}  # type: ignore[dict-item]
    issues = pa.table({name: columns[name] for name in ISSUE_COLUMNS})
    for snapshot in used:
        yield SnapshotIssues(snapshot, issues)
