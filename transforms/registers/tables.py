"""The packaged CSV files, read once each.

Known:  lists inside a cell are separated by semicolons; blank means not known or none; dates are ISO.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the records of the packaged register `name`."""
    return read_table(FOLDER / f"{name}.csv")


def read_table(path: Path) -> tuple[dict[str, str], ...]:
    """Return the records of the CSV at `path`, blank for a cell that a short record lacks."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple({key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(lines))


def parse_day(text: str) -> date | None:
    """Return the ISO date in `text`, None where it is blank."""
    return date.fromisoformat(text) if text else None


def parse_list(text: str) -> tuple[str, ...]:
    """Return the semicolon-separated values in `text`."""
    return tuple(part for part in text.split(";") if part)
