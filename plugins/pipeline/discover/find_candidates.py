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
from plugins.fetch.fetch_once import FetchAttempt, FetchOutcome
from plugins.fetch.file_sets import follow_listing
from plugins.fetch.listings import ListedFile
from plugins.pipeline.discover.search_words import standards_named
from plugins.pipeline.discover.try_source import sample_policy

if TYPE_CHECKING:
    from plugins.settings import Settings
    from transforms.registers.catalogues import Catalogue

MOST_CANDIDATES = 300  # of one run: a catalogue that lists more is asked again next week
SAMPLES_A_LISTING = 2
CATALOGUES_AT_ONCE = 8


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

    files: "list[tuple[Catalogue, ListedFile]]" = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def ask_catalogues(settings: "Settings", catalogues: Iterable["Catalogue"], words: Collection[str]) -> CatalogueAnswers:
    """Return what catalogues list; one that fails costs no other, and what it listed before it failed counts."""
    return asyncio.run(_ask(settings, list(catalogues), words))


def find_candidates(
    answers: CatalogueAnswers, known_addresses: Collection[str], authorities: Collection[str] = ()
) -> list[SourceCandidate]:
    """Return the candidates among what catalogues list.

    Args:
        answers: what they list.
        known_addresses: those that are sources already, or were proposed before.
        authorities: only of these; of all where there is none.

    """
    candidates: dict[str, SourceCandidate] = {}
    likely = [(catalogue, file) for catalogue, file in answers.files if _is_likely(file)]
    for (catalogue, listing, *_), group in groupby(likely, key=_dataset):
        files = [file for _, file in group]
        gss = _owner(files[0], catalogue)
        if gss is None or (authorities and gss not in authorities):
            continue
        for candidate in _of_dataset(gss, catalogue.title, listing, files):
            if candidate.url not in known_addresses and not all(
                file.url in known_addresses for file in candidate.samples
            ):
                candidates.setdefault(candidate.url, candidate)
    return list(candidates.values())[:MOST_CANDIDATES]


async def _ask(settings: "Settings", catalogues: Sequence["Catalogue"], words: Collection[str]) -> CatalogueAnswers:
    answers = CatalogueAnswers()
    slots = asyncio.Semaphore(CATALOGUES_AT_ONCE)
    async with open_fetcher(sample_policy(settings)) as fetcher:

        async def follow(url: str) -> tuple[list[FetchAttempt], list[ListedFile]]:
            async with slots:
                return await follow_listing(fetcher, url)

        searches = [(catalogue, url) for catalogue in catalogues for url in catalogue.addresses(words)]
        listings = await asyncio.gather(*(follow(url) for _, url in searches))
    for (catalogue, url), (attempts, files) in zip(searches, listings, strict=True):
        answers.files += [(catalogue, file) for file in files]
        if attempts[-1].outcome is not FetchOutcome.ANSWERED and catalogue.is_expected:
            answers.problems.append(f"{url}: {attempts[-1].error or attempts[-1].outcome}")
    return answers


def _dataset(pair: "tuple[Catalogue, ListedFile]") -> "tuple[Catalogue, str, str, str]":
    """Return what the files of one dataset have in common: catalogue, listing, dataset and publisher."""
    catalogue, file = pair
    return catalogue, file.listing, file.dataset, file.publisher


def _is_likely(file: ListedFile) -> bool:
    return bool(standards_named(f"{file.dataset} {file.title} {file.name}")) and (file.is_table or not file.format)


def _owner(file: ListedFile, catalogue: "Catalogue") -> str | None:
    """Return whose a file is: the publisher's that the catalogue names, or that of its own catalogue."""
    from transforms.registers import organisation

    return organisation(file.publisher) if file.publisher else catalogue.authority_gss or None


def _of_dataset(gss: str, title: str, listing: str, files: Sequence[ListedFile]) -> list[SourceCandidate]:
    """Return a dataset's candidates: its listing where it has several files, otherwise each file."""
    if listing and len(files) > 1:
        newest_first = sorted(files, key=lambda file: (str(file.modified or ""), file.name), reverse=True)
        return [SourceCandidate(gss, listing, True, tuple(newest_first[:SAMPLES_A_LISTING]), title)]
    return [SourceCandidate(gss, file.url, False, (file,), title) for file in files]
