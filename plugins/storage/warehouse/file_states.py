"""File states: judging snapshots by `transforms.snapshots.last_valid_file`, and marking every source with its file."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.quarantine import ACCEPTED, REFUSED, load_quarantine_decisions
from transforms.snapshots.last_valid_file import EarlierSnapshots, SnapshotState, SnapshotVerdict, judge

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from plugins.storage.warehouse.fetch_log import CollectionRun

MARK = """
with newest as (
    select c.authority_gss, c.outcome, used.fetched_on, used.sha256,
           coalesce(judged.reason, case when c.outcome in ('refused', 'unreachable') then 'unreachable'
                                        when c.outcome in ('too-large', 'disallowed', 'nothing-listed')
                                        then c.outcome end) as reason
    from collection c
    left join lateral (
        select fetched_on, sha256 from snapshot s
        where s.standard = c.standard and s.authority_gss = c.authority_gss
          and s.state = 'usable' and s.usable_from <= c.day
        order by fetched_on desc, fetched_at desc limit 1
    ) used on true
    left join lateral (
        select case when s.state = 'collected' then 'not-checked' when s.state <> 'usable' then s.reason end as reason
        from snapshot s
        where s.standard = c.standard and s.authority_gss = c.authority_gss and s.fetched_on = c.day
          and s.sha256 = c.sha256
    ) judged on true
    where c.run_id = :run_id and c.standard = :standard
), marked as (
    select n.*, case when fetched_on is null then 'none'
                     when reason is null then 'current' else 'last-valid' end as state
    from newest n
)
update collection c
set in_use_state = m.state, in_use_day = m.fetched_on, in_use_sha256 = m.sha256, reason = m.reason,
    since = case when m.reason is null then null else coalesce(before.since, c.day) end,
    issue = case when m.reason = 'shrunk' then 'source-shrunk' else c.issue end
from marked m
left join lateral (
    select p.since from collection p
    where p.standard = :standard and p.authority_gss = m.authority_gss and p.day < :day and p.in_use_state is not null
    order by p.day desc, p.finished_at desc limit 1
) before on true
where c.run_id = :run_id and c.standard = :standard and c.authority_gss = m.authority_gss
"""


def judge_snapshots(
    connection: "Connection",
    run: "CollectionRun",
    shrink_limit_pct: int,
    rules_version: str,
    confirmed: Collection[str] = (),
) -> int:
    """Judge every snapshot that has been checked and not judged, oldest first; return how many there were.

    What people decided about quarantined bytes holds before any of this: accepted ones are in use, refused ones never.
    """
    decisions = load_quarantine_decisions(connection, run.standard)
    _apply_acceptances(connection, run, decisions)
    unjudged = _load_unjudged(connection, run.standard, rules_version)
    for row in unjudged:
        verdict = judge(
            is_tabular=row.is_tabular,
            rows_usable=row.rows_usable,
            fetched_on=row.fetched_on,
            history=_load_history(connection, run.standard, row.authority_gss, row.fetched_on, decisions),
            limit_pct=shrink_limit_pct,
            by_hand=row.authority_gss in confirmed or decisions.get((row.authority_gss, row.sha256)) == ACCEPTED,
            is_refused=decisions.get((row.authority_gss, row.sha256)) == REFUSED,
        )
        _record_verdict(connection, run, row, verdict, decisions)
    return len(unjudged)


def mark_current_files(connection: "Connection", run: "CollectionRun") -> None:
    """Mark every source of a run with the file in use: its current one, its last valid one, or none."""
    from sqlalchemy import text

    connection.execute(text(MARK), {"run_id": run.run_id, "standard": run.standard, "day": run.day})


def confirm_quarantined(
    connection: "Connection", run: "CollectionRun", authorities: Collection[str], day: date,
    decisions: Mapping[tuple[str, str], str] | None = None,
) -> int:  # fmt: skip
    """Put the quarantined files of some authorities in use from `day`; return how many there were.

    Files that were refused stay out of use.
    """
    from sqlalchemy import tuple_, update

    from plugins.storage.warehouse.tables import SNAPSHOT

    if decisions is None:
        decisions = load_quarantine_decisions(connection, run.standard)
    s = SNAPSHOT.c
    statement = update(SNAPSHOT).where(
        s.standard == run.standard,
        s.authority_gss.in_(authorities),
        s.state == SnapshotState.QUARANTINED,
        s.fetched_on <= day,
    )
    if refused := [source for source, decision in decisions.items() if decision == REFUSED]:
        statement = statement.where(tuple_(s.authority_gss, s.sha256).not_in(refused))
    values = {"state": SnapshotState.USABLE, "reason": None, "usable_from": day, "settled_by": run.run_id}
    return connection.execute(statement.values(values)).rowcount


def _apply_acceptances(
    connection: "Connection", run: "CollectionRun", decisions: Mapping[tuple[str, str], str]
) -> None:
    """Put the quarantined files that a person accepted in use from the day of the run."""
    from sqlalchemy import tuple_, update

    from plugins.storage.warehouse.tables import SNAPSHOT

    s = SNAPSHOT.c
    accepted = [source for source, decision in decisions.items() if decision == ACCEPTED]
    if not accepted:
        return
    is_accepted = tuple_(s.authority_gss, s.sha256).in_(accepted)
    values = {"state": SnapshotState.USABLE, "reason": None, "usable_from": run.day, "settled_by": run.run_id}
    connection.execute(
        update(SNAPSHOT)
        .where(s.standard == run.standard, s.state == SnapshotState.QUARANTINED, s.fetched_on <= run.day, is_accepted)
        .values(values)
    )


def _load_unjudged(connection: "Connection", standard: str, rules_version: str) -> "list[Row[Any]]":
    """Return the snapshots that were checked and not judged, in the order in which they were fetched."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import CHECKED, SNAPSHOT

    s, c = SNAPSHOT.c, CHECKED.c
    return list(
        connection.execute(
            select(s.authority_gss, s.fetched_on, s.sha256, c.is_tabular, c.rows_usable)
            .join_from(
                SNAPSHOT,
                CHECKED,
                (c.standard == s.standard) & (c.sha256 == s.sha256) & (c.authority_gss == s.authority_gss),
            )
            .where(s.standard == standard, s.state == SnapshotState.COLLECTED, c.rules_version == rules_version)
            .order_by(s.fetched_on, s.fetched_at)
        )
    )


def _load_history(
    connection: "Connection", standard: str, authority_gss: str, day: date, decisions: Mapping[tuple[str, str], str]
) -> EarlierSnapshots:
    """Return what was known of a source before `day`; a file that was refused counts for nothing."""
    from sqlalchemy import func, select

    from plugins.storage.warehouse.tables import SNAPSHOT

    s = SNAPSHOT.c
    earlier = (s.standard == standard) & (s.authority_gss == authority_gss) & (s.fetched_on < day)
    last_valid = connection.execute(
        select(s.fetched_on, s.rows_usable)
        .where(earlier, s.state == SnapshotState.USABLE)
        .order_by(s.fetched_on.desc(), s.fetched_at.desc())
        .limit(1)
    ).first()
    if last_valid is None:
        return EarlierSnapshots()
    refused = [sha256 for (gss, sha256), decision in decisions.items() if gss == authority_gss and decision == REFUSED]
    quarantined_since = connection.scalar(
        select(func.min(s.fetched_on)).where(
            earlier,
            s.state == SnapshotState.QUARANTINED,
            s.fetched_on > last_valid.fetched_on,
            s.sha256.not_in(refused),
        )
    )
    return EarlierSnapshots(last_valid.rows_usable, quarantined_since)


def _record_verdict(
    connection: "Connection", run: "CollectionRun", row: "Row[Any]", verdict: SnapshotVerdict,
    decisions: Mapping[tuple[str, str], str],
) -> None:  # fmt: skip
    """Write the verdict on one snapshot."""
    from sqlalchemy import update

    from plugins.storage.warehouse.tables import SNAPSHOT

    s = SNAPSHOT.c
    if verdict.confirms_quarantined:
        confirm_quarantined(connection, run, [row.authority_gss], row.fetched_on, decisions)
    connection.execute(
        update(SNAPSHOT)
        .where(s.standard == run.standard, s.authority_gss == row.authority_gss, s.fetched_on == row.fetched_on,
               s.sha256 == row.sha256)
        .values(state=verdict.state, reason=verdict.reason, usable_from=verdict.usable_from,
                rows_usable=row.rows_usable, settled_by=run.run_id)
    )  # fmt: skip
