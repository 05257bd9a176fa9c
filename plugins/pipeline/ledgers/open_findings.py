"""The open findings of one source: their places in its file, their age, and whether somebody explained them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.source_history import SourceHistory, load_source_histories
from plugins.pipeline.ledgers.update_ledgers import load_finding_table, load_ledger
from plugins.storage.warehouse.explanations import load_explanations
from plugins.storage.warehouse.ledgers import LedgerStep, load_last_steps

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.storage.deployment import Deployment
    from transforms.findings.explanations import Explanation


@dataclass(frozen=True)
class FollowedSource:
    """One source with a ledger: its history, the last step of its ledger, and what people have explained."""

    history: SourceHistory
    last: LedgerStep
    explanations: "tuple[Explanation, ...]"

    @property
    def seen_on(self) -> date:
        """The last day on which its publications were fetched."""
        return max(publication.last_on for publication in self.history.publications)


def load_followed_sources(
    deployment: "Deployment", authority_gss: str, standard: str | None = None
) -> list[FollowedSource]:
    """Return the sources of an authority that have a ledger, in the order of the standards."""
    with deployment.transaction() as connection:
        sources = []
        for last in load_last_steps(connection, standard, authority_gss):
            digests = {authority_gss: last.history}
            [history] = load_source_histories(connection, last.standard, last.rules_version, digests)
            explanations = tuple(load_explanations(connection, last.standard, authority_gss))
            sources.append(FollowedSource(history, last, explanations))
    return sources


def load_open_findings(deployment: "Deployment", source: FollowedSource, day: date | None = None) -> "pa.Table":
    """Return the open critical and warning findings of a source, with their places in its files and their ages.

    Besides the columns of an issue table: `opened_on`, the day on which it was first opened; open `since`; `opened_by`
    the publisher or the rules; how often `recurred`; `age_days`; the `finding_status` on `day` (open, explained or
    waived); and by which `explanation`.
    """
    import pyarrow as pa

    from transforms.findings.explanations import explained
    from transforms.findings.issue_table import SCHEMA, plain
    from transforms.findings.ledger import by_column, open_in

    seen_on = day or source.seen_on
    in_force = source.history.in_force()
    findings = load_finding_table(deployment, source.history, in_force)
    if "fingerprint" in findings.column_names:
        keys = source.history.issue_keys(in_force)
        issues = pa.concat_tables([plain(table) for table in deployment.archive.load_tables(keys)])
    else:  # too many to be followed one by one
        issues = pa.concat_tables([plain(SCHEMA.empty_table()), by_column(findings)], promote_options="default")
    ledger = load_ledger(deployment, source.last)
    return explained(open_in(ledger, issues, seen_on), source.explanations, seen_on)


def load_open_findings_of_authority(
    deployment: "Deployment", authority_gss: str, standard: str | None = None, day: date | None = None
) -> "Sequence[tuple[FollowedSource, pa.Table]]":
    """Return every followed source of an authority with its open findings."""
    sources = load_followed_sources(deployment, authority_gss, standard)
    return [(source, load_open_findings(deployment, source, day)) for source in sources]
