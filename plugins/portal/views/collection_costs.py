"""The cost of the collections of one standard: its last runs, and what each council's file took in one of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.portal.views.assemblies import authority_name
from plugins.storage.warehouse.collection_costs import RunCost, SourceCost, load_run_costs, load_source_costs

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

RUNS_LISTED = 30
MINUTE = 60
OUTCOMES = {
    "answered": "New file",
    "unchanged": "Unchanged",
    "unreachable": "No file at the address",
    "refused": "Address refused",
    "too-large": "Too large",
    "disallowed": "Not allowed by robots.txt",
    "nothing-listed": "No file listed",
}
UNITS = ("kB", "MB", "GB", "TB")
STEP = 1000  # of units, as the International System of Units has them
ONE_DIGIT = 10  # below it a digit behind the point is said too


@dataclass(frozen=True)
class CouncilCost:
    """What asking one council took in one run."""

    name: str
    cost: SourceCost

    @property
    def outcome(self) -> str:
        """What came of it, in words."""
        return OUTCOMES.get(self.cost.outcome, self.cost.outcome)

    def value_of(self, column: str) -> str | int | float:
        """Return what the table of councils is sorted by in a column."""
        values: dict[str, str | int | float] = {
            "council": self.name,
            "outcome": self.outcome,
            "requests": self.cost.requests,
            "bytes": self.cost.bytes,
            "seconds": self.cost.seconds,
        }
        return values[column]


@dataclass(frozen=True)
class CollectionCosts:
    """The last runs of a standard's collection, the newest first, and the councils of one of them."""

    runs: list[RunCost]
    run: RunCost | None  # None where nothing was collected yet, or no run has the name that was asked for
    councils: list[CouncilCost]


def load_collection_costs(deployment: "Deployment", slug: str, run_id: str = "") -> CollectionCosts:
    """Return the costs of a standard's collections, with the councils of the run of a name, or of the last one."""
    with deployment.transaction() as connection:
        runs = load_run_costs(connection, [slug], limit=RUNS_LISTED)
        asked_for = load_run_costs(connection, [slug], [run_id]) if run_id else runs
        run = asked_for[0] if asked_for else None
        costs = load_source_costs(connection, slug, run.run_id) if run else []
    return CollectionCosts(runs, run, [CouncilCost(authority_name(cost.authority_gss), cost) for cost in costs])


def size_in_words(size: int) -> str:
    """Return a number of bytes as people say it: 999 bytes, 1.2 kB, 34 MB."""
    if size < STEP:
        return "1 byte" if size == 1 else f"{size} bytes"
    amount, power = size / STEP, 0
    while round(amount) >= STEP and power < len(UNITS) - 1:
        amount, power = amount / STEP, power + 1
    unit = UNITS[power]
    return f"{amount:.1f} {unit}" if round(amount, 1) < ONE_DIGIT else f"{amount:,.0f} {unit}"


def seconds_in_words(seconds: float) -> str:
    """Return a time as people say it: 0.4 seconds, 12 seconds, 3 minutes 20 seconds."""
    if seconds < ONE_DIGIT:
        return f"{seconds:.1f} seconds"
    whole = round(seconds)
    minutes, rest = divmod(whole, MINUTE)
    words = [f"{minutes:,} minute{'s' if minutes != 1 else ''}"] if minutes else []
    words += [f"{rest} second{'s' if rest != 1 else ''}"] if rest else []
    return " ".join(words)
