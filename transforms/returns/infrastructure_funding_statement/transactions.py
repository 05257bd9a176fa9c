"""Transactions: the regime, the purpose and the status of each, and what keeps it out of the cells.

Source: docs/specifications/infrastructure-funding-statement.md, section 1.5.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from transforms.domain.records import Bools, Ints, is_true
from transforms.returns.infrastructure_funding_statement.agreements import NO_REGIME
from transforms.returns.infrastructure_funding_statement.groups import ReferenceGroups
from transforms.returns.infrastructure_funding_statement.kept_rows import EARLIEST
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows
from transforms.returns.infrastructure_funding_statement.vocabulary import MAYORAL, PURPOSES, SECURED, STATUSES

NO_STATUS = -1


@dataclass(frozen=True)
class Transactions:
    """The transactions in some rows; `group` is the number of the reference that each names."""

    rows: PublishedRows
    status: Ints
    group: Ints
    groups: ReferenceGroups
    last: np.datetime64

    @cached_property
    def regime(self) -> Ints:
        """The regime of each one's group."""
        return self.groups.regime[self.group]

    @cached_property
    def purpose(self) -> Ints:
        """The purpose of each one's group."""
        return self.groups.purpose[self.group]

    @cached_property
    def is_inferred(self) -> Bools:
        """Which have their regime only because the authority has no other."""
        return self.groups.is_inferred[self.group]

    @cached_property
    def amount(self) -> pa.Array:
        """The amount of each."""
        return self.rows.decimals("amount")

    @cached_property
    def lacks_amount(self) -> Bools:
        """Which have no amount."""
        return is_true(self.amount.is_null())

    @cached_property
    def is_undated(self) -> Bools:
        """Which have no day."""
        return np.isnat(self.rows.start)

    @cached_property
    def is_implausible(self) -> Bools:
        """Which have a day on which they can't have happened."""
        return ~self.is_undated & ~self.rows.is_plausible(EARLIEST)

    @cached_property
    def is_secured(self) -> Bools:
        """Which only say that a sum is due: they are in no cell and in no list."""
        return np.asarray(self.status == STATUSES.index(SECURED))

    @cached_property
    def is_mayoral(self) -> Bools:
        """Which are of the Mayor's levy, collected for another."""
        return np.asarray(self.purpose == PURPOSES.index(MAYORAL))

    @cached_property
    def counts(self) -> Bools:
        """Which are in the cells of their day."""
        lacks = self.lacks_amount | self.is_undated | self.is_implausible | (self.status == NO_STATUS)
        return np.asarray(~lacks & (self.regime != NO_REGIME) & ~self.is_secured & ~self.is_mayoral)

    @cached_property
    def is_listed(self) -> Bools:
        """Which may be listed: they happened up to the year's end, on no day, or on one that can't be."""
        return ~self.is_secured & (self.is_undated | self.is_implausible | (self.rows.start <= self.last))
