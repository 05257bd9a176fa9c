"""The returns' files, copied out of the store before it stops."""

import csv
from collections.abc import Sequence
from pathlib import Path

from plugins.local.demo.summary import RealFileSummary
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.storage.warehouse.summaries import AssemblySummary

REAL_FILES = "real-files.csv"


def export_assemblies(settings: Settings, assemblies: Sequence[AssemblySummary], folder: Path) -> dict[str, list[Path]]:
    """Copy the files of these assemblies to `folder` and return them by assembly prefix."""
    archive = Archive.from_settings(settings)
    written: dict[str, list[Path]] = {}
    for assembly in assemblies:
        target = folder / assembly.return_slug / assembly.period
        target.mkdir(parents=True, exist_ok=True)
        for key in archive.list_keys(f"{assembly.prefix}/"):
            path = target / key.removeprefix(f"{assembly.prefix}/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.load(key))
            written.setdefault(assembly.prefix, []).append(path)
    return written


def export_real_files(files: Sequence[RealFileSummary], path: Path) -> None:
    """Write the result of every real file as CSV, with the reason where it could not be collected."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(
            ["file", "standard", "authority", "collected", "verdict", "rows", "usable", "critical", "warning", "info",
             "critical_codes"]
        )  # fmt: skip
        for file in files:
            issues = [file.issues.get(severity, "") for severity in ("critical", "warning", "info")]
            collected = "yes" if file.is_collected else "no"
            names = [file.file, file.standard, file.authority_gss, collected, file.verdict]
            writer.writerow([*names, file.rows, file.rows_usable, *issues, file.critical])
