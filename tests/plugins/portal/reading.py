"""Reading pages as people do: their text, and their tables by the words of headings."""

import re
from html import unescape
from html.parser import HTMLParser


def text_of(page: str) -> str:
    """Return the words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


class Tables(HTMLParser):
    """Every table of a page: its rows, each a list of the words in its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self._is_inside = True

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = self._is_inside and tag not in {"td", "th", "tr", "table"}

    def handle_data(self, data: str) -> None:
        if self._is_inside and self.tables:
            cell = self.tables[-1][-1]
            cell[-1] = f"{cell[-1]} {' '.join(data.split())}".strip()


def rows_of(page: str, number: int = 0) -> list[dict[str, str]]:
    """Return the rows of a page's table, each by the first words of its headings."""
    reader = Tables()
    reader.feed(page)
    head, *rows = reader.tables[number]
    return [dict(zip((words.partition(" ,")[0] for words in head), row, strict=True)) for row in rows]
