"""What got better and worse at a source from one publication to another, and how long mending takes."""

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
    by_rules: int  # of the difference, what a change of the rules brought

    @property
    def difference(self) -> int:
        """More than none is worse."""
        return self.after - self.before


def load_changes(
    connection: "Connection",
    standard: str,
    authority_gss: str,
    first: date | None = None,
    last: date | None = None,
) -> list[FindingChange]:
    """Return what changed between the publications in use on two days; by default the last one and that before it."""
    line = [step for step in load_steps(connection, standard, authority_gss) if step.is_in_use]
    later = [step for step in line if last is None or step.day <= last]
    if not later:
        return []
    earlier = [step for step in line if step.day < later[-1].day if first is None or step.day <= first]
    before = _open(connection, earlier[-1] if earlier else None)
    after = _open(connection, later[-1])
    found = []
    for subject in sorted(before.keys() | after.keys()):
        then, now = before.get(subject, (0, 0)), after.get(subject, (0, 0))
        if sum(then) != sum(now):
            found.append(FindingChange(*subject, sum(then), sum(now), now[1] - then[1]))
    return found


def load_median_days_to_fix(
    connection: "Connection", standard: str | None = None, authority_gss: str | None = None
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return by standard, code and column how many findings were fixed and the middle number of days that it took.

    Of an even number the lower of the two in the middle; days are those of the last time that a finding was open.
    """
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import LEDGER, LEDGER_COUNT

    heads = [step.id for step in load_last_steps(connection, standard, authority_gss)]
    c = LEDGER_COUNT.c
    query = select(LEDGER.c.standard, c.code, c.column, c.days, c.count).join_from(
        LEDGER_COUNT, LEDGER, c.ledger_id == LEDGER.c.id
    )
    taken: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for slug, code, column, days, count in connection.execute(query.where(c.ledger_id.in_(heads), c.state == FIXED)):
        taken[slug, code, column].append((days, count))
    return {subject: (sum(count for _, count in pairs), _middle(pairs)) for subject, pairs in sorted(taken.items())}


def _middle(pairs: Iterable[tuple[int, int]]) -> int:
    """Return the median of numbers, each given with how often it comes."""
    ordered: Sequence[tuple[int, int]] = sorted(pairs)
    left = (sum(count for _, count in ordered) + 1) // 2
    for number, count in ordered:
        left -= count
        if left <= 0:
            return number
    raise ValueError("nothing has no median")


def _open(connection: "Connection", step: LedgerStep | None) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return how many findings were open after a step, by code, column and severity: the publisher's, the rules'."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import LEDGER_COUNT

    c = LEDGER_COUNT.c
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    if step is None:
        return found
    query = select(c.code, c.column, c.severity, c.opened_by, c.count).where(c.ledger_id == step.id, c.state == OPEN)
    for code, column, severity, by, count in connection.execute(query):
        publisher, rules = found.get((code, column, severity), (0, 0))
        is_rules = by == RULES
        found[code, column, severity] = (publisher + count * (not is_rules), rules + count * is_rules)
    return found
