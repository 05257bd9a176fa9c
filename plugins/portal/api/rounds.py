"""Rounds: their days and states, and freezing one.

Source: docs/specifications/life-of-a-return.md, section 8.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from plugins.portal.accounts.caller import CallerNow, today
from plugins.portal.api.acts import ACT_PROBLEMS, PRIVATE_PROBLEMS, IdempotencyKey, Why, carry_out
from plugins.portal.api.round_facts import ChaseFact, FreezeFact, RoundFact, freeze_fact, round_fact
from plugins.portal.api.visible import visible_round
from plugins.portal.pages import deployment_of
from plugins.storage.archive import Archive
from plugins.submissions.chases import chase_round
from plugins.submissions.parts import read_parts
from plugins.submissions.releases import what_to_answer
from plugins.submissions.rounds import OpenedRound, freeze_round, list_rounds, read_visible_round
from plugins.submissions.visibility import sees_part
from transforms.rounds.machines import RoundState
from transforms.rounds.part import Part
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(prefix="/api/v1/rounds", tags=["Rounds"], responses=PRIVATE_PROBLEMS)
ReturnSlug = Annotated[str, Path(description="The return, such as planning_matters")]
PeriodName = Annotated[str, Path(description="The period, such as 2025-Q1, 2024-25 or 2025-03-31")]


@router.get("")
def list_all(request: Request, caller: CallerNow) -> list[RoundFact]:
    """List the rounds that you may see, the newest period of each return first."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        access = caller.access(connection)
        return [
            round_fact(access, opened, _visible_parts(connection, deployment.archive, access, opened), today())
            for opened in list_rounds(connection, deployment.archive, access, today())
        ]


@router.get("/{slug}/{period}")
def get_round(request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName) -> RoundFact:
    """Get a round: its state, its days and the parts that you may see."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        access = caller.access(connection)
        opened = read_visible_round(connection, deployment.archive, access, slug, period, today())
        parts = _visible_parts(connection, deployment.archive, access, opened)
        unanswered: list[Mapping[str, str]] = []
        if access.reads_everything and opened.round.state in (RoundState.FROZEN, RoundState.RELEASED):
            unanswered = [*what_to_answer(connection, deployment.archive, opened).unanswered([])]
        return round_fact(access, opened, parts, today(), unanswered)


@router.post(
    "/{slug}/{period}/freeze",
    dependencies=[Depends(visible_round)],
    status_code=201,
    response_model=FreezeFact,
    responses=ACT_PROBLEMS,
)
def freeze(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, body: Why, key: IdempotencyKey = None
) -> Response:
    """Freeze a round: what is proposed now is what will be released."""
    archive = deployment_of(request).archive

    def act(connection: "Connection", access: Access) -> FreezeFact:
        return freeze_fact(freeze_round(connection, archive, access, (slug, period), body.why, today()))

    return carry_out(request, caller, key, body, act)


@router.post(
    "/{slug}/{period}/chases",
    dependencies=[Depends(visible_round)],
    status_code=201,
    response_model=ChaseFact,
    responses=ACT_PROBLEMS,
)
def chase(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, body: Why, key: IdempotencyKey = None
) -> Response:
    """Have everybody reminded, with the next messages, who has not confirmed."""
    archive = deployment_of(request).archive

    def act(connection: "Connection", access: Access) -> ChaseFact:
        return ChaseFact(chase_round(connection, archive, access, (slug, period), body.why, today()))

    return carry_out(request, caller, key, body, act)


def _visible_parts(
    connection: "Connection",
    archive: Archive,
    access: Access,
    opened: OpenedRound,
) -> dict[str, Part]:
    day = today()
    if not (access.reads_everything or any(sees_part(access, gss, day) for gss in opened.authorities(archive))):
        return {}
    parts = read_parts(connection, archive, opened)
    return {gss: part for gss, part in parts.items() if sees_part(access, gss, day)}
