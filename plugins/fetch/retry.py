"""When to try again: a failure that may pass is tried again after a growing, jittered pause; a lasting one is not.

Source: RFC 9110 §10.2.3 (`Retry-After`), §15.5 and §15.6 (status codes).
"""

import random
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from plugins.fetch.response import BodyUnreadable

# 202: an ArcGIS hub that is still preparing the download.
TRANSIENT_STATUS = frozenset({202, 408, 425, 429})
LASTING_SERVER_ERRORS = frozenset({501, 505})


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how long we try one source."""

    max_attempts: int = 3
    first_pause: float = 1.0  # seconds, like the others
    max_pause: float = 30.0
    max_retry_after: float = 60.0

    def pause_seconds(self, attempts: int, retry_after: float | None) -> float | None:
        """Return the seconds to wait after so many attempts, or None to give up until the next collection."""
        if attempts >= self.max_attempts or (retry_after is not None and retry_after > self.max_retry_after):
            return None
        growing: float = min(self.first_pause * 2 ** (attempts - 1), self.max_pause)
        jittered = growing * (0.5 + random.random() / 2)  # noqa: S311 - spreads load, hides nothing
        return max(jittered, retry_after or 0.0)


def is_transient_status(status: int) -> bool:
    """Return whether the same request may succeed a little later."""
    return status in TRANSIENT_STATUS or (status >= 500 and status not in LASTING_SERVER_ERRORS)


def is_transient_error(error: BaseException) -> bool:
    """Return whether a failure to get a response may be over a little later."""
    causes = _causes(error)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return False
    if resolver_error := next((cause for cause in causes if isinstance(cause, socket.gaierror)), None):
        return resolver_error.errno == socket.EAI_AGAIN
    return isinstance(error, httpx.TimeoutException | httpx.NetworkError | httpx.RemoteProtocolError | BodyUnreadable)


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks for, or None where it asks for nothing we can read."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _causes(error: BaseException) -> list[BaseException]:
    """Return `error` and everything that led to it."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    return chain
