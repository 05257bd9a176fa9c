"""A collection run step by step, as a DAG run does it, on real services, from a real web site."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowSkipException
from sqlalchemy import text

from plugins.pipeline import steps
from plugins.pipeline.steps.in_process import collect_in_process
from plugins.settings import Settings
from plugins.storage.deployment import Deployment, open_deployment
from tests.plugins.conftest import Site

STANDARD = "planning_applications"
RUN_AFTER = datetime(2026, 11, 2, tzinfo=UTC)
ADUR, ARUN, CRAWLEY = "E07000223", "E07000224", "E07000226"
HEAD = (
    "ExtractDate,PublisherLabel,CaseReference,CaseDate,Status,Decision,DecisionDate,DecisionType,ClassificationLabel\n"
)


def cases(count: int, extracted: str = "2025-04-02", first: int = 0) -> bytes:
    """Return a council's file of decided householder cases."""
    days = (1 + number % 28 for number in range(count))
    rows = (
        f"{extracted},Adur,A/{first + number},2025-01-{day:02d},Decided,Approve,2025-02-{day:02d},Delegated,Q21\n"
        for number, day in enumerate(days)
    )
    return (HEAD + "".join(rows)).encode()


@dataclass
class Collecting:
    """A deployment, and how to collect in it."""

    deployment: Deployment
    standard: str = STANDARD

    def ask(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with self.deployment.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def collect(self, day: str, run: str | None = None, **params: object) -> list[str]:
        """Run a collection as a DAG run does, and return the periods that it announced; a failure is raised."""
        outcome = collect_in_process(self.standard, run or f"run-{day}", {"day": day, **params}, RUN_AFTER)
        for failure in outcome.failures:
            raise failure.error
        return list(outcome.periods)

    def announce(self, values: dict[str, Any]) -> list[str]:
        periods: list[str] = []
        events = _Events(periods)
        try:
            steps.announce.function(self.standard, **values, outlet_events=events)
        except AirflowSkipException:
            return []
        return periods

    def assemble(self, slug: str = "planning_matters", partition: str | None = None, **params: object) -> str:
        return steps.assemble_period.function(slug, params=params, dag_run=dag_run("assembly", partition))

    def assemble_readers(self, partition: str) -> None:
        """Assemble every return that reads planning applications for a quarter."""
        for slug in ("planning_matters", "county_matters"):
            self.assemble(slug, partition)

    def in_use(self, authority: str) -> tuple[Any, ...]:
        return self.ask(
            "select state, in_use_day::text, reason, since::text from in_use where authority_gss = :gss", gss=authority
        )[0]


class _Events(dict[Any, Any]):
    def __init__(self, periods: list[str]) -> None:
        self._periods = periods

    def __missing__(self, _: object) -> Any:
        return SimpleNamespace(add_partitions=self._periods.extend)


def dag_run(run_id: str, partition: str | None = None) -> Any:
    return SimpleNamespace(run_id=run_id, run_after=RUN_AFTER, partition_key=partition)


@pytest.fixture
def register(site: Site, tmp_path: Path) -> Path:
    """A register of three councils, all on one web site."""
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    pages = ((ADUR, "adur"), (ARUN, "arun"), (CRAWLEY, "crawley"))
    lines += [f"{gss},{STANDARD},{site.url(f'/{name}.csv')},csv,OGL-3.0,encouraged,," for gss, name in pages]
    path = tmp_path / "sources.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def collecting(deployment_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collecting]:
    """A deployment with an empty warehouse of its own."""
    for variable, value in deployment_settings.environment().items():
        monkeypatch.setenv(variable, value)
    with open_deployment(deployment_settings) as deployment:
        yield Collecting(deployment)


@pytest.fixture
def deployment_settings(request: pytest.FixtureRequest, site: Site, register: Path) -> Settings:
    own: Settings = request.getfixturevalue("deployment")
    return replace(own, sources=register, allow_hosts=frozenset({site.host}))
