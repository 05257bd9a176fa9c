"""History: whether the files of a regime reach back so far that its stocks can be told, and whether all is linked.

Source: docs/specifications/infrastructure-funding-statement.md, section 2, `has_history` and `is_linked`.
Known:  a transaction without a date, without an amount or without a status leaves no history to its regime, one without
        a regime to no regime; one that is implausibly dated and has the rest doesn't.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.exact_amounts import Numbers
from transforms.domain.records import Bools
from transforms.returns.infrastructure_funding_statement.agreements import NO_REGIME
from transforms.returns.infrastructure_funding_statement.group_sums import TO_END
from transforms.returns.infrastructure_funding_statement.kept_rows import financial_years
from transforms.returns.infrastructure_funding_statement.statement import Statement
from transforms.returns.infrastructure_funding_statement.transactions import NO_STATUS
from transforms.returns.infrastructure_funding_statement.vocabulary import REGIMES, SPENT, STATUSES, TRANSFERRED

YEARS = 5
TOLERATED = 50  # what went out without having been received may be one part in so many


@dataclass(frozen=True)
class RegimeHistory:
    """Per authority and regime: whether there is a history, and whether it is free of any excess."""

    is_there: Bools
    is_whole: Bools


@dataclass(frozen=True)
class StatementHistory:
    """The history of a year and of the year before it."""

    statement: Statement

    @cached_property
    def of_year(self) -> RegimeHistory:
        """The history of the year."""
        return self._history(years_before=0)

    @cached_property
    def of_year_before(self) -> RegimeHistory:
        """The history of the year before."""
        return self._history(years_before=1)

    @cached_property
    def is_linked(self) -> Bools:
        """Per authority and regime: whether everything of the year, or without a date, is linked and unambiguous."""
        loose = self._has_undated_agreement | self._has_loose_transaction | self._has_loose_contribution
        return np.asarray(~loose[:, None] & ~self._has_repeated_row)

    @property
    def _authorities(self) -> int:
        return len(self.statement.authorities)

    def _history(self, *, years_before: int) -> RegimeHistory:
        start = self.statement.request.period.first.year - years_before
        is_there = self._moved_in_each_year(start) & ~self._has_gaps(years_before)
        excess, received = self._excess(TO_END - years_before)
        return RegimeHistory(
            np.asarray(is_there & (TOLERATED * excess <= received) | is_there & (excess == 0), dtype=bool),
            np.asarray(excess == 0, dtype=bool),
        )

    def _moved_in_each_year(self, start: int) -> Bools:
        """Return where each of the years before `start` has a transaction, and one of all these is money gone out."""
        transactions = self.statement.transactions
        year = financial_years(transactions.rows.start) - (start - YEARS)
        inside = np.flatnonzero(transactions.counts & (year >= 0) & (year < YEARS))
        authority, regime = transactions.rows.authority[inside], transactions.regime[inside]
        moved = np.zeros((self._authorities, len(REGIMES), YEARS), dtype=bool)
        moved[authority, regime, year[inside]] = True
        went_out = np.isin(transactions.status[inside], [STATUSES.index(SPENT), STATUSES.index(TRANSFERRED)])
        has_outgoing = np.zeros((self._authorities, len(REGIMES)), dtype=bool)
        has_outgoing[authority[went_out], regime[went_out]] = True
        return np.asarray(moved.all(axis=2) & has_outgoing)

    def _has_gaps(self, years_before: int) -> Bools:
        """Return where a transaction of the regime, or of none, lacks its day, its amount or its status."""
        transactions = self.statement.transactions
        last = np.datetime64(self.statement.request.period.last)
        if years_before:
            last = np.datetime64(self.statement.request.period.year_before().last)
        concerned = transactions.is_undated | (transactions.rows.start <= last)
        lacks = transactions.is_undated | transactions.lacks_amount | (transactions.status == NO_STATUS)
        mask = concerned & lacks & ~transactions.is_mayoral & ~transactions.is_secured
        gaps = np.zeros((self._authorities, len(REGIMES) + 1), dtype=bool)  # -1, for no regime, is the last
        gaps[transactions.rows.authority[mask], transactions.regime[mask]] = True
        return np.asarray(gaps[:, : len(REGIMES)] | gaps[:, NO_REGIME:])

    def _excess(self, day: int) -> tuple[Numbers, Numbers]:
        """Return what went out of groups beyond their receipts up to a day, and all receipts."""
        sums = self.statement.sums
        out, received = sums.to("out", day), sums.to("rec", day)
        totals = []
        for numbers in (np.maximum(out - received, 0), received):
            total = np.zeros((self._authorities, len(REGIMES)), dtype=numbers.dtype)
            np.add.at(total, (sums.authority, sums.regime), numbers)
            totals.append(total)
        return totals[0], totals[1]

    @cached_property
    def _has_undated_agreement(self) -> Bools:
        """Which authorities have an agreement without a date that contributions belong to."""
        agreements, contributions = self.statement.agreements, self.statement.contributions
        is_named = np.zeros(len(self.statement.references), dtype=bool)
        is_named[contributions.agreement] = True
        return self._any(agreements.rows.authority, np.isnat(agreements.rows.start) & is_named[agreements.references])

    @cached_property
    def _has_loose_transaction(self) -> Bools:
        """Which authorities have a transaction of the year, or without a date, that lacks something or is inferred."""
        transactions = self.statement.transactions
        inside = self.statement.in_year(transactions.rows.start)
        lacks = (transactions.regime == NO_REGIME) | (transactions.status == NO_STATUS)
        lacks = lacks | transactions.lacks_amount | transactions.is_inferred
        loose = (inside & lacks) | transactions.is_undated
        return self._any(transactions.rows.authority, loose & ~transactions.is_secured)

    @cached_property
    def _has_loose_contribution(self) -> Bools:
        """The same of contributions, by the day on which their agreement began."""
        contributions = self.statement.contributions
        published = contributions.begun_as_published
        inside = self.statement.in_year(published) | np.isnat(published)
        lacks = (contributions.regime == NO_REGIME) | contributions.lacks_amount | contributions.is_inferred
        return self._any(contributions.rows.authority, inside & lacks)

    @cached_property
    def _has_repeated_row(self) -> Bools:
        """Per authority and regime: whether the year has equal rows."""
        transactions, contributions = self.statement.transactions, self.statement.contributions
        repeated = np.zeros((self._authorities, len(REGIMES) + 1), dtype=bool)
        start_days = contributions.begun_as_published
        for records, days in ((transactions, transactions.rows.start), (contributions, start_days)):
            mask = records.rows.is_repeat & self.statement.in_year(days)
            if records is transactions:
                mask = mask & ~transactions.is_secured
            repeated[records.rows.authority[mask], records.regime[mask]] = True
        return repeated[:, : len(REGIMES)]

    def _any(self, authority: "np.typing.NDArray[np.int64]", mask: Bools) -> Bools:
        return np.bincount(authority[mask], minlength=self._authorities) > 0
