"""Whether an audit trail holds: numbers without gaps, each entry bound to the one before, each hash recomputed."""

from collections.abc import Iterable
from dataclasses import dataclass

from transforms.audit.entry import EMPTY_TRAIL, AuditEntry, AuditHead, entry_hash


@dataclass(frozen=True)
class BrokenEntry:
    """The first entry that does not hold, by its number, and why."""

    number: int
    reason: str


@dataclass(frozen=True)
class Verification:
    """What came of verifying a trail: the last entry that holds, and the first one that does not."""

    head: AuditHead
    broken: BrokenEntry | None


def verify_trail(entries: Iterable[AuditEntry], expected: AuditHead | None = None) -> Verification:
    """Return the first entry of a trail that does not hold.

    Args:
        entries: all of them, by number.
        expected: a head that was published, which finds a tail that was cut off or made anew.

    """
    head, expected_hash = EMPTY_TRAIL, None
    for entry in entries:
        reason = _reason(entry, head)
        if reason:
            return Verification(head, BrokenEntry(entry.number, reason))
        head = AuditHead(entry.number, entry.hash, entry.at)
        if expected is not None and entry.number == expected.number:
            expected_hash = entry.hash
    if expected is not None and expected.number and expected_hash != expected.hash:
        return Verification(head, BrokenEntry(expected.number, _published(expected_hash)))
    return Verification(head, None)


def _reason(entry: AuditEntry, before: AuditHead) -> str:
    """Return why an entry does not follow the one before it, or is not what was hashed; blank if it holds."""
    if entry.number != before.number + 1:
        return f"the entry after {before.number} has the number {entry.number}"
    if entry.previous != before.hash:
        return f"it names another hash than that of entry {before.number}"
    recomputed = entry_hash(
        entry.number, entry.at, entry.by, entry.act, entry.subject, entry.what, entry.why, entry.previous
    )
    return "" if entry.hash == recomputed else "its content is not what was hashed"


def _published(hash_now: str | None) -> str:
    return "it is missing, and was published" if hash_now is None else "it was published with another hash"
