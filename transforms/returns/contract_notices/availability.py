"""What is known of each authority: when, which of its files are usable, and so where each cell comes from.

Source: docs/specifications/contract-notices.md, section 4
Known:  the day as known, where none is asked for, is that of an authority's latest file of either standard, usable or
        not. An authority has data where its register is usable or its spending covers the three months.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from transforms.domain.origins import RANK, Origin
from transforms.domain.records import EXCEPTION_COLUMNS, Bools, Days, Ranks
from transforms.domain.return_request import ReturnRequest
from transforms.domain.sightings import Sightings
from transforms.returns.contract_notices.groups import codes, trim
from transforms.returns.contract_notices.legal_numbers import ACT_IN_FORCE, PAYMENTS_IN_FORCE
from transforms.returns.contract_notices.needs import CONTRACTS, SPENDING
from transforms.returns.contract_notices.register import Register

REGISTER, REGIME, PAYMENTS, UNMATCHED, ALL_PAYMENTS = "register", "regime", "payments", "unmatched", "all_payments"


@dataclass(frozen=True)
class DataAvailability:
    """What is known of every authority requested."""

    registers: Sightings
    spending: Sightings
    months_seen: NDArray[np.bool_]  # per authority and month of the quarter
    request: ReturnRequest

    @cached_property
    def as_known(self) -> Days:
        """Per authority: the day as known, blank where nothing was ever fetched."""
        days = [self._as_known(gss) for gss in self.request.authorities]
        return np.array(days, dtype="datetime64[D]")

    def _as_known(self, gss: str) -> date | None:
        days = [sightings.last_fetched.get(gss) for sightings in (self.registers, self.spending)]
        return self.request.as_known or max((day for day in days if day), default=None)

    @cached_property
    def latest_registers(self) -> Sightings:
        """The registers with just the files that are used."""
        last = {file.authority_gss: file.fetched for file in self.registers.files}
        used = tuple(file for file in self.registers.files if file.fetched == last[file.authority_gss])
        return replace(self.registers, files=used)

    @cached_property
    def _register_fetched(self) -> Days:
        """Per authority: the day of the register that is used, blank where there is none."""
        last = {file.authority_gss: file.fetched for file in self.registers.files}
        return np.array([last.get(gss) for gss in self.request.authorities], dtype="datetime64[D]")

    @cached_property
    def has_register(self) -> Bools:
        """Per authority: a usable register is known."""
        return ~np.isnat(self._register_fetched)

    @cached_property
    def register_reaches_the_end(self) -> Bools:
        """Per authority: the register was fetched after the quarter."""
        return np.asarray(self._register_fetched > np.datetime64(self.request.period.last))

    @cached_property
    def has_spending(self) -> Bools:
        """Per authority: usable spending is known, of whatever days."""
        publishers = {file.authority_gss for file in self.spending.files}
        return np.array([gss in publishers for gss in self.request.authorities], dtype=bool)

    @cached_property
    def has_payments(self) -> Bools:
        """Per authority: usable spending has a record in each month of the quarter."""
        return np.asarray(self.months_seen.all(axis=1))


def origins(availability: DataAvailability) -> dict[str, Ranks]:
    """Return where the cells of each kind come from, per authority."""
    last = availability.request.period.last
    no_data, not_derivable, inferred, computed = (
        RANK[origin] for origin in (Origin.NO_DATA, Origin.NOT_DERIVABLE, Origin.INFERRED, Origin.COMPUTED)
    )
    is_derivable = availability.has_register & (last >= PAYMENTS_IN_FORCE)

    def ranks(has: Bools, rank: int | Ranks) -> Ranks:
        return np.where(has, rank, no_data).astype(np.int8)

    return {
        REGISTER: ranks(availability.has_register, np.where(availability.register_reaches_the_end, computed, inferred)),
        REGIME: ranks(availability.has_register, not_derivable if last < ACT_IN_FORCE else inferred),
        PAYMENTS: ranks(availability.has_payments, np.where(is_derivable, inferred, not_derivable)),
        UNMATCHED: ranks(availability.has_payments, np.where(is_derivable, computed, not_derivable)),
        ALL_PAYMENTS: ranks(availability.has_payments, computed),
    }


def exceptions(availability: DataAvailability, register: Register) -> pa.Table:
    """Return what is listed of rows without a reference and of authorities as a whole."""
    rows = [
        *_without_reference(availability),
        *_suppliers(availability, register),
        *_months(availability),
        *_standards(availability),
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(EXCEPTION_COLUMNS)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=EXCEPTION_COLUMNS)


Listed = Iterator[tuple[str, str, str, str]]


def _without_reference(availability: DataAvailability) -> Listed:
    """Yield the rows of the registers in use that have no reference, usable or not, with their lines."""
    for sightings in (availability.registers, availability.registers.unusable):
        if sightings is not None:
            blank = codes(sightings.table.column("ContractReference"), trim) < 0
            rows = np.flatnonzero(blank & sightings.is_latest)
            lines = sightings.table.column("source_line").take(pa.array(rows)).to_pylist()
            for file, line in zip(sightings.file[rows], lines, strict=True):
                yield sightings.files[file].authority_gss, "no-reference", "", f"line={line}"


def _suppliers(availability: DataAvailability, register: Register) -> Listed:
    """Yield, per authority, of how many contracts concerned a row gives neither number of its supplier."""
    first, last = np.datetime64(availability.request.period.first), np.datetime64(availability.request.period.last)
    start, end = register.start, register.end
    is_current = (np.isnat(start) | (start <= last)) & (np.isnat(end) | (end > last))
    in_quarter = ((start >= first) & (start <= last)) | ((end >= first) & (end <= last))
    counted = register.has_nameless_supplier & (is_current | in_quarter)
    numbers = np.bincount(register.authority[counted], minlength=len(availability.request.authorities))
    for gss, number in zip(availability.request.authorities, numbers.tolist(), strict=True):
        if number:
            yield gss, "supplier-unidentified", "", str(number)


def _months(availability: DataAvailability) -> Listed:
    """Yield the months of the quarter of which usable spending has no record."""
    first = np.datetime64(availability.request.period.first, "M")
    for position in np.flatnonzero(availability.has_spending & ~availability.has_payments):
        for month in np.flatnonzero(~availability.months_seen[position]):
            yield availability.request.authorities[position], "month-missing", "", str(first + month)


def _standards(availability: DataAvailability) -> Listed:
    """Yield the standards of which an authority has nothing usable."""
    for standard, has in ((CONTRACTS, availability.has_register), (SPENDING, availability.has_spending)):
        for position in np.flatnonzero(~has):
            yield availability.request.authorities[position], "no-data", "", standard
