"""One attempt at one source: send the request, follow redirects, check every hop, read the body within the limits."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import httpx

from plugins.faults import SourceRefused, is_disk_full
from plugins.fetch.addresses import Endpoint, endpoint
from plugins.fetch.response import Body, BodyTooLarge, BodyUnreadable, read_body
from plugins.fetch.retry import is_transient_error, is_transient_status, retry_after_seconds
from plugins.settings import DEFAULT_READ_SECONDS

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LOGGED_HEADERS = ("content-type", "content-length", "content-encoding", "content-disposition", "etag", "last-modified",
                "cache-control", "retry-after", "server", "date")  # fmt: skip
LOGGED_FIELDS = ("url", "final_url", "redirects", "status", "headers", "size", "sha256", "started_at", "elapsed_ms",
                 "error")  # fmt: skip


class FetchOutcome(StrEnum):
    """The outcome of asking a source."""

    ANSWERED = "answered"
    UNCHANGED = "unchanged"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    TOO_LARGE = "too-large"
    DISALLOWED = "disallowed"  # by the web server's rules for robots
    NOTHING_LISTED = "nothing-listed"  # a listing without a file that we look for


@dataclass(frozen=True)
class FetchLimits:
    """How much of one source we take, and how long we wait for it."""

    size: int = 500_000_000  # bytes; the check reads no more either
    seconds: float = 180.0
    connect_seconds: float = 10.0
    read_seconds: float = DEFAULT_READ_SECONDS
    redirects: int = 8
    pages: int = 2_000  # of a service
    files: int = 400  # of a listing
    listing_pages: int = 50


@dataclass
class FetchAttempt:
    """One row of the attempt log: the request, the response and the outcome."""

    url: str
    started_at: datetime
    final_url: str = ""
    redirects: list[str] = field(default_factory=list)
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    size: int | None = None
    sha256: str | None = None
    elapsed_ms: int = 0
    outcome: FetchOutcome = FetchOutcome.UNREACHABLE
    error: str | None = None
    is_transient: bool = False
    retry_after: float | None = None  # seconds

    def log_row(self) -> dict[str, object]:
        """Return the attempt as the log stores it, by the names of its columns."""
        return {name: getattr(self, name) for name in LOGGED_FIELDS} | {"outcome": str(self.outcome)}


HostSlot = Callable[[Endpoint], AbstractAsyncContextManager[None]]
Permission = Callable[[str], Awaitable[str | None]]  # why an address may not be asked for, None where it may


async def any_address(_: str) -> str | None:
    """Permit every address: one that a person has named is asked for whatever robots are told."""
    return None


async def fetch_once(
    client: httpx.AsyncClient,
    url: str,
    conditions: Mapping[str, str],
    limits: FetchLimits,
    slot: HostSlot,
    permission: Permission = any_address,
) -> tuple[FetchAttempt, Body | None]:
    """Return one attempt, and the body where one came; every hop of it is asked for only if it is permitted."""
    attempt, started_at = FetchAttempt(url, datetime.now(UTC), final_url=url), time.monotonic()
    body = None
    try:
        async with asyncio.timeout(limits.seconds):
            body = await _follow(client, attempt, conditions, limits, slot, permission)
    except SourceRefused as error:
        attempt.outcome, attempt.error = FetchOutcome.REFUSED, str(error)
    except BodyTooLarge as error:
        attempt.outcome, attempt.error = FetchOutcome.TOO_LARGE, str(error)
    except TimeoutError:
        attempt.error, attempt.is_transient = f"no whole response within {limits.seconds:.0f} seconds", True
    except (httpx.HTTPError, httpx.InvalidURL, BodyUnreadable, socket.gaierror, OSError, UnicodeError) as error:
        if is_disk_full(error):
            raise
        attempt.error, attempt.is_transient = f"{type(error).__name__}: {error}".rstrip(": "), is_transient_error(error)
    attempt.elapsed_ms = round((time.monotonic() - started_at) * 1000)
    return attempt, body


async def _follow(
    client: httpx.AsyncClient,
    attempt: FetchAttempt,
    conditions: Mapping[str, str],
    limits: FetchLimits,
    slot: HostSlot,
    permission: Permission,
) -> Body | None:
    """Send the request to one hop after the other until one is no redirect; fill in `attempt` on the way."""
    for _ in range(limits.redirects + 1):
        if reason := await permission(attempt.final_url):
            attempt.outcome, attempt.error = FetchOutcome.DISALLOWED, reason
            return None
        async with (
            slot(endpoint(attempt.final_url)),
            client.stream("GET", attempt.final_url, headers=conditions, follow_redirects=False) as response,
        ):
            attempt.status = response.status_code
            if response.status_code not in REDIRECTS or "location" not in response.headers:
                return await _read_response(response, attempt, bool(conditions), limits)
            attempt.redirects.append(attempt.final_url)
            attempt.final_url = str(httpx.URL(attempt.final_url).join(response.headers["location"]))
    attempt.error = f"more than {limits.redirects} redirects"
    return None


async def _read_response(
    response: httpx.Response, attempt: FetchAttempt, is_conditional: bool, limits: FetchLimits
) -> Body | None:
    """Write the response of the last hop into `attempt`, and return its body if it is a file."""
    attempt.headers = {name: response.headers[name] for name in LOGGED_HEADERS if name in response.headers}
    if response.status_code == 304 and is_conditional:
        attempt.outcome = FetchOutcome.UNCHANGED
        return None
    if response.status_code not in {200, 203}:
        attempt.error = f"answered {response.status_code} {response.reason_phrase}".strip()
        attempt.is_transient = is_transient_status(response.status_code)
        attempt.retry_after = retry_after_seconds(response.headers.get("retry-after"), datetime.now(UTC))
        return None
    body = await read_body(response, limits.size)
    attempt.size, attempt.sha256, attempt.outcome = body.size, body.sha256, FetchOutcome.ANSWERED
    return body
