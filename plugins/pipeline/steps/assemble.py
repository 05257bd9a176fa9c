"""The steps that make a return of what was collected: assemble and freeze."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk import PokeReturnValue, task

from plugins.pipeline.steps.lineage import record_lineage
from plugins.storage.airflow_pools import COMPUTING

if TYPE_CHECKING:
    from datetime import date

    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance
    from airflow.sdk.types import DagRunProtocol as DagRun
    from airflow.sdk.types import OutletEventAccessorsProtocol as Outlets

    from plugins.storage.deployment import Deployment
    from plugins.storage.warehouse.assemblies import Assembly
    from transforms.domain.return_request import ReturnRequest

LOG = logging.getLogger(__name__)
# A collection that runs for two days keeps the next ones from starting: by then somebody has to look.
LONGEST_WAIT, LOOK_AGAIN_AFTER = timedelta(days=2), timedelta(minutes=5)
LONGEST_WAIT_FOR_OTHERS = timedelta(hours=2)
FIRST_LOOK_AFTER, OTHERS_LOOK_AGAIN_AFTER = timedelta(seconds=5), timedelta(minutes=1)


@task.sensor(
    mode="reschedule",
    poke_interval=FIRST_LOOK_AFTER.total_seconds(),
    exponential_backoff=True,
    max_wait=OTHERS_LOOK_AGAIN_AFTER,
    timeout=LONGEST_WAIT.total_seconds(),
)
def wait_for_other_collections(
    slug: str, dag_run: "DagRun | None" = None, ti: "RuntimeTaskInstance | None" = None
) -> bool:
    """Wait until the other collections that the return reads, and that are under way, have announced their changes.

    So a day on which several of them change is assembled once. A person who asks for a period is not kept waiting, nor
    is anybody for longer than `LONGEST_WAIT_FOR_OTHERS`: a collection that hangs delays no return for good.
    """
    from plugins.pipeline.schedules.day_collection import not_announced
    from plugins.storage.deployment import given_by_airflow
    from transforms.domain.period import KINDS, parse_period
    from transforms.returns import statutory_return

    run, definition, instance = given_by_airflow(dag_run), statutory_return(slug), given_by_airflow(ti)
    period = run.partition_key and parse_period(run.partition_key)
    if not isinstance(period, KINDS[definition.period_kind]):
        return True
    unfinished = not_announced(definition.all_standards, instance.get_dr_count, instance.get_ti_count)
    waited = datetime.now(UTC) - run.run_after
    if unfinished and waited < LONGEST_WAIT_FOR_OTHERS:
        LOG.info("Waiting for the collection of %s.", ", ".join(unfinished))
        return False
    if unfinished:
        LOG.warning("Not waiting any longer for the collection of %s.", ", ".join(unfinished))
    return True


@task(pool=COMPUTING)
def assemble_period(
    slug: str,
    params: dict[str, Any] | None = None,
    dag_run: "DagRun | None" = None,
    outlet_events: "Outlets | None" = None,
) -> str:
    """Assemble a return for the period that changed, or that an operator asks for, and return where its files are."""
    from plugins.pipeline.assemble.make_assembly import make_assembly
    from plugins.pipeline.assemble.return_request import request_of_run
    from plugins.storage.deployment import given_by_airflow, open_deployment

    run = given_by_airflow(dag_run)
    with open_deployment() as deployment:
        request = request_of_run(deployment, slug, run, params or {})
        _skip_other_kinds(request)
        if getattr(run, "partition_key", None):
            _skip_assembled(deployment, request, run.run_id)
        assembly = make_assembly(deployment, request, run.run_id)
        _tell_of_revision(deployment)
    _log_assembly(assembly, "assemble_period", run.run_id)
    _record_lineage(deployment, slug)
    _announce(assembly, run, outlet_events)
    return assembly.prefix


def _tell_of_revision(deployment: "Deployment") -> None:
    """Tell the data team at once where an assembly revises a release past the threshold; no mail fails no assembly."""
    from plugins.notify.mail_service import mail_service
    from plugins.notify.message_state import MailSettingWrong
    from plugins.submissions.messages import send_revisions

    if not deployment.settings.mail:
        return
    try:
        counts = send_revisions(deployment, mail_service(deployment.settings.mail), datetime.now(UTC).date())
    except MailSettingWrong as error:
        LOG.warning("Nobody was told of a revision, because the setting of the mail server can't be read: %s.", error)
        return
    LOG.info("Messages about revisions: %s.", counts or "none")


@task.sensor(mode="reschedule", poke_interval=LOOK_AGAIN_AFTER.total_seconds(), timeout=LONGEST_WAIT.total_seconds())
def wait_for_collection(
    slug: str,
    params: dict[str, Any] | None = None,
    dag_run: "DagRun | None" = None,
    ti: "RuntimeTaskInstance | None" = None,
) -> PokeReturnValue:
    """Wait until that day's collection of everything that a return reads is over, and return what it lacks."""
    from plugins.pipeline.schedules.day_collection import day_collections
    from plugins.storage.deployment import given_by_airflow, run_day
    from transforms.returns import statutory_return

    collections = day_collections(
        statutory_return(slug).all_standards, run_day(dag_run, params), given_by_airflow(ti).get_dr_count
    )
    now = datetime.now(UTC)
    unfinished = [collection.standard for collection in collections if not collection.is_over(now)]
    if unfinished:
        LOG.info("Waiting for the collection of %s.", ", ".join(unfinished))
    shortcomings = [collection.shortcoming for collection in collections if collection.shortcoming]
    return PokeReturnValue(is_done=not unfinished, xcom_value=shortcomings)


@task(pool=COMPUTING)
def freeze_period(
    slug: str,
    shortcomings: Sequence[str] = (),
    params: dict[str, Any] | None = None,
    dag_run: "DagRun | None" = None,
    outlet_events: "Outlets | None" = None,
) -> str:
    """Assemble a return as known at its deadline, mark it as the deadline version, and return where its files are.

    Args:
        slug: the return.
        shortcomings: what that day's collection lacks, in sentences for the log.
        params: of the run.
        dag_run: the run, which counts as the day of the deadline however late it is made.
        outlet_events: where the returns that read this one are told of it.

    """
    from plugins.pipeline.assemble.make_assembly import make_assembly
    from plugins.pipeline.assemble.return_request import request_of_run
    from plugins.storage.deployment import given_by_airflow, open_deployment, run_day
    from plugins.storage.warehouse.assemblies import freeze_assembly
    from plugins.submissions.rounds import freeze_by_calendar

    with open_deployment() as deployment:
        run, deadline = given_by_airflow(dag_run), run_day(dag_run, params)
        _skip_without_data(deployment, slug, deadline)
        assembly = make_assembly(deployment, request_of_run(deployment, slug, run, params or {}, deadline), run.run_id)
        with deployment.transaction() as connection:
            freeze_assembly(connection, assembly, deadline)
            freeze_by_calendar(connection, assembly, deadline)
    _log_assembly(assembly, "freeze_period", run.run_id)
    _record_lineage(deployment, slug)
    _announce(assembly, run, outlet_events)
    for sentence in shortcomings:
        LOG.warning("%s The version at the deadline is as known on %s.", sentence, assembly.as_known)
    return assembly.prefix


def _record_lineage(deployment: "Deployment", slug: str) -> None:
    """Say of which standards and returns an assembly was made."""
    from transforms.returns import statutory_return

    definition = statutory_return(slug)
    inputs = [f"standardised/{standard}" for standard in definition.standards]
    inputs += [f"returns/{reads.definition.slug}" for reads in definition.reads_returns]
    record_lineage(deployment.settings.store, inputs, [f"returns/{slug}"])


def _log_assembly(assembly: "Assembly", step: str, run_id: str) -> None:
    from plugins.logs import log_event

    log_event(
        __name__, "return assembled", step=step, run=run_id, statutory_return=assembly.return_slug,
        period=assembly.period, as_known=assembly.as_known.isoformat(), version=assembly.version,
        prefix=assembly.prefix, made=assembly.how_made.sentence,
    )  # fmt: skip


def _announce(assembly: "Assembly", run: "DagRun", outlet_events: "Outlets | None") -> None:
    """Tell the returns that read this one which of its periods was assembled; a run of a partition does by itself."""
    from plugins.storage.warehouse import assembly_asset

    if outlet_events is not None and not getattr(run, "partition_key", None):
        outlet_events[assembly_asset(assembly.return_slug)].add_partitions([assembly.period])


def _skip_other_kinds(request: "ReturnRequest") -> None:
    """Skip the step where the period that changed is of another return, which reads the same standard."""
    from airflow.sdk.exceptions import AirflowSkipException

    from transforms.domain.period import KINDS

    kind = request.definition.period_kind
    if not isinstance(request.period, KINDS[kind]):
        raise AirflowSkipException(f"{request.period} is no {kind}, which {request.definition.slug} is about")


def _skip_assembled(deployment: "Deployment", request: "ReturnRequest", run_id: str) -> None:
    """Skip the step where an earlier run has made the period of the very files that are there now."""
    from airflow.sdk.exceptions import AirflowSkipException

    from plugins.pipeline.assemble.inputs_hash import is_assembled

    if is_assembled(deployment, request, run_id):
        raise AirflowSkipException(
            f"{request.definition.slug} {request.period} was assembled already of what was known by {request.as_known}"
        )


def _skip_without_data(deployment: "Deployment", slug: str, deadline: "date") -> None:
    """Skip the step, saying why, where nothing that the return reads had been collected by its deadline."""
    from airflow.sdk.exceptions import AirflowSkipException

    from plugins.storage.warehouse.assembly_inputs import load_last_collection_day
    from transforms.returns import statutory_return

    standards = statutory_return(slug).all_standards
    with deployment.transaction() as connection:
        day = load_last_collection_day(connection, standards, deadline)
    if day is None:
        raise AirflowSkipException(
            f"{' and '.join(standards)} had not been collected by {deadline}, so there is nothing to freeze"
        )
