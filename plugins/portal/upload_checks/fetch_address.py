"""Fetching the file at a visitor's address, under the same guards as any source, and one page of a service alone."""

import asyncio
import shutil
from pathlib import Path

from plugins.fetch.fetch_all import FetchRequest, fetch_all
from plugins.fetch.fetch_once import FetchLimits, FetchOutcome
from plugins.fetch.fetch_source import FetchPolicy
from plugins.fetch.retry import RetryPolicy
from plugins.portal.upload_checks.receive import MAX_BYTES
from plugins.settings import Settings

SECONDS = 60.0
ONE_PAGE = 1  # a form makes us ask a stranger's server once, and not two thousand times


def fetch_address(address: str, file: Path, settings: Settings) -> tuple[int, str]:
    """Write what an address gives to a file; return its bytes, and what went wrong, otherwise blank."""
    limits = FetchLimits(size=MAX_BYTES, seconds=SECONDS, pages=ONE_PAGE)
    policy = FetchPolicy(
        limits=limits, retry_policy=RetryPolicy(max_attempts=1), allow_hosts=settings.allow_hosts,
        contact=settings.contact,
    )  # fmt: skip

    async def fetch() -> tuple[int, str]:
        async for response in fetch_all([FetchRequest("", address)], policy):
            if response.body is None:
                return 0, _failure_in_words(response.outcome, response.attempts[-1].status)
            with response.body as body, file.open("xb") as stored:
                body.file.seek(0)
                shutil.copyfileobj(body.file, stored, 1024 * 1024)
                return body.size, ""
        return 0, ""

    return asyncio.run(fetch())


def _failure_in_words(outcome: FetchOutcome, status: int | None) -> str:
    """Return why a file could not be fetched, without revealing what a name resolves to in our network."""
    if outcome is FetchOutcome.REFUSED:
        return "We can’t fetch a file from this address. It must be public and start with http:// or https://."
    if outcome is FetchOutcome.TOO_LARGE:
        return f"The file at this address is larger than {MAX_BYTES // 1_000_000} MB."
    if status and outcome is FetchOutcome.UNREACHABLE:
        return f"The website did not give us the file. It responded with status {status}."
    return "The website did not give us the file within a minute. Check that the address is right."
