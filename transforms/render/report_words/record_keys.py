"""Record keys: what a record is known by, such as its reference, to say beside its line."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from transforms.domain.standard import DatasetStandard, Edition
from transforms.priorities import table_columns

LONGEST_KEY = 60


def key_fields(standard: DatasetStandard, edition: Edition) -> list[str]:
    """Return the fields that records are known by: the key, or what is essential where records have none."""
    names = standard.key or tuple(field.name for field in edition.essential)
    return [name for name in names if any(field.name == name for field in edition.fields)]


def shown_columns(standard: DatasetStandard, edition: Edition) -> list[str]:
    """Return the columns of a report's table that its pages show or work something out from."""
    points = [standard.coordinates.x, standard.coordinates.y] if standard.coordinates else []
    fields = {field.name for field in edition.fields}
    points = [name for name in points if name in fields]
    return list(dict.fromkeys([*table_columns(edition), *key_fields(standard, edition), *points]))


def keys_on_lines(table: pa.Table, names: Iterable[str], lines: Iterable[int | None]) -> dict[int, str]:
    """Return what the records on some lines are known by; nothing for a line without a record, or a record without any.

    Args:
        table: the records, with the line of each.
        names: the fields that they are known by.
        lines: the physical lines.

    """
    on_lines = np.unique(np.array([line for line in lines if line is not None], dtype=np.int64))
    names = [name for name in names if name in table.column_names]
    if not len(on_lines) or not names:
        return {}
    at = np.flatnonzero(np.isin(table["source_line"].to_numpy(), on_lines))
    records = table.select(["source_line", *names]).take(pa.array(at)).to_pylist()
    keys = {
        record["source_line"]: " · ".join(str(record[name]) for name in names if record[name] is not None)
        for record in records
    }
    return {line: key[:LONGEST_KEY] for line, key in keys.items() if key}
