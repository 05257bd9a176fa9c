"""The reporting ledger: how the forms of returns are filled, and the facts that are asked for more than once."""

from dataclasses import asdict, dataclass
from datetime import date

from fastapi import APIRouter, Request

from plugins.pipeline.ledgers.reporting_ledger import load_contradictions, load_filled_forms, owed_returns
from plugins.portal import pages
from plugins.portal.accounts.reader import reader_of
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.reporting_ledger import authority_or_area
from transforms.domain.origins import Origin
from transforms.reporting_ledger.facts import repeated_facts
from transforms.reporting_ledger.forms import form_content
from transforms.returns import RETURNS
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
class DataGapFact:
    """Cells of a return that no published field holds, and what councils would have to publish."""

    return_slug: str
    reason: str
    missing_data: str
    cells: list[str]


@dataclass(frozen=True)
class FactSourceFact:
    """A cell of a return, or a field of a standard, that tells a fact; `title` is that of the return or standard."""

    kind: str
    slug: str
    title: str
    name: str
    label: str


@dataclass(frozen=True)
class RepeatedFactFact:
    """A fact that more than one cell or field tells; `not_compared` says why some of its figures aren't."""

    fact: str
    words: str
    sources: list[FactSourceFact]
    not_compared: str


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
    """The whole ledger; `not_owed` are the returns that the one authority does not owe."""

    forms: list[FilledFormFact]
    not_owed: list[str]
    gaps: list[DataGapFact]
    facts: list[RepeatedFactFact]
    contradictions: list[ContradictionFact]


@router.get("")
def get_ledger(request: Request, authority: str = "", periods: str = "newest") -> LedgerFact:
    """Get how published data fills the returns, what would fill the rest, and what is asked for more than once.

    Of one `authority` (a GSS code, or the code of a total area such as E92000001), otherwise of all that owe a return;
    of the newest period of each return, or with `periods=all` of every one.
    """
    gss = authority_or_area(authority) if authority else ""
    deployment, reader, owed = pages.deployment_of(request), reader_of(request), owed_returns(gss)
    forms = load_filled_forms(deployment, gss, reader, every_period=periods == "all")
    return LedgerFact(
        forms=[
            FilledFormFact(
                form.definition.slug, form.period, form.as_known, gss or None, form.forms, form.cell_count,
                *(form.cells.get(origin, 0) for origin in reversed(Origin)),
            )
            for form in forms
        ],
        not_owed=[definition.slug for definition in RETURNS if definition not in owed],
        gaps=[
            DataGapFact(definition.slug, gap.reason, gap.missing_data, list(gap.cells))
            for definition in owed
            for gap in form_content(definition).gaps
        ],
        facts=[
            RepeatedFactFact(
                fact.name, fact.words, [FactSourceFact(**asdict(source)) for source in fact.sources], fact.not_compared
            )
            for fact in repeated_facts(RETURNS, STANDARDS)
        ],
        contradictions=[
            ContradictionFact(
                pair.first.fact, pair.first.authority, pair.first.period,
                *(FigureOfFact(figure.return_slug, figure.cell, figure.value) for figure in (pair.first, pair.second)),
            )
            for pair in load_contradictions(deployment, gss, reader)
        ],
    )  # fmt: skip
