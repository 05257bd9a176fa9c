"""Publishers: ask many sources at once, politely, and tell what came of each.

Polite means: one honest user agent with an address for complaints, few requests at a time per host, conditional
requests, growing pauses before another try, and none where trying again can't help.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
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

NONE: Mapping[str, str] = MappingProxyType({})
PURPOSE = "collects councils' published standard datasets"


@dataclass(frozen=True)
class FetchRequest:
    """One source to ask, with what its last valid answer said about itself."""

    authority_gss: str
    url: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> Mapping[str, str]:
        """The headers that ask for an answer only if it is a new one."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True)
class FetchResult:
    """What came of one source: every attempt, and the body if it answered."""

    request: FetchRequest
    attempts: tuple[FetchAttempt, ...]
    body: Body | None

    @property
    def outcome(self) -> FetchOutcome:
        """What the last attempt came to."""
        return self.attempts[-1].outcome


@dataclass(frozen=True)
class FetchPolicy:
    """How we behave towards publishers, and what a deployment allows."""

    at_once: int = 24
    per_host: int = 4
    limits: FetchLimits = field(default_factory=FetchLimits)
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)
    allow_hosts: Collection[str] = ()
    contact: str = ""  # an address that a web server's keeper can turn to

    @property
    def user_agent(self) -> str:
        """What we call ourselves, why we come, and whom to turn to."""
        whom = f"+{self.contact}; " if self.contact else ""
        return f"council-returns/{version('council-returns')} ({whom}{PURPOSE})"


async def fetch_all(requests: Iterable[FetchRequest], policy: FetchPolicy) -> AsyncIterator[FetchResult]:
    """Yield the answer of every request as it comes; a source that fails stops no other."""
    at_once, slot = asyncio.Semaphore(policy.at_once), _slots_per_host(policy.per_host)
    timeout = httpx.Timeout(policy.limits.read_seconds, connect=policy.limits.connect_seconds, pool=None)
    headers = {"User-Agent": policy.user_agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
    async with httpx.AsyncClient(
        transport=CheckedTransport(policy.allow_hosts), headers=headers, timeout=timeout, trust_env=False
    ) as client:

        async def ask(request: FetchRequest) -> FetchResult:
            async with at_once:
                return await _fetch(client, request, policy, slot)

        tasks = [asyncio.create_task(ask(request)) for request in requests]
        try:
            for done in asyncio.as_completed(tasks):
                yield await done
        finally:
            for task in tasks:
                task.cancel()


async def _fetch(client: httpx.AsyncClient, request: FetchRequest, policy: FetchPolicy, slot: HostSlot) -> FetchResult:
    """Return what came of one source; every page of it where it is a feature service.

    A service's first page may stay the same where another changes, so it is always asked for all of them.
    """

    async def ask(url: str, conditions: Mapping[str, str] = NONE) -> tuple[list[FetchAttempt], Body | None]:
        attempts: list[FetchAttempt] = []
        while True:
            attempt, body = await fetch_once(client, url, conditions, policy.limits, slot)
            attempts.append(attempt)
            pause = policy.retry_policy.pause(len(attempts), attempt.retry_after) if attempt.is_transient else None
            if pause is None:
                return attempts, body
            await asyncio.sleep(pause)

    service = feature_service(request.url)
    coming = fetch_pages(ask, request.url, service, policy.limits) if service else ask(request.url, request.conditions)
    attempts, body = await coming
    return FetchResult(request, tuple(attempts), body)


def _slots_per_host(count: int) -> HostSlot:
    """Return a way to wait for one of a host's `count` slots."""
    semaphores: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(count))

    @asynccontextmanager
    async def slot(target: Endpoint) -> AsyncIterator[None]:
        async with semaphores[target.host]:
            yield

    return slot
