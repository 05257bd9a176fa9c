"""The statement as derived: agreements, contributions, transactions and groups of every authority.

Source: docs/specifications/infrastructure-funding-statement.md, section 1.
Known:  what the Greater London Authority publishes as the Mayor's levy is its own levy.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from transforms.domain.exact_amounts import ExactAmounts
from transforms.domain.group_numbers import numbers_of
from transforms.domain.records import Bools, Ints
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.sightings import Sightings
from transforms.returns.infrastructure_funding_statement.agreements import Agreements, positions_in
from transforms.returns.infrastructure_funding_statement.contributions import Contributions
from transforms.returns.infrastructure_funding_statement.group_sums import GroupSums
from transforms.returns.infrastructure_funding_statement.groups import ReferenceGroups
from transforms.returns.infrastructure_funding_statement.kept_rows import KeptTransactions, kept_of_latest
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows, published_rows, trimmed
from transforms.returns.infrastructure_funding_statement.references import References, references_of
from transforms.returns.infrastructure_funding_statement.snapshots import used_sightings
from transforms.returns.infrastructure_funding_statement.transactions import Transactions
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    AGREEMENTS,
    CONTRIBUTIONS,
    LEVY,
    MAYORAL,
    PURPOSES,
    STATUSES,
    TRANSACTIONS,
    UNSTATED,
)

GREATER_LONDON_AUTHORITY = "E61000001"
DIFFERING = ("amount", "units", "start-date")


@dataclass(frozen=True)
class Statement:
    """Everything that is published of every authority requested, as it is read on the as-known day."""

    inputs: ReturnInputs
    request: ReturnRequest

    @property
    def authorities(self) -> Sequence[str]:
        """The codes of the authorities, sorted."""
        return self.request.authorities

    @cached_property
    def sightings(self) -> dict[str, Sightings]:
        """By standard: the rows of the snapshots that count."""
        dropped = self.request.settings["earlier_files"] == "dropped"
        return {
            standard: used_sightings(
                self.inputs.sightings[standard],
                latest_only=dropped,
                counts_rows_without_reference=standard == TRANSACTIONS,
            )
            for standard in (AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS)
        }

    @cached_property
    def published_agreements(self) -> PublishedRows:
        """Every row of agreements, equal ones once."""
        of = self.sightings[AGREEMENTS]
        names = ("developer-agreement-type", "planning-application")
        differ_in = chain((of.coded(name).positions for name in names), _numbers(of, "start-date"))
        return self._published(of, differ_in, equal_are_one=True)

    @cached_property
    def published_contributions(self) -> PublishedRows:
        """Every row of contributions."""
        of = self.sightings[CONTRIBUTIONS]
        link = trimmed(of, "developer-agreement").positions
        return self._published(of, chain([link, self._purposes], _numbers(of, *DIFFERING)))

    @cached_property
    def kept_transactions(self) -> KeptTransactions:
        """Every row of transactions, and which of them count."""
        of = self.sightings[TRANSACTIONS]
        link = trimmed(of, "developer-agreement-contribution").positions
        rows = self._published(of, chain([link, self.statuses], _numbers(of, *DIFFERING)))
        return KeptTransactions(rows, self.authorities)

    @cached_property
    def _kept_agreements(self) -> PublishedRows:
        rows = self.published_agreements
        if not _has_earlier_snapshots(rows.sightings):
            return rows
        return kept_of_latest(rows, references_of([(rows, "reference")]).numbers[0])

    @cached_property
    def _kept_contributions(self) -> PublishedRows:
        """The contributions of the latest snapshot that has any of their agreement, or of themselves without one."""
        rows = self.published_contributions
        if not _has_earlier_snapshots(rows.sightings):
            return rows
        own, agreement = references_of([(rows, "reference"), (rows, "developer-agreement")]).numbers
        names_none = rows.text("developer-agreement").positions < 0
        return kept_of_latest(rows, np.where(names_none, own + agreement.max(initial=0) + 1, agreement))

    @cached_property
    def references(self) -> References:
        """Every reference under one number, whichever table it stands in."""
        contributions = self._kept_contributions
        return references_of(
            [
                (self._kept_agreements, "reference"),
                (contributions, "reference"),
                (contributions, "developer-agreement"),
                (self.kept_transactions.counted, "developer-agreement-contribution"),
            ]
        )

    @cached_property
    def agreements(self) -> Agreements:
        """The agreements that count."""
        rows = self._kept_agreements
        counts = ~rows.is_superseded
        numbers = self.references.numbers[0][counts]
        return Agreements(rows.take(counts), numbers, len(self.references), len(self.authorities))

    @cached_property
    def replaced_agreements(self) -> PublishedRows:
        """The rows of agreements that another row of their reference replaced."""
        return self._kept_agreements.take(self._kept_agreements.is_superseded)

    @cached_property
    def contributions(self) -> Contributions:
        """The contributions that count."""
        return self._contributions(~self._kept_contributions.is_superseded)

    @cached_property
    def replaced_contributions(self) -> Contributions:
        """Those that another row of their reference replaced."""
        return self._contributions(self._kept_contributions.is_superseded)

    @cached_property
    def groups(self) -> ReferenceGroups:
        """What each reference that transactions name is."""
        return ReferenceGroups(self.references, self.contributions)

    @cached_property
    def transactions(self) -> Transactions:
        """The transactions that count."""
        return self._transactions(~self.kept_transactions.counted.is_superseded)

    @cached_property
    def replaced_transactions(self) -> Transactions:
        """Those that another row of their reference replaced."""
        return self._transactions(self.kept_transactions.counted.is_superseded)

    @cached_property
    def amounts(self) -> ExactAmounts:
        """The amounts of the transactions that count, as whole numbers."""
        return ExactAmounts.of(self.transactions.amount)

    @cached_property
    def sums(self) -> GroupSums:
        """The sums of each group."""
        return GroupSums(self.transactions, self.amounts, self.request.period)

    @property
    def last(self) -> np.datetime64:
        """The last day of the year."""
        return np.datetime64(self.request.period.last)

    def in_year(self, days: "np.typing.NDArray[np.datetime64]") -> Bools:
        """Return which days are in the year."""
        return np.asarray((days >= np.datetime64(self.request.period.first)) & (days <= self.last))

    def _published(self, of: Sightings, differ_in: Iterable[Ints], *, equal_are_one: bool = False) -> PublishedRows:
        equal_are_one = equal_are_one or self.request.settings["equal_rows"] == "one"
        return published_rows(of, self.authorities, differ_in, equal_are_one=equal_are_one)

    def _contributions(self, mask: Bools) -> Contributions:
        rows, numbers = self._kept_contributions.take(mask), self.references.numbers
        purpose = self._purposes[rows.row]
        return Contributions(rows, purpose, numbers[1][mask], numbers[2][mask], self.agreements, self.last)

    def _transactions(self, mask: Bools) -> Transactions:
        rows = self.kept_transactions.counted.take(mask)
        group = self.references.numbers[3][mask]
        return Transactions(rows, self.statuses[rows.row], group, self.groups, self.last)

    @cached_property
    def _purposes(self) -> Ints:
        """Per row of contributions: its purpose, among those of the list."""
        of = self.sightings[CONTRIBUTIONS]
        positions = positions_in(of.coded("contribution-purpose"), PURPOSES)
        positions = np.where(positions < 0, PURPOSES.index(UNSTATED), positions)
        is_own = np.array([snapshot.authority_gss == GREATER_LONDON_AUTHORITY for snapshot in of.snapshots], dtype=bool)
        is_mayoral = positions == PURPOSES.index(MAYORAL)
        return np.where(is_mayoral & is_own[of.snapshot], PURPOSES.index(LEVY), positions)

    @cached_property
    def statuses(self) -> Ints:
        """Per row of transactions: its status."""
        return positions_in(self.sightings[TRANSACTIONS].coded("contribution-funding-status"), STATUSES)


def _numbers(of: Sightings, *names: str) -> Iterator[Ints]:
    """Yield the numbers of the values of some columns."""
    return (numbers_of(of.table.column(name)) for name in names)


def _has_earlier_snapshots(of: Sightings) -> bool:
    """Return whether an authority has more than one snapshot."""
    return len({snapshot.authority_gss for snapshot in of.snapshots}) < len(of.snapshots)
