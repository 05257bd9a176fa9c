"""The open findings of one source: where they stand in its file, since when, and whether somebody explained them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.source_history import SourceHistory, tell
from plugins.pipeline.ledgers.update_ledgers import load_found, load_ledger
from plugins.storage.warehouse.explanations import explanations
from plugins.storage.warehouse.ledgers import LedgerStep, last_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from plugins.storage.deployment import Deployment
    from transforms.findings.explanations import Explanation


@dataclass(frozen=True)
class Source:
    """One source as its ledger stands: what it published, and until which day it was seen."""

    told: SourceHistory
    last: LedgerStep
    explanations: "tuple[Explanation, ...]"

    @property
    def seen_on(self) -> date:
        """The last day on which its publications were fetched."""
        return max(one.last_on for one in self.told.published)


def followed(here: "Deployment", authority_gss: str, standard: str | None = None) -> list[Source]:
    """Return the sources of an authority that have a ledger, in the order of the standards."""
    with here.transaction() as connection:
        found = []
        for last in last_steps(connection, standard, authority_gss):
            histories = {authority_gss: last.history}
            [told] = tell(connection, last.standard, last.rules_version, histories)
            found.append(Source(told, last, tuple(explanations(connection, last.standard, authority_gss))))
    return found


def open_findings(here: "Deployment", source: Source, day: date | None = None) -> "pa.Table":
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
    found = load_found(here, source.told, places)
    if "fingerprint" in found.column_names:
        keys = source.told.issue_keys(places)
        issues = pa.concat_tables([plain(table) for table in here.archive.load_tables(keys)])
    else:  # too many to be followed one by one
        issues = pa.concat_tables([plain(SCHEMA.empty_table()), by_column(found)], promote_options="default")
    return explained(open_in(load_ledger(here, source.last), issues, seen), source.explanations, seen)


def of_authority(
    here: "Deployment", authority_gss: str, standard: str | None = None, day: date | None = None
) -> "Sequence[tuple[Source, pa.Table]]":
    """Return every followed source of an authority with its open findings."""
    return [(source, open_findings(here, source, day)) for source in followed(here, authority_gss, standard)]
