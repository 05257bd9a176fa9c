"""Checks: one row per checked file, rule outcomes and issue counts; and the snapshots that wait for their check."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.connection import copy_upsert, upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from transforms.domain.report import Report

NOT_A_TABLE = frozenset({"file-not-tabular", "file-empty", "file-too-large", "file-unreadable"})


@dataclass(frozen=True)
class WaitingSnapshot:
    """A snapshot that was collected and not checked under the present rules."""

    authority_gss: str
    fetched_on: date
    sha256: str
    file_name: str
    size: int

    @property
    def reference(self) -> str:
        """The snapshot's short name, as steps pass it on."""
        return f"{self.authority_gss}:{self.sha256[:12]}"


def load_waiting_snapshots(connection: "Connection", standard: str, rules_version: str) -> list[WaitingSnapshot]:
    """Return the snapshots of a standard that wait for their check, each source's bytes once."""
    from sqlalchemy import and_, exists, select

    from plugins.storage.warehouse.tables import CHECKED, SNAPSHOT

    s = SNAPSHOT.c
    is_checked = exists().where(
        and_(
            CHECKED.c.standard == s.standard, CHECKED.c.sha256 == s.sha256,
            CHECKED.c.authority_gss == s.authority_gss, CHECKED.c.rules_version == rules_version,
        )
    )  # fmt: skip
    rows = connection.execute(
        select(s.authority_gss, s.fetched_on, s.sha256, s.file_name, s.size)
        .where(s.standard == standard, ~is_checked)
        .order_by(s.authority_gss, s.sha256, s.fetched_on)
        .distinct(s.authority_gss, s.sha256)
    )
    return [WaitingSnapshot(*row) for row in rows]


def load_checked_hashes(
    connection: "Connection", standard: str, rules_version: str, authorities: Collection[str]
) -> dict[str, set[str]]:
    """Return the hashes of every source's files that were checked under some rules."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import CHECKED

    c = CHECKED.c
    query = select(c.authority_gss, c.sha256).where(
        c.standard == standard, c.rules_version == rules_version, c.authority_gss.in_(authorities)
    )
    hashes: dict[str, set[str]] = {}
    for gss, sha256 in connection.execute(query):
        hashes.setdefault(gss, set()).add(sha256)
    return hashes


def record_reports(connection: "Connection", reports: Sequence["Report"]) -> None:
    """Write the reports on some files: the files, every rule's outcome, the issues by code."""
    from plugins.storage.warehouse.tables import CHECKED, ISSUE_COUNT, OUTCOME

    upsert(connection, CHECKED, [_checked_row(report) for report in reports])
    copy_upsert(
        connection,
        OUTCOME,
        [
            {**_key(report), "rule": outcome.rule, "outcome": str(outcome.outcome), "reason": outcome.reason,
             "tested": outcome.tested, "failed": outcome.failed}
            for report in reports
            for outcome in report.outcomes
        ],
    )  # fmt: skip
    copy_upsert(connection, ISSUE_COUNT, [row for report in reports for row in _issue_counts(report)])


def _key(report: "Report") -> dict[str, object]:
    return {"standard": report.standard, "sha256": report.sha256, "authority_gss": report.authority_gss or "",
            "rules_version": report.rules_version}  # fmt: skip


def _checked_row(report: "Report") -> dict[str, object]:
    """Return the row of one checked file."""
    from transforms.snapshots.days_needed import last_day_named

    codes = set(report.issues["code"].unique().to_pylist())
    return {
        **_key(report), "edition": report.edition, "encoding": report.encoding, "header_line": report.header_line,
        "rows": report.rows, "rows_usable": report.rows_usable, "is_tabular": not codes & NOT_A_TABLE,
        "columns": dict(report.columns), "guesses": {name: vars(guess) for name, guess in report.guesses.items()},
        "last_day_named": last_day_named(report.table),
    }  # fmt: skip


def _issue_counts(report: "Report") -> list[dict[str, object]]:
    """Return the issues of one file counted by code and severity."""
    counted = report.issues.group_by(["code", "severity"]).aggregate([("code", "count")]).to_pylist()
    return [
        {**_key(report), "code": row["code"], "severity": row["severity"], "count": row["code_count"]}
        for row in counted
    ]
