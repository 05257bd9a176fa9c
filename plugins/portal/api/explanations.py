"""Explanations of findings and waivers: written by a council's officer, decided on by the data team.

Source: docs/specifications/life-of-a-return.md, section 1.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field
from starlette.responses import Response

from plugins.pipeline.ledgers.explain_findings import FindingSelection, explain_selection
from plugins.portal.accounts.caller import CallerNow, today
from plugins.portal.api.acts import ACT_PROBLEMS, PRIVATE_PROBLEMS, ActBody, IdempotencyKey, Why, carry_out
from plugins.portal.api.visible import visible_explanation, visible_source
from plugins.portal.pages import deployment_of
from plugins.storage.warehouse.explanations import APPROVED, REFUSED, WITHDRAWN
from plugins.submissions.finding_explanations import decide_on_explanation, list_explanations
from transforms.findings.explanations import Explanation, ExplanationKind
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(prefix="/api/v1", tags=["Explanations and waivers"], responses=PRIVATE_PROBLEMS)
StandardSlug = Annotated[str, Path(description="The dataset standard, such as brownfield_land")]
Gss = Annotated[str, Path(description="The GSS code of the authority")]
Number = Annotated[int, Path(ge=1, le=2**63 - 1, description="The number of the explanation or waiver")]


@dataclass(frozen=True)
class DecisionFact:
    """What somebody decided: approved, refused or withdrawn."""

    decision: str
    by: str


@dataclass(frozen=True)
class WrittenExplanation:
    """An explanation or a waiver: of which findings, by whom, until when, and what was decided.

    It is of the findings with `fingerprints`; or with `code` in `column` and one of `values`. A waiver counts as an
    explanation until it is approved.
    """

    number: int
    kind: str
    standard: str
    gss: str
    code: str | None
    column: str | None
    values: list[str | None]
    fingerprints: list[str]
    why: str
    proposed_by: str
    proposed_on: date
    until: date
    applies: bool  # today
    decisions: list[DecisionFact]


@dataclass(frozen=True)
class ProposedFact:
    """The number that an explanation was given, and how many open findings it is about."""

    number: int
    findings: int


class FindingsBody(ActBody):
    """Which open findings are explained, why, and the last day on which that applies.

    Either a code, with its column where it is about one; or fingerprints.
    """

    kind: ExplanationKind = ExplanationKind.EXPLANATION
    code: str | None = None
    column: str | None = None
    fingerprints: list[str] = Field(default_factory=list, max_length=1_000)
    why: str
    until: date


@router.get("/explanations")
def list_written(
    request: Request, caller: CallerNow, standard: str | None = None, gss: str | None = None
) -> list[WrittenExplanation]:
    """List explanations and waivers, the oldest first: your council's, or all for the data team."""
    with deployment_of(request).transaction() as connection:
        written = list_explanations(connection, caller.access(connection), today(), standard, gss)
    return [_fact(explanation) for explanation in written]


@router.post(
    "/sources/{standard}/{gss}/explanations",
    dependencies=[Depends(visible_source)],
    status_code=201,
    response_model=ProposedFact,
    responses=ACT_PROBLEMS,
)
def explain(
    request: Request, caller: CallerNow, standard: StandardSlug, gss: Gss, body: FindingsBody,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Explain open findings of your council's file, or ask for a waiver: readers see the words where the finding is."""
    deployment = deployment_of(request)
    selection = FindingSelection(standard, gss, body.code, body.column, tuple(body.fingerprints))

    def act(connection: "Connection", access: Access) -> ProposedFact:
        period = (today(), body.until)
        return ProposedFact(*explain_selection(connection, deployment, access, body.kind, selection, body.why, period))

    return carry_out(request, caller, key, body, act)


@router.post(
    "/explanations/{number}/agreement",
    dependencies=[Depends(visible_explanation)],
    status_code=201,
    response_model=WrittenExplanation,
    responses=ACT_PROBLEMS,
)
def agree(request: Request, caller: CallerNow, number: Number, body: Why, key: IdempotencyKey = None) -> Response:
    """Approve a waiver that somebody else asked for: its findings no longer count against the publisher."""
    return _decide(request, caller, number, body, key, APPROVED)


@router.post(
    "/explanations/{number}/refusal",
    dependencies=[Depends(visible_explanation)],
    status_code=201,
    response_model=WrittenExplanation,
    responses=ACT_PROBLEMS,
)
def refuse(request: Request, caller: CallerNow, number: Number, body: Why, key: IdempotencyKey = None) -> Response:
    """Refuse an explanation or a waiver that somebody else wrote: its findings are open again."""
    return _decide(request, caller, number, body, key, REFUSED)


@router.post(
    "/explanations/{number}/withdrawal",
    dependencies=[Depends(visible_explanation)],
    status_code=201,
    response_model=WrittenExplanation,
    responses=ACT_PROBLEMS,
)
def withdraw(request: Request, caller: CallerNow, number: Number, body: Why, key: IdempotencyKey = None) -> Response:
    """Withdraw an explanation or a waiver that you wrote."""
    return _decide(request, caller, number, body, key, WITHDRAWN)


def _decide(request: Request, caller: CallerNow, number: int, body: Why, key: str | None, decision: str) -> Response:
    def act(connection: "Connection", access: Access) -> WrittenExplanation:
        return _fact(decide_on_explanation(connection, access, number, decision, body.why, today()))

    return carry_out(request, caller, key, body, act)


def _fact(written: Explanation) -> WrittenExplanation:
    decisions = zip(written.decisions, written.decided_by, strict=True)
    return WrittenExplanation(
        written.id, written.kind.value, written.standard, written.authority_gss, written.code, written.column,
        list(written.values), list(written.fingerprints), written.why, written.proposed_by, written.proposed_on,
        written.until, written.holds(today()), [DecisionFact(decision, by) for decision, by in decisions],
    )  # fmt: skip
