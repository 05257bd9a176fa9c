"""What Prometheus is told of the warehouse: collections, freshness, assemblies, deadlines and what waits.

Known   all of it is read anew for each answer. What nobody knows has no sample: never a zero for it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily, Metric

from plugins.portal.views.collections import DatasetCollection, list_collections, upcoming_deadlines
from plugins.portal.views.freshness import StandardPromises, load_promises
from plugins.portal.views.today import today
from plugins.storage.warehouse.collection_costs import load_run_costs
from plugins.storage.warehouse.quarantine import load_quarantined_files

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

OLDEST_UNREAD = "select min(fetched_at) from snapshot where state = 'collected'"
ASSEMBLIES = """
select return_slug, count(*) as number, extract(epoch from max(assembled_at))::float8 as assembled_at
from assembly group by return_slug
"""
DUE = """
select distinct on (return_slug) return_slug, authorities_owing, authorities_owing - authorities_with_data as missing
from assembly
where is_complete
  and (return_slug, period) in (select * from unnest(cast(:returns as text[]), cast(:periods as text[])))
order by return_slug, assembled_at desc, version desc
"""


def gauge(name: str, words: str, *labels: str) -> GaugeMetricFamily:
    """Return a figure of ours that goes up and down, without samples yet."""
    return GaugeMetricFamily(f"council_returns_{name}", words, labels=labels)


def collect_from_warehouse(deployment: "Deployment") -> Iterator[Metric]:
    """Yield every figure that the warehouse knows."""
    day = today(deployment)
    datasets, failing = list_collections(deployment, day)
    yield from _last_runs(datasets, day)
    yield from _costs(deployment, datasets)
    yield from _freshness(load_promises(deployment, day), day)
    yield from _deadlines(deployment, day)
    yield from _assemblies(deployment)
    yield from _waiting(deployment)
    number = gauge("sources_failing", "Sources whose newest answer can't be used")
    number.add_metric([], len(failing))
    yield number


def _last_runs(datasets: Iterable[DatasetCollection], day: date) -> Iterator[Metric]:
    sources = gauge("collection_asked", "Sources that the last run asked", "standard")
    outcomes = gauge("collection_sources", "What came of the sources of the last run", "standard", "outcome")
    rows = gauge("collection_rows", "Rows of the new files of the last run", "standard")
    usable = gauge("collection_rows_usable", "Those of them that returns use", "standard")
    findings = gauge("collection_findings", "Findings of the last run", "standard", "severity")
    age = gauge("collection_age_days", "Days since the last run", "standard")
    for dataset in datasets:
        if (last := dataset.last) is None:
            continue
        slug = dataset.standard.slug
        sources.add_metric([slug], last.sources)
        for outcome, count in (("answered", last.answered), ("unchanged", last.unchanged), ("failed", last.failed)):
            outcomes.add_metric([slug, outcome], count)
        rows.add_metric([slug], last.rows)
        usable.add_metric([slug], last.rows_usable)
        for severity, count in last.issues.items():
            findings.add_metric([slug, severity], count)
        age.add_metric([slug], (day - last.day).days)
    yield from (sources, outcomes, rows, usable, findings, age)


def _costs(deployment: "Deployment", datasets: Iterable[DatasetCollection]) -> Iterator[Metric]:
    runs = {dataset.standard.slug: dataset.last.run_id for dataset in datasets if dataset.last}
    with deployment.transaction() as connection:
        costs = load_run_costs(connection, list(runs), list(runs.values()))
    last = [cost for cost in costs if runs[cost.standard] == cost.run_id]
    for unit in ("requests", "bytes", "seconds"):
        family = gauge(f"collection_{unit}", f"What the last run took, in {unit}", "standard")
        for cost in last:
            family.add_metric([cost.standard], float(getattr(cost, unit)))
        yield family


def _freshness(promises: Sequence[StandardPromises], day: date) -> Iterator[Metric]:
    age = gauge(
        "source_answer_age_days", "Days since a source last gave an answer that could be used", "standard", "authority"
    )
    states = gauge("freshness_sources", "Sources by whether they kept their promise", "standard", "state")
    left = gauge(
        "freshness_budget_left_ratio", "Part of the error budget that is left, below 0 if overspent", "standard"
    )
    for standard in promises:
        slug, together = standard.standard.slug, standard.together
        for source in standard.sources:
            if source.freshness.good_on:
                age.add_metric([slug, source.authority.gss], (day - source.freshness.good_on).days)
        for state, number in together.states.items():
            states.add_metric([slug, str(state)], number)
        if together.budget_left is not None:
            left.add_metric([slug], together.budget_left)
    yield from (age, states, left)


def _deadlines(deployment: "Deployment", day: date) -> Iterator[Metric]:
    from sqlalchemy import text

    upcoming = upcoming_deadlines(day)
    values = {
        "returns": [deadline.definition.slug for deadline in upcoming],
        "periods": [str(deadline.period) for deadline in upcoming],
    }
    with deployment.transaction() as connection:
        assembled = {row.return_slug: row for row in connection.execute(text(DUE), values)}
    due = gauge("deadline_days", "Days to the next deadline", "statutory_return")
    is_assembled = gauge("deadline_assembled", "Whether the period that is due was assembled", "statutory_return")
    owing = gauge("deadline_owing", "Authorities that owe the period that is due", "statutory_return")
    missing = gauge("deadline_missing", "Those of them without usable data in its last assembly", "statutory_return")
    for deadline in upcoming:
        slug = deadline.definition.slug
        due.add_metric([slug], (deadline.day - day).days)
        is_assembled.add_metric([slug], slug in assembled)
        if last := assembled.get(slug):
            owing.add_metric([slug], last.authorities_owing)
            missing.add_metric([slug], last.missing)
    yield from (due, is_assembled, owing, missing)


def _assemblies(deployment: "Deployment") -> Iterator[Metric]:
    from sqlalchemy import text

    number = gauge("assemblies", "Assemblies of a return", "statutory_return")
    newest = gauge("assembly_timestamp_seconds", "When a return was assembled last", "statutory_return")
    with deployment.transaction() as connection:
        for row in connection.execute(text(ASSEMBLIES)):
            number.add_metric([row.return_slug], row.number)
            newest.add_metric([row.return_slug], row.assembled_at)
    yield from (number, newest)


def _waiting(deployment: "Deployment") -> Iterator[Metric]:
    from sqlalchemy import text

    quarantined = gauge("files_quarantined", "Files that wait for a person to accept them", "standard")
    with deployment.transaction() as connection:
        oldest = connection.execute(text(OLDEST_UNREAD)).scalar()
        undecided = Counter(file.standard for file in load_quarantined_files(connection) if not file.decision)
    for standard, number in undecided.items():
        quarantined.add_metric([standard], number)
    waiting = gauge("oldest_unread_file_seconds", "Since when the oldest unread file waits")
    if oldest is not None:
        waiting.add_metric([], (datetime.now(UTC) - oldest).total_seconds())
    yield from (quarantined, waiting)
