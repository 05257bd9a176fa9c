"""What is known of one source when its ledger is kept or read: what it published, checked, compared and folded."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.storage.archive import history_key, table_key
from plugins.storage.warehouse.checks import load_checked_hashes
from plugins.storage.warehouse.comparisons import NO_EARLIER_FILE, ComparisonKey, load_compared_pairs
from plugins.storage.warehouse.ledgers import LedgerStep, load_steps
from plugins.storage.warehouse.publications import Publication, load_publications, previous_in_use
from transforms.snapshots.last_valid_file import State

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class SourceHistory:
    """What is known of one source when its ledger is kept."""

    standard: str
    authority_gss: str
    rules_version: str
    history: str
    published: tuple[Publication, ...]
    checked: Set[str]  # hashes of the files that were checked under the present rules
    compared: Mapping[ComparisonKey, Mapping[str, int]]  # issues found, by rules
    steps: tuple[LedgerStep, ...]

    def before(self, place: int) -> str | None:
        """Return the hash of the file that a publication was compared with, None if its comparison does not count."""
        mine, earlier = self.published[place], previous_in_use(self.published, place)
        sha256 = earlier.sha256 if earlier else NO_EARLIER_FILE
        is_compared = (mine.first_on, mine.sha256, sha256) in self.compared
        return sha256 if mine.is_in_use and is_compared else None

    def is_checked(self, places: range) -> bool:
        """Return whether some publications were all checked under the present rules."""
        return all(self.published[place].sha256 in self.checked for place in places)

    def in_force(self, number: int | None = None) -> range:
        """Return the places of the publications whose findings are open: from the last one in use on."""
        end = len(self.published) if number is None else number
        in_use = [place for place in range(end) if self.published[place].is_in_use]
        return range(in_use[-1] if in_use else 0, end)

    def issue_keys(self, places: range) -> list[str]:
        """Return where the issues of some publications are kept, and those that their comparisons found."""
        keys, about = [], (self.rules_version, self.authority_gss)
        for place in places:
            mine, before = self.published[place], self.before(place)
            keys.append(table_key("issues", self.standard, mine.sha256, *about))
            issues = self.compared.get((mine.first_on, mine.sha256, before or NO_EARLIER_FILE), {}).get(
                self.rules_version, 0
            )
            if before is not None and issues:
                keys.append(history_key(self.standard, mine.sha256, before, mine.first_on.isoformat(), *about))
        return keys


def load_source_histories(
    connection: "Connection", slug: str, rules_version: str, histories: Mapping[str, str]
) -> list[SourceHistory]:
    """Return what is known of some sources, each named with the hash over its publications."""
    if not histories:
        return []
    checked = load_checked_hashes(connection, slug, rules_version, histories)
    pairs = load_compared_pairs(connection, slug, histories)
    return [
        SourceHistory(
            slug, gss, rules_version, histories[gss],
            tuple(one for one in published if one.state is not State.COLLECTED),
            checked.get(gss, set()), pairs.get(gss, {}), tuple(load_steps(connection, slug, gss)),
        )
        for gss, published in load_publications(connection, slug, histories).items()
    ]  # fmt: skip
