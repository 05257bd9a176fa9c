"""Openings: what a council declares that it held when the year began, and the cells that follow from it.

Source: docs/specifications/infrastructure-funding-statement.md, sections 2, 3 and 5.
Known:  they are worked out in aggregate, since nobody declares what each group held. A regime needs both figures.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.domain.records import Bools
from transforms.returns.infrastructure_funding_statement.group_sums import BEFORE, TO_END
from transforms.returns.infrastructure_funding_statement.statement import Statement
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    CIL,
    REGIMES,
    STATEMENT_REGIMES,
    opening_cells,
)

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Openings:
    """The openings that councils declare."""

    statement: Statement

    @cached_property
    def declared(self) -> dict[str, dict[int, tuple[Decimal, Decimal]]]:
        """By regime and authority: what was unallocated and what was allocated."""
        figures, openings = self.statement.request.declared, {}
        for regime in STATEMENT_REGIMES:
            lines = [
                tuple(figures.of(gss, cell) for cell in opening_cells(regime)) for gss in self.statement.authorities
            ]
            openings[regime] = {
                position: (free.value, spoken_for.value)
                for position, (free, spoken_for) in enumerate(lines)
                if free and spoken_for
            }
        return openings

    @cached_property
    def is_declared(self) -> dict[str, Bools]:
        """By regime: which authorities have declared both figures."""
        positions = range(len(self.statement.authorities))
        return {
            regime: np.array([position in of for position in positions], bool) for regime, of in self.declared.items()
        }

    def figures(self) -> dict[str, NDArray[Any]]:
        """Return the cells that follow from an opening, by name; None where there is none."""
        figures = {
            f"{regime}.{name}": np.full(len(self.statement.authorities), None, dtype=object)
            for regime in STATEMENT_REGIMES
            for name in self._cells(regime)
        }
        for regime, openings in self.declared.items():
            for position, (unallocated, allocated) in openings.items():
                for name, value in self._from_opening(regime, position, unallocated, allocated).items():
                    figures[f"{regime}.{name}"][position] = value
        return figures

    @staticmethod
    def _cells(regime: str) -> tuple[str, ...]:
        return ("c", "d", "f", "l1", "l2") if regime == CIL else ("c", "e", "i")

    def _from_opening(self, regime: str, position: int, unallocated: Decimal, allocated: Decimal) -> dict[str, Decimal]:
        """Return the cells of one authority and regime."""
        moved = {name: self._in_year(regime, position, name) for name in ("alloc", "used", "rec", "ret", "out")}
        newly = max(NOTHING, min(moved["alloc"], unallocated))
        unallocated_at_end = max(NOTHING, unallocated - max(newly, moved["used"] - allocated) - moved["ret"])
        allocated_at_end = max(NOTHING, allocated + moved["alloc"] - moved["used"])
        whole = max(NOTHING, unallocated + allocated + moved["rec"] - moved["out"])
        if regime != CIL:
            return {"c": unallocated_at_end, "e": allocated_at_end, "i": whole}
        of_year = max(NOTHING, moved["rec"] - max(NOTHING, moved["out"] - (unallocated + allocated)))
        return {"c": unallocated_at_end, "d": newly, "f": allocated_at_end, "l1": of_year, "l2": whole - of_year}

    def _in_year(self, regime: str, position: int, name: str) -> Decimal:
        """Return what moved in the year, over all groups of an authority and regime."""
        sums = self.statement.sums
        mask = (sums.authority == position) & (sums.regime == REGIMES.index(regime))
        return self.statement.amounts.decimal(sums.between(name, BEFORE, TO_END)[mask].sum())
