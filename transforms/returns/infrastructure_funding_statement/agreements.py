"""Agreements: which regime the rows of a reference are of, when it began, and which deeds change an earlier one.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1.3, 1.5 and 1.6.
Known:  an agreement began on the latest start-date of its rows of a regime that is plausible; where none is, the latest
        published says in which list it belongs. Rows that differ in type but not in regime differ in nothing here.
        A reference is a deed's if any of its rows of section 106 is a deed of variation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.group_numbers import group_numbers
from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Coded
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    DEED,
    DEMAND_NOTICE,
    REGIMES,
    S106,
    SECTION_106,
    TYPES,
)

EARLIEST = "1974-04-01"
NO_REGIME = -1
UNREADABLE = len(REGIMES)  # where the rows stand whose type can't be read
BLANK_DAY = np.datetime64("NaT", "D")


def positions_in(column: Coded, vocabulary: Sequence[str]) -> Ints:
    """Return the position of each word in a vocabulary, -1 for a blank or any other."""
    positions = [vocabulary.index(word) if word in vocabulary else -1 for word in column.words]
    return np.array([*positions, -1], dtype=np.int64)[column.positions]


def regimes_of(types: Coded) -> Ints:
    """Return the regime of each type of agreement."""
    regimes = [REGIMES.index(regime) for regime in TYPES.values()]
    return np.array([*regimes, NO_REGIME])[positions_in(types, tuple(TYPES))]


@dataclass(frozen=True)
class Agreements:
    """What the kept rows of agreements say of each reference; `references` are their numbers among all `count`."""

    rows: PublishedRows
    references: Ints
    count: int
    authorities: int

    @cached_property
    def types(self) -> Coded:
        """The type of each row."""
        return self.rows.text("developer-agreement-type")

    @cached_property
    def regime(self) -> Ints:
        """The regime of each row."""
        return regimes_of(self.types)

    @cached_property
    def is_plausible(self) -> Bools:
        """Which rows have a plausible start-date."""
        return self.rows.is_plausible(EARLIEST)

    @cached_property
    def is_known(self) -> Bools:
        """Which references have an agreement."""
        has_agreement = np.zeros(self.count, dtype=bool)
        has_agreement[self.references] = True
        return has_agreement

    @cached_property
    def has_regime(self) -> Bools:
        """Per reference and regime: whether a row is of it; last, whether the type of one can't be read."""
        has = np.zeros((self.count, len(REGIMES) + 1), dtype=bool)
        has[self.references, self._position] = True
        return has

    @cached_property
    def begun(self) -> Days:
        """Per reference and regime: when it began."""
        return self._latest(self.is_plausible)

    @cached_property
    def begun_as_published(self) -> Days:
        """Per reference and regime: when it began, or a day that can't be believed where there is no other."""
        return np.where(np.isnat(self.begun), self._latest(~np.isnat(self.rows.start)), self.begun)

    @cached_property
    def only_regime(self) -> Ints:
        """Per authority: the regime of all rows whose type can be read; -1 where there is none, or several."""
        has = np.zeros((self.authorities, len(REGIMES) + 1), dtype=bool)
        has[self.rows.authority, self._position] = True
        readable = has[:, :UNREADABLE]
        return np.where(readable.sum(axis=1) == 1, readable.argmax(axis=1), NO_REGIME)

    @cached_property
    def is_deed(self) -> Bools:
        """Which references are deeds of variation."""
        deed = np.zeros(self.count, dtype=bool)
        deed[self.references[self.types.among((DEED,))]] = True
        return deed

    @cached_property
    def varies_an_earlier_one(self) -> Bools:
        """Which deeds have an earlier agreement or demand notice of the same planning application."""
        varies = np.zeros(self.count, dtype=bool)
        application = self.rows.text("planning-application")
        position = group_numbers([self.rows.authority, application.positions])
        named = application.positions >= 0
        earlier = self.types.among((SECTION_106, DEMAND_NOTICE)) & named & self.is_plausible
        deeds = np.flatnonzero(self.types.among((DEED,)) & named)
        start_days = self.begun[self.references[deeds], REGIMES.index(S106)]
        by_application: dict[int, list[int]] = {}
        is_deed = np.isin(position, position[deeds])
        for row in np.flatnonzero(earlier & is_deed).tolist():
            by_application.setdefault(int(position[row]), []).append(row)
        for deed, day in zip(deeds.tolist(), start_days, strict=True):
            others = np.array(by_application.get(int(position[deed]), []), dtype=np.int64)
            is_another = self.references[others] != self.references[deed]
            varies[self.references[deed]] |= bool((is_another & (self.rows.start[others] < day)).any())
        return varies

    @property
    def _position(self) -> Ints:
        return np.where(self.regime == NO_REGIME, UNREADABLE, self.regime)

    def _latest(self, mask: Bools) -> Days:
        """Return, per reference and regime, the latest start-date of the rows of a mask."""
        latest = np.full((self.count, len(REGIMES) + 1), np.iinfo(np.int64).min)  # a blank day, as a number
        days = self.rows.start.astype(np.int64)
        np.maximum.at(latest, (self.references[mask], self._position[mask]), days[mask])
        return latest.astype("datetime64[D]")
