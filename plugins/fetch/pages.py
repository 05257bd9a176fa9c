"""Paging: a service fetched page by page, under the same guards as any address, as one document.

The records are not read here. A single page stays as it came; several become one document of exactly the bytes that
came, so that its hash changes when any page does.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile

from plugins.fetch.fetch_once import FetchAttempt, FetchLimits, FetchOutcome
from plugins.fetch.parse_responses import parse_service_page
from plugins.fetch.response import MEMORY_BYTES, Body
from plugins.fetch.services.join import join_pages
from plugins.fetch.services.service_page import Address, Service, ServicePage

TIME_LIMIT_FACTOR = 10  # all pages together may take so many times the seconds that one may take

FetchUrl = Callable[[str], Awaitable[tuple[list[FetchAttempt], Body | None]]]


@dataclass
class _Pages:
    """The pages that have come so far."""

    service: Service
    address: Address
    bodies: list[Body] = field(default_factory=list)
    hashes: set[str] = field(default_factory=set)
    last: ServicePage | None = None
    records: int = 0
    size: int = 0  # bytes
    started_at: float = field(default_factory=time.monotonic)

    def add(self, page: ServicePage, body: Body) -> None:
        self.bodies.append(body)
        self.hashes.add(page.sha256)
        self.last = page
        self.records += page.count
        self.size += body.size

    @property
    def next_url(self) -> str | None:
        """The address of the page after the last that came."""
        return self.service.next_url(self.address, self.last, self.records) if self.last else None

    def beyond(self, limits: FetchLimits) -> str | None:
        """Return what about the pages is beyond the limits, None where nothing is."""
        seconds = time.monotonic() - self.started_at
        if self.size > limits.size:
            return f"more than {limits.size:,} bytes in {len(self.bodies):,} pages"
        if len(self.bodies) >= limits.pages or seconds > TIME_LIMIT_FACTOR * limits.seconds:
            return f"more than {len(self.bodies):,} pages in {seconds:.0f} seconds"
        return None


async def fetch_pages(
    fetch_url: FetchUrl, url: str, service: Service, limits: FetchLimits
) -> tuple[list[FetchAttempt], Body | None]:
    """Return every attempt, and the body of all pages together."""
    attempts, first = await fetch_url(url)
    if first is None:
        return attempts, None
    return await fetch_further_pages(fetch_url, Address(url), service, limits, attempts, first)


async def fetch_further_pages(
    fetch_url: FetchUrl,
    address: Address,
    service: Service,
    limits: FetchLimits,
    attempts: list[FetchAttempt],
    first: Body,
) -> tuple[list[FetchAttempt], Body | None]:
    """Return every attempt, and the body of all pages together, of which the first has come.

    A page that fails for the moment fails the whole, and the last valid snapshot stays in use. Where a service can't
    give a further page at all, the pages that came are stored if the last one says that there is more, so that reading
    it reports so; a part that nobody could tell from the whole fails.
    """
    page = await parse_service_page(service, first, address.url) if limits.pages > 1 else None
    if page is None or service.next_url(address, page, page.count) is None:
        return attempts, first
    pages = _Pages(service, address)
    pages.add(page, first)
    try:
        while page_url := pages.next_url:
            page_attempts, body = await fetch_url(page_url)
            attempts += page_attempts
            if not await _add_page(page_attempts[-1], body, pages):
                if _fails_the_whole(page_attempts[-1], page):
                    return attempts, None
                break
            if reason := pages.beyond(limits):
                attempts[-1].outcome, attempts[-1].error = FetchOutcome.TOO_LARGE, reason
                return attempts, None
        attempts[-1].outcome = FetchOutcome.ANSWERED
        return attempts, await asyncio.to_thread(_join, pages.bodies, page.form)
    finally:
        for body in pages.bodies:
            body.file.close()


def _fails_the_whole(attempt: FetchAttempt, first: ServicePage) -> bool:
    lasting = (FetchOutcome.TOO_LARGE, FetchOutcome.REFUSED, FetchOutcome.DISALLOWED)
    if attempt.is_transient or attempt.outcome in lasting:
        return True
    if not first.says_whether_more:
        attempt.outcome = FetchOutcome.UNREACHABLE
    return not first.says_whether_more


async def _add_page(attempt: FetchAttempt, body: Body | None, pages: _Pages) -> bool:
    """Add a page to the others; return whether it is one, and not one that we have already."""
    if body is None:
        return False
    page = await parse_service_page(pages.service, body, attempt.final_url)
    if page is not None and not page.count and pages.last and not pages.last.says_whether_more:
        body.file.close()  # past the end of what states no total: the page before it happened to be full
        pages.last = None
        return True
    if page is None or (pages.last and page.form != pages.last.form) or page.sha256 in pages.hashes:
        attempt.error = "the service gives no further page"
        body.file.close()
        return False
    pages.add(page, body)
    return True


def _join(bodies: list[Body], form: str) -> Body:
    """Return one body of all, or the only one as it came."""
    contents = [bodies[0].read()]
    file = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
    digest, size = hashlib.sha256(), 0
    chunks = contents if len(bodies) == 1 else join_pages((body.read() for body in bodies), form)
    for chunk in chunks:
        digest.update(chunk)
        file.write(chunk)
        size += len(chunk)
    return Body(file, size, digest.hexdigest())
