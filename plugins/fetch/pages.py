"""Paging: a feature service asked page after page, under the same guards as any address, as one document.

What the pages hold is not read here. One page alone stays as it came; several become one document of exactly what came,
so that its hash tells a change.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile

from plugins.fetch.feature_services import FeaturePage, FeatureService, join_pages, next_url, parse_page
from plugins.fetch.fetch_once import FetchAttempt, FetchLimits, FetchOutcome
from plugins.fetch.response import IN_MEMORY, Body

MOST_PAGES = 2_000
PATIENCES = 10  # how many times the seconds that one answer may take

Ask = Callable[[str], Awaitable[tuple[list[FetchAttempt], Body | None]]]


async def fetch_pages(
    ask: Ask, url: str, service: FeatureService, limits: FetchLimits
) -> tuple[list[FetchAttempt], Body | None]:
    """Return every attempt, and the body of all pages together.

    A page that fails for the moment fails the whole, and the last valid snapshot stays in use. Where a service can't
    give a further page at all, what came is kept: its last page says that there is more, and reading it tells so.
    """
    attempts, first = await ask(url)
    page = await asyncio.to_thread(parse_page, first.read()) if first else None
    if first is None or page is None or (following := next_url(url, service, page, page.count)) is None:
        return attempts, first
    bodies, taken, size, begun, seen = [first], page.count, first.size, time.monotonic(), {page.sha256}
    try:
        while following:
            more, body = await ask(following)
            attempts += more
            page = await _taken(more[-1], body, bodies, page, seen)
            if page is None:
                if more[-1].is_transient or more[-1].outcome in (FetchOutcome.TOO_LARGE, FetchOutcome.REFUSED):
                    return attempts, None
                break
            taken, size = taken + page.count, size + bodies[-1].size
            if reason := _too_much(size, len(bodies), time.monotonic() - begun, limits):
                more[-1].outcome, more[-1].error = FetchOutcome.TOO_LARGE, reason
                return attempts, None
            following = next_url(url, service, page, taken)
        attempts[-1].outcome = FetchOutcome.ANSWERED
        return attempts, await asyncio.to_thread(_together, bodies)
    finally:
        for body in bodies:
            body.file.close()


async def _taken(
    attempt: FetchAttempt, body: Body | None, bodies: list[Body], before: FeaturePage, seen: set[str]
) -> FeaturePage | None:
    """Put a page to the others and return it, None if it is none or one that we have already."""
    if body is None:
        return None
    page = await asyncio.to_thread(parse_page, body.read())
    if page is None or page.form != before.form or page.sha256 in seen:
        attempt.error = "the service gives no further page"
        body.file.close()
        return None
    seen.add(page.sha256)
    bodies.append(body)
    return page


def _too_much(size: int, pages: int, seconds: float, limits: FetchLimits) -> str | None:
    if size > limits.size:
        return f"more than {limits.size:,} bytes in {pages:,} pages"
    if pages >= MOST_PAGES or seconds > PATIENCES * limits.seconds:
        return f"more than {pages:,} pages in {seconds:.0f} seconds"
    return None


def _together(bodies: list[Body]) -> Body:
    """Return one body of all, or the one there is as it came."""
    contents = [body.read() for body in bodies[:1]]
    form = page.form if (page := parse_page(contents[0])) else "json"
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    digest, size = hashlib.sha256(), 0
    pieces = contents if len(bodies) == 1 else join_pages((body.read() for body in bodies), form)
    for piece in pieces:
        digest.update(piece)
        file.write(piece)
        size += len(piece)
    return Body(file, size, digest.hexdigest())
