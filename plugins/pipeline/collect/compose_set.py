"""Composing a set: of what was fetched today and what is known from before, the files that are read as one table.

Pure: nothing is fetched or stored here. A file that fails keeps its last copy in the set; so does one that its listing
no longer names, unless another of the same name is there. What an ended address led to leaves the set.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime

from plugins.fetch.fetch_once import FetchAttempt, FetchOutcome
from plugins.fetch.file_sets import FetchedFile, FileSetResult
from plugins.storage.warehouse.set_files import KnownFile
from transforms.domain.file_set import FileSet, MissingFile, SetFile

WORDS = {
    FetchOutcome.UNREACHABLE: "it can't be reached",
    FetchOutcome.REFUSED: "its address may not be fetched",
    FetchOutcome.TOO_LARGE: "it is too large",
    FetchOutcome.DISALLOWED: "robots.txt does not let programs fetch it",
    FetchOutcome.NOTHING_LISTED: "it lists no file that we look for",
}


@dataclass(frozen=True)
class StoredFile:
    """One file of today's answer, whose bytes are in the archive."""

    fetched: FetchedFile
    known_file: KnownFile | None  # None where it never answered


def compose_set(result: FileSetResult, stored: Sequence[StoredFile], earlier: Mapping[str, KnownFile]) -> FileSet:
    """Return the set of an authority's files, from the oldest to the newest.

    Args:
        result: what came of asking today.
        stored: today's files in the order in which they are listed.
        earlier: the files that are known from before, by their addresses.

    """
    missing = [
        MissingFile(file.fetched.file.url, reason_of(file.fetched.attempts[-1]), has_copy=file.known_file is not None)
        for file in stored
        if file.fetched.outcome not in (FetchOutcome.ANSWERED, FetchOutcome.UNCHANGED)
    ]
    listed = [file.known_file for file in stored if file.known_file is not None]
    others = list(_stand_ins(result, listed, stored, earlier.values()))
    of_listing = {file.source_url for file in others if file.source_url in result.failed_listings}
    missing += [
        MissingFile(url, reason_of(attempt), has_copy=url in of_listing)
        for url, attempt in result.failed_listings.items()
    ]
    files = [_set_file(file, is_listed=True) for file in listed]
    files += [_set_file(file, is_listed=file.source_url in result.failed_listings) for file in others]
    in_order = sorted(files, key=lambda file: file.published)  # of one day as they are listed
    return FileSet(tuple(in_order), tuple(sorted(missing, key=lambda file: file.url)))


def newest_file(stored: Sequence[StoredFile]) -> StoredFile:
    """Return the one file that counts where a standard does not come in parts: the newest, of several by name."""
    answered = [file for file in stored if file.known_file is not None] or list(stored)
    return max(
        answered, key=lambda file: (file.known_file.published if file.known_file else date.min, file.fetched.file.name)
    )


def reason_of(attempt: FetchAttempt) -> str:
    """Return why an address gave no file, in words that stay the same as long as the reason does."""
    if attempt.status is not None and attempt.status >= 400:
        return f"the web server answers {attempt.status}"
    return WORDS.get(attempt.outcome, "it can't be reached")


def published_on(fetched: FetchedFile, day: date) -> date:
    """Return when new bytes were published: as their listing or server says, never later than `day`, else on `day`."""
    stated = fetched.file.modified
    if stated is None:
        try:
            stated = parsedate_to_datetime(fetched.attempts[-1].headers.get("last-modified", "")).date()
        except (TypeError, ValueError):
            return day
    return min(stated, day)


def answered_again(earlier: KnownFile, fetched: FetchedFile) -> KnownFile:
    """Return a known file as it answered again, with the validators of today's answer where there are any."""
    attempt = fetched.attempts[-1]
    return replace(
        earlier,
        source_url=fetched.source_url,
        etag=attempt.headers.get("etag", earlier.etag),
        last_modified=attempt.headers.get("last-modified", earlier.last_modified),
        fetched_at=attempt.started_at,
    )


def _stand_ins(
    result: FileSetResult, listed: Sequence[KnownFile], stored: Sequence[StoredFile], earlier: Iterable[KnownFile]
) -> Iterable[KnownFile]:
    """Yield the files from before that today's answer does not have, and that still count."""
    stored_urls = {file.fetched.file.url for file in stored}
    listings = {address.url for address in result.request.addresses if address.is_listing}
    names = {(file.source_url, file.file_name) for file in listed}
    for file in sorted(earlier, key=lambda each: (each.published, each.url)):
        is_renewed = (file.source_url, file.file_name) in names
        if file.url not in stored_urls and file.source_url in listings and not is_renewed:
            yield file


def _set_file(file: KnownFile, *, is_listed: bool) -> SetFile:
    return SetFile(file.file_name, file.url, file.sha256, file.published, is_listed)
