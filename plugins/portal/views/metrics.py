"""What Prometheus is told: the figures of the warehouse (warehouse_metrics.py), the portal's own requests, the disk.

Source: https://prometheus.github.io/client_python/; names after https://prometheus.io/docs/practices/naming/
Known   while the warehouse does not answer, `council_returns_warehouse_up`
        is 0 and only the portal's own figures are there: never a zero for what nobody knows.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from plugins.faults import WarehouseUnavailable
from plugins.portal.views.warehouse_metrics import collect_from_warehouse, gauge

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment


class PortalMetrics:
    """The figures of one portal: its requests, counted as they are answered, and what the warehouse knows."""

    def __init__(self, deployment: "Deployment", unfinished_checks: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "council_returns_portal_requests", "Requests that the portal has answered", ["route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.registry.register(_Warehouse(deployment))
        self.registry.register(_Process(unfinished_checks))

    def count_request(self, route: str, status: int) -> None:
        """Count an answer, by the pattern of its address: never by the address, which may name a visitor's file."""
        self._requests.labels(route, str(status)).inc()


class _Process(Collector):
    """What the portal's own process knows: who waits for it, and the disk that it stands on."""

    def __init__(self, unfinished_checks: Callable[[], int]) -> None:
        self._unfinished_checks = unfinished_checks

    def collect(self) -> Iterable[Metric]:
        checks = gauge("portal_checks_unfinished", "Files that visitors wait for")
        checks.add_metric([], self._unfinished_checks())
        usage = shutil.disk_usage(tempfile.gettempdir())
        free = gauge("disk_free_bytes", "What is free on the disk on which the portal keeps what visitors check")
        size = gauge("disk_size_bytes", "The size of that disk")
        free.add_metric([], usage.free)
        size.add_metric([], usage.total)
        yield from (checks, free, size)


class _Warehouse(Collector):
    def __init__(self, deployment: "Deployment") -> None:
        self._deployment = deployment

    def describe(self) -> Iterable[Metric]:
        """Name nothing beforehand: registering asks no database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        try:
            metrics = list(collect_from_warehouse(self._deployment))
        except WarehouseUnavailable:
            metrics = []
        yield GaugeMetricFamily("council_returns_warehouse_up", "Whether PostgreSQL answers", value=bool(metrics))
        yield from metrics
