"""Reading: the bytes that a council published as a sheet of text, before any standard is asked what it means.

What the bytes are is told by their content, never by their name. A file that holds no table is refused with a finding.
It reads in the caller's own process; `plugins/reading` starts the processes with limits in which callers read.
"""

from collections.abc import Callable, Sequence

from transforms.domain.sheet import Reading, Sheet
from transforms.reading.limits import DEFAULT_LIMITS, Limits
from transforms.reading.open_file import open_content
from transforms.reading.refusal import refuse, too_large
from transforms.reading.repeated_headers import follow_repeated_headers
from transforms.reading.storable_text import make_storable

__all__ = ["Limits", "read"]


def read(
    content: bytes,
    name: str,  # noqa: ARG001 (what the bytes are is told by the bytes; callers need not know that)
    recognise: Callable[[Sequence[str]], int],
    limits: Limits = DEFAULT_LIMITS,
) -> Reading:
    """Return the table that a published file holds, or the findings that say why there is none.

    Args:
        content: the bytes exactly as published.
        name: the file's name as given, which decides nothing: councils name ZIP archives .csv.
        recognise: how many of these cells name a field of the standard; finds the header, the worksheet and the member.
        limits: how much a file may hold, as published and once unpacked.

    """
    reading = follow_repeated_headers(make_storable(open_content(content, recognise, limits)), recognise)
    if reading.sheet is None:
        return reading
    if len(reading.sheet.header) > limits.columns:
        description = f"A table of {len(reading.sheet.header):,} columns"
        return refuse("file-too-large", what=description, limit=f"{limits.columns:,} columns")
    if _longest(reading.sheet) > limits.value:
        return too_large("A value", limits.value)
    return reading


def _longest(sheet: Sheet) -> int:
    """Return the bytes of the longest value of a table."""
    import pyarrow.compute as pc

    longest = (pc.max(pc.binary_length(column)).as_py() or 0 for column in sheet.cells.columns)
    return max(longest, default=0)
