"""Signing in by OpenID Connect: there and back again, bound to the browser that began it.

Source: OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9700 (best practice).
"""

import secrets
import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from urllib.parse import urlencode

from plugins.portal.accounts.provider import SECONDS, ProviderMetadata, ProviderUnavailable
from plugins.portal.accounts.tokens import SignedIdentity, TokenRefused, identity_of, verified_claims

SCOPE = "openid profile email"
MINUTES_TO_SIGN_IN, MOST_AT_ONCE = 15, 2_000
MOST_OF_ONE_VISITOR, WITHIN_SECONDS = 30, 600.0


class SignInRefused(Exception):
    """Raised when a visitor can't be signed in, in words."""


@dataclass(frozen=True)
class BegunSignIn:
    """A visitor on the way to the identity provider: what they must bring back, and where they wanted to go."""

    nonce: str
    verifier: str
    browser: str  # the key in the browser's cookie
    redirect: str
    target: str
    begun_at: float


class SignIns:
    """The visitors who are on their way, and how often each has set out."""

    def __init__(self, metadata: ProviderMetadata) -> None:
        self._metadata = metadata
        self._begun: OrderedDict[str, BegunSignIn] = OrderedDict()
        self._visitors: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def begin(self, visitor: str, redirect: str, target: str) -> tuple[str, str]:
        """Return the provider's address to go to, and a key for the browser's cookie.

        Raises:
            SignInRefused: where a visitor sets out too often.

        """
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        self._count(visitor)
        state, browser = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        sign_in = BegunSignIn(
            secrets.token_urlsafe(24), secrets.token_urlsafe(48), browser, redirect, target, time.monotonic()
        )
        address = str(self._metadata.addresses()["authorization_endpoint"])
        query = {
            "response_type": "code", "client_id": self._metadata.provider.client, "redirect_uri": redirect,
            "scope": SCOPE, "state": state, "nonce": sign_in.nonce, "code_challenge_method": "S256",
            "code_challenge": create_s256_code_challenge(sign_in.verifier),
        }  # fmt: skip
        with self._lock:
            self._begun[state] = sign_in
            while len(self._begun) > MOST_AT_ONCE:
                self._begun.popitem(last=False)
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}", browser

    def finish(self, state: str, code: str, browser: str) -> tuple[SignedIdentity, str]:
        """Return who has come back, and where they wanted to go.

        Raises:
            SignInRefused: for a way back that this browser did not begin, or that the provider does not confirm.

        """
        with self._lock:
            sign_in = self._begun.pop(state, None)
        is_late = sign_in is not None and time.monotonic() - sign_in.begun_at > MINUTES_TO_SIGN_IN * 60
        if sign_in is None or is_late or not secrets.compare_digest(sign_in.browser, browser):
            raise SignInRefused("This sign-in was not begun here, or took too long. Start again.")
        try:
            claims = verified_claims(self._exchange(code, sign_in), self._metadata, self._metadata.provider.client)
        except TokenRefused as error:
            raise SignInRefused("The identity provider’s answer can’t be trusted. Start again.") from error
        if not secrets.compare_digest(str(claims.get("nonce") or ""), sign_in.nonce):
            raise SignInRefused("The identity provider’s answer is for another sign-in. Start again.")
        return identity_of(claims, self._metadata.provider.issuer), sign_in.target

    def _exchange(self, code: str, sign_in: BegunSignIn) -> str:
        """Return the ID token that the provider gives for a code."""
        import httpx

        provider = self._metadata.provider
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": sign_in.redirect,
            "code_verifier": sign_in.verifier, "client_id": provider.client,
        }  # fmt: skip
        try:
            answer = httpx.post(
                str(self._metadata.addresses()["token_endpoint"]), data=form, auth=(provider.client, provider.secret),
                timeout=SECONDS, trust_env=False,
            )  # fmt: skip
            token = answer.json().get("id_token") if answer.is_success else None
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            raise ProviderUnavailable("the identity provider does not answer") from error
        if not isinstance(token, str):
            raise SignInRefused("The identity provider did not confirm who you are. Start again.")
        return token

    def _count(self, visitor: str) -> None:
        now = time.monotonic()
        with self._lock:
            times = self._visitors.setdefault(visitor, deque())
            while times and times[0] < now - WITHIN_SECONDS:
                times.popleft()
            if len(times) >= MOST_OF_ONE_VISITOR:
                raise SignInRefused("Too many sign-ins from your network. Try again in a few minutes.")
            times.append(now)
            if len(self._visitors) > MOST_AT_ONCE:
                self._visitors = {
                    name: seen for name, seen in self._visitors.items() if seen[-1] > now - WITHIN_SECONDS
                }
