"""Asking a batch of sources and keeping what they answer: bytes and sidecar in the archive, the log in the warehouse.

Each source is kept as soon as it has answered, in a transaction of its own: what was kept before a step was killed is
not asked for again when the step is run again.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from plugins.fetch.fetch_all import FetchPolicy, FetchRequest, FetchResult, fetch_all
from plugins.fetch.fetch_once import FetchOutcome
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


@dataclass(frozen=True)
class ResponseStore:
    """One batch being kept."""

    deployment: "Deployment"
    run: CollectionRun
    sources: Mapping[str, "Source"]
    known: Mapping[str, SnapshotInfo]  # the last valid snapshot of each source
    seen: Mapping[str, SnapshotInfo]  # the last one, good or not


def store_responses(
    deployment: "Deployment", run: CollectionRun, sources: Sequence["Source"], policy: FetchPolicy
) -> int:
    """Ask every source that this run has not asked before, keep what they answer, and return how many there were."""
    with deployment.transaction() as connection:
        done = load_collected_authorities(connection, run)
        asked = {source.authority_gss: source for source in sources if source.authority_gss not in done}
        known = load_last_valid_snapshots(connection, run.standard, asked)
        seen = load_last_snapshots(connection, run.standard, asked)
    keeping = ResponseStore(deployment, run, asked, known, seen)
    asyncio.run(_ask(keeping, [_request(source, known.get(gss)) for gss, source in asked.items()], policy))
    return len(asked)


async def _ask(keeping: ResponseStore, requests: Sequence[FetchRequest], policy: FetchPolicy) -> None:
    """Ask all, and keep the answers as they come, a few at a time."""
    slots = asyncio.Semaphore(STORED_AT_ONCE)

    async def keep(answer: FetchResult) -> None:
        async with slots:
            await asyncio.to_thread(_keep, keeping, answer)

    async with asyncio.TaskGroup() as group:
        async for answer in fetch_all(requests, policy):
            group.create_task(keep(answer))


def _request(source: "Source", known: SnapshotInfo | None) -> FetchRequest:
    """Return how to ask a source: with conditions, if its last valid answer came from the same address."""
    if known is None or known.url != source.url:
        return FetchRequest(source.authority_gss, source.url)
    return FetchRequest(source.authority_gss, source.url, known.etag, known.last_modified)


def _keep(keeping: ResponseStore, answer: FetchResult) -> None:
    """Keep one answer: bytes first, then in one transaction everything that is known about them."""
    run, gss, attempt = keeping.run, answer.request.authority_gss, answer.attempts[-1]
    outcome, snapshot = answer.outcome, None
    if outcome is FetchOutcome.UNCHANGED:
        snapshot = keeping.known[gss]
    elif outcome is FetchOutcome.ANSWERED:
        outcome, snapshot = _keep_body(keeping, answer)
    with keeping.deployment.transaction() as connection:
        record_attempts(connection, run, gss, [one.log_row() for one in answer.attempts])
        record_collection(connection, run, gss, str(outcome), snapshot.sha256 if snapshot else None)
        if snapshot is not None:
            record_snapshot(connection, run, gss, snapshot, attempt.started_at)


def _keep_body(keeping: ResponseStore, answer: FetchResult) -> tuple[FetchOutcome, SnapshotInfo]:
    """Keep the bytes unless they say nothing new; return whether they did, and the snapshot that they are."""
    body, attempt, gss = answer.body, answer.attempts[-1], answer.request.authority_gss
    if body is None:
        raise AssertionError("an answer has a body")
    with body:
        before = [snapshots[gss] for snapshots in (keeping.seen, keeping.known) if gss in snapshots]
        etag, last_modified = attempt.headers.get("etag"), attempt.headers.get("last-modified")
        if same := next((one for one in before if one.sha256 == body.sha256), None):
            return FetchOutcome.UNCHANGED, replace(same, url=answer.request.url, etag=etag, last_modified=last_modified)
        name = file_name(attempt.final_url, attempt.headers)
        content_sha256 = _content_digest(keeping.run.standard, body.read(), name) or body.sha256
        if same := next((one for one in before if one.content_sha256 == content_sha256), None):
            return FetchOutcome.UNCHANGED, replace(same, url=answer.request.url, etag=etag, last_modified=last_modified)
        known = SnapshotInfo(body.sha256, content_sha256, name, body.size, answer.request.url, etag, last_modified)
        _archive(keeping, answer, known, body.read())
    return FetchOutcome.ANSWERED, known


def _content_digest(slug: str, content: bytes, name: str) -> str | None:
    from transforms.snapshots.content_digest import content_sha256
    from transforms.standards import standard

    return content_sha256(content, name, standard(slug))


def _archive(keeping: ResponseStore, answer: FetchResult, known: SnapshotInfo, content: bytes) -> None:
    """Write the bytes once, and beside them where they come from."""
    attempt, gss, run = answer.attempts[-1], answer.request.authority_gss, keeping.run
    source, archive = keeping.sources[gss], keeping.deployment.archive
    archive.save(snapshot_key(known.sha256), content)
    archive.save_json(
        sidecar_key(known.sha256, gss, run.standard, run.day.isoformat()),
        {
            "authority": gss, "standard": run.standard, "url": answer.request.url, "final_url": attempt.final_url,
            "redirects": attempt.redirects, "headers": attempt.headers, "fetched_at": attempt.started_at,
            "counts_as": run.day, "licence": source.licence, "provision": source.provision,
            "file_name": known.file_name, "size": known.size, "sha256": known.sha256,
            "content_sha256": known.content_sha256,
        },
    )  # fmt: skip


def file_name(url: str, headers: Mapping[str, str]) -> str:
    """Return the name under which a file was published: the answer's own word for it, else the address's last part."""
    message = Message()
    message["content-disposition"] = headers.get("content-disposition", "")
    named = message.get_filename() or unquote(urlsplit(url).path)
    base = PurePosixPath(named.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f]", "", base)[:200] or "unnamed"
