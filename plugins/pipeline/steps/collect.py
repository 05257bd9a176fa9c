"""The steps of a collection; `collection_order.py` has their order.

Known   a step takes and returns references only, authorities' codes and hashes; the rest is in the warehouse.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from airflow.sdk import task

from plugins.pipeline.steps.lineage import record_lineage
from plugins.storage.airflow_pools import COMPUTING, FETCHING

if TYPE_CHECKING:
    from datetime import date

    from airflow.sdk.types import DagRunProtocol as DagRun
    from airflow.sdk.types import OutletEventAccessorsProtocol as Outlets

    from plugins.pipeline.collect.batches import CheckPlan
    from plugins.storage.deployment import Deployment
    from plugins.storage.warehouse.fetch_log import CollectionRun
    from transforms.domain.authority import Source

LOWER_PRIORITY = 10  # as nice(1) counts


@task
def list_sources(slug: str, params: dict[str, Any] | None = None, dag_run: "DagRun | None" = None) -> list[list[str]]:
    """Return the authorities whose sources are to be fetched, in batches.

    A scheduled run asks those that are due; one that a person starts asks all, or the authorities that it names.
    """
    from plugins.pipeline.collect.fetch_plan import plan_fetches
    from plugins.pipeline.collect.parts import is_document
    from plugins.pipeline.schedules.due_sources import due_authorities
    from plugins.storage.deployment import is_scheduled, open_deployment, run_day
    from plugins.storage.warehouse.fetch_log import load_last_snapshots

    with open_deployment() as deployment:
        settings, day = deployment.settings, run_day(dag_run, params)
        sources = sources_of_day(slug, day, deployment)
        if requested := set((params or {}).get("authorities") or ()):
            sources = {gss: addresses for gss, addresses in sources.items() if gss in requested}
        if is_scheduled(dag_run) and not is_document(slug):
            due = due_authorities(deployment, slug, sources, day)
            sources = {gss: addresses for gss, addresses in sources.items() if gss in due}
        with deployment.transaction() as connection:
            last = load_last_snapshots(connection, slug, sources, day)
    sizes = {gss: snapshot.size for gss, snapshot in last.items()}
    return plan_fetches(sources, sizes, settings.task_slots, settings.allow_hosts)


@task(pool=FETCHING)
def fetch_batch(
    slug: str, batch: list[str], params: dict[str, Any] | None = None, dag_run: "DagRun | None" = None
) -> int:
    """Fetch the sources of a batch, store the responses, and return how many there were."""
    from plugins.fetch.fetch_once import FetchLimits
    from plugins.fetch.fetch_source import FetchPolicy
    from plugins.pipeline.collect.store_responses import store_responses
    from plugins.storage.deployment import collection_run, open_deployment

    run = collection_run(slug, dag_run, params)
    with open_deployment() as deployment:
        settings = deployment.settings
        sources = sources_of_day(slug, run.day, deployment)
        policy = FetchPolicy(
            limits=FetchLimits(read_seconds=settings.read_seconds),
            allow_hosts=settings.allow_hosts,
            allows_others=not settings.is_demonstration,
            contact=settings.contact,
            honours_robots=True,
        )
        number = store_responses(deployment, run, {gss: sources[gss] for gss in batch}, policy)
    record_lineage(settings.store, (), ["snapshots"])
    return number


@task
def plan_batches(slug: str) -> list[list[str]]:
    """Return the files that wait for their check, in batches, without the huge ones."""
    from plugins.storage.deployment import open_deployment

    with open_deployment() as deployment:
        return [[snapshot.reference for snapshot in batch] for batch in plan_checks_of(deployment, slug).ordinary]


@task
def plan_huge_files(slug: str) -> list[list[str]]:
    """Return the huge files that wait for their check, each a batch of its own."""
    from plugins.storage.deployment import open_deployment

    with open_deployment() as deployment:
        return [[snapshot.reference for snapshot in batch] for batch in plan_checks_of(deployment, slug).huge]


@task(pool=COMPUTING)
def check_batch(slug: str, batch: list[str]) -> int:
    """Standardise and validate a batch of snapshots, store tables and findings, and return how many there were."""
    from plugins.pipeline.collect.check_snapshots import check_snapshots
    from plugins.storage.deployment import open_deployment

    with open_deployment() as deployment:
        number = check_snapshots(deployment, slug, batch)
    record_lineage(deployment.settings.store, ["snapshots"], [f"standardised/{slug}", f"issues/{slug}"])
    return number


@task
def announce(
    slug: str,
    params: dict[str, Any] | None = None,
    dag_run: "DagRun | None" = None,
    outlet_events: "Outlets | None" = None,
) -> list[str]:
    """Judge the checked files, mark the current ones, and announce to the returns which of their periods changed."""
    from airflow.sdk.exceptions import AirflowSkipException

    from plugins.pipeline.collect.changed_periods import changed_periods
    from plugins.storage.deployment import collection_run, open_deployment
    from plugins.storage.warehouse import standardised_asset
    from plugins.storage.warehouse.file_states import mark_current_files

    run = collection_run(slug, dag_run, params)
    with open_deployment() as deployment:
        judge_run(deployment, run, (params or {}).get("confirm") or ())
        with deployment.transaction() as connection:
            mark_current_files(connection, run)
            periods = changed_periods(connection, run)
    if not periods:
        raise AirflowSkipException("nothing has changed, so nothing is assembled again")
    if outlet_events is not None:
        outlet_events[standardised_asset(slug)].add_partitions(periods)
    return periods


@task
def take_requests(dag_run: "DagRun | None" = None) -> list[dict[str, Any]]:
    """Take the requests of people to collect a source now, and return the runs to start."""
    from plugins.pipeline.schedules.requested_collections import take_requests as take
    from plugins.storage.deployment import given_by_airflow, open_deployment

    with open_deployment() as deployment:
        return take(deployment, given_by_airflow(dag_run).run_id)


def lower_priority(_: Any) -> None:  # noqa: ANN401 - the task's context, which is not needed
    """Leave the machine to the assemblies of the periods announced before: people wait for them, not for ledgers."""
    os.setpriority(os.PRIO_PROCESS, 0, LOWER_PRIORITY)


@task(pool=COMPUTING, pre_execute=lower_priority)
def follow_findings(slug: str) -> int:
    """Compare each file with the one before it, update the ledgers, and return how many steps they took.

    A comparison that fails keeps no ledger waiting: its source's is made again from there on once it succeeds.
    """
    from plugins.pipeline.ledgers.compare_files import compare_files
    from plugins.pipeline.ledgers.update_ledgers import update_ledgers
    from plugins.storage.deployment import open_deployment

    with open_deployment() as deployment:
        try:
            compare_files(deployment, slug)
        finally:
            steps = update_ledgers(deployment, slug)
    compared = [f"standardised/{slug}", f"issues/{slug}"]
    record_lineage(deployment.settings.store, compared, [f"history/{slug}", f"ledger/{slug}"])
    return steps


def sources_of_day(slug: str, day: "date", deployment: "Deployment") -> "dict[str, tuple[Source, ...]]":
    """Return the sources to ask of every authority that publishes a standard on `day`."""
    from plugins.pipeline.collect.parts import comes_in_parts
    from plugins.storage.register import register_in_force
    from transforms.registers import sources_to_collect

    return sources_to_collect(slug, day, register_in_force(deployment), comes_in_parts=comes_in_parts(slug))


def plan_checks_of(deployment: "Deployment", slug: str) -> "CheckPlan":
    """Return the batches of the files that wait for their check."""
    from expectations.suites import RULES_VERSION
    from plugins.pipeline.collect.batches import plan_checks
    from plugins.storage.warehouse.checks import load_waiting_snapshots

    with deployment.transaction() as connection:
        return plan_checks(load_waiting_snapshots(connection, slug, RULES_VERSION), deployment.settings.task_slots)


def judge_run(deployment: "Deployment", run: "CollectionRun", confirmed: "Sequence[str]") -> None:
    """Judge the checked files; those of authorities whose file a person has confirmed are not quarantined."""
    from expectations.suites import RULES_VERSION
    from plugins.storage.warehouse.file_states import confirm_quarantined, judge_snapshots
    from transforms.standards import standard

    with deployment.transaction() as connection:
        if confirmed:
            confirm_quarantined(connection, run, confirmed, run.day)
        judge_snapshots(connection, run, standard(run.standard).shrink_limit_pct, RULES_VERSION, confirmed)
