"""The catalogues that are asked for datasets of councils.

Source: data.gov.uk's CKAN, https://guidance.data.gov.uk/get_data/api_documentation; the 360Giving data registry,
        https://data.threesixtygiving.org
Grain:  one record a catalogue; `{words}` in its address stands for the words of a search, asked for one after another.
Known:  a council's own catalogue is `/data.json` of the hosts at which its sources are, by the convention of DCAT-US.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from transforms.domain.authority import Source
from transforms.registers.tables import table

WORDS = "{words}"


@dataclass(frozen=True)
class Catalogue:
    """One catalogue: where it is, and what it is called."""

    url: str
    title: str
    authority_gss: str = ""  # whose own it is: what it lists of no named publisher is this authority's
    is_expected: bool = True  # not where we only try whether there is one

    def addresses(self, words: Iterable[str]) -> list[str]:
        """Return the addresses to ask: one for each of the words where the catalogue is searched, otherwise one."""
        if WORDS not in self.url:
            return [self.url]
        return [self.url.replace(WORDS, quote(f'"{phrase}"')) for phrase in dict.fromkeys(words)]


def catalogues() -> tuple[Catalogue, ...]:
    """Return every catalogue of the packaged register."""
    return tuple(Catalogue(row["url"], row["title"]) for row in table("catalogues"))


def own_catalogues(sources: Iterable[Source]) -> list[Catalogue]:
    """Return where councils' own catalogues would be, by the hosts of their open sources.

    A host that serves several authorities is a company's or a partnership's, and its catalogue nobody's own.
    """
    owners: dict[str, set[str]] = {}
    for source in sources:
        if source.url and source.until is None:
            owners.setdefault("/".join(source.url.split("/", 3)[:3]), set()).add(source.authority_gss)
    return [
        Catalogue(f"{origin}/data.json", urlsplit(origin).hostname or origin, next(iter(gss)), is_expected=False)
        for origin, gss in owners.items()
        if len(gss) == 1
    ]
