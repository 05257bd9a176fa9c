"""What the data team does about a source: quarantined files accepted or refused, and a source collected now.

Source: docs/specifications/life-of-a-return.md, section 1.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from plugins.portal.accounts.caller import CallerNow, today
from plugins.portal.api.acts import ACT_PROBLEMS, PRIVATE_PROBLEMS, IdempotencyKey, Why, carry_out
from plugins.portal.api.explanations import Gss, StandardSlug
from plugins.portal.api.visible import visible_source
from plugins.portal.pages import deployment_of
from plugins.storage.register import load_register
from plugins.storage.warehouse.quarantine import ACCEPTED, REFUSED
from plugins.submissions.source_acts import decide_on_file, list_quarantined_files, request_collection
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(prefix="/api/v1", tags=["Sources"], responses=PRIVATE_PROBLEMS)
Sha256 = Annotated[str, Path(description="The SHA-256 of the file")]
FILE = "/sources/{standard}/{gss}/quarantined-files/{sha256}"


@dataclass(frozen=True)
class QuarantinedFact:
    """A file that has far fewer records than the last valid one, which stays in use until it is accepted.

    `decision` is accepted or refused; null while nobody has decided.
    """

    standard: str
    gss: str
    sha256: str
    first_fetched: date
    last_fetched: date
    records: int
    last_valid_fetched: date | None
    last_valid_records: int | None
    url: str
    decision: str | None
    why: str | None


@dataclass(frozen=True)
class FileDecisionFact:
    """What was decided about a quarantined file."""

    sha256: str
    decision: str


@dataclass(frozen=True)
class RequestFact:
    """The number of a request to collect a source."""

    request: int


@router.get("/quarantined-files")
def list_files(request: Request, caller: CallerNow) -> list[QuarantinedFact]:
    """List the quarantined files, the newest first: your council's, or all for the data team."""
    with deployment_of(request).transaction() as connection:
        files = list_quarantined_files(connection, caller.access(connection), today())
    return [
        QuarantinedFact(
            file.standard, file.authority_gss, file.sha256, file.first_on, file.last_on, file.rows_usable,
            file.last_valid_on, file.last_valid_rows, file.url, file.decision or None, file.why or None,
        )
        for file in files
    ]  # fmt: skip


@router.post(
    f"{FILE}/acceptance",
    dependencies=[Depends(visible_source)],
    status_code=201,
    response_model=FileDecisionFact,
    responses=ACT_PROBLEMS,
)
def accept(
    request: Request, caller: CallerNow, standard: StandardSlug, gss: Gss, sha256: Sha256, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Accept a quarantined file: it is in use from the next collection on, which is asked for at once."""
    return _decide(request, caller, (standard, gss), sha256, body, key, ACCEPTED)


@router.post(
    f"{FILE}/refusal",
    dependencies=[Depends(visible_source)],
    status_code=201,
    response_model=FileDecisionFact,
    responses=ACT_PROBLEMS,
)
def refuse(
    request: Request, caller: CallerNow, standard: StandardSlug, gss: Gss, sha256: Sha256, body: Why,
    key: IdempotencyKey = None,
) -> Response:  # fmt: skip
    """Refuse a quarantined file: it is not used, however long the source publishes it. It may be accepted later."""
    return _decide(request, caller, (standard, gss), sha256, body, key, REFUSED)


@router.post(
    "/sources/{standard}/{gss}/collections",
    dependencies=[Depends(visible_source)],
    status_code=201,
    response_model=RequestFact,
    responses=ACT_PROBLEMS,
)
def collect_now(
    request: Request, caller: CallerNow, standard: StandardSlug, gss: Gss, body: Why, key: IdempotencyKey = None
) -> Response:
    """Have a source collected now, whether it is due or not."""
    settings = deployment_of(request).settings

    def act(connection: "Connection", access: Access) -> RequestFact:
        register = load_register(connection, settings)
        return RequestFact(request_collection(connection, access, (standard, gss), register, body.why, today()))

    return carry_out(request, caller, key, body, act)


def _decide(
    request: Request, caller: CallerNow, source: tuple[str, str], sha256: str, body: Why, key: str | None, decision: str
) -> Response:
    def act(connection: "Connection", access: Access) -> FileDecisionFact:
        decide_on_file(connection, access, source, sha256, decision, body.why, today())
        return FileDecisionFact(sha256, decision)

    return carry_out(request, caller, key, body, act)
