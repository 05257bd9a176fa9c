"""Fetching one address: a file as it is, a service page by page, each tried again where that may help.

Known   a service's first page may stay the same where another changes, so its pages are fetched without conditions, and
        no later request is made conditional on one of them.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from types import MappingProxyType

import httpx

from plugins.fetch.fetch_once import FetchAttempt, FetchLimits, HostSlot, Permission, any_address, fetch_once
from plugins.fetch.pages import fetch_further_pages, fetch_pages
from plugins.fetch.response import Body
from plugins.fetch.retry import RetryPolicy
from plugins.fetch.robots import RobotsRules
from plugins.fetch.services import service_at
from plugins.fetch.services.json_page import names_next_page
from plugins.fetch.services.linked_pages import LINKED_PAGES
from plugins.fetch.services.service_page import Address

UNCONDITIONAL: Mapping[str, str] = MappingProxyType({})
VALIDATORS = ("etag", "last-modified")
PURPOSE = "collects councils' published standard datasets"


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
    honours_robots: bool = False  # a program's own requests do; one that a person makes by name needs not

    @property
    def user_agent(self) -> str:
        """Who we are, why we come, and whom to turn to."""
        contact = f"+{self.contact}; " if self.contact else ""
        return f"council-returns/{version('council-returns')} ({contact}{PURPOSE})"


class SourceFetcher:
    """Fetches the addresses of one run, under one policy."""

    def __init__(self, client: httpx.AsyncClient, policy: FetchPolicy, slot: HostSlot) -> None:
        self._client = client
        self._slot = slot
        self._robots = RobotsRules(self._fetch_rules)
        self.policy = policy

    async def fetch_source(
        self, url: str, conditions: Mapping[str, str] = UNCONDITIONAL
    ) -> tuple[list[FetchAttempt], Body | None]:
        """Return every attempt, and the body: every page of it where it is a service's."""
        if service := service_at(url):
            return await fetch_pages(self.fetch_url, url, service, self.policy.limits)
        attempts, body = await self.fetch_url(url, conditions)
        if body is None or not await asyncio.to_thread(_may_be_paged, body):
            return attempts, body
        count = len(attempts)
        attempts, whole = await fetch_further_pages(
            self.fetch_url, Address(url), LINKED_PAGES, self.policy.limits, attempts, body
        )
        if len(attempts) > count:
            attempts[-1].headers = {
                name: value for name, value in attempts[-1].headers.items() if name not in VALIDATORS
            }
        return attempts, whole

    async def fetch_url(
        self, url: str, conditions: Mapping[str, str] = UNCONDITIONAL
    ) -> tuple[list[FetchAttempt], Body | None]:
        """Return every attempt at one address, and the body where one came."""
        attempts: list[FetchAttempt] = []
        while True:
            attempt, body = await fetch_once(
                self._client, url, conditions, self.policy.limits, self._slot, self._permission
            )
            attempts.append(attempt)
            retry = self.policy.retry_policy
            pause = retry.pause_seconds(len(attempts), attempt.retry_after) if attempt.is_transient else None
            if pause is None:
                return attempts, body
            await asyncio.sleep(pause)

    async def _fetch_rules(self, url: str) -> tuple[FetchAttempt, Body | None]:
        return await fetch_once(self._client, url, UNCONDITIONAL, self.policy.limits, self._slot)

    @property
    def _permission(self) -> Permission:
        return self._robots.reason_against if self.policy.honours_robots else any_address


def _may_be_paged(body: Body) -> bool:
    """Return, from its beginning alone where that is enough, whether a body may name a next page."""
    body.file.seek(0)
    return body.file.read(1) in (b"{", b"[", b"\xef", b" ", b"\n") and names_next_page(body.read())
