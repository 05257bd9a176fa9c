"""Contributions: the regime, the purpose and the beginning of each, and what keeps it out of the cells.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1.3 to 1.6.
Known:  a contribution has the day of its agreement, never its own. One without an amount that has units lacks nothing.
        One that gets its regime from the authority's other agreements, its own not being found, is listed as undated;
        those of an agreement without a date are not, since the agreement is.
        Where the rows of one agreement differ in regime, a levy purpose makes a contribution the levy's and any other
        makes it section 106's, whatever the regimes are.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.records import Bools, Days, Ints, is_true
from transforms.returns.infrastructure_funding_statement.agreements import (
    NO_REGIME,
    UNREADABLE,
    Agreements,
)
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    CIL,
    LEVY_PURPOSES,
    MAYORAL,
    PURPOSES,
    REGIMES,
    S106,
)

IS_LEVY = np.array([purpose in LEVY_PURPOSES for purpose in PURPOSES])


@dataclass(frozen=True)
class Contributions:
    """The contributions in some rows.

    `purpose` is the position of each one's among `PURPOSES`; `reference` and `agreement` are the numbers of its own
    reference and of that which it names.
    """

    rows: PublishedRows
    purpose: Ints
    reference: Ints
    agreement: Ints
    agreements: Agreements
    last: np.datetime64

    @cached_property
    def regime(self) -> Ints:
        """The regime of each: its agreement's, else that of all the authority's agreements."""
        own = self._regimes_of_agreement
        is_levy = IS_LEVY[self.purpose]
        by_purpose = np.where(is_levy, REGIMES.index(CIL), REGIMES.index(S106))
        regime = np.where(own.sum(axis=1) > 1, by_purpose, own.argmax(axis=1))
        only = self.agreements.only_regime[self.rows.authority]
        inferred = np.where(is_levy & (only == REGIMES.index(S106)), NO_REGIME, only)
        return np.where(own.any(axis=1), regime, inferred)

    @cached_property
    def is_inferred(self) -> Bools:
        """Which have their regime only because the authority has no other."""
        return np.asarray(~self._regimes_of_agreement.any(axis=1) & (self.regime != NO_REGIME))

    @cached_property
    def begun(self) -> Days:
        """The day on which the agreement began, blank where that isn't known."""
        return self.agreements.begun[self.agreement, self._position]

    @cached_property
    def begun_as_published(self) -> Days:
        """The same, or a day that can't be believed where there is no other."""
        return self.agreements.begun_as_published[self.agreement, self._position]

    @cached_property
    def is_mayoral(self) -> Bools:
        """Which are the Mayor's levy, collected for another."""
        return np.asarray(self.purpose == PURPOSES.index(MAYORAL))

    @cached_property
    def is_of_deed(self) -> Bools:
        """Which belong to a deed of variation."""
        return np.asarray(self.agreements.is_deed[self.agreement] & (self.regime == REGIMES.index(S106)))

    @cached_property
    def counts(self) -> Bools:
        """Which are in the cells of the year in which their agreement began."""
        varied = self.is_of_deed & self.agreements.varies_an_earlier_one[self.agreement]
        return np.asarray((self.regime != NO_REGIME) & ~self.is_mayoral & ~varied)

    @cached_property
    def is_listed(self) -> Bools:
        """Which may be listed: they began up to the year's end, on no day that is known, or on one that can't be."""
        published = self.begun_as_published
        return np.isnat(published) | np.isnat(self.begun) | (published <= self.last)

    @cached_property
    def lacks_amount(self) -> Bools:
        """Which have neither an amount nor units."""
        return is_true(self.rows.decimals("amount").is_null()) & is_true(self.rows.decimals("units").is_null())

    @cached_property
    def lacks_date(self) -> Bools:
        """Which have an inferred regime and no agreement."""
        return self.is_inferred & ~self.agreements.is_known[self.agreement]

    @property
    def _regimes_of_agreement(self) -> Bools:
        return self.agreements.has_regime[self.agreement, :UNREADABLE]

    @property
    def _position(self) -> Ints:
        """Where in an agreement's regimes the rows stand that a contribution has its day from."""
        return np.where(self._regimes_of_agreement.any(axis=1), self.regime, UNREADABLE)
