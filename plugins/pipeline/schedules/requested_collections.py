"""The runs that people ask for: the sources that wait to be collected now, one run for each standard."""

from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.collection_requests import load_waiting_requests, record_run

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment


def take_requests(deployment: "Deployment", run_id: str) -> list[dict[str, Any]]:
    """Take every request that waits, and return the runs to start: the DAG, the name of the run and its parameters.

    What the same run took before is returned again: its task may have been lost before Airflow knew what it returned.
    """
    with deployment.transaction() as connection:
        by_standard: dict[str, list[Any]] = {}
        waiting = load_waiting_requests(connection, run_id)
        record_run(connection, waiting, run_id)
        for request in waiting:
            by_standard.setdefault(request.standard, []).append(request)
        runs = []
        for standard, requests in sorted(by_standard.items()):
            authorities = sorted({request.authority_gss for request in requests})
            runs.append(
                {
                    "trigger_dag_id": f"collect__{standard}",
                    "trigger_run_id": f"requested-{requests[-1].id}",
                    "conf": {"authorities": authorities},
                }
            )
    return runs
