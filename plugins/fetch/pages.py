"""Paging: a feature service fetched page by page, under the same guards as any address, as one document.

The features are not read here. A single page stays as it came; several become one document of exactly the bytes that
came, so that its hash changes when any page does.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile

from plugins.fetch.feature_services import FeaturePage, FeatureService, join_pages, next_url, parse_page
from plugins.fetch.fetch_once import FetchAttempt, FetchLimits, FetchOutcome
from plugins.fetch.response import MEMORY_BYTES, Body

MAX_PAGES = 2_000
TIME_LIMIT_FACTOR = 10  # all pages together may take so many times the seconds that one may take

FetchUrl = Callable[[str], Awaitable[tuple[list[FetchAttempt], Body | None]]]


@dataclass
class _Pages:
    """The pages that have come so far."""

    bodies: list[Body] = field(default_factory=list)
    hashes: set[str] = field(default_factory=set)
    features: int = 0
    size: int = 0  # bytes
    begun: float = field(default_factory=time.monotonic)

    def add(self, page: FeaturePage, body: Body) -> None:
        self.bodies.append(body)
        self.hashes.add(page.sha256)
        self.features += page.count
        self.size += body.size

    def beyond(self, limits: FetchLimits) -> str | None:
        """Return what about the pages is beyond the limits, None where nothing is."""
        seconds = time.monotonic() - self.begun
        if self.size > limits.size:
            return f"more than {limits.size:,} bytes in {len(self.bodies):,} pages"
        if len(self.bodies) >= MAX_PAGES or seconds > TIME_LIMIT_FACTOR * limits.seconds:
            return f"more than {len(self.bodies):,} pages in {seconds:.0f} seconds"
        return None


async def fetch_pages(
    fetch_url: FetchUrl, url: str, service: FeatureService, limits: FetchLimits
) -> tuple[list[FetchAttempt], Body | None]:
    """Return every attempt, and the body of all pages together.

    A page that fails for the moment fails the whole, and the last valid snapshot stays in use. Where a service can't
    give a further page at all, the pages that came are stored: the last one says that there is more, and reading it
    reports so.
    """
    attempts, first = await fetch_url(url)
    page = await asyncio.to_thread(parse_page, first.read()) if first else None
    if first is None or page is None or next_url(url, service, page, page.count) is None:
        return attempts, first
    pages = _Pages()
    pages.add(page, first)
    try:
        while page and (page_url := next_url(url, service, page, pages.features)):
            page_attempts, body = await fetch_url(page_url)
            attempts += page_attempts
            page = await _add_page(page_attempts[-1], body, pages, page)
            if page is None and _fails_the_whole(page_attempts[-1]):
                return attempts, None
            if page and (reason := pages.beyond(limits)):
                attempts[-1].outcome, attempts[-1].error = FetchOutcome.TOO_LARGE, reason
                return attempts, None
        attempts[-1].outcome = FetchOutcome.ANSWERED
        return attempts, await asyncio.to_thread(_join, pages.bodies)
    finally:
        for body in pages.bodies:
            body.file.close()


def _fails_the_whole(attempt: FetchAttempt) -> bool:
    return attempt.is_transient or attempt.outcome in (FetchOutcome.TOO_LARGE, FetchOutcome.REFUSED)


async def _add_page(
    attempt: FetchAttempt, body: Body | None, pages: _Pages, previous: FeaturePage
) -> FeaturePage | None:
    """Add a page to the others and return it, None if it is no page or one that we have already."""
    if body is None:
        return None
    page = await asyncio.to_thread(parse_page, body.read())
    if page is None or page.form != previous.form or page.sha256 in pages.hashes:
        attempt.error = "the service gives no further page"
        body.file.close()
        return None
    pages.add(page, body)
    return page


def _join(bodies: list[Body]) -> Body:
    """Return one body of all, or the only one as it came."""
    contents = [body.read() for body in bodies[:1]]
    form = page.form if (page := parse_page(contents[0])) else "json"
    file = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
    digest, size = hashlib.sha256(), 0
    chunks = contents if len(bodies) == 1 else join_pages((body.read() for body in bodies), form)
    for chunk in chunks:
        digest.update(chunk)
        file.write(chunk)
        size += len(chunk)
    return Body(file, size, digest.hexdigest())
