"""What a return declares of its rounds: when they open and close, who certifies, what makes a revision matter.

Source: docs/specifications/life-of-a-return.md, sections 2 to 4.
"""

from dataclasses import dataclass

CERTIFYING_ROLES = {
    "head-of-planning": "Head of planning",
    "section-151-officer": "Section 151 officer",
    "licensing-manager": "Licensing manager",
}


@dataclass(frozen=True)
class RoundRules:
    """The days of a round, who confirms for an authority, and when a revision is told at once.

    Working days are England's. `closes_after_months` counts from the end of the period, when revisions end. A revision
    matters if a cell of a total area moves by more than `area_materiality_pct`, or one of an authority's by more than
    `authority_materiality_pct`; below that, revisions gather until the end of every `revision_months` after the
    release. `imputed_cells` are those that get an imputed value where an authority is missing.
    """

    certifying_role: str = "section-151-officer"
    chase_working_days: tuple[int, ...] = (10, 3)  # before the deadline
    release_working_days: int = 5  # after the deadline, at the latest
    closes_after_months: int = 30
    area_materiality_pct: int = 1
    authority_materiality_pct: int = 5
    revision_months: int = 3
    imputed_cells: tuple[str, ...] = ()
    officer_may_certify: bool = False  # what they declared themselves

    @property
    def certifying_words(self) -> str:
        """The certifying role as people say it."""
        return CERTIFYING_ROLES[self.certifying_role]
