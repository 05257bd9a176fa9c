"""Frames: the columns that rules read, from the standardised files that have them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from expectations.file_records import Bools, FileRecords, is_valid
from expectations.rule import Rule
from transforms.standardise import Standardised

if TYPE_CHECKING:
    import pandas as pd


def frame(files: Sequence[Standardised], rules: Sequence[Rule]) -> "pd.DataFrame":
    """Return the columns that `rules` read of all files, one beneath the other, indexed by row number."""
    import pandas as pd

    by_column = {rule.column: rule for rule in rules}
    records = [FileRecords(file) for file in files]
    columns = {
        name: pa.concat_arrays([column(of_file, rule) for of_file in records]) for name, rule in by_column.items()
    }
    text = pd.StringDtype("pyarrow", na_value=np.nan)
    frame: pd.DataFrame = pa.table(columns).to_pandas(types_mapper={pa.string(): text}.get)
    return frame


def column(records: FileRecords, rule: Rule) -> pa.Array:
    """Return the column that a rule reads: what it measures, or the values of its field."""
    return rule.measure(records) if rule.measure else records.values(rule.column)


def is_tested(file: Standardised, rule: Rule) -> Bools:
    """Return which records of a file a rule is tested on."""
    records = FileRecords(file)
    return rule.tested(records) if rule.tested else is_valid(column(records, rule))
