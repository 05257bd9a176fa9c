"""Parsing what strangers' servers answer, listings and pages of services, in a process with limits like any file.

Known   rules for robots are parsed where they are asked for: 512 kB at most, and matching is linear.
"""

import asyncio

from plugins.fetch.listings import ListingPage, read_listing
from plugins.fetch.response import Body
from plugins.fetch.services import Service
from plugins.fetch.services.service_page import ServicePage
from plugins.reading.run_limited import FileUnreadable, run_limited

MOST_LISTED = 100_000  # files on one page of a listing; the largest catalogue gives some ten thousand


async def parse_listing(body: Body, url: str) -> ListingPage | None:
    """Return what a listing at `url` lists; None where it is no listing of a kind that we know.

    Raises:
        FileUnreadable: with the reason in words, where parsing it came to no end.

    """
    return await asyncio.to_thread(lambda: run_limited(url, body.size, bounded_listing, body.read(), url))


async def parse_service_page(service: Service, body: Body, url: str) -> ServicePage | None:
    """Return what a service's page says about itself; None where it is no page, or parsing it came to no end.

    What came instead of a page is a file, whose check says why it can't be read.
    """
    try:
        return await asyncio.to_thread(lambda: run_limited(url, body.size, service.parse_page, body.read()))
    except FileUnreadable:
        return None


def bounded_listing(content: bytes, url: str) -> ListingPage | None:
    """Return what a listing lists, never more of it than the process that asked for it can hold."""
    page = read_listing(content, url)
    if page is not None and len(page.files) > MOST_LISTED:
        raise MemoryError(f"{len(page.files):,} files on one page")
    return page
