"""The store of one batch's responses: where bytes and sidecars go, and what is known of the sources from before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from plugins.fetch.fetch_once import FetchAttempt
from plugins.storage.archive import sidecar_key, snapshot_key
from plugins.storage.warehouse.fetch_log import CollectionRun, SnapshotInfo
from plugins.storage.warehouse.set_files import KnownFile

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source


@dataclass(frozen=True)
class ResponseStore:
    """Where the responses of one batch are stored, and what is known of its sources."""

    deployment: "Deployment"
    run: CollectionRun
    sources: Mapping[str, tuple["Source", ...]]  # by authority
    last_valid: Mapping[str, SnapshotInfo]  # the last valid snapshot of each authority
    last: Mapping[str, SnapshotInfo]  # the last one, valid or not
    set_files: Mapping[str, Mapping[str, KnownFile]] = field(default_factory=dict)  # by authority and address
    failed: list[str] = field(default_factory=list)  # the authorities over whose responses our code failed
    without_room: list[str] = field(default_factory=list)  # those for whose responses the disk had no room
    outcomes: list[str] = field(default_factory=list)  # of the responses that were stored

    def earlier(self, gss: str) -> list[SnapshotInfo]:
        """Return the snapshots that an authority's new bytes are compared with."""
        return [snapshots[gss] for snapshots in (self.last, self.last_valid) if gss in snapshots]

    def content_digest(self, gss: str, content: bytes, name: str) -> str | None:
        """Return the digest of a file without its volatile fields; without one, its bytes say whether it is new.

        A file that can't be read for it is stored like any other, and its check says why.
        """
        from plugins.reading.read_files import content_digest
        from transforms.registers.documents import DOCUMENTS
        from transforms.standards import standard

        if self.run.standard in DOCUMENTS:
            return None
        return content_digest(content, f"{name} of {gss}", standard(self.run.standard))

    def save(self, gss: str, snapshot: SnapshotInfo, content: bytes, attempt: FetchAttempt) -> None:
        """Write the bytes once, and a sidecar that says where they come from."""
        archive, source = self.deployment.archive, self.sources[gss][0]
        archive.save(snapshot_key(snapshot.sha256), content)
        archive.save_json(
            sidecar_key(snapshot.sha256, gss, self.run.standard, self.run.day.isoformat()),
            {
                "authority": gss, "standard": self.run.standard, "url": snapshot.url, "final_url": attempt.final_url,
                "redirects": attempt.redirects, "headers": attempt.headers, "fetched_at": attempt.started_at,
                "counts_as": self.run.day, "licence": source.licence, "provision": source.provision,
                "file_name": snapshot.file_name, "size": snapshot.size, "sha256": snapshot.sha256,
                "content_sha256": snapshot.content_sha256,
            },
        )  # fmt: skip


def fetched_again(same: SnapshotInfo, fetched: SnapshotInfo) -> SnapshotInfo:
    """Return a snapshot as it was fetched again: with the address and the validators of today's response."""
    return replace(same, url=fetched.url, etag=fetched.etag, last_modified=fetched.last_modified)


def file_name(url: str, headers: Mapping[str, str]) -> str:
    """Return the name under which a file was published: the answer's own word for it, else the address's last part."""
    message = Message()
    message["content-disposition"] = headers.get("content-disposition", "")
    named = message.get_filename() or unquote(urlsplit(url).path)
    base = PurePosixPath(named.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f]", "", base)[:200] or "unnamed"
