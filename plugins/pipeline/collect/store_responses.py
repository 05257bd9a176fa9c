"""Asking a batch of sources and storing what they answer: bytes and sidecar in the archive, the log in the warehouse.

Each response is stored as soon as it is there, in a transaction of its own: what was stored before a step was killed is
not asked for again when the step is run again. A response that our code fails over costs nobody else's: the others are
stored, and then the step fails and names it.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.faults import DiskFull, ResponseFailed, is_disk_full
from plugins.fetch.fetch_all import FetchRequest, FetchResult, fetch_all
from plugins.fetch.fetch_once import FetchOutcome
from plugins.fetch.fetch_source import FetchPolicy
from plugins.fetch.file_sets import FileSetRequest, FileSetResult
from plugins.fetch.response import Body
from plugins.logs import log_event
from plugins.pipeline.collect.isolate_failures import UNAVAILABLE
from plugins.pipeline.collect.response_store import ResponseStore, fetched_again, file_name
from plugins.pipeline.collect.store_file_set import Answer, file_set_request, is_file_set, store_file_set
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
from plugins.storage.warehouse.set_files import load_set_files

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source

STORED_AT_ONCE = 4
LOG = logging.getLogger(__name__)


def store_responses(
    deployment: "Deployment", run: CollectionRun, sources: Mapping[str, tuple["Source", ...]], policy: FetchPolicy
) -> int:
    """Ask the sources of every authority that this run has not asked before, and return how many authorities it asked.

    Args:
        deployment: where the responses are stored.
        run: the run that asks.
        sources: by authority, the sources to ask.
        policy: how we behave towards publishers.

    """
    with deployment.transaction() as connection:
        collected = load_collected_authorities(connection, run)
        remaining = {gss: addresses for gss, addresses in sources.items() if gss not in collected}
        store = ResponseStore(
            deployment,
            run,
            remaining,
            load_last_valid_snapshots(connection, run.standard, remaining, run.day),
            load_last_snapshots(connection, run.standard, remaining, run.day),
            load_set_files(connection, run.standard, [gss for gss in remaining if is_file_set(remaining[gss])]),
        )
    started_at = time.monotonic()
    asyncio.run(_fetch_and_store(store, policy))
    _log_batch(store, len(remaining), time.monotonic() - started_at)
    if store.without_room:
        waiting = ", ".join(sorted(set(store.without_room)))
        raise DiskFull(f"the disk of this machine is full: free some room, then {waiting} are asked again")
    if store.failed:
        failed = ", ".join(sorted(set(store.failed)))
        raise ResponseFailed(f"our code failed over the responses of {failed}, out of {len(remaining)}")
    return len(remaining)


async def _fetch_and_store(store: ResponseStore, policy: FetchPolicy) -> None:
    """Ask all sources, and store the responses as they come, a few at a time."""
    requests = [_request(store, gss) for gss in store.sources]
    slots = asyncio.Semaphore(STORED_AT_ONCE)

    async def store_one(result: FetchResult | FileSetResult) -> None:
        async with slots:
            await asyncio.to_thread(_store_isolating_failure, store, result)

    try:
        async with asyncio.TaskGroup() as group:
            async for result in fetch_all(requests, policy):
                group.create_task(store_one(result))
    except ExceptionGroup as group_failure:
        raise group_failure.exceptions[0] from group_failure  # by its own name, for which the step is tried again


def _request(store: ResponseStore, gss: str) -> FetchRequest | FileSetRequest:
    """Return how to ask an authority: with conditions, if its last valid response came from the same address."""
    if is_file_set(store.sources[gss]):
        return file_set_request(store, gss)
    (source,) = store.sources[gss]
    last_valid = store.last_valid.get(gss)
    if last_valid is None or last_valid.url != source.url:
        return FetchRequest(gss, source.url)
    return FetchRequest(gss, source.url, last_valid.etag, last_valid.last_modified)


def _store_isolating_failure(store: ResponseStore, result: FetchResult | FileSetResult) -> None:
    """Store one response; a failure of our code is logged and remembered, and stops no other."""
    gss = result.request.authority_gss
    if is_disk_full(result.failure):  # nothing is known of the source: it is asked again with the step
        store.without_room.append(gss)
        return
    if result.failure is not None:
        store.failed.append(gss)
    try:
        outcome, snapshot = _store(store, result)
        _log_source(store, result, outcome, snapshot)
    except UNAVAILABLE:
        raise
    except Exception as error:
        LOG.exception("our code failed over the response of %s", gss)
        (store.without_room if is_disk_full(error) else store.failed).append(gss)


def _store(store: ResponseStore, result: FetchResult | FileSetResult) -> Answer:
    """Store one response and return what it gave; bytes first, then in one transaction all that is known about them."""
    if isinstance(result, FileSetResult):
        return store_file_set(store, result)
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
    return outcome, snapshot


def _log_source(
    store: ResponseStore, result: FetchResult | FileSetResult, outcome: FetchOutcome, snapshot: SnapshotInfo | None
) -> None:
    """Log what one source answered, and what that took."""
    attempts, run = result.attempts, store.run
    store.outcomes.append(str(outcome))
    log_event(
        __name__, "source fetched", step="fetch_batch", standard=run.standard, run=run.run_id,
        authority=result.request.authority_gss, outcome=str(outcome), sha256=snapshot.sha256 if snapshot else None,
        bytes=sum(attempt.size or 0 for attempt in attempts), requests=len(attempts),
        seconds=sum(attempt.elapsed_ms for attempt in attempts) / 1000,
        status=attempts[-1].status if attempts else None, error=attempts[-1].error if attempts else None,
    )  # fmt: skip


def _log_batch(store: ResponseStore, sources: int, seconds: float) -> None:
    outcomes = dict(Counter(store.outcomes))
    log_event(
        __name__, "batch fetched", step="fetch_batch", standard=store.run.standard, run=store.run.run_id,
        sources=sources, outcomes=outcomes, faults=len(store.failed), seconds=round(seconds, 3),
    )  # fmt: skip


def _store_body(store: ResponseStore, result: FetchResult, body: Body) -> tuple[FetchOutcome, SnapshotInfo]:
    """Store the bytes unless they say nothing new; return whether they did, and the snapshot that they are."""
    attempt, gss = result.attempts[-1], result.request.authority_gss
    fetched = SnapshotInfo(
        body.sha256, body.sha256, file_name(attempt.final_url, attempt.headers), body.size, result.request.url,
        attempt.headers.get("etag"), attempt.headers.get("last-modified"),
    )  # fmt: skip
    if same := next((snapshot for snapshot in store.earlier(gss) if snapshot.sha256 == body.sha256), None):
        return FetchOutcome.UNCHANGED, fetched_again(same, fetched)
    content_sha256 = store.content_digest(gss, body.read(), fetched.file_name) or body.sha256
    if same := next((snapshot for snapshot in store.earlier(gss) if snapshot.content_sha256 == content_sha256), None):
        return FetchOutcome.UNCHANGED, fetched_again(same, fetched)
    new = replace(fetched, content_sha256=content_sha256)
    store.save(gss, new, body.read(), attempt)
    return FetchOutcome.ANSWERED, new
