"""Comparing a file that is checked with the one published before it: the rules over time, as in the pipeline."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.console import progress, refuse

if TYPE_CHECKING:
    from expectations.file_pairs import Side
    from transforms.domain.report import Report
    from transforms.domain.standard import DatasetStandard


def compare_with_previous(
    report: "Report", day: date, before: Path | None, before_day: date | None, standard: "DatasetStandard"
) -> "Report":
    """Return `report` with the findings of the rules over time; without an earlier file none of them applies.

    Args:
        report: of the file that is checked.
        day: the day as at which it was checked.
        before: the file published before.
        before_day: the day on which that was published; if it is None, the rhythm is not tested.
        standard: the dataset standard of both.

    """
    from expectations.compare import compare, with_history
    from expectations.file_pairs import Side

    if before_day and not before:
        refuse("--before-as-at needs --before: it is the day on which that file was published.")
    if before_day and before_day > day:
        refuse(f"--before-as-at {before_day} is after {day}, the day as at which the newer file is checked.")
    earlier = _earlier_side(before, before_day, report.authority_gss, day, standard) if before else None
    [history] = compare([(earlier, Side(report.table, report.columns, day))], standard)
    return with_history(report, history)


def _earlier_side(
    path: Path, day: date | None, authority_gss: str | None, as_at: date, standard: "DatasetStandard"
) -> "Side":
    """Return the earlier file as the rules over time see it; refuse one without a usable record."""
    from expectations.check import PublishedFile, check_files
    from expectations.file_pairs import Side

    try:
        content = path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    progress(f"Reading {path} ({len(content):,} bytes)…")
    [report] = check_files([PublishedFile(str(path), content, authority_gss, day or as_at)], standard)
    if not report.rows_usable:
        refuse(f"{path} has no usable record of {standard.slug}, so nothing can be compared with it.")
    return Side(report.table, report.columns, day)
