"""Sums of groups: what each received, allocated, spent, transferred and returned, up to three days.

Source: docs/specifications/infrastructure-funding-statement.md, section 1.6 and the rules of section 3.
Unit:   whole numbers of the smallest unit of the amounts (exact_amounts).
Grain:  one group with a transaction that counts.
Known:  what is spent was allocated: allocated to a day is the larger of what is published so and of what was spent.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from transforms.domain.exact_amounts import ExactAmounts, Numbers
from transforms.domain.period import Period
from transforms.domain.records import Ints
from transforms.returns.infrastructure_funding_statement.transactions import Transactions
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    ALLOCATED,
    RECEIVED,
    RETURNED,
    SPENT,
    STATUSES,
    SUMS,
    TRANSFERRED,
)

BEFORE_LAST, BEFORE, TO_END = range(3)  # before the year before, before the year, up to its end


@dataclass(frozen=True)
class GroupSums:
    """The sums of each group; `group` are the numbers of their references."""

    transactions: Transactions
    amounts: ExactAmounts
    period: Period

    @cached_property
    def _counted(self) -> Ints:
        return np.flatnonzero(
            self.transactions.counts & (self.transactions.rows.start <= np.datetime64(self.period.last))
        )

    @cached_property
    def _numbered(self) -> tuple[Ints, Ints]:
        group, position = np.unique(self.transactions.group[self._counted], return_inverse=True)
        return group, position

    @property
    def group(self) -> Ints:
        """The number of each group's reference."""
        return self._numbered[0]

    def __len__(self) -> int:
        return len(self.group)

    @cached_property
    def regime(self) -> Ints:
        """The regime of each group."""
        return self.transactions.groups.regime[self.group]

    @cached_property
    def purpose(self) -> Ints:
        """The purpose of each group."""
        return self.transactions.groups.purpose[self.group]

    @cached_property
    def authority(self) -> Ints:
        """The authority of each group."""
        return self.transactions.groups.references.authority[self.group]

    @cached_property
    def _by_status(self) -> Numbers:
        """Per group, status and span of days: the sum of what moved, then of all that had moved by then."""
        first, before = np.datetime64(self.period.first), np.datetime64(self.period.year_before().first)
        days = self.transactions.rows.start[self._counted]
        span = np.where(days < before, BEFORE_LAST, np.where(days < first, BEFORE, TO_END))
        sums = np.zeros((len(self), len(STATUSES), 3), dtype=self.amounts.numbers.dtype)
        status = self.transactions.status[self._counted]
        np.add.at(sums, (self._numbered[1], status, span), self.amounts.numbers[self._counted])
        return np.cumsum(sums, axis=2)

    def to(self, name: str, day: int) -> Numbers:
        """Return one of the six sums, or `used` (spent and transferred), of every group, up to a day."""
        statuses = {
            "rec": (RECEIVED,),
            "spent": (SPENT,),
            "trans": (TRANSFERRED,),
            "ret": (RETURNED,),
            "allocated": (ALLOCATED,),
            "used": (SPENT, TRANSFERRED),
            "out": (SPENT, TRANSFERRED, RETURNED),
        }
        if name == "alloc":
            return np.maximum(self.to("allocated", day), self.to("used", day))
        positions = [STATUSES.index(status) for status in statuses[name]]
        return np.asarray(self._by_status[:, positions, day].sum(axis=1))

    def between(self, name: str, start: int, end: int) -> Numbers:
        """Return by how much a sum grew from one day to another."""
        return self.to(name, end) - self.to(name, start)

    def columns(self) -> dict[str, pa.Array]:
        """Return what the rules of the cells read, by name, as exact decimals."""
        numbers = {f"{name}_before": self.to(name, BEFORE) for name in SUMS}
        numbers |= {f"{name}_to_end": self.to(name, TO_END) for name in SUMS}
        unallocated = self.to("rec", BEFORE) - self.to("ret", BEFORE) - self.to("alloc", BEFORE)
        numbers |= {
            "rec_in_year": self.between("rec", BEFORE, TO_END),
            "earlier_allocated": np.minimum(self.between("alloc", BEFORE, TO_END), unallocated),
            "out_of_year": np.maximum(self.to("out", TO_END) - self.to("rec", BEFORE), 0),
            "allocated_less_used": self.moved(BEFORE, TO_END),
            "allocated_less_used_year_before": self.moved(BEFORE_LAST, BEFORE),
        }
        return {name: self.amounts.like(values) for name, values in numbers.items()}

    def moved(self, start: int, end: int) -> Numbers:
        """Return what was allocated from one day to another less what was spent and transferred."""
        return self.between("alloc", start, end) - self.between("used", start, end)
