"""Comparisons: the publications that wait to be compared with the one before them, and the results."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.publications import Publication, load_publications, previous_in_use
from plugins.storage.warehouse.reports import ReportKey
from transforms.domain.report import Outcome
from transforms.snapshots.last_valid_file import SnapshotState

if TYPE_CHECKING:
    from sqlalchemy import Connection

NO_EARLIER_FILE = ""  # in place of a hash: there was no earlier file
COMPARED = (SnapshotState.USABLE, SnapshotState.QUARANTINED)
ComparisonKey = tuple[date, str, str]  # a publication's first day and hash, and the hash of the one in use before it


@dataclass(frozen=True)
class FilePair:
    """A publication and the one that was in use before it, each with our fields and the headers that they come from."""

    standard: str
    after: Publication
    before: Publication | None
    columns_after: Mapping[str, str]
    columns_before: Mapping[str, str]
    records: int = 0  # of both

    @property
    def before_sha256(self) -> str:
        """The earlier file's hash, empty where there is none."""
        return self.before.sha256 if self.before else NO_EARLIER_FILE


@dataclass(frozen=True)
class Comparison:
    """The result of comparing a file with the one in use before it; `before_sha256` is blank where there was none."""

    fetched_on: date
    before_on: date | None
    before_sha256: str
    outcomes: tuple[Outcome, ...]
    issues: int


def load_waiting_pairs(connection: "Connection", standard: str, rules_version: str) -> list[FilePair]:
    """Return the judged pairs of a standard that were checked under the present rules and not compared under them.

    A file without a usable record is compared with nothing, and so is one that is in use again after such a file.
    """
    files = _usable_files(connection, standard, rules_version)
    compared = load_compared_pairs(connection, standard)
    pairs = []
    for gss, publications in load_publications(connection, standard).items():
        for index, after in enumerate(publications):
            before = previous_in_use(publications, index)
            sha256 = before.sha256 if before else NO_EARLIER_FILE
            is_ready = (gss, after.sha256) in files and (before is None or (gss, sha256) in files)
            is_compared = rules_version in compared.get(gss, {}).get((after.first_on, after.sha256, sha256), {})
            if after.state in COMPARED and after.sha256 != sha256 and is_ready and not is_compared:
                columns, records = files[gss, after.sha256]
                columns_before, records_before = files.get((gss, sha256), ({}, 0))
                pairs.append(FilePair(standard, after, before, columns, columns_before, records + records_before))
    return pairs


def load_compared_pairs(
    connection: "Connection", standard: str, authorities: Collection[str] | None = None
) -> dict[str, dict[ComparisonKey, dict[str, int]]]:
    """Return the compared pairs by authority: for each, how many issues under which version of the rules."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import COMPARISON

    c = COMPARISON.c
    query = select(c.authority_gss, c.fetched_on, c.sha256, c.before_sha256, c.rules_version, c.issues)
    query = query.where(c.standard == standard)
    if authorities is not None:
        query = query.where(c.authority_gss.in_(authorities))
    pairs: dict[str, dict[ComparisonKey, dict[str, int]]] = {}
    for gss, day, sha256, before, rules_version, issues in connection.execute(query):
        pairs.setdefault(gss, {}).setdefault((day, sha256, before), {})[rules_version] = issues
    return pairs


def load_last_comparison(connection: "Connection", key: ReportKey) -> Comparison | None:
    """Return the result of the last comparison of a file with the one in use before it, None if there was none."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import COMPARISON

    c = COMPARISON.c
    query = select(c.fetched_on, c.before_on, c.before_sha256, c.outcomes, c.issues).where(
        c.standard == key.standard,
        c.sha256 == key.sha256,
        c.authority_gss == key.authority_gss,
        c.rules_version == key.rules_version,
    )
    row = connection.execute(query.order_by(c.fetched_on.desc(), c.compared_at.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    outcomes = tuple(Outcome(**outcome) for outcome in row.outcomes)
    return Comparison(row.fetched_on, row.before_on, row.before_sha256, outcomes, row.issues)


def record_comparisons(
    connection: "Connection", results: Sequence[tuple[FilePair, Sequence[Outcome], int]], rules_version: str
) -> None:
    """Write the results of some comparisons, outcomes and how many issues; one that is there already stays."""
    from sqlalchemy.dialects.postgresql import insert

    from plugins.storage.warehouse.tables import COMPARISON

    rows = [
        {
            "standard": pair.standard, "authority_gss": pair.after.authority_gss, "fetched_on": pair.after.first_on,
            "sha256": pair.after.sha256, "before_sha256": pair.before_sha256, "rules_version": rules_version,
            "before_on": pair.before.first_on if pair.before else None,
            "outcomes": [asdict(outcome) for outcome in outcomes], "issues": issues,
        }
        for pair, outcomes, issues in results
    ]  # fmt: skip
    if rows:
        connection.execute(insert(COMPARISON).values(rows).on_conflict_do_nothing())


def _usable_files(
    connection: "Connection", standard: str, rules_version: str
) -> dict[tuple[str, str], tuple[Mapping[str, str], int]]:
    """Return the columns of every file with a usable record and how many records it has, by authority and hash."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import CHECKED

    c = CHECKED.c
    query = select(c.authority_gss, c.sha256, c.columns, c.rows).where(
        c.standard == standard, c.rules_version == rules_version, c.rows_usable > 0
    )
    return {(gss, sha256): (columns, rows) for gss, sha256, columns, rows in connection.execute(query)}
