"""Links: the files that a web page or the index of a folder links to.

Known   a page in several parts names the next one by `rel="next"`; another page that a person would have to open is not
        followed. Links of an XML listing of a bucket are its keys.
"""

from html.parser import HTMLParser
from urllib.parse import quote

from plugins.fetch.listings.listed_file import ListedFile, ListingPage, web_address

MAX_BYTES = 10_000_000
MAX_LINKS = 5_000


class _Links(HTMLParser):
    """Collects the links of a page with their words, its base address and the page after it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.base = ""
        self.following = ""
        self._href: str | None = None
        self._words: list[str] = []
        self._is_key = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "base" and not self.base:
            self.base = values.get("href", "")
        if "next" in values.get("rel", "").casefold().split() and tag in ("a", "link"):
            self.following = values.get("href", "")
        elif tag == "a" and values.get("href"):
            self._href, self._words = values["href"], []
        self._is_key = tag == "key"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href is not None:
            if len(self.links) < MAX_LINKS:
                self.links.append((self._href, " ".join("".join(self._words).split())))
            self._href = None
        self._is_key = False

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self._words.append(data)
        elif self._is_key and data.strip() and len(self.links) < MAX_LINKS:
            self.links.append((quote(data.strip()), data.strip()))


def read(content: bytes, url: str) -> ListingPage | None:
    """Return the links of a page; None where the bytes are no page, or one beyond all measure."""
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if len(content) > MAX_BYTES or not start.startswith(b"<"):
        return None
    page = _Links()
    page.feed(content.decode("utf-8", "replace"))
    page.close()
    base = web_address(url, page.base) or url
    files = [ListedFile(address, words) for href, words in page.links if (address := web_address(base, href))]
    following = web_address(base, page.following) if page.following else ""
    return ListingPage(tuple(files), following or None)
