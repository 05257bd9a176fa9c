"""Groups: contributions of one reference with the transactions that name it, and transactions that name an agreement.

Source: docs/specifications/infrastructure-funding-statement.md, section 1.3.
Grain:  one group for each reference of an authority that a transaction names.
Known:  a contribution whose regime isn't known doesn't make the regime of its group doubtful; transactions that name
        nothing that is known, or nothing at all, are one group for each name.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.records import Bools, Ints
from transforms.returns.infrastructure_funding_statement.agreements import NO_REGIME, UNREADABLE
from transforms.returns.infrastructure_funding_statement.contributions import Contributions
from transforms.returns.infrastructure_funding_statement.references import References
from transforms.returns.infrastructure_funding_statement.vocabulary import PURPOSES, REGIMES, UNSTATED


@dataclass(frozen=True)
class ReferenceGroups:
    """Per reference: the regime and the purpose of the transactions that name it."""

    references: References
    contributions: Contributions

    @cached_property
    def regime(self) -> Ints:
        """The regime, -1 for none or more than one."""
        agreements = self.contributions.agreements
        only = agreements.only_regime[self.references.authority]
        of_agreement = _single(agreements.has_regime[:, :UNREADABLE])
        is_readable = agreements.has_regime[:, :UNREADABLE].any(axis=1)
        elsewhere = np.where(is_readable, of_agreement, only)
        return np.where(self.has_contributions, _single(self._regimes), elsewhere)

    @cached_property
    def is_inferred(self) -> Bools:
        """Which have their regime only because the authority has no other."""
        of_agreement = self.contributions.agreements.has_regime[:, :UNREADABLE].any(axis=1)
        linked = np.where(self.has_contributions, self._has_linked, of_agreement)
        return np.asarray(~linked & (self.regime != NO_REGIME))

    @cached_property
    def purpose(self) -> Ints:
        """The purpose of the contributions if they agree, else unstated."""
        own = self._agreed(self.contributions.reference)
        of_agreement = self._agreed(self.contributions.agreement)
        is_agreement = self.contributions.agreements.is_known
        return np.where(self.has_contributions, own, np.where(is_agreement, of_agreement, PURPOSES.index(UNSTATED)))

    @cached_property
    def has_contributions(self) -> Bools:
        """Which references are those of contributions."""
        has = np.zeros(len(self.references), dtype=bool)
        has[self.contributions.reference] = True
        return has

    @cached_property
    def _regimes(self) -> Bools:
        """Per reference and regime: whether a contribution is of it."""
        regime = self.contributions.regime
        has_regime = regime != NO_REGIME
        has = np.zeros((len(self.references), len(REGIMES)), dtype=bool)
        has[self.contributions.reference[has_regime], regime[has_regime]] = True
        return has

    @cached_property
    def _has_linked(self) -> Bools:
        """Which references have a contribution whose regime is its agreement's."""
        linked = (self.contributions.regime != NO_REGIME) & ~self.contributions.is_inferred
        has = np.zeros(len(self.references), dtype=bool)
        has[self.contributions.reference[linked]] = True
        return has

    def _agreed(self, reference: Ints) -> Ints:
        """Return, per reference, the one purpose of the contributions under it, unstated where there are several."""
        purpose = self.contributions.purpose
        least, most = np.full(len(self.references), len(PURPOSES)), np.full(len(self.references), -1)
        np.minimum.at(least, reference, purpose)
        np.maximum.at(most, reference, purpose)
        return np.where(least == most, most, PURPOSES.index(UNSTATED))


def _single(has: Bools) -> Ints:
    """Return the regime where there is just one."""
    return np.where(has.sum(axis=1) == 1, has.argmax(axis=1), NO_REGIME)
