"""OData: an entity set, which names its next page in `@odata.nextLink`, or states its number of entities.

Source: OData JSON Format 4.01, clauses 4.5.5 and 4.5.12 (`@odata.count`, `@odata.nextLink`); OData 4.01 Part 2, 5.1.6.
"""

from plugins.fetch.services.json_page import parse_json_page
from plugins.fetch.services.service_page import Address, Service, ServicePage, next_offset

OPTIONS = frozenset({"$top", "$skip", "$filter", "$select", "$orderby", "$count", "$format", "$inlinecount"})


def _is_asked_at(address: Address) -> bool:
    return "/odata" in address.path.casefold() or bool(OPTIONS & address.parameters.keys())


def _next_url(address: Address, page: ServicePage, records: int) -> str | None:
    if page.next_address:
        return address.join(page.next_address)
    top = address.number("$top")
    if page.total is None or (top and records >= top):  # the address asks for no more than so many
        return None
    return next_offset(address, page, records, "$skip", None, "$top")


ODATA = Service("OData", _is_asked_at, parse_json_page, _next_url)
