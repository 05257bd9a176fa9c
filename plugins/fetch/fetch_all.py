"""Fetching many sources at once, politely: every source's outcome, whatever happens to the others.

Polite means: one user agent that says who we are, with an address for complaints; few requests at a time per host;
conditional requests; growing pauses before another try, and none where trying again can't help.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import overload

import httpx

from plugins.fetch.addresses import Endpoint
from plugins.fetch.fetch_once import FetchAttempt, FetchOutcome, HostSlot
from plugins.fetch.fetch_source import FetchPolicy, SourceFetcher
from plugins.fetch.file_sets import FileSetRequest, FileSetResult, fetch_file_set
from plugins.fetch.response import Body
from plugins.fetch.transport import CheckedTransport

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class FetchRequest:
    """One source to fetch, with the validators of its last valid response."""

    authority_gss: str
    url: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> Mapping[str, str]:
        """The headers that ask for a response only if the file has changed."""
        return conditions_of(self.etag, self.last_modified)


@dataclass(frozen=True)
class FetchResult:
    """The result of fetching one source: every attempt, and the body if it answered."""

    request: FetchRequest
    attempts: tuple[FetchAttempt, ...]
    body: Body | None
    failure: Exception | None = None  # our own fault, which is about this source alone

    @property
    def outcome(self) -> FetchOutcome:
        """The outcome of the last attempt."""
        return self.attempts[-1].outcome


def conditions_of(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the headers that ask for a response only if it is another than the one with these validators."""
    validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in validators.items() if value}


@overload
def fetch_all(requests: Iterable[FetchRequest], policy: FetchPolicy) -> AsyncIterator[FetchResult]: ...


@overload
def fetch_all(
    requests: Iterable[FetchRequest | FileSetRequest], policy: FetchPolicy
) -> AsyncIterator[FetchResult | FileSetResult]: ...


async def fetch_all(
    requests: Iterable[FetchRequest | FileSetRequest], policy: FetchPolicy
) -> AsyncIterator[FetchResult | FileSetResult]:
    """Yield the result of every request as it comes; a source that fails stops no other."""
    request_slots = asyncio.Semaphore(policy.concurrent_requests)
    async with open_fetcher(policy) as fetcher:

        async def fetch(request: FetchRequest | FileSetRequest) -> FetchResult | FileSetResult:
            async with request_slots:
                try:
                    return await _fetch(fetcher, request)
                except Exception as failure:
                    LOG.exception("our code failed over %s", request.url)
                    return _failed(request, failure)

        tasks = [asyncio.create_task(fetch(request)) for request in requests]
        try:
            for task in asyncio.as_completed(tasks):
                yield await task
        finally:
            for task in tasks:
                task.cancel()


@asynccontextmanager
async def open_fetcher(policy: FetchPolicy) -> AsyncIterator[SourceFetcher]:
    """Open the connections of one run."""
    timeout = httpx.Timeout(policy.limits.read_seconds, connect=policy.limits.connect_seconds, pool=None)
    headers = {"User-Agent": policy.user_agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
    transport = CheckedTransport(policy.allow_hosts, allows_others=policy.allows_others)
    async with httpx.AsyncClient(transport=transport, headers=headers, timeout=timeout, trust_env=False) as client:
        yield SourceFetcher(client, policy, _host_slots(policy.requests_per_host))


async def _fetch(fetcher: SourceFetcher, request: FetchRequest | FileSetRequest) -> FetchResult | FileSetResult:
    if isinstance(request, FileSetRequest):
        return await fetch_file_set(fetcher, request)
    attempts, body = await fetcher.fetch_source(request.url, request.conditions)
    return FetchResult(request, tuple(attempts), body)


def _failed(request: FetchRequest | FileSetRequest, failure: Exception) -> FetchResult | FileSetResult:
    """Return the result of a source over which our own code failed: no response that can be used."""
    error = f"our own fault: {type(failure).__name__}"
    attempt = FetchAttempt(request.url, datetime.now(UTC), final_url=request.url, error=error)
    if isinstance(request, FileSetRequest):
        return FileSetResult(request, (), {}, (attempt,), failure)
    return FetchResult(request, (attempt,), None, failure)


def _host_slots(count: int) -> HostSlot:
    """Return a way to wait for one of a host's `count` slots."""
    semaphores: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(count))

    @asynccontextmanager
    async def host_slot(target: Endpoint) -> AsyncIterator[None]:
        async with semaphores[target.host]:
            yield

    return host_slot
