"""Quarantined files, and what people decided about their bytes: rows that are only added, of which the newest holds.

Known   a source answers with the same bytes day after day, each day a snapshot: a decision is about the bytes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

ACCEPTED, REFUSED = "accepted", "refused"
WAITING = """
select q.standard, q.authority_gss, q.sha256, min(q.fetched_on) as first_on, max(q.fetched_on) as last_on,
       max(q.rows_usable) as rows_usable, max(q.size) as size,
       (array_agg(q.file_name order by q.fetched_on desc))[1] as file_name,
       (array_agg(q.url order by q.fetched_on desc))[1] as url,
       v.fetched_on as last_valid_on, v.rows_usable as last_valid_rows,
       coalesce(d.decision, '') as decision, coalesce(d.by, '') as decided_by, coalesce(d.why, '') as why,
       d.written_at as decided_at
from snapshot q
left join lateral (
    select fetched_on, fetched_at, rows_usable from snapshot s
    where s.standard = q.standard and s.authority_gss = q.authority_gss and s.state = 'usable'
    order by fetched_on desc, fetched_at desc limit 1
) v on true
left join lateral (
    select decision, by, why, written_at from quarantine_decision d
    where d.standard = q.standard and d.authority_gss = q.authority_gss and d.sha256 = q.sha256
    order by id desc limit 1
) d on true
where q.state = 'quarantined' and (cast(:authorities as text[]) is null or q.authority_gss = any(:authorities))
  and (v.fetched_on is null or (q.fetched_on, q.fetched_at) > (v.fetched_on, v.fetched_at))
group by q.standard, q.authority_gss, q.sha256, v.fetched_on, v.rows_usable, d.decision, d.by, d.why, d.written_at
order by last_on desc, q.standard, q.authority_gss, q.sha256
"""
DECISIONS = """
select distinct on (authority_gss, sha256) authority_gss, sha256, decision from quarantine_decision
where standard = :standard order by authority_gss, sha256, id desc
"""


@dataclass(frozen=True)
class QuarantinedFile:
    """A file that is not in use because it has far fewer records than the last valid one, and what was decided."""

    standard: str
    authority_gss: str
    sha256: str
    first_on: date  # of its fetching
    last_on: date
    rows_usable: int
    size: int  # bytes
    file_name: str
    url: str
    last_valid_on: date | None
    last_valid_rows: int | None
    decision: str  # accepted or refused; blank while it is open
    decided_by: str
    why: str
    decided_at: datetime | None


def load_quarantined_files(
    connection: "Connection", authorities: Collection[str] | None = None
) -> list[QuarantinedFile]:
    """Return the files that have come since the last valid one and are not in use, the newest first."""
    from sqlalchemy import text

    parameters = {"authorities": None if authorities is None else list(authorities)}
    return [QuarantinedFile(**row) for row in connection.execute(text(WAITING), parameters).mappings()]


def record_quarantine_decision(
    connection: "Connection", file: QuarantinedFile, decision: str, by: str, why: str
) -> None:
    """Write what somebody decided about a file."""
    from plugins.storage.warehouse.source_tables import QUARANTINE_DECISION

    connection.execute(
        QUARANTINE_DECISION.insert().values(
            standard=file.standard, authority_gss=file.authority_gss, sha256=file.sha256, decision=decision, by=by,
            why=why,
        )
    )  # fmt: skip


def load_quarantine_decisions(connection: "Connection", standard: str) -> dict[tuple[str, str], str]:
    """Return what holds of the bytes of sources, by authority and SHA-256."""
    from sqlalchemy import text

    rows = connection.execute(text(DECISIONS), {"standard": standard})
    return {(gss, sha256): decision for gss, sha256, decision in rows}
