"""The reporting ledger as a page shows it: how forms are filled, what would fill the rest, what is asked twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.reporting_ledger import FilledForm, load_contradictions, load_filled_forms, owed_returns
from plugins.submissions.assembly_reader import AssemblyReader
from transforms.domain.facts import FACTS
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.cell_values import value_in_words
from transforms.reporting_ledger.facts import Contradiction, FactFigure, RepeatedFact, repeated_facts
from transforms.reporting_ledger.forms import FormContent, form_content
from transforms.returns import RETURNS, statutory_return
from transforms.standards import STANDARDS

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment


@dataclass(frozen=True)
class ReportingLedgerView:
    """What one authority, or all together, no longer have to type."""

    forms: Sequence[FilledForm]
    contents: Sequence[FormContent]
    facts: Sequence[RepeatedFact]
    contradictions: Sequence[Contradiction]
    not_owed: Sequence[StatutoryReturn]  # by the one authority

    def words(self, fact: str) -> str:
        """Return what a fact is called."""
        return FACTS.get(fact, fact)

    def figure_in_words(self, figure: FactFigure) -> tuple[str, str]:
        """Return a figure as people read it, and the words and the name of its cell."""
        cell = statutory_return(figure.return_slug).cell(figure.cell)
        return value_in_words(cell, figure.value), f"{cell.label}, {cell.name}"

    @property
    def cell_count(self) -> int:
        """The number of cells on all forms."""
        return sum(form.cell_count for form in self.forms)

    @property
    def filled(self) -> int:
        """The number of them that have a value."""
        return sum(form.filled for form in self.forms)


def load_reporting_ledger(
    deployment: "Deployment", reader: AssemblyReader, authority_gss: str = "", *, every_period: bool = False
) -> ReportingLedgerView:
    """Return the ledger of an authority, or of all together, for the newest period of every return or for all."""
    owed = owed_returns(authority_gss)
    return ReportingLedgerView(
        forms=load_filled_forms(deployment, authority_gss, reader, every_period=every_period),
        contents=[form_content(definition) for definition in owed],
        facts=repeated_facts(RETURNS, STANDARDS),
        contradictions=load_contradictions(deployment, authority_gss, reader),
        not_owed=[definition for definition in RETURNS if definition not in owed],
    )
