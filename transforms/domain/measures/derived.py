"""The measure of a figure that the derivation of the records works out itself, one for each authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.conditions import ColumnWords
from transforms.domain.measures.base import Measure, MeasuredRecords, Selection

if TYPE_CHECKING:
    from transforms.domain.measures.base import Values


@dataclass(frozen=True)
class Derived(Measure):
    """The figure called `name`, as `sentence` says it is worked out, from the `records` where it is traced to any."""

    name: str
    sentence: str
    decimals: int = 0
    records: Selection | None = None

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records that it is worked out from."""
        return (self.records,) if self.records else ()

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the figures, None where there is none."""
        return records.figures[self.name]

    def lead(self, words: ColumnWords) -> str:  # noqa: ARG002
        """Return how it is worked out."""
        return self.sentence

    def formula(self) -> str:
        """Return its name."""
        return self.name
