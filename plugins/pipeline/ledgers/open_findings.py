"""The open findings of one source: where they stand in its file, since when, and whether somebody explained them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.source_history import SourceHistory, load_source_histories
from plugins.pipeline.ledgers.update_ledgers import load_finding_table, load_ledger
from plugins.storage.warehouse.explanations import load_explanations
from plugins.storage.warehouse.ledgers import LedgerStep, load_last_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from plugins.storage.deployment import Deployment
    from transforms.findings.explanations import Explanation


@dataclass(frozen=True)
class FollowedSource:
    """One source as its ledger stands: what it published, and until which day it was seen."""

    told: SourceHistory
    last: LedgerStep
    explanations: "tuple[Explanation, ...]"

    @property
    def seen_on(self) -> date:
        """The last day on which its publications were fetched."""
        return max(one.last_on for one in self.told.published)


def load_followed_sources(
    deployment: "Deployment", authority_gss: str, standard: str | None = None
) -> list[FollowedSource]:
    """Return the sources of an authority that have a ledger, in the order of the standards."""
    with deployment.transaction() as connection:
        found = []
        for last in load_last_steps(connection, standard, authority_gss):
            histories = {authority_gss: last.history}
            [told] = load_source_histories(connection, last.standard, last.rules_version, histories)
            found.append(FollowedSource(told, last, tuple(load_explanations(connection, last.standard, authority_gss))))
    return found


def load_open_findings(deployment: "Deployment", source: FollowedSource, day: date | None = None) -> "pa.Table":
    """Return the open critical and warning findings of a source, as they stand in its files, and how old they are.

    Beside the columns of an issue table: `opened_on` first of all, open `since`, `opened_by` the publisher or the
    rules, how often `recurred`, `age_days`, the `standing` on `day` (open, explained or waived), and by which
    `explanation`.
    """
    import pyarrow as pa

    from transforms.findings.explanations import explained
    from transforms.findings.issue_table import SCHEMA, plain
    from transforms.findings.ledger import by_column, open_in

    seen = day or source.seen_on
    places = source.told.in_force()
    found = load_finding_table(deployment, source.told, places)
    if "fingerprint" in found.column_names:
        keys = source.told.issue_keys(places)
        issues = pa.concat_tables([plain(table) for table in deployment.archive.load_tables(keys)])
    else:  # too many to be followed one by one
        issues = pa.concat_tables([plain(SCHEMA.empty_table()), by_column(found)], promote_options="default")
    return explained(open_in(load_ledger(deployment, source.last), issues, seen), source.explanations, seen)


def load_open_findings_of_authority(
    deployment: "Deployment", authority_gss: str, standard: str | None = None, day: date | None = None
) -> "Sequence[tuple[FollowedSource, pa.Table]]":
    """Return every followed source of an authority with its open findings."""
    return [
        (source, load_open_findings(deployment, source, day))
        for source in load_followed_sources(deployment, authority_gss, standard)
    ]
