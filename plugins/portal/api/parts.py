"""An authority's part of a round: read, declared, explained, confirmed, disputed.

Source: docs/specifications/life-of-a-return.md, section 8.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field, StrictFloat, StrictInt, StrictStr
from starlette.responses import Response

from plugins.portal.accounts.caller import Caller, CallerNow, today
from plugins.portal.api.acts import ACT_PROBLEMS, PRIVATE_PROBLEMS, ActBody, IdempotencyKey, Why, carry_out, texts
from plugins.portal.api.round_facts import ActFact, PartFact, act_fact, part_fact
from plugins.portal.api.rounds import PeriodName, ReturnSlug
from plugins.portal.api.visible import visible_part
from plugins.portal.pages import deployment_of
from plugins.submissions import declared_values, parts
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(
    prefix="/api/v1/rounds/{slug}/{period}/parts/{gss}",
    tags=["Parts of authorities"],
    responses=PRIVATE_PROBLEMS,
    dependencies=[Depends(visible_part)],
)
Gss = Annotated[str, Path(description="The GSS code of the authority")]


class DeclarationBody(ActBody):
    """A value, or “nil”, of a cell that can't be derived; until a day for following periods too."""

    cell: str
    value: StrictStr | StrictInt | StrictFloat
    why: str
    until: str | None = None


class ExplanationBody(ActBody):
    """The answer to a check's question."""

    check: str
    why: str


class CellWhy(ActBody):
    """A cell, and a reason."""

    cell: str
    why: str


class ConfirmationBody(ActBody):
    """What is confirmed: the cells with this hash, all but some."""

    cells_sha256: str
    left_out: list[CellWhy] = Field(default_factory=list, alias="except")


class DisputedCell(CellWhy):
    """A disputed cell, and the value that it should have, where the council says so."""

    value: StrictStr | StrictInt | StrictFloat | None = None


class DisputeBody(ActBody):
    """The cells that are disputed."""

    cells: list[DisputedCell]


@router.get("")
def get_part(request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss) -> PartFact:
    """Get the part of an authority: every cell with its origin and state, what asks, and what changed."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        access = caller.access(connection)
        return part_fact(parts.read_part(connection, deployment.archive, access, (slug, period, gss), today()), today())


@router.post("/declarations", status_code=201, response_model=ActFact, responses=ACT_PROBLEMS)
def declare(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss, body: DeclarationBody,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Declare a value, or nil, of a cell that published data can't give."""

    def act(connection: "Connection", access: Access) -> None:
        parts.declare_cell(
            connection, deployment_of(request).archive, access, (slug, period, gss), body.model_dump(), today()
        )

    return _carry_out(request, caller, key, body, (slug, period, gss), act)


@router.post("/explanations", status_code=201, response_model=ActFact, responses=ACT_PROBLEMS)
def explain(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss, body: ExplanationBody,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Answer a check's question, in words that travel with the release."""

    def act(connection: "Connection", access: Access) -> None:
        parts.explain_check(
            connection, deployment_of(request).archive, access, (slug, period, gss), body.check, body.why, today()
        )

    return _carry_out(request, caller, key, body, (slug, period, gss), act)


@router.post("/confirmations", status_code=201, response_model=ActFact, responses=ACT_PROBLEMS)
def confirm(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss, body: ConfirmationBody,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Confirm the cells with a hash, all or all but some; 409 with the changed cells where it isn't the present one."""

    def act(connection: "Connection", access: Access) -> None:
        parts.confirm_cells(
            connection,
            deployment_of(request).archive,
            access,
            (slug, period, gss),
            body.cells_sha256,
            texts(body.left_out),
            today(),
        )

    return _carry_out(request, caller, key, body, (slug, period, gss), act)


@router.post("/disputes", status_code=201, response_model=ActFact, responses=ACT_PROBLEMS)
def dispute(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss, body: DisputeBody,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Dispute cells, with the value that each should have where you know it."""

    def act(connection: "Connection", access: Access) -> None:
        parts.dispute_cells(
            connection, deployment_of(request).archive, access, (slug, period, gss), texts(body.cells), today()
        )

    return _carry_out(request, caller, key, body, (slug, period, gss), act)


@router.post("/disputes/{cell}/withdrawal", status_code=201, response_model=ActFact, responses=ACT_PROBLEMS)
def withdraw_dispute(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss, cell: str, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Withdraw the dispute of a cell."""

    def act(connection: "Connection", access: Access) -> None:
        parts.withdraw_dispute(
            connection, deployment_of(request).archive, access, (slug, period, gss), cell, body.why, today()
        )

    return _carry_out(request, caller, key, body, (slug, period, gss), act)


@router.post("/disputes/{cell}/acceptance", status_code=201, response_model=ActFact, responses=ACT_PROBLEMS)
def propose_acceptance(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss, cell: str, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Propose, for the data team, to accept the value that a dispute sets beside ours; another person agrees."""
    return _decide(request, caller, key, body, (slug, period, gss), cell, declared_values.propose_acceptance)


@router.post("/disputes/{cell}/acceptance/agreement", status_code=201, response_model=ActFact, responses=ACT_PROBLEMS)
def accept_value(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss, cell: str, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Agree, as the second person, that the value of a dispute takes the place of ours: the dispute is settled."""
    return _decide(request, caller, key, body, (slug, period, gss), cell, declared_values.accept_value)


@router.post("/declarations/{cell}/agreement", status_code=201, response_model=ActFact, responses=ACT_PROBLEMS)
def agree_to_declaration(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, gss: Gss, cell: str, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Agree, for the data team, to a value that a council declared."""
    return _decide(request, caller, key, body, (slug, period, gss), cell, declared_values.agree_to_declaration)


def _decide(
    request: Request, caller: Caller, key: str | None, body: Why, address: tuple[str, str, str], cell: str,
    decide: Callable[..., None],
) -> Response:  # fmt: skip
    """Do an act of the data team on a cell of a part."""
    archive = deployment_of(request).archive

    def act(connection: "Connection", access: Access) -> None:
        decide(connection, archive, access, address, cell, body.why, today())

    return _carry_out(request, caller, key, body, address, act)


def _carry_out(
    request: Request, caller: Caller, key: str | None, body: ActBody, address: tuple[str, str, str],
    act: Callable[["Connection", Access], None],
) -> Response:  # fmt: skip
    """Do an act on a part, and answer with what it left of it."""
    archive = deployment_of(request).archive

    def act_and_read(connection: "Connection", access: Access) -> ActFact:
        act(connection, access)
        return act_fact(parts.read_part(connection, archive, access, address, today()))

    return carry_out(request, caller, key, body, act_and_read)
