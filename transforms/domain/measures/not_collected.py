"""The measure of a cell that no field of a standard holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.conditions import ColumnWords
from transforms.domain.measures.base import Measure, MeasuredRecords

if TYPE_CHECKING:
    from transforms.domain.measures.base import Values


@dataclass(frozen=True)
class NotCollected(Measure):
    """Nothing: no field of a standard holds it, for the reason given, until councils publish the `missing_data`."""

    reason: str
    missing_data: str = ""
    decimals: int | None = None  # of a figure that a council declares

    @property
    def is_collected(self) -> bool:
        """No."""
        return False

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return no value for anybody."""
        import numpy as np

        return np.full(len(records.authorities), None, dtype=object)

    def lead(self, words: ColumnWords) -> str:  # noqa: ARG002
        """Return why there is no value."""
        return f"Not derivable: {self.reason}. The cell is blank, never zero."

    def formula(self) -> str:
        """Return why there is no value."""
        return f"blank: {self.reason}"
