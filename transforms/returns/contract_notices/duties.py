"""Duties: which notice is owed for which contract by when, and whether something published shows that it was given.

Grain:  one record for each contract and duty, in the order of the register.
Source: docs/specifications/contract-notices.md, section 2
Known:  the day of signing is not published; the contract's first day stands for it. An anniversary of a 29 February is
        28 February where there is none. Notices about plans, tenders, changes and compliance (UK1, UK5, UK6, UK10, UK12
        and UK17) can't be derived from a register.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.period import Period
from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Coded
from transforms.returns.contract_notices.classes import (
    ABOVE,
    BELOW,
    MONTHS_OF_A_YEAR,
    UNDECIDED,
    Classified,
    months_later,
)

DETAILS, COPY, DETAILS_BELOW, TERMINATION, KPI = DUTIES = ("details", "copy", "details_below", "termination", "kpi")
NOTICES = {DETAILS: "UK7", TERMINATION: "UK11", KPI: "UK9"}
STATES = ("evidenced", "open", "overdue", "undecided")
NO_DAY = np.datetime64("NaT", "D")
# Why it is not certain that a duty is owed, each a bit.
DOUBTS = (
    "whether it is a public contract is not certain",
    "its value with VAT is not certain",
    "it may be extended",
    "what it buys is not certain",
)
CLASS, AMOUNT, EXTENSION, CATEGORY = (1 << position for position in range(len(DOUBTS)))


@dataclass(frozen=True)
class Owed:
    """Duties of one kind: whose, for which contract (-1: for none), due when (blank: no day), in which doubt.

    `evidence` is what shows that it was done.
    """

    duty: str
    authority: Ints
    contract: Ints
    due: Days
    doubts: Ints
    evidence: Coded


@dataclass(frozen=True)
class ContractDuties:
    """The duties of every contract in a quarter."""

    classified: Classified
    period: Period

    def owed(self) -> tuple[Owed, ...]:
        """Return the duties of contracts, one kind after the other."""
        register = self.classified.register
        identifiers = register.platform_identifier
        return (
            self._owed(DETAILS, self._starts & self._is_concerned, self._after_start("details_days"), 0, identifiers),
            self._owed(
                COPY,
                self._starts & self._is_concerned & ~self._is_small,
                self._after_start("copy_days"),
                self._doubt_of_amount,
                register.first_text("ContractDocumentURL"),
            ),
            self._owed_below(identifiers),
            self._owed(
                TERMINATION,
                self._within(register.end) & self._is_concerned,
                register.end + self.classified.number("termination_days"),
                np.where(register.extended_until > register.end, EXTENSION, 0),
                None,
            ),
            self._owed(
                KPI,
                self._is_measured,
                self._anniversary,
                self._doubt_of_amount | np.where(self.classified.is_known, 0, CATEGORY),
                register.first_text("PerformanceInformationURL"),
            ),
        )

    def _owed_below(self, identifiers: Coded) -> Owed:
        """Return the details notices of contracts below the threshold, which have no day."""
        limit = self.classified.number("small_notice")
        is_owed = self._is(BELOW) & self._starts & ~self.classified.stays_below(limit)
        doubts = np.where(self.classified.reaches(limit), 0, AMOUNT)
        return self._owed(DETAILS_BELOW, is_owed, np.full(len(is_owed), NO_DAY), doubts, identifiers)

    def _owed(self, duty: str, mask: Bools, due: Days, doubts: Ints | int, evidence: Coded | None) -> Owed:
        contracts = np.flatnonzero(mask)
        all_doubts = np.where(self._is(UNDECIDED), CLASS, 0) | doubts
        authority = self.classified.register.authority[contracts]
        contract_evidence = Coded(np.full(len(contracts), -1), ()) if evidence is None else evidence.take(contracts)
        return Owed(duty, authority, contracts, due[contracts], all_doubts[contracts], contract_evidence)

    def _is(self, name: str) -> Bools:
        return self.classified.class_.among((name,))

    def _within(self, days: Days) -> Bools:
        return np.asarray((days >= np.datetime64(self.period.first)) & (days <= np.datetime64(self.period.last)))

    @cached_property
    def _is_concerned(self) -> Bools:
        """Per contract: it is a public contract, or may be."""
        return self._is(ABOVE) | self._is(UNDECIDED)

    @cached_property
    def _starts(self) -> Bools:
        return self._within(self.classified.register.start)

    @cached_property
    def _is_small(self) -> Bools:
        """Per contract: it is certainly worth too little for a copy and for performance information."""
        return self.classified.stays_at_most(self.classified.number("copied_and_measured"))

    @cached_property
    def _doubt_of_amount(self) -> Ints:
        limit = self.classified.number("copied_and_measured")
        return np.where(self.classified.exceeds(limit), 0, AMOUNT)

    def _after_start(self, days: str) -> Days:
        """Return the last day for a notice that is given so many days after the start, more for light touch."""
        number: Callable[[str], Ints] = self.classified.number
        after = np.where(self.classified.is_light_touch, number(f"{days}_light_touch"), number(days))
        due: Days = self.classified.register.start + after
        return due

    @cached_property
    def _anniversary(self) -> Days:
        """Per contract: the anniversary of its start in the year of the quarter, none in its first year."""
        start = self.classified.register.start
        blank = np.isnat(start)
        began = np.where(blank, np.datetime64(self.period.first), start)
        years = self.period.first.year - (began.astype("datetime64[Y]").astype(np.int64) + 1970)
        return np.where(blank | (years < 1), NO_DAY, months_later(began, MONTHS_OF_A_YEAR * years))

    @cached_property
    def _is_measured(self) -> Bools:
        """Per contract: it ran on an anniversary in the quarter, and its performance is to be published, or may be."""
        end = self.classified.register.end
        runs = self._within(self._anniversary) & (np.isnat(end) | (end > self._anniversary))
        is_of_the_kind = ~self.classified.is_framework & ~self.classified.is_light_touch & ~self._is_small
        return runs & self._is_concerned & is_of_the_kind


def states(due: Days, doubts: Ints, has_evidence: Bools, as_known: Days) -> Coded:
    """Return the state of duties, each as known on a day."""
    positions = np.select(
        [doubts > 0, has_evidence, as_known > due],
        [STATES.index("undecided"), STATES.index("evidenced"), STATES.index("overdue")],
        STATES.index("open"),
    )
    return Coded(positions.astype(np.int64), STATES)
