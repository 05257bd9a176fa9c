"""Conditions on words, on yes and no, and on blanks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.conditions.base import ColumnWords, Condition, RecordColumns

if TYPE_CHECKING:
    from transforms.domain.conditions.base import Bools
    from transforms.domain.period import Period


@dataclass(frozen=True)
class Is(Condition):
    """`column` holds one of `values`."""

    column: str
    values: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column,)

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the column holds one of the values."""
        import numpy as np

        return np.asarray(records.column(self.column).among(self.values))

    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:  # noqa: ARG002
        """Return “the decision is “Approve””."""
        return f"the {words.noun(self.column)} is {_one_of(self.values)}"

    def denied_in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:  # noqa: ARG002
        """Return “the decision is not “Approve””."""
        return f"the {words.noun(self.column)} is not {_one_of(self.values)}"

    def formula(self) -> str:
        """Return the column and the values."""
        quoted = ", ".join(f"“{value}”" for value in self.values)
        return f"{self.column} = {quoted}" if len(self.values) == 1 else f"{self.column} is one of {quoted}"


@dataclass(frozen=True)
class IsTrue(Condition):
    """The yes-or-no `column` is yes."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column,)

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the column is yes."""
        import numpy as np

        return np.asarray(records.column(self.column), dtype=bool)

    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:  # noqa: ARG002
        """Return the sentence of the column."""
        return words.is_true(self.column)

    def formula(self) -> str:
        """Return the column."""
        return self.column


@dataclass(frozen=True)
class Blank(Condition):
    """`column` holds nothing."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column,)

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the column holds nothing."""
        import numpy as np

        values = records.column(self.column)
        if isinstance(values, np.ndarray):
            return np.isnat(values) if values.dtype.kind in "mM" else np.zeros(len(values), dtype=bool)
        if hasattr(values, "positions"):
            return np.asarray(values.positions < 0)
        return np.asarray(values.is_null().to_numpy(zero_copy_only=False))

    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:  # noqa: ARG002
        """Return “there is no decision date”."""
        return f"there is no {words.noun(self.column)}"

    def denied_in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:  # noqa: ARG002
        """Return “there is a decision date”."""
        return f"there is a {words.noun(self.column)}"

    def formula(self) -> str:
        """Return that the column is blank."""
        return f"{self.column} is blank"


@dataclass(frozen=True)
class Switched(Condition):
    """The switch is set to `value`: true of every record or of none."""

    switch: str
    value: str

    @property
    def columns(self) -> tuple[str, ...]:
        """None."""
        return ()

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return whether the switch is set so, for every record."""
        import numpy as np

        return np.full(len(records), records.switches[self.switch] == self.value)

    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:  # noqa: ARG002
        """Return how the choice is made."""
        return f"the choice “{self.switch.replace('_', ' ')}” is “{self.value}”"

    def formula(self) -> str:
        """Return the switch and its value."""
        return f"{self.switch} = “{self.value}”"


def _one_of(values: tuple[str, ...]) -> str:
    quoted = [f"“{value}”" for value in values]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
