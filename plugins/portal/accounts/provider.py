"""The identity provider: where its pages and keys are, read from it and remembered.

Source: OpenID Connect Discovery 1.0, section 4; RFC 7517 for its keys.
"""

import threading
import time
from collections.abc import Mapping
from typing import Any

from plugins.settings import IdentityProvider

SECONDS = 10.0
REMEMBERED_SECONDS = 3600.0
ASKED_AGAIN_AFTER_SECONDS = 20.0  # at the earliest, however many tokens name a key that it doesn't have


class ProviderUnavailable(Exception):
    """Raised when the identity provider does not answer, from signing in and from the first use of a token."""


class ProviderMetadata:
    """What an identity provider publishes of itself; one for each portal, used by many threads."""

    def __init__(self, provider: IdentityProvider) -> None:
        self.provider = provider
        self._lock = threading.Lock()
        self._addresses: Mapping[str, Any] = {}
        self._keys: Mapping[str, Any] = {}
        self._read_at = -REMEMBERED_SECONDS

    def addresses(self) -> Mapping[str, Any]:
        """Return its addresses, as its discovery document names them."""
        with self._lock:
            self._refresh(REMEMBERED_SECONDS)
            return self._addresses

    def keys(self, *, is_unknown: bool = False) -> Mapping[str, Any]:
        """Return its public keys; read again where a token names one that is not among them."""
        with self._lock:
            self._refresh(ASKED_AGAIN_AFTER_SECONDS if is_unknown else REMEMBERED_SECONDS)
            return self._keys

    def _refresh(self, older_than_seconds: float) -> None:
        if time.monotonic() - self._read_at < older_than_seconds and self._keys:
            return
        document = _read(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != self.provider.issuer:
            raise ProviderUnavailable("the identity provider calls itself by another name than the settings do")
        self._keys = _read(str(document["jwks_uri"]))
        self._addresses, self._read_at = document, time.monotonic()


def _read(address: str) -> Mapping[str, Any]:
    import httpx

    try:
        answer = httpx.get(address, timeout=SECONDS, trust_env=False).raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderUnavailable("the identity provider does not answer") from error
    if not isinstance(answer, dict):
        raise ProviderUnavailable("the identity provider answers something else than it should")
    return answer
