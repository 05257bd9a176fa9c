"""The reporting ledger: how the forms of returns are filled, and the facts that are asked for more than once."""

from dataclasses import asdict, dataclass
from datetime import date

from fastapi import APIRouter, Request

from plugins.pipeline.ledgers.reporting_ledger import load_contradictions, load_filled_forms
from plugins.portal import pages
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.councils import known_authority
from transforms.domain.origins import Origin
from transforms.reporting_ledger.facts import repeated_facts
from transforms.reporting_ledger.forms import form_content
from transforms.returns import RETURNS, statutory_return
from transforms.standards import STANDARDS

router = APIRouter(prefix="/api/v1/ledger", tags=["Reporting ledger"], responses=REFUSALS)


@dataclass(frozen=True)
class FilledFormFact:
    """How the form of a return is filled in one period, by one authority or, where `authority` is null, by all."""

    return_slug: str
    period: str
    as_known: date
    authority: str | None
    forms: int
    cells: int
    computed: int
    inferred: int
    declared: int
    not_derivable: int
    no_data: int


@dataclass(frozen=True)
class WantedFact:
    """Cells of a return that no published field holds, and what councils would have to publish."""

    return_slug: str
    reason: str
    wanted: str
    cells: list[str]


@dataclass(frozen=True)
class FactSourceFact:
    """A cell of a return, or a field of a standard, that tells a fact."""

    kind: str
    slug: str
    name: str
    label: str


@dataclass(frozen=True)
class RepeatedFactFact:
    """A fact that more than one cell or field tells."""

    fact: str
    words: str
    sources: list[FactSourceFact]


@dataclass(frozen=True)
class FigureOfFact:
    """What a cell of a return says of a fact."""

    return_slug: str
    cell: str
    value: str


@dataclass(frozen=True)
class ContradictionFact:
    """Two figures of the same fact, authority and period that differ."""

    fact: str
    authority: str
    period: str
    first: FigureOfFact
    second: FigureOfFact


@dataclass(frozen=True)
class LedgerFact:
    """The whole ledger."""

    forms: list[FilledFormFact]
    wanted: list[WantedFact]
    facts: list[RepeatedFactFact]
    contradictions: list[ContradictionFact]


@router.get("")
def get_ledger(request: Request, authority: str = "", periods: str = "newest") -> LedgerFact:
    """Return the ledger of one authority (a GSS code) or of all; `periods=all` gives every period."""
    gss = _area(authority)
    deployment = pages.deployment_of(request)
    forms = load_filled_forms(deployment, gss, every_period=periods == "all")
    return LedgerFact(
        forms=[
            FilledFormFact(
                form.definition.slug, form.period, form.as_known, gss or None, form.forms, form.cell_count,
                *(form.cells.get(origin, 0) for origin in reversed(Origin)),
            )
            for form in forms
        ],
        wanted=[
            WantedFact(definition.slug, missing.reason, missing.wanted, list(missing.cells))
            for definition in RETURNS
            for missing in form_content(definition).wanted
        ],
        facts=[
            RepeatedFactFact(fact.name, fact.words, [FactSourceFact(**asdict(source)) for source in fact.sources])
            for fact in repeated_facts(RETURNS, STANDARDS)
        ],
        contradictions=[
            ContradictionFact(
                pair.first.fact, pair.first.authority, pair.first.period,
                *(FigureOfFact(figure.return_slug, figure.cell, figure.value) for figure in (pair.first, pair.second)),
            )
            for pair in load_contradictions(deployment, gss)
        ],
    )  # fmt: skip


def _area(code: str) -> str:
    """Return the code of an authority or of an area over which a return is added up; blank for all."""
    totals = {area.gss for definition in RETURNS for area in statutory_return(definition.slug).totals}
    return code if not code or code in totals else known_authority(code).gss
