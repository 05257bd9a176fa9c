"""Classes: whether a contract is a public one, by its value, its category and the thresholds of the day it began.

Source: docs/specifications/contract-notices.md, sections 1.3, 1.5 and 1.6
Unit:   pounds net of VAT; what is compared is twelve times the value, so that months stay whole numbers.
Known:  a contract that is paid by the year and has no last day is worth at least one year's value, and nobody knows how
        much more. One whose dates are reversed counts as a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.records import Bools, Days, Ints, is_true
from transforms.domain.sightings import Coded
from transforms.returns.contract_notices.categories import CATEGORIES, UNKNOWN
from transforms.returns.contract_notices.groups import EXACT
from transforms.returns.contract_notices.legal_numbers import ACT_IN_FORCE, LEGAL_NUMBERS, LegalNumbers
from transforms.returns.contract_notices.register import Register

ABOVE, BELOW, UNDECIDED, BEFORE_REGIME, NOT_PUBLIC = CLASSES = (
    *("above", "below", "undecided", "before_regime", "not_public"),
)
NEVER_PUBLIC = ("Grant agreement", "Dynamic purchasing system")
FRAMEWORK = "Framework agreement"
PROCUREMENT_MONTHS = "procurement_months"  # the switch
MONTHS_OF_A_YEAR = 12
WHOLE = pa.decimal256(19, 0)


@dataclass(frozen=True)
class Classified:
    """The class of every contract of a register, and how its value lies to the law's numbers."""

    register: Register

    @cached_property
    def months(self) -> Ints:
        """Per contract: twelve, or how many months it runs where its value is a year's, and at least twelve."""
        month_count = months_begun(self.register.start, self.register.end)
        runs = self.register.is_yearly & ~np.isnat(self.register.start) & ~np.isnat(self.register.end)
        return np.where(runs, np.maximum(month_count, MONTHS_OF_A_YEAR), MONTHS_OF_A_YEAR)

    @cached_property
    def is_open_ended(self) -> Bools:
        """Per contract: its value is a year's and nobody says for how long, so that it may be worth more."""
        return self.register.is_yearly & (np.isnat(self.register.end) | np.isnat(self.register.start))

    @cached_property
    def _twelvefold(self) -> pa.Array:
        """Per contract: twelve times what it is worth net, or at least worth."""
        return pc.multiply(self.register.value, _whole(self.months)).cast(EXACT)

    @cached_property
    def legal_numbers(self) -> Ints:
        """Per contract: which of the law's numbers were in force when it began; before the first the first."""
        days = np.array([numbers.in_force for numbers in LEGAL_NUMBERS], dtype="datetime64[D]")
        positions = np.searchsorted(days, self.register.start, side="right") - 1
        return np.where(np.isnat(self.register.start), 0, np.maximum(positions, 0))

    def number(self, name: str) -> Ints:
        """Return per contract one of the law's numbers."""
        return np.array([getattr(numbers, name) for numbers in LEGAL_NUMBERS], dtype=np.int64)[self.legal_numbers]

    def reaches(self, limit: Ints) -> Bools:
        """Return for which contracts the net value alone is `limit` or more."""
        return is_true(pc.greater_equal(self._twelvefold, _whole(limit * MONTHS_OF_A_YEAR)))

    def exceeds(self, limit: Ints) -> Bools:
        """Return for which contracts the net value alone is more than `limit`."""
        return is_true(pc.greater(self._twelvefold, _whole(limit * MONTHS_OF_A_YEAR)))

    def stays_below(self, limit: Ints) -> Bools:
        """Return for which contracts the value is less than `limit` even with VAT."""
        return is_true(pc.less(self._with_vat, _whole(limit * MONTHS_OF_A_YEAR * 100))) & ~self.is_open_ended

    def stays_at_most(self, limit: Ints) -> Bools:
        """Return for which contracts the value is `limit` or less even with VAT."""
        return is_true(pc.less_equal(self._with_vat, _whole(limit * MONTHS_OF_A_YEAR * 100))) & ~self.is_open_ended

    @cached_property
    def _with_vat(self) -> pa.Array:
        """Per contract: twelve hundred times what it is worth at most, VAT with it."""
        return pc.multiply(self._twelvefold, _whole(100 + self.number("vat_pct")))

    @cached_property
    def _thresholds(self) -> tuple[Ints, Ints]:
        """Per contract: the least and the greatest threshold that may be its own; one and the same if all is known."""

        def limits(numbers: LegalNumbers) -> tuple[list[int], list[int]]:
            thresholds = [numbers.threshold(category) for category in CATEGORIES]
            return [*thresholds, min(thresholds)], [*thresholds, max(thresholds)]

        tables = np.array([limits(numbers) for numbers in LEGAL_NUMBERS], dtype=np.int64)
        row = np.where(self.is_known, self._category, len(CATEGORIES))
        return tables[self.legal_numbers, 0, row], tables[self.legal_numbers, 1, row]

    @cached_property
    def _category(self) -> Ints:
        bits = self.register.categories
        positions = np.zeros(UNKNOWN * 2, dtype=np.int64)
        for position in range(len(CATEGORIES)):
            positions[1 << position] = position
        return positions[bits]

    @cached_property
    def is_known(self) -> Bools:
        """Per contract: what it buys is of one known category."""
        return np.asarray(np.isin(self.register.categories, [1 << position for position in range(len(CATEGORIES))]))

    @cached_property
    def is_light_touch(self) -> Bools:
        """Per contract: it buys light touch services and nothing else."""
        return np.asarray(self.register.categories == 1 << CATEGORIES.index("light touch"))

    @cached_property
    def is_reversed(self) -> Bools:
        """Per contract: its last day is before its first."""
        return np.asarray(self.register.end < self.register.start)

    @cached_property
    def class_(self) -> Coded:
        """Per contract: its class, for life."""
        start, kind = self.register.start, self.register.first_text("ContractType")
        certain = day_after_procurement(ACT_IN_FORCE, self.register.request.settings)
        least, greatest = self._thresholds
        conditions = [
            kind.among(NEVER_PUBLIC),
            start < np.datetime64(ACT_IN_FORCE),
            np.isnat(start) | self.is_reversed | (start < certain),
            self.reaches(greatest),
            self.stays_below(least),
        ]
        positions = [CLASSES.index(name) for name in (NOT_PUBLIC, BEFORE_REGIME, UNDECIDED, ABOVE, BELOW)]
        return Coded(np.select(conditions, positions, CLASSES.index(UNDECIDED)).astype(np.int64), CLASSES)

    @cached_property
    def is_framework(self) -> Bools:
        """Per contract: it is a framework."""
        return self.register.first_text("ContractType").among((FRAMEWORK,))


def day_after_procurement(in_force: date, settings: Mapping[str, str]) -> np.datetime64:
    """Return the day from which a contract's procurement began under a law in force since a day, as is assumed."""
    months = np.array([int(settings[PROCUREMENT_MONTHS])])
    day: np.datetime64 = months_later(np.array([in_force], dtype="datetime64[D]"), months)[0]
    return day


def months_later(days: Days, months: Ints) -> Days:
    """Return the days so many months later, that month's last where it has no such day."""
    month = days.astype("datetime64[M]")
    later = month + months
    last = (later + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(np.minimum(later.astype("datetime64[D]") + (days - month.astype("datetime64[D]")), last))


def months_begun(start: Days, end: Days) -> Ints:
    """Return how many months begin from a first to a last day; nonsense where one of them is blank."""
    months = (end.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(np.int64)
    blank = np.isnat(start) | np.isnat(end)
    months = np.where(blank, 0, months)
    begins_again = months_later(np.where(blank, np.datetime64(ACT_IN_FORCE), start), months) <= end
    return months + begins_again


def _whole(numbers: Ints) -> pa.Array:
    return pa.array(numbers).cast(WHOLE)
