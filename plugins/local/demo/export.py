"""The returns' files, copied out of the store before it stops."""

import csv
from collections.abc import Sequence
from pathlib import Path

from plugins.local.demo.summary import FileAccount
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.storage.warehouse.summaries import AssemblySummary

FILES = "real-files.csv"


def export_assemblies(settings: Settings, assemblies: Sequence[AssemblySummary], folder: Path) -> dict[str, list[Path]]:
    """Copy the files of these assemblies to ``folder`` and return them by assembly prefix."""
    archive = Archive.from_settings(settings)
    written: dict[str, list[Path]] = {}
    for assembly in assemblies:
        target = folder / assembly.return_slug / assembly.period
        target.mkdir(parents=True, exist_ok=True)
        for key in archive.list_keys(f"{assembly.prefix}/"):
            path = target / key.rpartition("/")[2]
            path.write_bytes(archive.load(key))
            written.setdefault(assembly.prefix, []).append(path)
    return written


def export_files(files: Sequence[FileAccount], path: Path) -> None:
    """Write what came of every real file as CSV, those that could not be collected with the reason."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["file", "standard", "authority", "collected", "verdict", "rows", "usable", "critical", "warning", "info",
             "critical_codes"]
        )  # fmt: skip
        for one in files:
            found = [one.issues.get(severity, "") for severity in ("critical", "warning", "info")]
            collected = "yes" if one.is_collected else "no"
            names = [one.file, one.standard, one.authority_gss, collected, one.verdict]
            writer.writerow([*names, one.rows, one.rows_usable, *found, one.critical])
