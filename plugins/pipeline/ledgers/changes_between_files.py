"""What got better and worse at a source from one publication to another, and how long fixing takes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.storage.warehouse.ledgers import LedgerStep, load_last_steps, load_steps

if TYPE_CHECKING:
    from sqlalchemy import Connection

OPEN, FIXED, RULES = "open", "fixed", "rules"


@dataclass(frozen=True)
class FindingChange:
    """How many findings of one code in one column were open at two publications."""

    code: str
    column: str
    severity: str
    before: int
    after: int
    by_rules: int  # the part of the difference that comes from a change of the rules

    @property
    def difference(self) -> int:
        """How many more are open: above zero it got worse."""
        return self.after - self.before


def load_changes(
    connection: "Connection",
    standard: str,
    authority_gss: str,
    first: date | None = None,
    last: date | None = None,
) -> list[FindingChange]:
    """Return what changed between the publications in use on two days; by default the last one and that before it."""
    steps = [step for step in load_steps(connection, standard, authority_gss) if step.is_in_use]
    later = [step for step in steps if last is None or step.day <= last]
    if not later:
        return []
    earlier = [step for step in steps if step.day < later[-1].day if first is None or step.day <= first]
    counts_before = _count_open(connection, earlier[-1] if earlier else None)
    counts_after = _count_open(connection, later[-1])
    changes = []
    for subject in sorted(counts_before.keys() | counts_after.keys()):
        before, after = counts_before.get(subject, (0, 0)), counts_after.get(subject, (0, 0))
        if sum(before) != sum(after):
            changes.append(FindingChange(*subject, sum(before), sum(after), after[1] - before[1]))
    return changes


def load_median_days_to_fix(
    connection: "Connection", standard: str | None = None, authority_gss: str | None = None
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return by standard, code and column how many findings were fixed and the median number of days that it took.

    Of an even number the lower of the two in the middle; days are those of the last time that a finding was open.
    """
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import LEDGER, LEDGER_COUNT

    heads = [step.id for step in load_last_steps(connection, standard, authority_gss)]
    c = LEDGER_COUNT.c
    query = select(LEDGER.c.standard, c.code, c.column, c.days, c.count).join_from(
        LEDGER_COUNT, LEDGER, c.ledger_id == LEDGER.c.id
    )
    days_to_fix: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for slug, code, column, days, count in connection.execute(query.where(c.ledger_id.in_(heads), c.state == FIXED)):
        days_to_fix[slug, code, column].append((days, count))
    return {
        subject: (sum(count for _, count in pairs), _median(pairs)) for subject, pairs in sorted(days_to_fix.items())
    }


def _median(pairs: Iterable[tuple[int, int]]) -> int:
    """Return the median of numbers, each given with how often it comes."""
    ordered: Sequence[tuple[int, int]] = sorted(pairs)
    remaining = (sum(count for _, count in ordered) + 1) // 2
    for number, count in ordered:
        remaining -= count
        if remaining <= 0:
            return number
    raise ValueError("no numbers, no median")


def _count_open(connection: "Connection", step: LedgerStep | None) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return how many findings were open after a step, by code, column and severity: the publisher's, the rules'."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import LEDGER_COUNT

    c = LEDGER_COUNT.c
    counts: dict[tuple[str, str, str], tuple[int, int]] = {}
    if step is None:
        return counts
    query = select(c.code, c.column, c.severity, c.opened_by, c.count).where(c.ledger_id == step.id, c.state == OPEN)
    for code, column, severity, opened_by, count in connection.execute(query):
        publisher, rules = counts.get((code, column, severity), (0, 0))
        is_rules = opened_by == RULES
        counts[code, column, severity] = (publisher + count * (not is_rules), rules + count * is_rules)
    return counts
