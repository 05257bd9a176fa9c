"""File sets: what one authority publishes in several files: addresses of its own, and what listings list.

Each listing is followed to its end, then every file is asked for under the same guards as any other. A file that fails
costs no other; a listing that fails says so, and what it listed before is not asked for.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.fetch.fetch_once import FetchAttempt, FetchOutcome
from plugins.fetch.fetch_source import UNCONDITIONAL, SourceFetcher
from plugins.fetch.listings import ListedFile, ListingPage, matching
from plugins.fetch.parse_responses import parse_listing
from plugins.fetch.response import Body
from plugins.reading.run_limited import FileUnreadable

FILES_AT_ONCE = 4
NO_LISTING = "the answer is no listing of files that we know"


@dataclass(frozen=True)
class SourceAddress:
    """One address of an authority: a file's or a service's own, or a listing with the pattern of what to take."""

    url: str
    is_listing: bool = False
    pattern: str = ""


@dataclass(frozen=True)
class FileSetRequest:
    """Several addresses to fetch for one authority, and by address the conditions under which each file is known."""

    authority_gss: str
    addresses: tuple[SourceAddress, ...]
    conditions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The first address, by which the request is named."""
        return self.addresses[0].url


@dataclass(frozen=True)
class FetchedFile:
    """One file of a set: which address of the register led to it, its attempts, and its body if it answered."""

    source_url: str
    file: ListedFile
    attempts: tuple[FetchAttempt, ...]
    body: Body | None

    @property
    def outcome(self) -> FetchOutcome:
        """The outcome of the last attempt."""
        return self.attempts[-1].outcome


@dataclass(frozen=True)
class FileSetResult:
    """What came of asking an authority's addresses: every file, and the listings that could not be read."""

    request: FileSetRequest
    files: tuple[FetchedFile, ...]
    listings: Mapping[str, FetchAttempt]  # by address, the last attempt at each
    attempts: tuple[FetchAttempt, ...]
    failure: Exception | None = None  # our own fault, which is about this authority alone

    @property
    def failed_listings(self) -> dict[str, FetchAttempt]:
        """The listings that gave no file to look for, with the attempt that says why."""
        return {url: last for url, last in self.listings.items() if last.outcome is not FetchOutcome.ANSWERED}


async def fetch_file_set(fetcher: SourceFetcher, request: FileSetRequest) -> FileSetResult:
    """Return what comes of a request."""
    attempts: list[FetchAttempt] = []
    listings: dict[str, FetchAttempt] = {}
    listed_at: dict[str, tuple[str, ListedFile]] = {}  # a file that two addresses lead to is fetched once
    for address in request.addresses:
        listed = [ListedFile(address.url)]
        if address.is_listing:
            of_listing, listed = await _list_files(fetcher, address)
            attempts += of_listing
            listings[address.url] = of_listing[-1]
        for file in listed:
            listed_at.setdefault(file.url, (address.url, file))
    files = await _fetch_files(fetcher, request, list(listed_at.values()))
    attempts += [attempt for file in files for attempt in file.attempts]
    return FileSetResult(request, tuple(files), listings, tuple(attempts))


async def follow_listing(fetcher: SourceFetcher, url: str) -> tuple[list[FetchAttempt], list[ListedFile]]:
    """Return the attempts at every page of a listing, and the files on them.

    The last attempt is answered only if the listing was followed to its end; otherwise it says what was in the way.
    """
    limits = fetcher.policy.limits
    attempts: list[FetchAttempt] = []
    files: list[ListedFile] = []
    visited: set[str] = set()
    while url and url not in visited:
        if len(visited) >= limits.listing_pages:
            reason = f"a listing of more than {limits.listing_pages} pages"
            attempts[-1].outcome, attempts[-1].error = FetchOutcome.TOO_LARGE, reason
            break
        visited.add(url)
        page_attempts, body = await fetcher.fetch_url(url)
        attempts += page_attempts
        if body is None:
            break
        page = await _page_of(body, attempts[-1])
        if page is None:
            break
        files += page.files
        url = page.next_url or ""
    return attempts, files


async def _page_of(body: Body, attempt: FetchAttempt) -> ListingPage | None:
    """Return one page of a listing; None where the answer is none, and the attempt then says why."""
    try:
        with body:
            page, reason = await parse_listing(body, attempt.final_url), NO_LISTING
    except FileUnreadable as error:
        page, reason = None, f"the listing can't be read: {error}"
    if page is None:
        attempt.outcome, attempt.error = FetchOutcome.NOTHING_LISTED, reason
    return page


async def _list_files(fetcher: SourceFetcher, address: SourceAddress) -> tuple[list[FetchAttempt], list[ListedFile]]:
    """Return the attempts at a listing, and the files on it that we look for; none where it is not whole."""
    limits = fetcher.policy.limits
    attempts, files = await follow_listing(fetcher, address.url)
    if attempts[-1].outcome is not FetchOutcome.ANSWERED:
        return attempts, []
    matching_files = matching(files, address.pattern)
    if len(matching_files) > limits.files:
        return _refused(attempts, FetchOutcome.TOO_LARGE, f"{len(matching_files):,} files, more than {limits.files:,}")
    if not matching_files:
        reason = f"none of its {len(files):,} links is a file that we look for ({address.pattern or 'any table'})"
        return _refused(attempts, FetchOutcome.NOTHING_LISTED, reason)
    return attempts, matching_files


def _refused(
    attempts: list[FetchAttempt], outcome: FetchOutcome, reason: str
) -> tuple[list[FetchAttempt], list[ListedFile]]:
    attempts[-1].outcome, attempts[-1].error = outcome, reason
    return attempts, []


async def _fetch_files(
    fetcher: SourceFetcher, request: FileSetRequest, files: list[tuple[str, ListedFile]]
) -> list[FetchedFile]:
    """Return every file in the order in which it is listed, a few asked for at a time, until the set is too large."""
    slots, size = asyncio.Semaphore(FILES_AT_ONCE), 0

    async def fetch(source_url: str, file: ListedFile) -> FetchedFile:
        nonlocal size
        async with slots:
            conditions = request.conditions.get(file.url, UNCONDITIONAL)
            attempts, body = await fetcher.fetch_source(file.url, conditions)
            size += body.size if body else 0
            if body and size > fetcher.policy.limits.size:
                body.file.close()
                attempts[-1].outcome = FetchOutcome.TOO_LARGE
                attempts[-1].error, body = f"more than {fetcher.policy.limits.size:,} bytes in all files", None
            return FetchedFile(source_url, file, tuple(attempts), body)

    return list(await asyncio.gather(*(fetch(source_url, file) for source_url, file in files)))
