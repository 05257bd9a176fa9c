"""The inputs of a return: the snapshots that were known on a day, and the periods that a collection has changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from transforms.domain.period import Period
from transforms.domain.return_reads import Reads
from transforms.snapshots.days_needed import days_needed
from transforms.snapshots.last_valid_file import is_too_old

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.warehouse.fetch_log import CollectionRun

KNOWN_SNAPSHOTS = """
select distinct on (s.authority_gss, s.fetched_on)
       s.standard, s.authority_gss, s.fetched_on, s.sha256, checked.edition, checked.rules_version, checked.fields,
       checked.encoding, s.file_name, checked.last_day_named
from snapshot s
join lateral (
    select c.edition, c.rules_version, c.encoding, c.rows, c.last_day_named,
           array(select jsonb_object_keys(c.columns)) as fields
    from checked c
    where c.standard = s.standard and c.sha256 = s.sha256 and c.authority_gss = s.authority_gss
      and (:rules_versions = '{}'::text[] or c.rules_version = any(:rules_versions))
    order by c.checked_at desc limit 1
) checked on true
where s.standard = :standard
  and case when :counts_looks
      then s.state in ('usable', 'quarantined') and s.fetched_on <= :as_known and exists (
          select from collection c
          where c.standard = s.standard and c.authority_gss = s.authority_gss and c.day = s.fetched_on
            and c.sha256 = s.sha256 and c.outcome = 'answered')
      else s.state = 'usable' and s.usable_from <= :as_known
           or :empty_is_usable and s.state = 'unusable' and s.fetched_on <= :as_known
              and checked.rows = 0 and checked.fields <> '{}'::text[]
      end
  and (cast(:authorities as text[]) is null or s.authority_gss = any(:authorities))
order by s.authority_gss, s.fetched_on, s.fetched_at desc
"""
SOURCE_ADDRESSES = """
select distinct on (s.authority_gss, s.standard, s.sha256) s.authority_gss, s.standard, s.sha256, s.url
from snapshot s
where s.sha256 = any(:hashes) and s.fetched_on <= :as_known
order by s.authority_gss, s.standard, s.sha256, s.fetched_on desc, s.url
"""
UNCHANGED_ANSWERS = """
select c.authority_gss, c.standard, c.day, max(first.day) as seen
from collection c
join collection first on first.standard = c.standard and first.authority_gss = c.authority_gss
  and first.sha256 = c.sha256 and first.outcome = 'answered' and first.day <= c.day
where c.standard = any(:standards) and c.authority_gss = any(:authorities) and c.outcome = 'unchanged'
  and c.day <= :as_known
group by c.authority_gss, c.standard, c.day
order by c.authority_gss, c.standard, c.day
"""
ANSWERS_HASH = """
select md5(string_agg(concat_ws(' ', c.standard, c.authority_gss, c.day, c.outcome, c.sha256), ';'
                      order by c.standard, c.authority_gss, c.day, c.run_id))
from collection c
where c.standard = any(:standards) and c.day <= :as_known
"""


@dataclass(frozen=True)
class AssemblyInput:
    """One snapshot that a return may read, which table it became, and the fields that it has a column for."""

    standard: str
    authority_gss: str
    fetched_on: date
    sha256: str
    edition: str
    rules_version: str
    fields: Sequence[str]
    encoding: str | None = None
    file_name: str = ""
    last_day_named: date | None = None  # None where that was not kept


def load_known_inputs(
    connection: "Connection",
    standard: str,
    authorities: Collection[str] | None,
    as_known: date,
    rules_versions: Collection[str] = (),
    *,
    empty_is_usable: bool = False,
    counts_looks: bool = False,
) -> list[AssemblyInput]:
    """Return the usable snapshots of some authorities (None: of all) that were known at the end of `as_known`.

    Where `empty_is_usable`, so is a file that is a header alone: it says that there is nothing. For a return that
    `counts_looks`, quarantined ones are among them from the day on which they were fetched, and each file is there
    once, on the day on which it was new.
    """
    from sqlalchemy import text

    values = {
        "standard": standard,
        "authorities": None if authorities is None else list(authorities),
        "as_known": as_known,
        "rules_versions": list(rules_versions),
        "empty_is_usable": empty_is_usable,
        "counts_looks": counts_looks,
    }
    return [AssemblyInput(*row) for row in connection.execute(text(KNOWN_SNAPSHOTS), values)]


def load_unchanged_answers(
    connection: "Connection", standards: Collection[str], authorities: Collection[str], as_known: date
) -> list[tuple[str, str, date, date]]:
    """Return authority, standard and day of each answer that brought no new file, and the day of the file it saw."""
    from sqlalchemy import text

    values = {"standards": list(standards), "authorities": list(authorities), "as_known": as_known}
    return [(gss, slug, day, seen) for gss, slug, day, seen in connection.execute(text(UNCHANGED_ANSWERS), values)]


def hash_of_answers(connection: "Connection", standards: Collection[str], as_known: date) -> str | None:
    """Return a hash of every answer up to a day, None where nobody was asked."""
    from sqlalchemy import text

    values = {"standards": list(standards), "as_known": as_known}
    answers: str | None = connection.scalar(text(ANSWERS_HASH), values)
    return answers


def needed_inputs(
    candidates: Iterable[AssemblyInput], reads: Reads, period: Period, as_known: date
) -> list[AssemblyInput]:
    """Return the inputs that a return needs: of each unbroken run of the same bytes some days.

    However old they are, they say what was published by then, and the return's own page says how far that reaches.
    Where only the latest counts, it stands in for what the source would show now, and is left out once it is too old
    for that.
    """
    needed: list[AssemblyInput] = []
    for _, group in groupby(candidates, key=lambda snapshot: snapshot.authority_gss):
        snapshots = list(group)
        if not reads.uses_latest_snapshot_only:
            needed += _of_runs(snapshots, reads, period)
        elif not is_too_old(snapshots[-1].fetched_on, period.last, as_known):
            needed.append(snapshots[-1])
    return needed


def _of_runs(snapshots: Sequence[AssemblyInput], reads: Reads, period: Period) -> list[AssemblyInput]:
    """Return the days that are needed of every unbroken run of the same bytes."""
    needed: list[AssemblyInput] = []
    for _, group in groupby(snapshots, key=lambda snapshot: snapshot.sha256):
        run = {snapshot.fetched_on: snapshot for snapshot in group}
        last_named = next(iter(run.values())).last_day_named
        needed += [run[day] for day in days_needed(list(run), period, reads.seen_again, last_named)]
    return needed


def load_last_collection_day(
    connection: "Connection", standards: Collection[str], up_to: date | None = None
) -> date | None:
    """Return the last day on which any of some standards was collected."""
    from sqlalchemy import func, select

    from plugins.storage.warehouse.tables import COLLECTION

    query = select(func.max(COLLECTION.c.day)).where(COLLECTION.c.standard.in_(standards))
    day: date | None = connection.scalar(query if up_to is None else query.where(COLLECTION.c.day <= up_to))
    return day


def has_changed(connection: "Connection", run: "CollectionRun") -> bool:
    """Return whether a run judged a file usable that is not the one that returns read before."""
    from sqlalchemy import text

    changed = """
    select exists (
        select from snapshot s
        where s.standard = :standard and s.settled_by = :run_id and s.state = 'usable'
          and s.sha256 is distinct from (
            select b.sha256 from snapshot b
            where b.standard = s.standard and b.authority_gss = s.authority_gss and b.state = 'usable'
              and (b.fetched_on, b.fetched_at) < (s.fetched_on, s.fetched_at)
            order by b.fetched_on desc, b.fetched_at desc limit 1)
    )"""
    return bool(connection.scalar(text(changed), {"run_id": run.run_id, "standard": run.standard}))


def load_source_addresses(
    connection: "Connection", hashes: Collection[str], as_known: date
) -> dict[tuple[str, str, str], str]:
    """Return the address that snapshots were last fetched from by a day, by authority, standard and SHA-256."""
    from sqlalchemy import text

    rows = connection.execute(text(SOURCE_ADDRESSES), {"hashes": sorted(hashes), "as_known": as_known})
    return {(row.authority_gss, row.standard, row.sha256): row.url for row in rows}
