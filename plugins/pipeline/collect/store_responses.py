"""Asking a batch of sources and storing what they answer: bytes and sidecar in the archive, the log in the warehouse.

Each response is stored as soon as it is there, in a transaction of its own: what was stored before a step was killed is
not asked for again when the step is run again. A response that our code fails over costs nobody else's: the others are
stored, and then the step fails and names it.
"""

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from plugins.faults import ResponseFailed
from plugins.fetch.fetch_all import FetchRequest, FetchResult, fetch_all
from plugins.fetch.fetch_once import FetchOutcome
from plugins.fetch.fetch_source import FetchPolicy
from plugins.fetch.response import Body
from plugins.pipeline.collect.isolate_failures import UNAVAILABLE
from plugins.storage.archive import sidecar_key, snapshot_key
from plugins.storage.warehouse.fetch_log import (
    CollectionRun,
    SnapshotInfo,
    load_collected_authorities,
    load_last_snapshots,
    load_last_valid_snapshots,
    record_attempts,
    record_collection,
    record_snapshot,
)

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source

STORED_AT_ONCE = 4
LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ResponseStore:
    """Where the responses of one batch are stored, and what is known of its sources."""

    deployment: "Deployment"
    run: CollectionRun
    sources: Mapping[str, "Source"]
    last_valid: Mapping[str, SnapshotInfo]  # the last valid snapshot of each source
    last: Mapping[str, SnapshotInfo]  # the last one, valid or not
    failed: list[str] = field(default_factory=list)  # the authorities over whose responses our code failed


def store_responses(
    deployment: "Deployment", run: CollectionRun, sources: Sequence["Source"], policy: FetchPolicy
) -> int:
    """Ask every source that this run has not asked before, store the responses, and return how many there were."""
    with deployment.transaction() as connection:
        collected = load_collected_authorities(connection, run)
        remaining = {source.authority_gss: source for source in sources if source.authority_gss not in collected}
        last_valid = load_last_valid_snapshots(connection, run.standard, remaining)
        last = load_last_snapshots(connection, run.standard, remaining)
    store = ResponseStore(deployment, run, remaining, last_valid, last)
    asyncio.run(_fetch_and_store(store, policy))
    if store.failed:
        failed = ", ".join(sorted(set(store.failed)))
        raise ResponseFailed(f"our code failed over the responses of {failed}, out of {len(remaining)}")
    return len(remaining)


async def _fetch_and_store(store: ResponseStore, policy: FetchPolicy) -> None:
    """Ask all sources, and store the responses as they come, a few at a time."""
    requests = [_request(source, store.last_valid.get(gss)) for gss, source in store.sources.items()]
    slots = asyncio.Semaphore(STORED_AT_ONCE)

    async def store_one(result: FetchResult) -> None:
        async with slots:
            await asyncio.to_thread(_store_isolating_failure, store, result)

    try:
        async with asyncio.TaskGroup() as group:
            async for result in fetch_all(requests, policy):
                group.create_task(store_one(result))
    except ExceptionGroup as group_failure:
        raise group_failure.exceptions[0] from group_failure  # by its own name, for which the step is tried again


def _request(source: "Source", last_valid: SnapshotInfo | None) -> FetchRequest:
    """Return how to ask a source: with conditions, if its last valid response came from the same address."""
    if last_valid is None or last_valid.url != source.url:
        return FetchRequest(source.authority_gss, source.url)
    return FetchRequest(source.authority_gss, source.url, last_valid.etag, last_valid.last_modified)


def _store_isolating_failure(store: ResponseStore, result: FetchResult) -> None:
    """Store one response; a failure of our code is logged and remembered, and stops no other."""
    gss = result.request.authority_gss
    if result.failure is not None:
        store.failed.append(gss)
    try:
        _store(store, result)
    except UNAVAILABLE:
        raise
    except Exception:
        LOG.exception("our code failed over the response of %s", gss)
        store.failed.append(gss)


def _store(store: ResponseStore, result: FetchResult) -> None:
    """Store one response: bytes first, then in one transaction everything that is known about them."""
    run, gss, attempt = store.run, result.request.authority_gss, result.attempts[-1]
    outcome, snapshot = result.outcome, None
    if outcome is FetchOutcome.UNCHANGED:
        snapshot = store.last_valid[gss]
    elif result.body is not None:
        with result.body:
            outcome, snapshot = _store_body(store, result, result.body)
    with store.deployment.transaction() as connection:
        record_attempts(connection, run, gss, [attempt.log_row() for attempt in result.attempts])
        record_collection(connection, run, gss, str(outcome), snapshot.sha256 if snapshot else None)
        if snapshot is not None:
            record_snapshot(connection, run, gss, snapshot, attempt.started_at)


def _store_body(store: ResponseStore, result: FetchResult, body: Body) -> tuple[FetchOutcome, SnapshotInfo]:
    """Store the bytes unless they say nothing new; return whether they did, and the snapshot that they are."""
    attempt, gss = result.attempts[-1], result.request.authority_gss
    earlier = [snapshots[gss] for snapshots in (store.last, store.last_valid) if gss in snapshots]
    fetched = SnapshotInfo(
        body.sha256, body.sha256, file_name(attempt.final_url, attempt.headers), body.size, result.request.url,
        attempt.headers.get("etag"), attempt.headers.get("last-modified"),
    )  # fmt: skip
    if same := next((snapshot for snapshot in earlier if snapshot.sha256 == body.sha256), None):
        return FetchOutcome.UNCHANGED, _fetched_again(same, fetched)
    content_sha256 = _content_digest(store, result, body.read(), fetched.file_name) or body.sha256
    if same := next((snapshot for snapshot in earlier if snapshot.content_sha256 == content_sha256), None):
        return FetchOutcome.UNCHANGED, _fetched_again(same, fetched)
    new = replace(fetched, content_sha256=content_sha256)
    _archive(store, result, new, body.read())
    return FetchOutcome.ANSWERED, new


def _fetched_again(same: SnapshotInfo, fetched: SnapshotInfo) -> SnapshotInfo:
    """Return a snapshot as it was fetched again: with the address and the validators of today's response."""
    return replace(same, url=fetched.url, etag=fetched.etag, last_modified=fetched.last_modified)


def _content_digest(store: ResponseStore, result: FetchResult, content: bytes, name: str) -> str | None:
    """Return the digest of a file without its volatile fields; without one, its bytes say whether it is new.

    A file that can't be read for it is stored like any other, and its check says why.
    """
    from transforms.snapshots.content_digest import content_sha256
    from transforms.standards import standard

    try:
        return content_sha256(content, name, standard(store.run.standard))
    except Exception:
        LOG.exception("our code could not read %s of %s for its digest", name, result.request.authority_gss)
        store.failed.append(result.request.authority_gss)
        return None


def _archive(store: ResponseStore, result: FetchResult, snapshot: SnapshotInfo, content: bytes) -> None:
    """Write the bytes once, and a sidecar that says where they come from."""
    attempt, gss, run = result.attempts[-1], result.request.authority_gss, store.run
    source, archive = store.sources[gss], store.deployment.archive
    archive.save(snapshot_key(snapshot.sha256), content)
    archive.save_json(
        sidecar_key(snapshot.sha256, gss, run.standard, run.day.isoformat()),
        {
            "authority": gss, "standard": run.standard, "url": result.request.url, "final_url": attempt.final_url,
            "redirects": attempt.redirects, "headers": attempt.headers, "fetched_at": attempt.started_at,
            "counts_as": run.day, "licence": source.licence, "provision": source.provision,
            "file_name": snapshot.file_name, "size": snapshot.size, "sha256": snapshot.sha256,
            "content_sha256": snapshot.content_sha256,
        },
    )  # fmt: skip


def file_name(url: str, headers: Mapping[str, str]) -> str:
    """Return the name under which a file was published: the answer's own word for it, else the address's last part."""
    message = Message()
    message["content-disposition"] = headers.get("content-disposition", "")
    named = message.get_filename() or unquote(urlsplit(url).path)
    base = PurePosixPath(named.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f]", "", base)[:200] or "unnamed"
