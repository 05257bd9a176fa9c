"""What Prometheus is told: the last run of each collection, what waits, the deadlines, and the portal's own requests.

Source: https://prometheus.github.io/client_python/; names after https://prometheus.io/docs/practices/naming/
Known   what the warehouse knows is read anew for each answer; while it does not answer, `council_returns_warehouse_up`
        is 0 and only the portal's own figures are there: never a zero for what nobody knows.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from plugins.faults import WarehouseUnavailable
from plugins.portal.views.collections import DatasetCollection, list_collections, upcoming_deadlines
from plugins.portal.views.today import today

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

COSTS = """
select standard, count(*) as requests, coalesce(sum(size), 0)::bigint as bytes, sum(elapsed_ms) / 1000.0 as seconds
from attempt where (standard, run_id) in (select * from unnest(cast(:standards as text[]), cast(:runs as text[])))
group by standard
"""
OLDEST_UNREAD = "select min(fetched_at) from snapshot where state = 'collected'"


class PortalMetrics:
    """The figures of one portal: its requests, counted as they are answered, and what the warehouse knows."""

    def __init__(self, deployment: "Deployment", unfinished_checks: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "council_returns_portal_requests", "Requests that the portal has answered", ["route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.registry.register(_Warehouse(deployment))
        self.registry.register(_Checks(unfinished_checks))

    def count_request(self, route: str, status: int) -> None:
        """Count an answer, by the pattern of its address: never by the address, which may name a visitor's file."""
        self._requests.labels(route, str(status)).inc()


class _Checks(Collector):
    def __init__(self, unfinished_checks: Callable[[], int]) -> None:
        self._unfinished_checks = unfinished_checks

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily(
            "council_returns_portal_checks_unfinished", "Files that visitors wait for", value=self._unfinished_checks()
        )


class _Warehouse(Collector):
    def __init__(self, deployment: "Deployment") -> None:
        self._deployment = deployment

    def describe(self) -> Iterable[Metric]:
        """Name nothing beforehand: registering asks no database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        try:
            metrics = list(_collect(self._deployment))
        except WarehouseUnavailable:
            metrics = []
        yield GaugeMetricFamily("council_returns_warehouse_up", "Whether PostgreSQL answers", value=bool(metrics))
        yield from metrics


def _collect(deployment: "Deployment") -> Iterator[Metric]:
    day = today(deployment)
    datasets, failing = list_collections(deployment, day)
    yield from _last_runs(datasets, day)
    yield from _costs_and_waiting(deployment, datasets)
    yield GaugeMetricFamily(
        "council_returns_sources_failing", "Sources whose newest answer can't be used", value=len(failing)
    )
    due = GaugeMetricFamily("council_returns_deadline_days", "Days to the next deadline", labels=["statutory_return"])
    for deadline in upcoming_deadlines(day):
        due.add_metric([deadline.definition.slug], (deadline.day - day).days)
    yield due


def _last_runs(datasets: Iterable[DatasetCollection], day: date) -> Iterator[Metric]:
    sources = GaugeMetricFamily(
        "council_returns_collection_sources", "Sources of the last run", labels=["standard", "outcome"]
    )
    findings = GaugeMetricFamily(
        "council_returns_collection_findings", "Findings of the last run", labels=["standard", "severity"]
    )
    age = GaugeMetricFamily("council_returns_collection_age_days", "Days since the last run", labels=["standard"])
    for dataset in datasets:
        if (last := dataset.last) is None:
            continue
        for outcome, count in (("answered", last.answered), ("unchanged", last.unchanged), ("failed", last.failed)):
            sources.add_metric([dataset.standard.slug, outcome], count)
        for severity, count in last.issues.items():
            findings.add_metric([dataset.standard.slug, severity], count)
        age.add_metric([dataset.standard.slug], (day - last.day).days)
    yield from (sources, findings, age)


def _costs_and_waiting(deployment: "Deployment", datasets: Iterable[DatasetCollection]) -> Iterator[Metric]:
    from sqlalchemy import text

    runs = {dataset.standard.slug: dataset.last.run_id for dataset in datasets if dataset.last}
    with deployment.transaction() as connection:
        costs = connection.execute(text(COSTS), {"standards": list(runs), "runs": list(runs.values())}).all()
        oldest = connection.execute(text(OLDEST_UNREAD)).scalar()
    for unit in ("requests", "bytes", "seconds"):
        family = GaugeMetricFamily(
            f"council_returns_collection_{unit}", f"What the last run took, in {unit}", labels=["standard"]
        )
        for cost in costs:
            family.add_metric([cost.standard], float(getattr(cost, unit)))
        yield family
    if oldest is not None:
        seconds = (datetime.now(UTC) - oldest).total_seconds()
        yield GaugeMetricFamily(
            "council_returns_oldest_unread_file_seconds", "Since when the oldest unread file waits", value=seconds
        )
