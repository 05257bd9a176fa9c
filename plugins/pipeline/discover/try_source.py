"""Trying an address: fetched once under the guards of a collection, and recognised by its columns."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.fetch.fetch_all import fetch_all
from plugins.fetch.fetch_once import FetchLimits, FetchOutcome
from plugins.fetch.fetch_source import FetchPolicy
from plugins.fetch.file_sets import FetchedFile, FileSetRequest, FileSetResult, SourceAddress

if TYPE_CHECKING:
    from plugins.settings import Settings

SAMPLE_BYTES = 20_000_000
SAMPLE_PAGES, SAMPLE_FILES = 3, 12
AT_ONCE = 24


@dataclass(frozen=True)
class Sample:
    """What came of trying one address, and the standard that its columns speak of."""

    url: str
    outcome: str
    detail: str = ""  # why nothing came
    size: int = 0
    standard: str = ""  # blank where none is recognised
    recognised: int = 0  # of the columns, those that are fields of it
    columns: int = 0

    @property
    def share(self) -> float:
        """The share of the columns that are fields of the standard, from 0 to 1."""
        return self.recognised / self.columns if self.columns else 0.0

    def words(self, expected: str = "") -> str:
        """Return what came, as a sentence; `expected` is the standard that somebody is looking for."""
        if self.outcome != FetchOutcome.ANSWERED:
            return f"{self.url}: {self.detail or self.outcome}."
        if not self.standard:
            return f"{self.url}: {self.size:,} bytes, no table of a standard that we know."
        other = f", not {expected}" if expected and self.standard != expected else ""
        columns = f"{self.recognised} of {self.columns} columns are its fields"
        return f"{self.url}: {self.size:,} bytes, {self.standard}{other}: {columns}."


def sample_policy(settings: "Settings") -> FetchPolicy:
    """Return how a sample is fetched: as in a collection, but little of it."""
    limits = FetchLimits(
        size=SAMPLE_BYTES, read_seconds=settings.read_seconds, pages=SAMPLE_PAGES, files=SAMPLE_FILES, seconds=60.0
    )
    return FetchPolicy(
        limits=limits,
        allow_hosts=settings.allow_hosts,
        allows_others=not settings.is_demonstration,
        contact=settings.contact,
        honours_robots=True,
    )


def try_address(settings: "Settings", url: str, *, is_listing: bool = False, pattern: str = "") -> list[Sample]:
    """Return what comes of asking an address once; of a listing, for each of its files."""
    return try_addresses(settings, [SourceAddress(url, is_listing, pattern)])


def try_addresses(settings: "Settings", addresses: Sequence[SourceAddress]) -> list[Sample]:
    """Return what comes of asking some addresses once, each by itself."""
    results: list[FileSetResult] = []
    samples: list[Sample] = []
    for start in range(0, len(addresses), AT_ONCE):  # so that no more than these wait on disk
        part = asyncio.run(_fetch(settings, addresses[start : start + AT_ONCE]))
        samples += [_sample(file) for result in part for file in result.files]
        results += part
    failed = [
        Sample(url, str(attempt.outcome), attempt.error or "")
        for result in results
        for url, attempt in result.failed_listings.items()
    ]
    ours = [
        Sample(result.request.url, str(FetchOutcome.UNREACHABLE), "our own code failed over it")
        for result in results
        if result.failure is not None
    ]
    return samples + failed + ours


async def _fetch(settings: "Settings", addresses: Sequence[SourceAddress]) -> list[FileSetResult]:
    requests = [FileSetRequest(address.url, (address,)) for address in addresses]
    return [
        result async for result in fetch_all(requests, sample_policy(settings)) if isinstance(result, FileSetResult)
    ]


def _sample(fetched: FetchedFile) -> Sample:
    from plugins.reading.read_files import recognise_standard

    attempt = fetched.attempts[-1]
    if fetched.body is None:
        return Sample(fetched.file.url, str(attempt.outcome), attempt.error or "")
    with fetched.body as body:
        content, size = body.read(), body.size
    candidates = recognise_standard(content, fetched.file.name) or []
    likeliest = next((candidate for candidate in candidates if candidate.fits), None)
    if likeliest is None:
        return Sample(fetched.file.url, str(attempt.outcome), size=size)
    return Sample(
        fetched.file.url, str(attempt.outcome), "", size, likeliest.standard, likeliest.recognised, likeliest.columns
    )
