"""Availability: for whom the cells of a year can be told at all, before it is asked how well.

Source: docs/specifications/infrastructure-funding-statement.md, section 2.
Known:  a year is out of reach by the latest snapshot of the table that the cells are made of. Transactions that only
        say that a sum is due don't show that a regime was ever published.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.exact_amounts import Numbers
from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Ints, Ranks
from transforms.returns.infrastructure_funding_statement.agreements import NO_REGIME, regimes_of
from transforms.returns.infrastructure_funding_statement.kept_rows import FIRST_YEAR
from transforms.returns.infrastructure_funding_statement.snapshots import NOWHERE, TableSnapshots
from transforms.returns.infrastructure_funding_statement.statement import Statement
from transforms.returns.infrastructure_funding_statement.transactions import NO_STATUS
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    AGREEMENTS,
    CONTRIBUTIONS,
    RECEIVED,
    REGIMES,
    STATUSES,
    TRANSACTIONS,
)

UNLINKED_SHARE = 20  # what isn't linked may be one part in so many


@dataclass(frozen=True)
class Availability:
    """What is published of each authority, of which years and regimes."""

    statement: Statement

    @cached_property
    def tables(self) -> dict[str, TableSnapshots]:
        """The snapshots of each table."""
        return {
            standard: TableSnapshots(sightings, self.statement.authorities, standard == TRANSACTIONS)
            for standard, sightings in self.statement.sightings.items()
        }

    @cached_property
    def has_any(self) -> Bools:
        """Which authorities have a usable snapshot of any table."""
        return np.asarray(np.logical_or.reduce([table.has_usable for table in self.tables.values()]))

    @cached_property
    def transactions(self) -> Ranks:
        """Per authority: what the origin of a cell of transactions is at best."""
        reach = self._reach(TRANSACTIONS, (AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS))
        return _not_derivable(reach, self._lacks_transactions_of_year)

    @cached_property
    def contributions(self) -> Ranks:
        """Per authority: what the origin of a cell of contributions is at best."""
        return _not_derivable(self._reach(CONTRIBUTIONS, (AGREEMENTS, CONTRIBUTIONS)), self._lacks_agreements_of_year)

    @cached_property
    def lacks_year(self) -> Bools:
        """Of which authorities no file tells of the year, in either kind of cell."""
        not_derivable = RANK[Origin.NOT_DERIVABLE]
        return np.asarray((self.transactions == not_derivable) | (self.contributions == not_derivable))

    @cached_property
    def is_ever_published(self) -> Bools:
        """Per authority and regime: whether any file has an agreement or a transaction of it."""
        rows, transactions = self.statement.published_agreements, self.statement.transactions
        ever = np.zeros((len(self.has_any), len(REGIMES)), dtype=bool)
        regime = regimes_of(rows.text("developer-agreement-type"))
        of_regime = regime != NO_REGIME
        ever[rows.authority[of_regime], regime[of_regime]] = True
        has_regime = (transactions.regime != NO_REGIME) & ~transactions.is_secured
        ever[transactions.rows.authority[has_regime], transactions.regime[has_regime]] = True
        return ever

    @cached_property
    def is_unlinked(self) -> Bools:
        """Of which authorities too large a share of the year's amounts can't be linked or has no status."""
        has_table = self.transactions != RANK[Origin.NO_DATA]
        return np.asarray((UNLINKED_SHARE * self.unlinked > self.all_amounts) & has_table, dtype=bool)

    @cached_property
    def unlinked(self) -> Numbers:
        """Per authority: the amounts of the year that can't be linked or have no status, without their sign."""
        transactions = self.statement.transactions
        return self._amounts_of_year((transactions.regime == NO_REGIME) | (transactions.status == NO_STATUS))

    @cached_property
    def all_amounts(self) -> Numbers:
        """Per authority: all amounts of the year, without their sign."""
        return self._amounts_of_year(np.ones(len(self.statement.transactions.rows), dtype=bool))

    @property
    def is_negative(self) -> Bools:
        """Per authority and regime: whether the receipts of the year are below nothing."""
        return np.asarray(self.received < 0, dtype=bool)

    @cached_property
    def received(self) -> Numbers:
        """Per authority and regime: the receipts of the year."""
        transactions, amounts = self.statement.transactions, self.statement.amounts.numbers
        received = transactions.counts & (transactions.status == STATUSES.index(RECEIVED))
        inside = received & self.statement.in_year(transactions.rows.start)
        totals = [
            self._by_authority(amounts, inside & (transactions.regime == position)) for position in range(len(REGIMES))
        ]
        return np.column_stack(totals)

    def _amounts_of_year(self, mask: Bools) -> Numbers:
        transactions = self.statement.transactions
        inside = self.statement.in_year(transactions.rows.start) & ~transactions.is_secured
        return self._by_authority(np.abs(self.statement.amounts.numbers), inside & mask)

    def _by_authority(self, amounts: Numbers, mask: Bools) -> Numbers:
        total = np.zeros(len(self.has_any), dtype=amounts.dtype)
        np.add.at(total, self.statement.transactions.rows.authority[mask], amounts[mask])
        return total

    def _reach(self, of: str, needed: tuple[str, ...]) -> Ranks:
        """Return the origin that the tables and their days allow."""
        period = self.statement.request.period
        fetched = self.tables[of].last_fetched
        ranks = np.where(fetched > np.datetime64(period.last), RANK[Origin.COMPUTED], RANK[Origin.INFERRED])
        is_there = np.logical_and.reduce([self.tables[table].has_any for table in needed])
        return np.where(is_there & (fetched >= np.datetime64(period.first)), ranks, RANK[Origin.NO_DATA])

    @cached_property
    def _lacks_transactions_of_year(self) -> Bools:
        """Of which authorities no snapshot of transactions speaks for the year, and the latest has a row."""
        speaking = self.statement.kept_transactions.speaking
        position = self.statement.request.period.first.year - FIRST_YEAR
        is_in = 0 <= position < speaking.shape[1]
        speaks = speaking[:, position] != NOWHERE if is_in else np.zeros(len(speaking), dtype=bool)
        return np.asarray(~speaks & ~self.tables[TRANSACTIONS].is_header_alone)

    @cached_property
    def _lacks_agreements_of_year(self) -> Bools:
        """Of which authorities no agreement began in the year, and none was fetched after it."""
        agreements = self.statement.agreements
        mask = agreements.is_plausible & self.statement.in_year(agreements.rows.start)
        has_begun: Ints = np.bincount(agreements.rows.authority[mask], minlength=len(self.has_any))
        return np.asarray((has_begun == 0) & ~(self.tables[AGREEMENTS].last_fetched > self.statement.last))


def _not_derivable(ranks: Ranks, lacks: Bools) -> Ranks:
    return np.where(lacks & (ranks != RANK[Origin.NO_DATA]), RANK[Origin.NOT_DERIVABLE], ranks).astype(np.int8)
