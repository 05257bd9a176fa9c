"""The steps that make a return of what was collected: assemble and freeze."""

from typing import TYPE_CHECKING, Any

from airflow.sdk import task

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol as DagRun


@task
def assemble_period(slug: str, params: dict[str, Any] | None = None, dag_run: "DagRun" = None) -> str:
    """Assemble a return for the period that changed, or that an operator asks for, and return where its files are."""
    from plugins.pipeline.assemble.make_assembly import make_assembly
    from plugins.pipeline.assemble.return_request import question_of_run
    from plugins.storage.deployment import deployment

    with deployment() as here:
        question = question_of_run(here, slug, dag_run, params or {})
        return make_assembly(here, question, dag_run.run_id).prefix


@task
def freeze_period(slug: str, params: dict[str, Any] | None = None, dag_run: "DagRun" = None) -> str:
    """Assemble a return as known at its deadline, mark it as the deadline version, and return where its files are."""
    from plugins.pipeline.assemble.make_assembly import make_assembly
    from plugins.pipeline.assemble.return_request import question_of_run
    from plugins.storage.deployment import day_of, deployment
    from plugins.storage.warehouse.assemblies import freeze_assembly

    with deployment() as here:
        today = day_of(dag_run, params or {})
        assembly = make_assembly(here, question_of_run(here, slug, dag_run, params or {}, today), dag_run.run_id)
        with here.transaction() as connection:
            freeze_assembly(connection, assembly, today)
    return assembly.prefix
