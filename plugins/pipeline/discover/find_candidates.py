"""Candidates: what catalogues list that may follow a standard of ours, of an authority that we know.

A dataset of a standard in parts that lists several files is one candidate, its listing. What the register has already,
or somebody has decided about before, is none.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from plugins.fetch.fetch_all import open_fetcher
from plugins.fetch.fetch_once import FetchOutcome
from plugins.fetch.file_sets import follow_listing
from plugins.fetch.listings import ListedFile
from plugins.pipeline.discover.try_source import sample_policy
from transforms.standards.search_words import standards_named

if TYPE_CHECKING:
    from plugins.settings import Settings
    from transforms.registers.catalogues import Catalogue

MOST_CANDIDATES = 300  # of one run: a catalogue that lists more is asked again next week
SAMPLES_A_LISTING = 2


@dataclass(frozen=True)
class SourceCandidate:
    """One address that may be a source, the files to look into, and what the catalogue says of it."""

    authority_gss: str
    url: str
    is_listing: bool
    samples: tuple[ListedFile, ...]
    catalogue: str

    @property
    def file(self) -> ListedFile:
        """The file that it is proposed by."""
        return self.samples[0]


@dataclass
class CatalogueAnswers:
    """What asking catalogues gave: the files, by the catalogue that lists them, and what was in the way."""

    files: list[tuple[str, ListedFile]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def ask_catalogues(settings: "Settings", catalogues: Iterable["Catalogue"], words: Collection[str]) -> CatalogueAnswers:
    """Return what catalogues list; one that fails costs no other, and what it listed before it failed counts."""
    return asyncio.run(_ask(settings, list(catalogues), words))


def find_candidates(
    answers: CatalogueAnswers, known: Collection[str], authorities: Collection[str] = (), authority: str | None = None
) -> list[SourceCandidate]:
    """Return the candidates among what catalogues list.

    Args:
        answers: what they list.
        known: addresses that are sources already, or were proposed before.
        authorities: only of these; of all where there is none.
        authority: whose a file is that no publisher is named of: in a council's own catalogue, the council.

    """
    candidates: dict[str, SourceCandidate] = {}
    likely = [(title, file) for title, file in answers.files if _is_likely(file)]
    for (title, listing, *_), group in groupby(likely, key=_dataset):
        files = [file for _, file in group]
        gss = _owner(files[0], authority)
        if gss is None or (authorities and gss not in authorities):
            continue
        for candidate in _of_dataset(gss, title, listing, files):
            if candidate.url not in known:
                candidates.setdefault(candidate.url, candidate)
    return list(candidates.values())[:MOST_CANDIDATES]


async def _ask(settings: "Settings", catalogues: Sequence["Catalogue"], words: Collection[str]) -> CatalogueAnswers:
    answers = CatalogueAnswers()
    async with open_fetcher(sample_policy(settings)) as fetcher:
        for catalogue in catalogues:
            for url in catalogue.addresses(words):
                attempts, files = await follow_listing(fetcher, url)
                answers.files += [(catalogue.title, file) for file in files]
                if attempts[-1].outcome is not FetchOutcome.ANSWERED:
                    answers.problems.append(f"{url}: {attempts[-1].error or attempts[-1].outcome}")
    return answers


def _dataset(pair: tuple[str, ListedFile]) -> tuple[str, ...]:
    """Return what the files of one dataset have in common: catalogue, listing, dataset and publisher."""
    title, file = pair
    return title, file.listing, file.dataset, file.publisher


def _is_likely(file: ListedFile) -> bool:
    return bool(standards_named(f"{file.dataset} {file.title} {file.name}")) and (file.is_table or not file.format)


def _owner(file: ListedFile, authority: str | None) -> str | None:
    """Return whose a file is, by the publisher that the catalogue names."""
    from transforms.registers import organisation

    return organisation(file.publisher) if file.publisher else authority


def _of_dataset(gss: str, title: str, listing: str, files: Sequence[ListedFile]) -> list[SourceCandidate]:
    """Return a dataset's candidates: its listing where it has several files, otherwise each file."""
    if listing and len(files) > 1:
        newest_first = sorted(files, key=lambda file: (str(file.modified or ""), file.name), reverse=True)
        return [SourceCandidate(gss, listing, True, tuple(newest_first[:SAMPLES_A_LISTING]), title)]
    return [SourceCandidate(gss, file.url, False, (file,), title) for file in files]
