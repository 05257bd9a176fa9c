"""The step that looks after the registers."""

from typing import TYPE_CHECKING, Any

from airflow.sdk import task

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol as DagRun


@task
def check_registers(params: dict[str, Any] | None = None, dag_run: "DagRun | None" = None) -> int:
    """Check that the registers agree with each other and the declared standards; return how many sources there are."""
    from plugins.faults import RegistersDisagree
    from plugins.settings import Settings
    from plugins.storage.deployment import run_day
    from transforms.registers import check_registers as contradictions
    from transforms.registers import sources
    from transforms.standards import STANDARDS

    register = sources(Settings.from_environment().sources)
    slugs = {standard.slug for standard in STANDARDS}
    in_parts = {standard.slug for standard in STANDARDS if standard.comes_in_parts}
    if wrong := contradictions(run_day(dag_run, params), slugs, register, in_parts):
        raise RegistersDisagree(" ".join(wrong[:20]))
    return len(register)
