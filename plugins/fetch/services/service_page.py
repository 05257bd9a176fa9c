"""One page of a service's answer: what it says about itself, and how the address of the next one is written."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

LONGEST_NUMBER = 12  # digits


@dataclass(frozen=True)
class ServicePage:
    """One page: how it is written, how many records it holds, and whether there are more."""

    form: str  # "json", "xml" or "csv"
    count: int
    total: int | None  # of all pages together
    has_more: bool | None  # None where only `total` or a full page tells
    sha256: str
    next_address: str | None = None  # as the page names it

    @property
    def says_whether_more(self) -> bool:
        """Whether reading the page alone tells that others are missing."""
        return self.total is not None or self.has_more is not None or self.next_address is not None


class Address:
    """An address taken apart: its path, and the parameters of its query by their names in lower case."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self.url = url
        self.path = self._parts.path
        self.parameters = {name.casefold(): value for name, value in parse_qsl(self._parts.query)}

    def number(self, name: str) -> int | None:
        """Return a parameter that is a whole number; None where it is absent or something else."""
        text = self.parameters.get(name.casefold(), "")
        return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None

    def with_parameter(self, name: str, value: int) -> str:
        """Return the address with one parameter set, the others as they are written."""
        pairs = [pair for pair in self._parts.query.split("&") if pair]
        others = [pair for pair in pairs if unquote(pair.partition("=")[0]).casefold() != name.casefold()]
        return urlunsplit(self._parts._replace(query="&".join([*others, f"{quote(name, safe='$')}={value}"])))

    def join(self, reference: str) -> str:
        """Return the address that a page at this one names, whole or relative."""
        return urljoin(self.url, reference)


@dataclass(frozen=True)
class Service:
    """One kind of service.

    `next_url` is given the address of the first page, the page that came last, and how many records came so far with
    its own; it returns the address of the page after, None if that was the last.
    """

    name: str
    is_asked_at: Callable[[Address], bool]
    parse_page: Callable[[bytes], ServicePage | None]
    next_url: Callable[[Address, ServicePage, int], str | None]


def next_offset(
    address: Address, page: ServicePage, records: int, offset: str, default_size: int | None, size: str
) -> str | None:
    """Return the address of the page after the last, by how many records to leave out: until the total is reached.

    Where no total is stated, a full page may be followed by another.
    """
    start = address.number(offset) or 0
    page_size = address.number(size) or default_size
    if page.total is not None:
        has_more = start + records < page.total
    else:
        has_more = page_size is not None and page.count >= page_size
    return address.with_parameter(offset, start + records) if has_more and page.count else None
