"""The file published before the one that is checked, for the rules over time, as in the pipeline."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.console import progress, refuse

if TYPE_CHECKING:
    from expectations.file_pairs import Side
    from transforms.domain.standard import DatasetStandard


def earlier_side(
    path: Path | None, day: date | None, authority_gss: str | None, as_at: date, standard: "DatasetStandard"
) -> "Side | None":
    """Return the earlier file as the rules over time see it; refuse one without a usable record.

    Args:
        path: the file published before; without one none of the rules over time applies.
        day: the day on which that was published; if it is None, the rhythm is not tested.
        authority_gss: the authority that published both.
        as_at: the day as at which the newer file is checked.
        standard: the dataset standard of both.

    """
    if day and not path:
        refuse("--before-as-at needs --before: it is the day on which that file was published.")
    if day and day > as_at:
        refuse(f"--before-as-at {day} is after {as_at}, the day as at which the newer file is checked.")
    if path is None:
        return None
    from expectations.check import PublishedFile
    from expectations.file_pairs import Side
    from plugins.reading.read_files import check_files

    try:
        content = path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    progress(f"Reading {path} ({len(content):,} bytes)…")
    [report] = check_files([PublishedFile(str(path), content, authority_gss, day or as_at)], standard)
    if not report.rows_usable:
        refuse(f"{path} has no usable record of {standard.slug}, so nothing can be compared with it.")
    return Side(report.table, report.columns, day)
