"""Acts through the API: one transaction for the act, its entry and its answer; the same key gives the same answer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header, Request
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, ConfigDict, model_validator
from starlette.responses import Response

from plugins.portal.accounts.caller import Caller
from plugins.portal.api.problems import described_problem
from plugins.portal.pages import deployment_of
from plugins.storage.warehouse.audit_trail import lock_trail
from plugins.submissions.repeated import StoredAnswer, load_answer, record_answer
from transforms.domain.canonical_json import canonical_json
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

CREATED = 201
NUL = "\\u0000"  # as JSON writes it
IdempotencyKey = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key gives the same answer and one entry")
]


class ActBody(BaseModel):
    """What a POST says; a member that is not known is refused, or a misspelt one would be lost."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @model_validator(mode="after")
    def without_nul(self) -> "ActBody":
        """Refuse the one character that no text of PostgreSQL can hold."""
        if NUL in self.model_dump_json():
            raise ValueError("a text holds the character NUL")
        return self


class Why(ActBody):
    """A reason, in a sentence."""

    why: str


PRIVATE_PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: described_problem("No access token, or one that is not for us"),
    404: described_problem("There is nothing here, or it is not yours"),
    503: described_problem("The service is not available at the moment"),
}
ACT_PROBLEMS: dict[int | str, dict[str, Any]] = {
    **PRIVATE_PROBLEMS,
    403: described_problem("It is yours to see, and not to do"),
    409: described_problem("The state does not allow it, or is not the one that you saw; nothing is recorded"),
    429: described_problem("You have acted too often within a minute; Retry-After says when to try again"),
    422: described_problem("The body can’t be read; `fields` says what is wrong with which"),
}


def carry_out(
    request: Request,
    caller: Caller,
    key: str | None,
    body: BaseModel,
    act: Callable[["Connection", Access], Any],
) -> Response:
    """Do an act and answer 201 with what it returns, or with what was answered to the same key before.

    Args:
        request: what was asked, for its address.
        caller: who acts.
        key: of the request, by which it can be sent twice.
        body: what it says.
        act: does it, in a transaction that holds the lock of the audit trail.

    """
    request_content = [request.method, request.url.path, body.model_dump(mode="json")]
    request_sha256 = hashlib.sha256(canonical_json(request_content)).hexdigest()
    request.app.state.act_limits.count(caller.person.id)
    with deployment_of(request).transaction() as connection:
        lock_trail(connection)
        answer = load_answer(connection, caller.person.id, key, request_sha256) if key else None
        if answer is None:
            content = act(connection, caller.access(connection))
            answer = StoredAnswer(CREATED, json.dumps(jsonable_encoder(content), ensure_ascii=False).encode())
            if key:
                record_answer(connection, caller.person.id, key, request_sha256, answer)
    return Response(answer.body, answer.status, media_type="application/json")


def texts(cells: list[Any]) -> list[Mapping[str, Any]]:
    """Return the members of a list in a body as plain values."""
    return [cell.model_dump() for cell in cells]
