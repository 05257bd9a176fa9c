"""What the user asks of a return, out of the words of a command: period, day, authorities, switches, snapshots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.console import day_named, refuse
from plugins.cli.declared import declared_return, gss_of, in_words, period_of
from plugins.cli.snapshot_folder import ReadSnapshot, SnapshotFile

if TYPE_CHECKING:
    from transforms.domain.period import Period
    from transforms.domain.snapshot_table import SnapshotTable
    from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class Question:
    """What the user asks of a return: its period, known when, of whom, and how its switches stand."""

    definition: "StatutoryReturn"
    period: "Period"
    as_known: date | None
    switches: Mapping[str, str]


def question_of(slug: str, period: str, as_known: str | None, switches: Sequence[str] | None) -> Question:
    """Return what the user asks, or say which of the words can't be understood."""
    definition = declared_return(slug)
    chosen = {}
    for setting in switches or ():
        name, equals, value = setting.partition("=")
        if not equals:
            refuse(f"“{setting}” should be --set switch=value.")
        chosen[name.strip()] = value.strip()
    try:
        definition.settings(chosen)
    except ValueError as error:
        refuse(f"{in_words(error)}.")
    known = day_named(as_known, "--as-known") if as_known else None
    return Question(definition, period_of(definition, period), known, chosen)


def chosen_authorities(asked: Sequence[str] | None, present: Sequence[str], folder: Path) -> list[str]:
    """Return the authorities to assemble: those asked for, else all in the folder."""
    if not asked:
        return list(present)
    chosen = sorted({gss_of(code) for code in asked})
    for gss in chosen:
        if gss not in present:
            refuse(f"{gss} has no folder in {folder}.")
    return chosen


def needed(
    files: Sequence[SnapshotFile], definition: "StatutoryReturn", authorities: Sequence[str]
) -> list[SnapshotFile]:
    """Return the files to read: where a file may hold another authority's records, everybody's."""
    return [file for file in files if definition.multi_authority_files or file.authority_gss in authorities]


def as_tables(read: Sequence[ReadSnapshot]) -> "list[SnapshotTable]":
    """Return the standardised tables of the snapshots."""
    from transforms.domain.snapshot_table import SnapshotTable

    return [
        SnapshotTable(
            authority_gss=one.file.authority_gss,
            fetched=one.file.fetched,
            sha256=one.sha256,
            edition=one.report.edition,
            table=one.report.table,
        )
        for one in read
    ]
