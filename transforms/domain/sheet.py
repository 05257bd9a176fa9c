"""Sheets: a published table as text, before any standard has been asked what it means."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.domain.file_set import SetFile
from transforms.domain.issue import Finding


@dataclass(frozen=True)
class Sheet:
    """The header and the records of one table, as text, with the physical line of every record.

    `cells` has one string column per position of `header` (named "0", "1", …); null only where a record has fewer
    cells than the header, otherwise the text exactly as published (a workbook's numbers and dates as plain text).
    Blank rows and repeated headers are not in it: each is a `row-ignored` finding.
    """

    header: tuple[str, ...]
    header_line: int  # physical line (text) or sheet row (workbook) on which the header starts, from 1
    cells: pa.Table
    lines: npt.NDArray[np.int64]  # per record: the physical line on which it starts
    widths: npt.NDArray[np.int64]  # per record: cells published, trailing empty ones beyond the header not counted
    workbook: bool = False  # values were typed by a workbook: dates are ISO text, day first questions do not arise
    files: tuple[SetFile, ...] = ()  # of a file set: its files that were read, from the oldest to the newest
    file_numbers: npt.NDArray[np.int64] | None = None  # of a file set: which of its files each record is from


@dataclass(frozen=True)
class Reading:
    """What came of opening a published file: a sheet, or the findings that say why there is none."""

    sheet: Sheet | None
    encoding: str | None
    findings: tuple[Finding, ...] = field(default=())
    table_name: str | None = None  # the worksheet or archive member that was read
