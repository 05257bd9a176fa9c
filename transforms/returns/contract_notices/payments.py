"""Payments: those of the quarter that are, or may be, of more than £30,000, each once however often it was published.

Grain:  the rows of one transaction number, folded name, day and contract reference are one payment; without a number
        each row is one.
Source: docs/specifications/contract-notices.md, sections 3.1 to 3.3
Unit:   pounds net of recoverable VAT.
Known:  rows that are grants are left out before anything else, so that a later file that calls a payment a grant does
        not take back the earlier one. A supplier's numbers are those of the payment's first row that has them.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.domain.folded_text import fold_texts
from transforms.domain.months import months_of
from transforms.domain.period import Period
from transforms.domain.records import Days, Ints, is_true
from transforms.domain.return_request import ReturnRequest
from transforms.domain.sightings import Coded, Sightings
from transforms.return_parts.published_again import of_fullest_snapshot, of_latest_snapshot
from transforms.returns.contract_notices.groups import EXACT, RowGroups, coded_at, codes, suppliers, trim
from transforms.returns.contract_notices.legal_numbers import LegalNumbers, legal_numbers

NOT_COMPARED = ("EffectiveDate", "source_line", "is_usable")  # rows that differ in nothing else are alike
LARGE, BAND = SIZES = ("large", "in the band")
SLACK = 0.01  # pounds by which the sums that only save time may be out


@dataclass(frozen=True)
class Payments:
    """The payments of every authority in a quarter."""

    sightings: Sightings
    request: ReturnRequest

    @property
    def period(self) -> Period:
        """The quarter."""
        return self.request.period

    @cached_property
    def law(self) -> LegalNumbers:
        """The law's numbers in the quarter."""
        return legal_numbers(self.period.last)

    @cached_property
    def months_seen(self) -> NDArray[np.bool_]:
        """Per authority and month of the quarter: a usable row of it was published."""
        months = months_of(self._days, self.period.first, self.period.last)
        within = months >= 0
        seen = np.zeros((len(self.request.authorities), _month(self.period.last) - _month(self.period.first) + 1), bool)
        seen[self._owner[within], months[within]] = True
        return seen

    @cached_property
    def _days(self) -> Days:
        return self.sightings.days("PaymentDate")

    @cached_property
    def _owner(self) -> Ints:
        """Per row of the sightings: the position of its authority."""
        return self.sightings.owners(self.request.authorities)[self.sightings.snapshot]

    @cached_property
    def _counting(self) -> Ints:
        """The rows of the sightings that may be of a payment that counts: paid in the quarter, no grants, large enough.

        Which are large enough is decided here by sums of floating-point numbers, on the safe side: no payment is left
        out that could be one of those returned.
        """
        grant = pc.fill_null(self.sightings.table.column("VCSEGrant"), False).to_numpy()
        within = (self._days >= np.datetime64(self.period.first)) & (self._days <= np.datetime64(self.period.last))
        rows = np.flatnonzero(within & ~grant.astype(bool))
        paid = self._floats("Amount", rows) + self._floats("IrrecoverableVATAmount", rows)
        together = RowGroups.by([self._numbers[rows], self._owner[rows]]).of_row
        bound = np.where(self._numbers[rows] >= 0, np.bincount(together, paid)[together], paid)
        return rows[bound > float(self._band_from) - SLACK]

    def _floats(self, name: str, rows: Ints) -> NDArray[np.float64]:
        """Return what the rows have of an amount that is above zero, roughly."""
        values = self.sightings.table.column(name).take(pa.array(rows)).cast(pa.float64())
        return np.asarray(np.maximum(np.nan_to_num(values.to_numpy()), 0))

    @property
    def _band_from(self) -> Decimal:
        """The net amount above which a payment may be large with VAT on it."""
        return Decimal(self.law.payment * 100) / (100 + self.law.vat_pct)

    @cached_property
    def _numbers(self) -> Ints:
        """Per row of the sightings: its transaction number; -1 where it has none."""
        return codes(self.sightings.table.column("TransactionNumber"), trim)

    @cached_property
    def rows(self) -> Ints:
        """The rows of the sightings that payments are made of."""
        rows = self._counting
        is_numbered = self._numbers[rows] >= 0
        return np.sort(np.concatenate([self._latest(rows[is_numbered]), self._most(rows[~is_numbered])]))

    def _keys(self, rows: Ints) -> list[Ints]:
        days = (self._days[rows] - np.datetime64(self.period.first)).astype(np.int64)
        columns = self.sightings.table.select(["BeneficiaryName", "ContractRef"]).take(pa.array(rows))
        texts = [codes(columns.column(0), fold_texts), codes(columns.column(1), trim)]
        return [self._owner[rows], days, self._numbers[rows], *texts]

    def _latest(self, rows: Ints) -> Ints:
        """Return of rows with a number those of the latest snapshot that holds their payment."""
        return of_latest_snapshot(rows, self.sightings.snapshot[rows], self._keys(rows))

    def _most(self, rows: Ints) -> Ints:
        """Return of rows without a number, alike in everything, those of the snapshot with most of them."""
        names = [name for name in self.sightings.table.column_names if name not in NOT_COMPARED]
        columns = self.sightings.table.select(names).take(pa.array(rows))
        keys = [self._owner[rows], *(codes(columns.column(name)) for name in names)]
        return of_fullest_snapshot(rows, self.sightings.snapshot[rows], keys)

    @cached_property
    def groups(self) -> RowGroups:
        """Which payment each of `rows` is of."""
        alone = np.where(self._numbers[self.rows] >= 0, -1, np.arange(len(self.rows)))
        return RowGroups.by([*self._keys(self.rows), alone])

    @cached_property
    def _net(self) -> pa.Array:
        return self.groups.total(self._amounts("Amount"))

    def _amounts(self, name: str) -> pa.Array:
        return self.sightings.table.column(name).take(pa.array(self.rows)).combine_chunks()

    @cached_property
    def _size(self) -> Ints:
        """Per payment: which of the sizes it is of; -1 where it is a credit or small."""
        vat = self._amounts("IrrecoverableVATAmount")
        shows_vat = self.groups.all_where(is_true(pc.greater(vat, pa.scalar(Decimal(0)))))
        gross = pc.add(self._net, pc.fill_null(self.groups.total(vat), pa.scalar(Decimal(0)).cast(EXACT)))
        limit, band_from = pa.scalar(Decimal(self.law.payment)), pa.scalar(self._band_from)
        is_paid = is_true(pc.greater(self._net, pa.scalar(Decimal(0))))
        is_large = np.where(shows_vat, is_true(pc.greater(gross, limit)), is_true(pc.greater(self._net, limit)))
        is_in_band = ~shows_vat & is_true(pc.greater(self._net, band_from))
        return np.select([~is_paid, is_large, is_in_band], [-1, SIZES.index(LARGE), SIZES.index(BAND)], -1)

    @cached_property
    def counted(self) -> Ints:
        """The payments that are large or in the band."""
        return np.flatnonzero(self._size >= 0)

    @cached_property
    def row(self) -> Ints:
        """Per payment that counts: the row of the sightings that it begins with."""
        return self.rows[self.groups.first_row[self.counted]]

    @property
    def authority(self) -> Ints:
        """Per payment that counts: the position of its authority."""
        return self._owner[self.row]

    @cached_property
    def size(self) -> Coded:
        """Per payment that counts: large, or in the band."""
        return Coded(self._size[self.counted].astype(np.int64), SIZES)

    @cached_property
    def net(self) -> pa.Array:
        """Per payment that counts: its net amount."""
        return self._net.take(pa.array(self.counted))

    @cached_property
    def number(self) -> Coded:
        """Per payment that counts: its transaction number."""
        return self._text("TransactionNumber")

    @cached_property
    def contract(self) -> Coded:
        """Per payment that counts: the reference of its contract."""
        return self._text("ContractRef")

    def _text(self, name: str) -> Coded:
        texts = self.sightings.table.column(name).take(pa.array(self.row)).combine_chunks()
        return Coded.of(trim(texts.cast(pa.string())))

    @cached_property
    def day(self) -> Days:
        """Per payment that counts: the day on which it was made."""
        return self._days[self.row]

    @cached_property
    def supplier(self) -> Coded:
        """Per payment that counts: who was paid."""
        texts = []
        for name in ("CompaniesHouseRegistrationNumber", "CharityCommissionNumber", "BeneficiaryName"):
            column = Coded.of(self.sightings.table.column(name).take(pa.array(self.rows)).cast(pa.string()))
            texts.append(coded_at(column, self.groups.first_where(column.positions >= 0)[self.counted]))
        return suppliers(*texts)


def _month(day: object) -> int:
    return int(np.datetime64(day, "M").astype(np.int64))  # type: ignore[call-overload]
