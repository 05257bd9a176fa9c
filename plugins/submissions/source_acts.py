"""What people do about a source: what they see of it, quarantined files accepted or refused, a collection asked for.

Source: docs/specifications/life-of-a-return.md, section 1: a collector collects again and confirms shrunken files.
Known   the pipeline acts on it: a decision holds from the next collection of the source, which is asked for with it.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.audit_trail import append_entry, lock_trail
from plugins.storage.warehouse.collection_requests import load_waiting_requests, record_request
from plugins.storage.warehouse.quarantine import (
    ACCEPTED,
    REFUSED,
    QuarantinedFile,
    load_quarantined_files,
    record_quarantine_decision,
)
from plugins.submissions.refusals import InvalidInput, NotVisible, StateConflict, stated
from plugins.submissions.visibility import NOTHING, expect_role, sees_part
from transforms.registers import authorities, sources_to_collect
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from transforms.domain.authority import Source

ACTS = {ACCEPTED: "accept-file", REFUSED: "refuse-file"}


def subject_of(standard: str, gss: str) -> str:
    """Return a source as entries of the audit trail name it."""
    return f"sources/{standard}/{gss}"


def expect_source(access: Access, gss: str, day: date) -> None:
    """Raise NotVisible where the sources of an authority are not somebody's to act on or to see."""
    if gss not in authorities() or not sees_part(access, gss, day):
        raise NotVisible(NOTHING)


def list_quarantined_files(connection: "Connection", access: Access, day: date) -> list[QuarantinedFile]:
    """Return the quarantined files that somebody sees, the newest first: the data team all, an authority its own."""
    files = load_quarantined_files(connection)
    return [file for file in files if sees_part(access, file.authority_gss, day)]


def decide_on_file(
    connection: "Connection", access: Access, source: tuple[str, str], sha256: str, decision: str, why: str, day: date
) -> QuarantinedFile:
    """Accept or refuse a quarantined file, with a reason, and return it as it was.

    An accepted file is in use from the next collection on, which is asked for at once. A refused one is never used,
    also when its source goes on publishing it; it may be accepted later.

    Args:
        connection: a transaction.
        access: who decides, a collector.
        source: the standard and the authority.
        sha256: the file.
        decision: `accepted` or `refused`.
        why: the reason.
        day: today.

    """
    lock_trail(connection)
    expect_source(access, source[1], day)
    files = [file for file in load_quarantined_files(connection, [source[1]]) if file.standard == source[0]]
    file = next((file for file in files if file.sha256 == sha256), None)
    if file is None:
        raise NotVisible(NOTHING)
    expect_role(access, Role.COLLECTOR)
    words = stated("why", why)
    if file.decision in (decision, ACCEPTED):
        raise StateConflict(f"this file was {file.decision} already", state=file.decision)
    record_quarantine_decision(connection, file, decision, access.person, words)
    what = {"sha256": sha256, "records": file.rows_usable, "last_valid_records": file.last_valid_rows}
    append_entry(connection, access.person, ACTS[decision], subject_of(*source), what, words)
    if decision == ACCEPTED and not _is_waiting(connection, source):
        record_request(connection, source, access.person, words)
    return file


def request_collection(
    connection: "Connection", access: Access, source: tuple[str, str], register: "Collection[Source]", why: str,
    day: date,
) -> int:  # fmt: skip
    """Have a standard of one authority collected now, and return the number of the request.

    Args:
        connection: a transaction.
        access: who asks, a collector.
        source: the standard and the authority.
        register: the sources in force.
        why: the reason.
        day: today.

    """
    lock_trail(connection)
    expect_source(access, source[1], day)
    expect_role(access, Role.COLLECTOR)
    words = stated("why", why)
    if source[1] not in sources_to_collect(source[0], day, tuple(register)):
        sentence = f"no source of {source[0]} is known for this authority, so there is nothing to collect"
        raise InvalidInput(sentence, {"standard": "Choose a standard with a source"})
    if _is_waiting(connection, source):
        raise StateConflict("a collection of this source has been asked for already and starts soon")
    number = record_request(connection, source, access.person, words)
    append_entry(connection, access.person, "request-collection", subject_of(*source), {"request": number}, words)
    return number


def _is_waiting(connection: "Connection", source: tuple[str, str]) -> bool:
    waiting = load_waiting_requests(connection)
    return any((request.standard, request.authority_gss) == source for request in waiting)
