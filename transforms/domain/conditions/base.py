"""Conditions: what a cell may ask of a record, as values that the engine evaluates and a trace explains.

A condition is data. It names columns of the records, so that the same declaration gives the count, the records behind
it, the fields that were read, and its words. A blank never satisfies a comparison.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from transforms.domain.period import Period

    Bools = NDArray[np.bool_]


class RecordColumns(Protocol):
    """The records that a condition is asked of: their columns, the period, and how the switches are set."""

    @property
    def period(self) -> "Period":
        """The period that the return is about."""
        ...

    @property
    def switches(self) -> Mapping[str, str]:
        """Every switch with its value."""
        ...

    def __len__(self) -> int: ...

    def column(self, name: str) -> Any:  # noqa: ANN401  # coded words, days, yes or no, numbers or exact decimals
        """Return the column called `name`."""
        ...

    def mask(self, condition: "Condition") -> "Bools":
        """Return for which records `condition` holds, worked out once."""
        ...


@dataclass(frozen=True)
class ColumnWords:
    """What the columns of a return's records are called: nouns, and for columns of yes and no a sentence of the yes."""

    nouns: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)

    def noun(self, column: str) -> str:
        """Return what a column holds; a field of the standard keeps its name."""
        return self.nouns.get(column, column)

    def is_true(self, column: str) -> str:
        """Return what it says of a record that a column is yes."""
        return self.sentences.get(column, f"it {column.replace('_', ' ')}")

    def heading(self, column: str) -> str:
        """Return what a column holds or says, to stand on its own."""
        if column in self.sentences:
            return f"whether {self.sentences[column]}"
        return self.noun(column)


class Condition(ABC):
    """Something that holds of a record or does not; conditions are joined with `&`, `|` and `~`."""

    def __and__(self, other: "Condition") -> "Condition":
        return AllOf.joining(self, other)

    def __or__(self, other: "Condition") -> "Condition":
        return AnyOf.joining(self, other)

    def __invert__(self) -> "Condition":
        return Not(self)

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once, in the order of reading."""

    @abstractmethod
    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return for which records it holds."""

    @abstractmethod
    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:
        """Return it as a clause: “the decision date is in the period”; days are named where the period is known."""

    def denied_in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:
        """Return as a clause that it does not hold."""
        return f"it is not the case that {self.in_words(words, period)}"

    @abstractmethod
    def formula(self) -> str:
        """Return it as one line of columns, comparisons and values."""

    @property
    def parts(self) -> "tuple[Condition, ...]":
        """What all hold where it holds: its parts where it joins several with “and”, else itself."""
        return (self,)


@dataclass(frozen=True)
class AllOf(Condition):
    """Every part holds."""

    conditions: tuple[Condition, ...]

    @classmethod
    def joining(cls, *conditions: Condition) -> "AllOf":
        """Return the condition that all of some hold, those of an `AllOf` one by one."""
        return cls(tuple(part for condition in conditions for part in condition.parts))

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that all hold."""
        return self.conditions

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of all parts."""
        return _columns(self.conditions)

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where every part holds."""
        import numpy as np

        return reduce(np.logical_and, map(records.mask, self.conditions))

    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:
        """Return the clauses of the parts, joined with “and”."""
        return " and ".join(part.in_words(words, period) for part in self.conditions)

    def formula(self) -> str:
        """Return the parts, joined with “and”."""
        return f"({' and '.join(part.formula() for part in self.conditions)})"


@dataclass(frozen=True)
class AnyOf(Condition):
    """At least one part holds."""

    conditions: tuple[Condition, ...]

    @classmethod
    def joining(cls, *conditions: Condition) -> "AnyOf":
        """Return the condition that any of some holds, those of an `AnyOf` one by one."""
        return cls(
            tuple(
                part
                for condition in conditions
                for part in (condition.conditions if isinstance(condition, AnyOf) else (condition,))
            )
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of all parts."""
        return _columns(self.conditions)

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where a part holds."""
        import numpy as np

        return reduce(np.logical_or, map(records.mask, self.conditions))

    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:
        """Return the clauses of the parts, joined with “or”."""
        return "either " + ", or ".join(part.in_words(words, period) for part in self.conditions)

    def formula(self) -> str:
        """Return the parts, joined with “or”."""
        return f"({' or '.join(part.formula() for part in self.conditions)})"


@dataclass(frozen=True)
class Not(Condition):
    """The condition does not hold."""

    condition: Condition

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the condition."""
        return self.condition.columns

    def evaluate(self, records: RecordColumns) -> "Bools":
        """Return where the condition does not hold."""
        return ~records.mask(self.condition)

    def in_words(self, words: ColumnWords, period: "Period | None" = None) -> str:
        """Return the clause that denies the condition."""
        return self.condition.denied_in_words(words, period)

    def formula(self) -> str:
        """Return the condition, denied."""
        return f"not {self.condition.formula()}"


def _columns(conditions: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for part in conditions for column in part.columns))
