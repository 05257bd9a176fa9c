"""Record tables: named texts, record by record, as a sheet of columns in the order in which the names appear."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading, Sheet
from transforms.reading.limits import Limits
from transforms.reading.refusal import refuse
from transforms.reading.storable_text import whole_pairs

Texts = dict[str, str]


def read_table(
    records: Sequence[Texts],
    lines: npt.NDArray[np.int64],
    limits: Limits,
    encoding: str | None = None,
    findings: Sequence[Finding] = (),
    table_name: str | None = None,
    *,
    is_typed: bool = False,
) -> Reading:
    """Return the reading of records that name their own values; `is_typed` says that dates are ISO text for sure."""
    header = tuple(dict.fromkeys(name for record in records for name in record))
    if len(header) * len(records) > limits.cells:  # records that share no names span a table far above their size
        return refuse("file-too-large", what="The table of all records", limit=f"{limits.cells:,} cells")
    filled = np.array([any(value.strip() for value in record.values()) for record in records], dtype=bool)
    columns = {str(i): whole_pairs([record.get(name, "") for record in records]) for i, name in enumerate(header)}
    table = pa.table(columns) if header else pa.table({"0": pa.array([], pa.string())})
    sheet = Sheet(
        header=header,
        header_line=1,
        cells=table.filter(pa.array(filled)) if header else table,
        lines=lines[filled],
        widths=np.full(int(filled.sum()), len(header), dtype=np.int64),
        workbook=is_typed,
    )
    return Reading(sheet, encoding, (*findings, *_left_out(filled, lines)), table_name)


def _left_out(filled: npt.NDArray[np.bool_], lines: npt.NDArray[np.int64]) -> list[Finding]:
    findings = []
    if not filled.all():
        findings.append(Finding("row-ignored", Severity.INFO, lines=lines[~filled].tolist(), facts={"reason": "blank"}))
    if not filled.any():
        findings.append(Finding("file-without-records", Severity.WARNING, facts={"header_line": 1}))
    return findings
