"""The register: the contracts of each authority's latest usable snapshot, one record each.

Grain:  rows of one reference, folded title, first and last day are one contract with several suppliers; a contract is
        its first row's, and contracts come in the order of the register.
Source: docs/specifications/contract-notices.md, sections 1.1, 1.4 and 1.6
Unit:   pounds net of VAT, as published; days.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.folded_text import fold_texts
from transforms.domain.records import Bools, Days, Ints
from transforms.domain.return_request import ReturnRequest
from transforms.domain.sightings import Coded, Sightings
from transforms.returns.contract_notices.categories import category_bits
from transforms.returns.contract_notices.groups import RowGroups, coded_at, codes, suppliers, trim

PLATFORM_PREFIX = "ocds-h6vhtk-"  # of the identifiers that the central digital platform gives


@dataclass(frozen=True)
class Register:
    """The contracts of every authority requested, and the rows of the sightings that they are made of."""

    sightings: Sightings
    request: ReturnRequest

    @cached_property
    def rows(self) -> Ints:
        """The rows of the sightings that hold a contract: of the latest snapshots, with a reference."""
        return np.flatnonzero(self.sightings.is_latest & (self._references >= 0))

    @cached_property
    def _references(self) -> Ints:
        return codes(self.sightings.table.column("ContractReference"), trim)

    @cached_property
    def authority_of_row(self) -> Ints:
        """Per row: the position of its authority."""
        owners = self.sightings.owners(self.request.authorities)
        return owners[self.sightings.snapshot[self.rows]]

    @cached_property
    def groups(self) -> RowGroups:
        """Which contract each row is of."""
        days = [self._day(name).astype(np.int64) for name in ("StartDate", "EndDate")]
        title = codes(self.sightings.table.column("ContractTitle"), fold_texts)
        blank = np.iinfo(np.int64).min  # how a blank day is held
        numbers = [np.where(day == blank, -1, day - day[day != blank].min(initial=0)) for day in days]
        return RowGroups.by([self.authority_of_row, self._references[self.rows], title[self.rows], *numbers])

    def text(self, name: str) -> Coded:
        """Return a text field of every row."""
        return self.sightings.coded(name).take(self.rows)

    def _day(self, name: str) -> Days:
        return self.sightings.days(name)[self.rows]

    def _values(self, name: str) -> pa.Array:
        return self.sightings.table.column(name).take(pa.array(self.rows)).combine_chunks()

    @cached_property
    def row(self) -> Ints:
        """Per contract: the row of the sightings that it begins with."""
        return self.rows[self.groups.first_row]

    @cached_property
    def authority(self) -> Ints:
        """Per contract: the position of its authority."""
        return self.authority_of_row[self.groups.first_row]

    @cached_property
    def reference(self) -> Coded:
        """Per contract: its reference."""
        return Coded.of(
            trim(self.sightings.table.column("ContractReference").take(pa.array(self.row)).combine_chunks())
        )

    @cached_property
    def start(self) -> Days:
        """Per contract: its first day."""
        return self.sightings.days("StartDate")[self.row]

    @cached_property
    def end(self) -> Days:
        """Per contract: its last day."""
        return self.sightings.days("EndDate")[self.row]

    @cached_property
    def value(self) -> pa.Array:
        """Per contract: the largest value of its rows, as published."""
        return self.groups.largest(self._values("ContractValue"))

    def first_text(self, name: str) -> Coded:
        """Return per contract what the first row that has the field says."""
        column = self.text(name)
        return coded_at(column, self.groups.first_where(column.positions >= 0))

    @cached_property
    def extended_until(self) -> Days:
        """Per contract: the last day to which it can be extended."""
        days = self._day("LastExtensionDate")
        rows = self.groups.first_where(~np.isnat(days))
        return np.append(days, np.datetime64("NaT", "D"))[rows]

    @cached_property
    def is_yearly(self) -> Bools:
        """Per contract: its value is that of a year."""
        says = self._values("FixedCost")
        rows = self.groups.first_where(pc.is_valid(says).to_numpy(zero_copy_only=False))
        is_no = pc.fill_null(pc.invert(says), False).to_numpy(zero_copy_only=False)
        return np.asarray((rows >= 0) & np.append(is_no, False)[rows])

    def any_row_says(self, name: str) -> Bools:
        """Return per contract whether one of its rows says yes."""
        yes = pc.fill_null(self._values(name), False).to_numpy(zero_copy_only=False)
        return self.groups.any_where(np.asarray(yes, dtype=bool))

    @cached_property
    def categories(self) -> Ints:
        """Per contract: the bits of the categories that its codes are of."""
        column = self.text("CPVCode")
        bits = np.array([*map(category_bits, column.words), 0], dtype=np.int64)
        return self.groups.joined_bits(bits[column.positions])

    @cached_property
    def _from_platform(self) -> Bools:
        """Per row: its open contracting identifier is the platform's."""
        column = self.text("OpenContractingID")
        is_ours = [word.lower().startswith(PLATFORM_PREFIX) for word in column.words]
        return np.array([*is_ours, False], dtype=bool)[column.positions]

    @cached_property
    def platform_identifier(self) -> Coded:
        """Per contract: the first of its open contracting identifiers that is the platform's."""
        return coded_at(self.text("OpenContractingID"), self.groups.first_where(self._from_platform))

    @cached_property
    def has_foreign_identifier(self) -> Bools:
        """Per contract: it has an open contracting identifier that is not the platform's."""
        has_one = self.text("OpenContractingID").positions >= 0
        return self.groups.any_where(has_one & ~self._from_platform)

    @cached_property
    def supplier_of_row(self) -> Coded:
        """Per row: its supplier."""
        return suppliers(
            self.text("CompaniesHouseRegistrationNumber"),
            self.text("CharityCommissionNumber"),
            self.text("SupplierName"),
        )

    @cached_property
    def has_nameless_supplier(self) -> Bools:
        """Per contract: one of its rows gives neither number of its supplier."""
        numbers = [self.text(name) for name in ("CompaniesHouseRegistrationNumber", "CharityCommissionNumber")]
        return self.groups.any_where((numbers[0].positions < 0) & (numbers[1].positions < 0))
