"""One entry of the audit trail, and the hash over all of it.

Source: docs/specifications/audit-trail.md.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from transforms.domain.canonical_json import canonical_json

FIRST_PREVIOUS = "0" * 64  # the hash before the first entry
PERSON, PROCESS = "person/", "process/"


@dataclass(frozen=True)
class AuditEntry:
    """One act: who did what to which subject, when and why, and the hash of the entry before."""

    number: int
    at: datetime  # UTC, in microseconds
    by: str  # person/<number> or process/<name>
    act: str
    subject: str
    what: Mapping[str, Any]
    why: str
    previous: str
    hash: str

    @property
    def is_by_person(self) -> bool:
        """Whether a person did it, and not a process."""
        return self.by.startswith(PERSON)


@dataclass(frozen=True)
class AuditHead:
    """The newest entry of a trail: its number, its hash and its time; number 0 of an empty one."""

    number: int
    hash: str
    at: datetime | None = None


EMPTY_TRAIL = AuditHead(0, FIRST_PREVIOUS)


def entry_hash(
    number: int, at: datetime, by: str, act: str, subject: str, what: Mapping[str, Any], why: str, previous: str
) -> str:
    """Return the SHA-256 over the canonical JSON of an entry's eight members."""
    members = {
        "number": number, "at": time_text(at), "by": by, "act": act, "subject": subject, "what": what, "why": why,
        "previous": previous,
    }  # fmt: skip
    return hashlib.sha256(canonical_json(members)).hexdigest()


def time_text(moment: datetime) -> str:
    """Return a moment as every entry has it: 2026-11-29T01:02:03.000004Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
