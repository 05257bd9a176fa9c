"""Releases: proposed, agreed, refused, withdrawn; and what a department does with them.

Source: docs/specifications/life-of-a-return.md, section 8.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from starlette.responses import Response

from plugins.portal.accounts.caller import CallerNow, today
from plugins.portal.api.acts import ACT_PROBLEMS, PRIVATE_PROBLEMS, ActBody, IdempotencyKey, Why, carry_out, texts
from plugins.portal.api.round_facts import ReleaseFact, release_fact
from plugins.portal.api.rounds import PeriodName, ReturnSlug
from plugins.portal.api.visible import visible_cell, visible_release, visible_round
from plugins.portal.downloads import download
from plugins.portal.pages import deployment_of
from plugins.storage.archive import package_key
from plugins.submissions import releases
from plugins.submissions.rounds import read_visible_round
from transforms.audit import AuditEntry
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(
    prefix="/api/v1/rounds/{slug}/{period}/releases",
    tags=["Releases"],
    responses=PRIVATE_PROBLEMS,
    dependencies=[Depends(visible_round)],
)
package_router = APIRouter(
    prefix="/api/v1/releases/{slug}/{period}/{version}",
    tags=["Releases"],
    responses=PRIVATE_PROBLEMS,
    dependencies=[Depends(visible_release)],
)
OF_THE_DATA_TEAM = [Depends(visible_release)]
OF_THE_CELL = [Depends(visible_cell)]
Version = Annotated[int, Path(ge=1, description="The version of the release: 1, 2, …")]


@dataclass(frozen=True)
class MessageFact:
    """A question about a cell, or an answer to it: its number in the audit trail."""

    number: int
    gss: str
    cell: str
    text: str
    on: date
    is_answer: bool


class AnswerBody(ActBody):
    """Words that answer a check that failed, or a part that is missing or unconfirmed: its code, or a state for all."""

    check: str | None = None
    part: str | None = None
    why: str


class ProposalBody(ActBody):
    """What has to be answered before a release is proposed."""

    answers: list[AnswerBody]


class ReceiptBody(ActBody):
    """The receipt of the release that is acknowledged."""

    receipt: str


class TextBody(ActBody):
    """A question or an answer."""

    text: str


@router.get("")
def list_releases(request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName) -> list[ReleaseFact]:
    """List the releases of a round that you may see; a department those that were agreed to."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        access = caller.access(connection)
        opened = read_visible_round(connection, deployment.archive, access, slug, period, today())
        return [release_fact(release) for release in releases.visible_releases(access, opened).values()]


@router.post("", status_code=201, response_model=ReleaseFact, responses=ACT_PROBLEMS)
def propose(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, body: ProposalBody,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Propose a release; 422 with `unanswered` while a failed check or an unconfirmed part is not answered in words."""
    archive = deployment_of(request).archive

    def act(connection: "Connection", access: Access) -> ReleaseFact:
        answers = texts(body.answers)
        return release_fact(releases.propose_release(connection, archive, access, (slug, period), answers, today()))

    return carry_out(request, caller, key, body, act)


@router.post(
    "/{version}/agreement",
    dependencies=OF_THE_DATA_TEAM,
    status_code=201,
    response_model=ReleaseFact,
    responses=ACT_PROBLEMS,
)
def agree(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, version: Version, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Agree to a release that somebody else proposed."""
    archive = deployment_of(request).archive

    def act(connection: "Connection", access: Access) -> ReleaseFact:
        address = (slug, period, version)
        return release_fact(releases.agree_to_release(connection, archive, access, address, body.why))

    return carry_out(request, caller, key, body, act)


@router.post(
    "/{version}/refusal",
    dependencies=OF_THE_DATA_TEAM,
    status_code=201,
    response_model=ReleaseFact,
    responses=ACT_PROBLEMS,
)
def refuse(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, version: Version, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Refuse a release that somebody else proposed."""

    def act(connection: "Connection", access: Access) -> ReleaseFact:
        return release_fact(releases.refuse_release(connection, access, (slug, period, version), body.why))

    return carry_out(request, caller, key, body, act)


@router.post(
    "/{version}/withdrawal",
    dependencies=OF_THE_DATA_TEAM,
    status_code=201,
    response_model=ReleaseFact,
    responses=ACT_PROBLEMS,
)
def withdraw(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, version: Version, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Withdraw a release that somebody else proposed: it stays readable, marked with the reason."""

    def act(connection: "Connection", access: Access) -> ReleaseFact:
        return release_fact(releases.withdraw_release(connection, access, (slug, period, version), body.why))

    return carry_out(request, caller, key, body, act)


@router.post(
    "/{version}/cells/{gss}/{cell}/questions",
    dependencies=OF_THE_CELL,
    status_code=201,
    response_model=MessageFact,
    responses=ACT_PROBLEMS,
)
def ask(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, version: Version, gss: str, cell: str,
    body: TextBody, key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Ask a question about a cell of a release, for its department."""
    archive, address = deployment_of(request).archive, (slug, period, version, gss, cell)

    def act(connection: "Connection", access: Access) -> MessageFact:
        entry = releases.ask_or_answer(connection, archive, access, address, body.text, today(), is_answer=False)
        return _message_fact(entry)

    return carry_out(request, caller, key, body, act)


@router.post(
    "/{version}/cells/{gss}/{cell}/answers",
    dependencies=OF_THE_CELL,
    status_code=201,
    response_model=MessageFact,
    responses=ACT_PROBLEMS,
)
def answer(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, version: Version, gss: str, cell: str,
    body: TextBody, key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Answer a question about a cell of a release, for the data team or the council."""
    archive, address = deployment_of(request).archive, (slug, period, version, gss, cell)

    def act(connection: "Connection", access: Access) -> MessageFact:
        entry = releases.ask_or_answer(connection, archive, access, address, body.text, today(), is_answer=True)
        return _message_fact(entry)

    return carry_out(request, caller, key, body, act)


@package_router.post("/acknowledgements", status_code=201, response_model=ReleaseFact, responses=ACT_PROBLEMS)
def acknowledge(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, version: Version, body: ReceiptBody,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Acknowledge a release for its department, naming its receipt."""

    def act(connection: "Connection", access: Access) -> ReleaseFact:
        address = (slug, period, version)
        return release_fact(releases.acknowledge_release(connection, access, address, body.receipt))

    return carry_out(request, caller, key, body, act)


@package_router.get(
    "/package.zip",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}, "description": "The signed package"}},
)
def get_package(
    request: Request, caller: CallerNow, slug: ReturnSlug, period: PeriodName, version: Version
) -> Response:
    """Get the signed package of a release, byte for byte; 503 while it is being built."""
    with deployment_of(request).transaction() as connection:
        _, release = releases.read_release(connection, caller.access(connection), (slug, period, version))
    if release.built is None:
        raise HTTPException(503, "the package of this release is being built: try again", {"Retry-After": "30"})
    name = f"{slug}-{period}-v{version}.zip"
    return download(request, package_key(slug, period, version), name, "private, no-cache")


def _message_fact(entry: AuditEntry) -> MessageFact:
    _, gss, cell = entry.subject.rsplit("/", 2)
    return MessageFact(entry.number, gss, cell, entry.what["text"], entry.at.date(), entry.act == "answer-question")
