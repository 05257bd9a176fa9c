"""Which entries of the audit trail are whose.

Known:  the data team and auditors read all, an authority what is about its own parts, a department what is about the
        releases of its returns, administrators what is about people, everybody what they did and what is about them.
"""

from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.audit_trail import search_entries
from plugins.submissions.visibility import sees_part
from transforms.audit import AuditEntry
from transforms.registers import authorities
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

AT_MOST = 1_000
SEEN_BY_DEPARTMENT = ("build-release", "deliver-release", "withdraw-release", "acknowledge-release", "ask-question",
                      "answer-question")  # fmt: skip


def visible_entries(
    connection: "Connection", access: Access, subject: str | None, after: int, day: date
) -> list[AuditEntry]:
    """Return the entries after a number that somebody may see, up to 1,000 of them."""
    entries: list[AuditEntry] = []
    while len(entries) < AT_MOST:
        page = search_entries(connection, subject, after=after, limit=AT_MOST)
        entries += [entry for entry in page if access.reads_everything or _concerns(access, entry, day)]
        if len(page) < AT_MOST:
            break
        after = page[-1].number
    return entries[:AT_MOST]


def _concerns(access: Access, entry: AuditEntry, day: date) -> bool:
    """Whether an entry is about somebody, about what is theirs, or their own act."""
    if access.person in (entry.by, entry.subject):
        return True
    if entry.subject.startswith("person/"):
        return access.has(Role.ADMINISTRATOR)
    parts = entry.subject.split("/")
    if entry.act in SEEN_BY_DEPARTMENT and access.has(Role.RECEIVER, parts[0]):
        return True
    return any(part in authorities() and sees_part(access, part, day) for part in parts[2:])
