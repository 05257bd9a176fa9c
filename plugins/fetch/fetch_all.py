"""Fetching many sources at once, politely: every source's outcome, whatever happens to the others.

Polite means: one user agent that says who we are, with an address for complaints; few requests at a time per host;
conditional requests; growing pauses before another try, and none where trying again can't help.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from types import MappingProxyType

import httpx

from plugins.fetch.addresses import Endpoint
from plugins.fetch.feature_services import feature_service
from plugins.fetch.fetch_once import FetchAttempt, FetchLimits, FetchOutcome, HostSlot, fetch_once
from plugins.fetch.pages import fetch_pages
from plugins.fetch.response import Body
from plugins.fetch.retry import RetryPolicy
from plugins.fetch.transport import CheckedTransport

UNCONDITIONAL: Mapping[str, str] = MappingProxyType({})
PURPOSE = "collects councils' published standard datasets"
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
        validators = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in validators.items() if value}


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


@dataclass(frozen=True)
class FetchPolicy:
    """How we behave towards publishers, and what a deployment allows."""

    concurrent_requests: int = 24
    requests_per_host: int = 4
    limits: FetchLimits = field(default_factory=FetchLimits)
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)
    allow_hosts: Collection[str] = ()
    allows_others: bool = True  # a demonstration asks none but `allow_hosts`
    contact: str = ""  # an address that the people who run a web server can turn to

    @property
    def user_agent(self) -> str:
        """Who we are, why we come, and whom to turn to."""
        contact = f"+{self.contact}; " if self.contact else ""
        return f"council-returns/{version('council-returns')} ({contact}{PURPOSE})"


async def fetch_all(requests: Iterable[FetchRequest], policy: FetchPolicy) -> AsyncIterator[FetchResult]:
    """Yield the result of every request as it comes; a source that fails stops no other."""
    request_slots, host_slot = asyncio.Semaphore(policy.concurrent_requests), _host_slots(policy.requests_per_host)
    timeout = httpx.Timeout(policy.limits.read_seconds, connect=policy.limits.connect_seconds, pool=None)
    headers = {"User-Agent": policy.user_agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
    transport = CheckedTransport(policy.allow_hosts, allows_others=policy.allows_others)
    async with httpx.AsyncClient(transport=transport, headers=headers, timeout=timeout, trust_env=False) as client:

        async def fetch(request: FetchRequest) -> FetchResult:
            async with request_slots:
                try:
                    return await _fetch(client, request, policy, host_slot)
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


async def _fetch(client: httpx.AsyncClient, request: FetchRequest, policy: FetchPolicy, slot: HostSlot) -> FetchResult:
    """Return the result of one source; every page of it where it is a feature service.

    A service's first page may stay the same where another changes, so its pages are fetched without conditions.
    """

    async def fetch_url(
        url: str, conditions: Mapping[str, str] = UNCONDITIONAL
    ) -> tuple[list[FetchAttempt], Body | None]:
        attempts: list[FetchAttempt] = []
        while True:
            attempt, body = await fetch_once(client, url, conditions, policy.limits, slot)
            attempts.append(attempt)
            retry = policy.retry_policy
            pause = retry.pause_seconds(len(attempts), attempt.retry_after) if attempt.is_transient else None
            if pause is None:
                return attempts, body
            await asyncio.sleep(pause)

    if service := feature_service(request.url):
        attempts, body = await fetch_pages(fetch_url, request.url, service, policy.limits)
    else:
        attempts, body = await fetch_url(request.url, request.conditions)
    return FetchResult(request, tuple(attempts), body)


def _failed(request: FetchRequest, failure: Exception) -> FetchResult:
    """Return the result of a source over which our own code failed: no response that can be used."""
    error = f"our own fault: {type(failure).__name__}"
    attempt = FetchAttempt(request.url, datetime.now(UTC), final_url=request.url, error=error)
    return FetchResult(request, (attempt,), None, failure)


def _host_slots(count: int) -> HostSlot:
    """Return a way to wait for one of a host's `count` slots."""
    semaphores: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(count))

    @asynccontextmanager
    async def host_slot(target: Endpoint) -> AsyncIterator[None]:
        async with semaphores[target.host]:
            yield

    return host_slot
