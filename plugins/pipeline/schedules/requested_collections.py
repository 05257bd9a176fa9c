"""The runs that people ask for: the sources that wait to be collected now, one run for each standard."""

from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.collection_requests import load_waiting_requests, record_run

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment


def take_requests(deployment: "Deployment") -> list[dict[str, Any]]:
    """Take every request that waits, and return the runs to start: the DAG, the name of the run and its parameters."""
    with deployment.transaction() as connection:
        by_standard: dict[str, list[Any]] = {}
        for request in load_waiting_requests(connection):
            by_standard.setdefault(request.standard, []).append(request)
        runs = []
        for standard, requests in sorted(by_standard.items()):
            run_id = f"requested-{requests[-1].id}"
            record_run(connection, requests, run_id)
            authorities = sorted({request.authority_gss for request in requests})
            runs.append(
                {
                    "trigger_dag_id": f"collect__{standard}",
                    "trigger_run_id": run_id,
                    "conf": {"authorities": authorities},
                }
            )
    return runs
