"""A file that a listing lists, and what the listing says of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

TABLES = frozenset({"csv", "xlsx", "xlsm", "xls", "ods", "json", "geojson", "xml", "zip", "gz", "tsv", "txt", "gpkg"})
LONGEST_TEXT = 500


@dataclass(frozen=True)
class ListedFile:
    """One file: its address, what it is called, and when the listing says that it was last changed."""

    url: str
    title: str = ""
    modified: date | None = None
    format: str = ""
    licence: str = ""
    dataset: str = ""  # the name of the dataset that it is a file of, where the listing is of several
    publisher: str = ""
    listing: str = ""  # the address that lists the files of its dataset alone

    @property
    def name(self) -> str:
        """The file's own name, by its address."""
        return PurePosixPath(unquote(urlsplit(self.url).path)).name

    @property
    def is_table(self) -> bool:
        """Whether its format or its name's ending is that of a table."""
        endings = {self.format.casefold().rpartition("/")[2].strip(". "), self.name.rpartition(".")[2].casefold()}
        return bool(endings & TABLES)


@dataclass(frozen=True)
class ListingPage:
    """One page of a listing, and the address of the next one if there is another."""

    files: tuple[ListedFile, ...]
    next_url: str | None = None


def matching(files: Iterable[ListedFile], pattern: str) -> list[ListedFile]:
    """Return the files whose name or title a pattern of the register matches, each address once.

    Args:
        files: what is listed.
        pattern: as a shell writes it, `*spend*.csv`, several set apart by semicolons; without one every table counts.

    """
    patterns = [part.strip().casefold() for part in pattern.split(";") if part.strip()]

    def matches(file: ListedFile) -> bool:
        texts = (file.name.casefold(), file.title.casefold(), unquote(file.url).casefold())
        return any(fnmatchcase(text, part) for part in patterns for text in texts)

    tables = (file for file in files if (matches(file) if patterns else file.is_table))
    return list({file.url: file for file in tables}.values())


def text_of(record: Mapping[str, Any], *names: str) -> str:
    """Return the first of some values of a record that is a text with something in it."""
    texts = [value for name in names if isinstance(value := record.get(name), str) and value.strip()]
    return " ".join(texts[0].split())[:LONGEST_TEXT] if texts else ""


def day_of(record: Mapping[str, Any], *names: str) -> date | None:
    """Return the first of some values of a record that begins with an ISO date."""
    for name in names:
        try:
            return date.fromisoformat(str(record.get(name))[:10])
        except ValueError:
            continue
    return None


def records_in(value: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 (any JSON)
    """Yield the objects of a list; of an object that stands where a list of one should, itself."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            yield item


def web_address(url: str, reference: str) -> str:
    """Return what `reference` leads to from the page at `url`; nothing where that is no web address."""
    if not reference.strip():
        return ""
    try:
        address = urljoin(url, reference.strip()).partition("#")[0]
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname else ""
    except ValueError:
        return ""
