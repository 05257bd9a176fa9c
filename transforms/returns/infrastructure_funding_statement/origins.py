"""Origins: how each sort of cell comes about, for every authority.

Source: docs/specifications/infrastructure-funding-statement.md, sections 2 and 3 (the letters C, H, I and N).
Known:  sorts are named after the regime and what the cell is made of: of the `year` alone (C), from `history` (H), the
        same `split` by purpose (H, at best I), `assumed` (I); of contributions, `agreed` (C) and `agreed_assumed` (I).
        What stays allocated is of the year alone where the switch asks for the flow of the year.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Ranks
from transforms.returns.infrastructure_funding_statement.availability import Availability
from transforms.returns.infrastructure_funding_statement.history import RegimeHistory, StatementHistory
from transforms.returns.infrastructure_funding_statement.openings import Openings
from transforms.returns.infrastructure_funding_statement.statement import Statement
from transforms.returns.infrastructure_funding_statement.vocabulary import CIL, REGIMES, STATEMENT_REGIMES

COUNTIES = "E10"
NO_DATA, NOT_DERIVABLE, DECLARED, INFERRED, COMPUTED = (
    np.int8(RANK[origin])
    for origin in (Origin.NO_DATA, Origin.NOT_DERIVABLE, Origin.DECLARED, Origin.INFERRED, Origin.COMPUTED)
)


@dataclass(frozen=True)
class Origins:
    """The origin of each sort of cell."""

    statement: Statement
    availability: Availability
    history: StatementHistory
    openings: Openings

    @cached_property
    def by_name(self) -> dict[str, Ranks]:
        """Every sort of cell with its rank per authority."""
        ranks = {"never": np.where(self.availability.has_any, NOT_DERIVABLE, NO_DATA)}
        for regime in REGIMES:
            ranks[f"{regime}.agreed"] = self._weakest(self._agreed(regime), self._at_best(regime))
            ranks[f"{regime}.agreed_assumed"] = self._weakest(self._agreed(regime), INFERRED)
        for regime in STATEMENT_REGIMES:
            ranks |= {f"{regime}.{sort}": rank for sort, rank in self._of_transactions(regime).items()}
        return {name: rank.astype(np.int8) for name, rank in ranks.items()}

    def _of_transactions(self, regime: str) -> dict[str, Ranks]:
        of_this, of_last = self.history.of_year, self.history.of_year_before
        measured = self._from_history(regime, of_this)
        split = np.where(measured == NOT_DERIVABLE, NOT_DERIVABLE, self._weakest(self._moved(regime), INFERRED))
        of_year = self._weakest(self._moved(regime), self._at_best(regime))
        assumed = self._weakest(self._moved(regime), INFERRED)
        is_flow = self.statement.request.settings["allocated_unspent_as"] == "flow"
        return {
            "year": of_year,
            "assumed": assumed,
            "opening": measured,
            "history": np.where(self._may_open(regime), DECLARED, measured),
            "split": split,
            "allocated": of_year if is_flow else np.where(self._may_open(regime), DECLARED, measured),
            "allocated_split": assumed if is_flow else split,
            "allocated_measured": of_year if is_flow else measured,
            "year_before": np.where(of_last.is_there[:, REGIMES.index(regime)], INFERRED, NOT_DERIVABLE),
        }

    def _from_history(self, regime: str, history: RegimeHistory) -> Ranks:
        """Return the origin of what needs a history, without any opening."""
        position = REGIMES.index(regime)
        at_best = np.where(history.is_whole[:, position], self._at_best(regime), INFERRED)
        ranks = self._weakest(self._moved(regime), at_best)
        return np.where(self._needs_history(regime) & ~history.is_there[:, position], NOT_DERIVABLE, ranks)

    def is_opened(self) -> dict[str, Bools]:
        """Return, by regime, whose stocks follow from a declared opening."""
        return {regime: self._may_open(regime) for regime in STATEMENT_REGIMES}

    def _may_open(self, regime: str) -> Bools:
        """Return who has no history of a regime, and a declared opening instead."""
        lacks = ~self.history.of_year.is_there[:, REGIMES.index(regime)]
        return np.asarray(self._needs_history(regime) & lacks & self.openings.is_declared[regime])

    def _needs_history(self, regime: str) -> Bools:
        """Return for whom the cells of transactions of a regime stand and fall with its history."""
        is_told = self._moved(regime) > DECLARED
        return np.asarray(is_told & self.availability.is_ever_published[:, REGIMES.index(regime)])

    def _moved(self, regime: str) -> Ranks:
        """Return what the origin of a cell of transactions is at best."""
        position, available = REGIMES.index(regime), self.availability
        barred = available.is_unlinked | available.is_negative[:, position]
        is_there = available.transactions != NO_DATA
        ranks = np.where(barred & is_there, NOT_DERIVABLE, available.transactions)
        return self._unless_never_published(regime, ranks)

    def _agreed(self, regime: str) -> Ranks:
        """Return what the origin of a cell of contributions is at best."""
        return self._unless_never_published(regime, self.availability.contributions)

    def _unless_never_published(self, regime: str, ranks: Ranks) -> Ranks:
        """Return ranks, not derivable for a regime that was never published; a county has none of the levy."""
        never = ~self.availability.is_ever_published[:, REGIMES.index(regime)] & (ranks > DECLARED)
        instead = np.where(self._is_county & (regime == CIL), INFERRED, NOT_DERIVABLE)
        return np.where(never, instead, ranks)

    def _at_best(self, regime: str) -> Ranks:
        """Return inferred where something of the year isn't linked."""
        is_ever = self.availability.is_ever_published[:, REGIMES.index(regime)]
        return np.where(self.history.is_linked[:, REGIMES.index(regime)] & is_ever, COMPUTED, INFERRED)

    @cached_property
    def _is_county(self) -> Bools:
        return np.array([gss.startswith(COUNTIES) for gss in self.statement.authorities], dtype=bool)

    @staticmethod
    def _weakest(ranks: Ranks, others: "Ranks | np.int8") -> Ranks:
        """Return the weaker of two origins."""
        return np.asarray(np.minimum(ranks, others))
