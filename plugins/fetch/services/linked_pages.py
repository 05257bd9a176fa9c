"""Linked pages: a JSON answer of no kind that we know by its address, which names its next page.

Source: JSON:API 1.1 (`links.next`), Django REST framework (`next`), RFC 8288 relations in JSON (`rel` “next”).
"""

from plugins.fetch.services.json_page import parse_json_page
from plugins.fetch.services.service_page import Address, Service, ServicePage


def _next_url(address: Address, page: ServicePage, records: int) -> str | None:
    if page.total is not None and records >= page.total:
        return None  # some name a next page on the last one too
    return address.join(page.next_address) if page.next_address and page.count else None


LINKED_PAGES = Service("linked pages", lambda _: False, parse_json_page, _next_url)
