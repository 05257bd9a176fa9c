"""Exceptions: the records that someone should look at, and what is to be said of an authority or of one of its cells.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1, 2 and 4.
Known:  a record is listed if it is dated up to the year's end, on no day, or on one that can't be; for every reason
        that applies, once for each row that holds it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from transforms.domain.exact_amounts import written
from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools
from transforms.returns.infrastructure_funding_statement.agreements import NO_REGIME
from transforms.returns.infrastructure_funding_statement.availability import Availability
from transforms.returns.infrastructure_funding_statement.group_sums import BEFORE, TO_END
from transforms.returns.infrastructure_funding_statement.history import StatementHistory
from transforms.returns.infrastructure_funding_statement.kept_rows import EARLIEST
from transforms.returns.infrastructure_funding_statement.listed_rows import (
    listed_groups,
    listed_rows,
    rows_of,
)
from transforms.returns.infrastructure_funding_statement.openings import Openings
from transforms.returns.infrastructure_funding_statement.origins import Origins
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows
from transforms.returns.infrastructure_funding_statement.statement import Statement
from transforms.returns.infrastructure_funding_statement.transactions import NO_STATUS
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    AGREEMENTS,
    CONTRIBUTIONS,
    REGIMES,
    SECURED,
    STATEMENT_REGIMES,
    STATUSES,
    TRANSACTIONS,
    opening_cells,
)

Entry = tuple[str, str, str, Mapping[str, object]]  # authority, reason, reference, what the detail says
Listed = Iterator[tuple[str, PublishedRows, str, Bools]]  # standard, rows, reason, which of them


@dataclass(frozen=True)
class Exceptions:
    """What is listed of every authority."""

    statement: Statement
    availability: Availability
    history: StatementHistory
    openings: Openings
    origins: Origins

    def table(self) -> pa.Table:
        """Return all exceptions but those that the engine and the checks list."""
        rows = (*self._agreements(), *self._contributions(), *self._transactions(), *self._missing_records())
        authorities = tuple(self.statement.authorities)
        tables = [listed_rows(authorities, standard, of, reason, mask) for standard, of, reason, mask in rows]
        entries = [*self._of_authorities(), *self._of_openings()]
        return pa.concat_tables([*tables, *self._of_groups(), rows_of(entries)])

    @cached_property
    def compared_openings(self) -> frozenset[tuple[str, str]]:
        """The authorities and cells whose declared opening is compared with the history here."""
        return frozenset((gss, cell) for gss, regime, _ in self._decided_by_history() for cell in opening_cells(regime))

    def _agreements(self) -> Listed:
        agreements, replaced = self.statement.agreements, self.statement.replaced_agreements
        is_undated = np.isnat(agreements.rows.start)
        yield AGREEMENTS, agreements.rows, "date-missing", is_undated
        yield AGREEMENTS, agreements.rows, "date-implausible", ~is_undated & ~agreements.is_plausible
        is_plausible = replaced.is_plausible("1974-04-01")
        yield AGREEMENTS, replaced, "record-superseded", ~is_plausible | (replaced.start <= self.statement.last)

    def _contributions(self) -> Listed:
        of, replaced = self.statement.contributions, self.statement.replaced_contributions
        for reason, holds in (
            ("no-regime", of.regime == NO_REGIME),
            ("amount-missing", of.lacks_amount),
            ("date-missing", of.lacks_date),
            ("collected-for-another", of.is_mayoral),
            ("deed-of-variation", of.is_of_deed),
            ("row-repeated", of.rows.is_repeat),
        ):
            yield CONTRIBUTIONS, of.rows, reason, holds & of.is_listed
        yield CONTRIBUTIONS, replaced.rows, "record-superseded", replaced.is_listed

    def _transactions(self) -> Listed:
        of, replaced = self.statement.transactions, self.statement.replaced_transactions
        for reason, holds in (
            ("no-regime", of.regime == NO_REGIME),
            ("status-unreadable", of.status == NO_STATUS),
            ("amount-missing", of.lacks_amount),
            ("date-missing", of.is_undated),
            ("date-implausible", of.is_implausible),
            ("row-repeated", of.rows.is_repeat),
        ):
            yield TRANSACTIONS, of.rows, reason, holds & of.is_listed
        yield TRANSACTIONS, replaced.rows, "record-superseded", replaced.is_listed

    def _missing_records(self) -> Listed:
        """Return what later files withdrew or changed."""
        for is_changed, reason in ((False, "record-withdrawn"), (True, "record-changed")):
            rows = self.statement.kept_transactions.missing_records(is_changed=is_changed)
            is_secured = self.statement.statuses[rows.row] == STATUSES.index(SECURED)
            concerned = ~rows.is_plausible(EARLIEST) | (rows.start <= self.statement.last)
            yield TRANSACTIONS, rows, reason, concerned & ~is_secured

    def _of_authorities(self) -> Iterator[Entry]:
        available, authorities, amounts = self.availability, self.statement.authorities, self.statement.amounts
        not_derivable, no_data = RANK[Origin.NOT_DERIVABLE], RANK[Origin.NO_DATA]
        for position in np.flatnonzero(available.lacks_year).tolist():
            ranks = {"transactions": available.transactions, "contributions": available.contributions}
            cells = ",".join(name for name, rank in ranks.items() if rank[position] == not_derivable)
            yield authorities[position], "year-not-published", "", {"cells_of": cells}
        for position in np.flatnonzero(available.is_unlinked).tolist():
            sums = {"unlinked": available.unlinked[position], "all": available.all_amounts[position]}
            detail = {name: written(amounts.decimal(number)) for name, number in sums.items()}
            yield authorities[position], "unlinked-share", "", detail
        for regime in STATEMENT_REGIMES:
            received = available.received[:, REGIMES.index(regime)]
            for position in np.flatnonzero((received < 0) & (available.transactions != no_data)).tolist():
                detail = {"received": written(amounts.decimal(received[position]))}
                yield authorities[position], "negative-total", f"{regime}.b", detail

    def _of_groups(self) -> Iterator[pa.Table]:
        """Yield the groups that gave out more than they received, or than was allocated."""
        sums = self.statement.sums
        is_told = np.isin(sums.regime, [REGIMES.index(regime) for regime in STATEMENT_REGIMES])
        out, received, used = (sums.to(name, TO_END) for name in ("out", "rec", "used"))
        allocated = sums.to("allocated", TO_END)
        is_beyond = (used > allocated) & (allocated > 0)
        for reason, sides, holds in (
            ("spent-before-received", {"out": out, "received": received}, out > received),
            ("spent-beyond-allocated", {"spent": used, "allocated": allocated}, is_beyond),
        ):
            rows = np.flatnonzero(is_told & holds.astype(bool))
            references = self.statement.references.text.take(sums.group[rows]).texts()
            numbers = {name: self.statement.amounts.like(side[rows]) for name, side in sides.items()}
            yield listed_groups(self.statement.authorities, sums.authority[rows], reason, references, numbers)

    def _of_openings(self) -> Iterator[Entry]:
        """Yield the openings that differ by more than a pound from what the history says."""
        sums, amounts, declared = self.statement.sums, self.statement.amounts, self.statement.request.declared
        unallocated = sums.to("rec", BEFORE) - sums.to("ret", BEFORE) - sums.to("alloc", BEFORE)
        allocated = sums.to("alloc", BEFORE) - sums.to("used", BEFORE)
        for gss, regime, position in self._decided_by_history():
            mask = (sums.authority == position) & (sums.regime == REGIMES.index(regime))
            for cell, numbers in zip(opening_cells(regime), (unallocated, allocated), strict=True):
                derived, figure = amounts.decimal(np.maximum(numbers[mask], 0).sum()), declared.of(gss, cell)
                if figure and abs(figure.value - derived) > 1:
                    yield gss, "opening-differs", cell, {"declared": figure.value, "derived": written(derived)}

    def _decided_by_history(self) -> Iterator[tuple[str, str, int]]:
        """Yield the authorities and regimes that have a declared opening, and a history that decides instead."""
        ranks = self.origins.by_name
        for regime, openings in self.openings.declared.items():
            has_history = self.history.of_year.is_there[:, REGIMES.index(regime)]
            is_told = (ranks[f"{regime}.opening"] > RANK[Origin.DECLARED]) & has_history
            for position in openings:
                if is_told[position]:
                    yield self.statement.authorities[position], regime, position
