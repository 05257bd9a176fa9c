"""The reporting ledger as a page shows it: how forms are filled, what would fill the rest, what is asked twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.reporting_ledger import FilledForm, load_contradictions, load_filled_forms
from transforms.reporting_ledger.facts import Contradiction, RepeatedFact, repeated_facts
from transforms.reporting_ledger.forms import FormContent, form_content
from transforms.returns import RETURNS
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

    @property
    def cell_count(self) -> int:
        """The number of cells on all forms."""
        return sum(form.cell_count for form in self.forms)

    @property
    def filled(self) -> int:
        """The number of them that have a value."""
        return sum(form.filled for form in self.forms)


def load_reporting_ledger(deployment: "Deployment", authority_gss: str = "") -> ReportingLedgerView:
    """Return the ledger of an authority, or of all together, for the newest period of every return."""
    return ReportingLedgerView(
        forms=load_filled_forms(deployment, authority_gss),
        contents=[form_content(definition) for definition in RETURNS],
        facts=repeated_facts(RETURNS, STANDARDS),
        contradictions=load_contradictions(deployment, authority_gss),
    )
