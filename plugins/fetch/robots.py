"""Rules for robots: what a web server asks programs not to fetch, read once for each host of a run.

Source: RFC 9309 (Robots Exclusion Protocol), §2.2.1 (our name among the groups), §2.3.1 (what an answer means) and §2.5
        (at least 500 kB are read); https://pypi.org/project/Protego.
Known   a server that answers with an error of its own (5xx) disallows everything, one without rules (4xx) nothing. One
        that can't be reached at all is asked for the file, whose failure then says why.
"""

import asyncio
from collections.abc import Awaitable, Callable

from protego import Protego

from plugins.fetch.fetch_once import FetchAttempt
from plugins.fetch.response import Body

OUR_NAME = "council-returns"
MAX_BYTES = 512 * 1024
FetchRules = Callable[[str], Awaitable[tuple[FetchAttempt, Body | None]]]


class RobotsRules:
    """The rules of every host that a run asks, each fetched when the host is first asked."""

    def __init__(self, fetch: FetchRules) -> None:
        self._fetch = fetch
        self._rules: dict[str, asyncio.Task[Protego | str]] = {}

    async def reason_against(self, url: str) -> str | None:
        """Return why `url` may not be fetched, None where it may."""
        origin = "/".join(url.split("/", 3)[:3])
        if origin not in self._rules:
            self._rules[origin] = asyncio.create_task(self._load(f"{origin}/robots.txt"))
        rules = await asyncio.shield(self._rules[origin])
        if isinstance(rules, str):
            return rules or None
        return None if rules.can_fetch(url, OUR_NAME) else f"{origin}/robots.txt disallows it"

    async def _load(self, url: str) -> Protego | str:
        """Return the rules at `url`, or a sentence that disallows everything; an empty one allows it."""
        attempt, body = await self._fetch(url)
        if body is not None:
            with body:
                return Protego.parse(body.read()[:MAX_BYTES].decode("utf-8-sig", "replace"))
        is_broken = attempt.status is not None and attempt.status >= 500
        return f"{url} answers {attempt.status}, which disallows everything" if is_broken else ""
