"""Who is asking: the person behind an access token, and what they may do today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from plugins.portal.accounts.provider import ProviderMetadata, ProviderUnavailable
from plugins.portal.accounts.tokens import SignedIdentity, TokenRefused, verify_token
from plugins.portal.pages import deployment_of
from plugins.storage.warehouse.people import Person, record_person
from plugins.submissions.people import access_of
from transforms.rounds.deadlines import LONDON
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNAUTHORISED, UNAVAILABLE = 401, 503
BEARER = HTTPBearer(auto_error=False, description="An access token of the identity provider (client credentials)")


@dataclass(frozen=True)
class Caller:
    """The person who asks."""

    person: Person
    administrator: str  # the subject that the settings name

    def access(self, connection: "Connection") -> Access:
        """Return what they may do today."""
        return access_of(connection, self.person, today(), self.administrator)


def today() -> date:
    """Return the day in London."""
    return datetime.now(LONDON).date()


def authenticated_caller(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)] = None
) -> Caller:
    """Return who is asking; answer 401 without a token of the identity provider that is made out for us."""
    metadata: ProviderMetadata | None = request.app.state.provider
    if metadata is None or credentials is None:
        raise unauthorised("an access token of the identity provider is needed")
    settings = deployment_of(request).settings
    try:
        identity = verify_token(credentials.credentials, metadata, settings.audience)
    except TokenRefused as error:
        raise unauthorised(str(error), "invalid_token") from error
    except ProviderUnavailable as error:
        raise HTTPException(UNAVAILABLE, str(error), {"Retry-After": "60"}) from error
    return known_caller(request, identity)


def known_caller(request: Request, identity: SignedIdentity) -> Caller:
    """Return the person with an identity, whom we may see for the first time."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        person = record_person(connection, identity.issuer, identity.subject, identity.name, identity.email)
    return Caller(person, deployment.settings.administrator)


def unauthorised(sentence: str, error: str = "") -> HTTPException:
    """Return the answer to somebody without a token, or with one that is refused."""
    challenge = f'Bearer error="{error}"' if error else "Bearer"
    return HTTPException(UNAUTHORISED, sentence, {"WWW-Authenticate": challenge})


CallerNow = Annotated[Caller, Depends(authenticated_caller)]
