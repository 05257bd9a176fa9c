"""The history of one source, from which its ledger is made: its publications, their checks, comparisons and steps."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.storage.archive import history_key, table_key
from plugins.storage.warehouse.checks import load_checked_hashes
from plugins.storage.warehouse.comparisons import NO_EARLIER_FILE, ComparisonKey, load_compared_pairs
from plugins.storage.warehouse.ledgers import LedgerStep, load_steps
from plugins.storage.warehouse.publications import Publication, load_publications, previous_in_use
from transforms.snapshots.last_valid_file import SnapshotState

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class SourceHistory:
    """All that is known of one source. An index, here, is a publication's place in the order of fetching."""

    standard: str
    authority_gss: str
    rules_version: str
    digest: str  # one hash over the publications and how many of them have been compared
    publications: tuple[Publication, ...]
    checked_hashes: Set[str]  # of the files that were checked under the present rules
    comparisons: Mapping[ComparisonKey, Mapping[str, int]]  # issues, by version of the rules
    steps: tuple[LedgerStep, ...]

    def compared_with(self, index: int) -> str | None:
        """Return the hash of the file that a publication was compared with, None where no comparison counts."""
        publication, earlier = self.publications[index], previous_in_use(self.publications, index)
        sha256 = earlier.sha256 if earlier else NO_EARLIER_FILE
        is_compared = (publication.first_on, publication.sha256, sha256) in self.comparisons
        return sha256 if publication.is_in_use and is_compared else None

    def is_checked(self, indexes: range) -> bool:
        """Return whether some publications were all checked under the present rules."""
        return all(self.publications[index].sha256 in self.checked_hashes for index in indexes)

    def in_force(self, count: int | None = None) -> range:
        """Return the indexes of the publications whose findings are open after `count` of them (by default all).

        They start at the last one in use.
        """
        end = len(self.publications) if count is None else count
        in_use = [index for index in range(end) if self.publications[index].is_in_use]
        return range(in_use[-1] if in_use else 0, end)

    def issue_keys(self, indexes: range) -> list[str]:
        """Return where the archive has the issues of some publications and of their comparisons."""
        keys, names = [], (self.rules_version, self.authority_gss)
        for index in indexes:
            publication, earlier = self.publications[index], self.compared_with(index)
            keys.append(table_key("issues", self.standard, publication.sha256, *names))
            comparison = (publication.first_on, publication.sha256, earlier or NO_EARLIER_FILE)
            if earlier is not None and self.comparisons.get(comparison, {}).get(self.rules_version, 0):
                day = publication.first_on.isoformat()
                keys.append(history_key(self.standard, publication.sha256, earlier, day, *names))
        return keys


def load_source_histories(
    connection: "Connection", slug: str, rules_version: str, digests: Mapping[str, str]
) -> list[SourceHistory]:
    """Return the histories of some sources of a standard, given by authority with the hash over their publications."""
    if not digests:
        return []
    checked = load_checked_hashes(connection, slug, rules_version, digests)
    comparisons = load_compared_pairs(connection, slug, digests)
    return [
        SourceHistory(
            slug, gss, rules_version, digests[gss],
            tuple(publication for publication in publications if publication.state is not SnapshotState.COLLECTED),
            checked.get(gss, set()), comparisons.get(gss, {}), tuple(load_steps(connection, slug, gss)),
        )
        for gss, publications in load_publications(connection, slug, digests).items()
    ]  # fmt: skip
