"""Access tokens: JWTs of the identity provider, made out for us, by which a council's own systems act.

Source: RFC 9068 (JWT profile for access tokens), RFC 7519.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins.portal.accounts.provider import ProviderMetadata

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]  # no secrets
LEEWAY_SECONDS = 30
LONGEST_TOKEN = 16_000


class TokenRefused(Exception):
    """Raised when a token is none of ours, has expired or can't be read, in words."""


@dataclass(frozen=True)
class SignedIdentity:
    """Who the identity provider says somebody is."""

    issuer: str
    subject: str
    name: str
    email: str


def verify_token(text: str, metadata: ProviderMetadata, audience: str) -> SignedIdentity:
    """Return who a token is of; raise TokenRefused unless it is signed by the provider, for us, and in its time."""
    return identity_of(verified_claims(text, metadata, audience), metadata.provider.issuer)


def verified_claims(text: str, metadata: ProviderMetadata, audience: str) -> Mapping[str, Any]:
    """Return what a token says; raise TokenRefused unless it is signed by the provider, for us, and in its time."""
    claims = _signed_claims(text, metadata)
    if claims.get("iss") != metadata.provider.issuer:
        raise TokenRefused("the token is of another issuer")
    audiences = claims.get("aud")
    if audience not in (audiences if isinstance(audiences, list) else [audiences]):
        raise TokenRefused("the token is for somebody else")
    _expect_in_time(claims)
    return claims


def identity_of(claims: Mapping[str, Any], issuer: str) -> SignedIdentity:
    """Return who some claims are about."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.strip():
        raise TokenRefused("the token does not say whose it is")
    name = str(claims.get("name") or claims.get("client_name") or "")
    return SignedIdentity(issuer, subject, name, str(claims.get("email") or ""))


def _signed_claims(text: str, metadata: ProviderMetadata) -> Mapping[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    if len(text) > LONGEST_TOKEN:
        raise TokenRefused("the token is too long")
    reason: Exception | None = None
    for is_unknown in (False, True):
        try:
            keys = KeySet.import_key_set(metadata.keys(is_unknown=is_unknown))  # type: ignore[arg-type]
            return jwt.decode(text, keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError) as error:  # perhaps signed by a key that is new
            reason = error
    raise TokenRefused("the token can't be read, or is not signed by the identity provider") from reason


def _expect_in_time(claims: Mapping[str, Any]) -> None:
    now = time.time()
    expires, begins = claims.get("exp"), claims.get("nbf", 0)
    if not isinstance(expires, int | float) or not isinstance(begins, int | float):
        raise TokenRefused("the token does not say until when it is good")
    if expires + LEEWAY_SECONDS < now:
        raise TokenRefused("the token has expired")
    if begins - LEEWAY_SECONDS > now:
        raise TokenRefused("the token is not good yet")
