"""Storing what an authority publishes in several files: every file's exact bytes, and the set that they make.

Where the standard does not come in parts, a listing leads to one file, the newest, which is the snapshot itself.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.fetch.fetch_once import FetchAttempt, FetchOutcome
from plugins.fetch.file_sets import FetchedFile, FileSetRequest, FileSetResult, SourceAddress
from plugins.pipeline.collect.compose_set import (
    StoredFile,
    answered_again,
    compose_set,
    newest_file,
    published_on,
)
from plugins.pipeline.collect.parts import comes_in_parts
from plugins.pipeline.collect.response_store import ResponseStore, file_name
from plugins.storage.archive import snapshot_key
from plugins.storage.warehouse.fetch_log import SnapshotInfo, record_attempts, record_collection, record_snapshot
from plugins.storage.warehouse.set_files import KnownFile, record_set_files
from transforms.domain.authority import SourceKind

if TYPE_CHECKING:
    from transforms.domain.authority import Source
    from transforms.domain.file_set import FileSet

Answer = tuple[FetchOutcome, SnapshotInfo | None]
ANSWERS = (FetchOutcome.ANSWERED, FetchOutcome.UNCHANGED)


def is_file_set(sources: Sequence["Source"]) -> bool:
    """Return whether an authority's sources lead to files of a set, and not to one file."""
    return len(sources) > 1 or sources[0].kind is SourceKind.LISTING


def file_set_request(store: ResponseStore, gss: str) -> FileSetRequest:
    """Return how to ask for an authority's files, those that are known with conditions."""
    addresses = tuple(
        SourceAddress(source.url, source.kind is SourceKind.LISTING, source.pattern) for source in store.sources[gss]
    )
    validators = {
        url: {"If-None-Match": file.etag, "If-Modified-Since": file.last_modified}
        for url, file in store.set_files.get(gss, {}).items()
    }
    conditions = {url: {name: text for name, text in each.items() if text} for url, each in validators.items()}
    return FileSetRequest(gss, addresses, conditions)


def store_file_set(store: ResponseStore, result: FileSetResult) -> Answer:
    """Store the files and the set, and return what that gave.

    Bytes first, then in one transaction everything that is known about them.
    """
    run, gss = store.run, result.request.authority_gss
    stored = [_store_file(store, gss, file) for file in result.files]
    if comes_in_parts(run.standard):
        outcome, snapshot = _store_set(store, result, stored)
    else:
        outcome, snapshot = _store_newest(store, result, stored)
    with store.deployment.transaction() as connection:
        record_attempts(connection, run, gss, [attempt.log_row() for attempt in result.attempts])
        record_collection(connection, run, gss, str(outcome), snapshot.sha256 if snapshot else None)
        record_set_files(connection, run, gss, [file.known_file for file in stored if file.known_file is not None])
        if snapshot is not None:
            record_snapshot(connection, run, gss, snapshot, result.attempts[-1].started_at)
    return outcome, snapshot


def _store_file(store: ResponseStore, gss: str, fetched: FetchedFile) -> StoredFile:
    """Store the bytes of one file unless they say nothing new, and return it with what is known of it now."""
    earlier = store.set_files.get(gss, {}).get(fetched.file.url)
    if fetched.outcome is FetchOutcome.UNCHANGED and earlier is not None:
        return StoredFile(fetched, answered_again(earlier, fetched))
    if fetched.body is None:
        return StoredFile(fetched, earlier)
    with fetched.body as body:
        content, sha256 = body.read(), body.sha256
    attempt = fetched.attempts[-1]
    name = file_name(attempt.final_url, attempt.headers)
    content_sha256 = sha256
    if earlier is None or earlier.sha256 != sha256:
        content_sha256 = store.content_digest(gss, content, name) or sha256
    if earlier is not None and (sha256 == earlier.sha256 or content_sha256 == earlier.content_sha256):
        return StoredFile(fetched, answered_again(earlier, fetched))
    new = KnownFile(
        fetched.file.url, sha256, content_sha256, fetched.source_url, name, published_on(fetched, store.run.day),
        attempt.headers.get("etag"), attempt.headers.get("last-modified"), attempt.started_at,
    )  # fmt: skip
    store.save(gss, _snapshot_of(new, len(content)), content, attempt)
    return StoredFile(fetched, new)


def _store_set(store: ResponseStore, result: FileSetResult, stored: Sequence[StoredFile]) -> Answer:
    """Store the set of all files unless it is the one that we have; without any file there is no answer."""
    from transforms.reading.file_sets import describe

    gss = result.request.authority_gss
    file_set = compose_set(result, stored, store.set_files.get(gss, {}))
    has_answer = any(file.fetched.outcome in ANSWERS for file in stored)
    if not file_set.files or not has_answer:
        return _failure(result), None
    content_sha256 = hashlib.sha256(describe(file_set)).hexdigest()
    if same := next((info for info in store.earlier(gss) if info.content_sha256 == content_sha256), None):
        return FetchOutcome.UNCHANGED, replace(same, url=result.request.url)
    content = _packed(store, file_set)
    sha256 = hashlib.sha256(content).hexdigest()
    snapshot = SnapshotInfo(
        sha256, content_sha256, f"{store.run.standard}.zip", len(content), result.request.url, None, None
    )
    store.save(gss, snapshot, content, result.attempts[-1])
    return FetchOutcome.ANSWERED, snapshot


def _store_newest(store: ResponseStore, result: FileSetResult, stored: Sequence[StoredFile]) -> Answer:
    """Take the newest file alone as the snapshot."""
    if not stored:
        return _failure(result), None
    newest = newest_file(stored)
    if newest.known_file is None or newest.fetched.outcome not in ANSWERS:
        return newest.fetched.outcome, None
    snapshot = _snapshot_of(newest.known_file, 0)
    if same := next((info for info in store.earlier(result.request.authority_gss)
                     if snapshot.content_sha256 == info.content_sha256), None):  # fmt: skip
        return FetchOutcome.UNCHANGED, replace(same, url=snapshot.url)
    size = len(store.deployment.archive.load(snapshot_key(snapshot.sha256)))
    return FetchOutcome.ANSWERED, replace(snapshot, size=size)


def _packed(store: ResponseStore, file_set: "FileSet") -> bytes:
    from transforms.reading.file_sets import pack

    archive = store.deployment.archive
    return pack(file_set, {file.sha256: archive.load(snapshot_key(file.sha256)) for file in file_set.files})


def _snapshot_of(file: KnownFile, size: int) -> SnapshotInfo:
    return SnapshotInfo(file.sha256, file.content_sha256, file.file_name, size, file.url, file.etag, file.last_modified)


def _failure(result: FileSetResult) -> FetchOutcome:
    """Return why nothing came: what the first listing that failed says, else the first file."""
    failed: list[FetchAttempt] = [*result.failed_listings.values()]
    failed += [file.attempts[-1] for file in result.files if file.outcome not in ANSWERS]
    return failed[0].outcome if failed else result.attempts[-1].outcome
