"""Assemble each return for the periods that a collection has changed.

Runs     when a dataset standard that the return reads has changed, or a return that it reads was assembled; one run for
         each period, named by its partition. One that reads several standards waits until the collections under way
         have announced their changes; a run that finds the period assembled of the same files already is skipped.
         By hand with `period` (2025-Q1, 2024-25 or 2025-03-31), `as_known` (a day) and `authorities` (GSS codes).
Reads    the standardised tables known on the day.
Writes   the files of the return under returns/<return>/<period>/as-known-<day>/; one row of the warehouse's `assembly`.
If red   our fault: an authority without usable data has no-data cells, and fails nothing. Clear the task once the store
         or the database is back; the same inputs give the same files.
"""

from typing import Any

from airflow.sdk import DAG, AssetAny, Param, PartitionedAssetTimetable
from airflow.sdk.definitions.asset import BaseAsset

from plugins.pipeline import steps
from plugins.pipeline.schedules.partition_mappers import ReaderPeriods
from plugins.pipeline.schedules.task_defaults import TASK_DEFAULTS, reporting
from plugins.storage.warehouse import assembly_asset, standardised_asset
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns import RETURNS

PARAMS = {
    "period": Param(None, type=["null", "string"], title="Period", description="The one that is due if empty."),
    "as_known": Param(None, type=["null", "string"], format="date", title="As known on"),
    "authorities": Param([], type="array", items={"type": "string"}, title="Authorities", description="All if empty."),
    "switches": Param({}, type="object", title="Switches"),
    "edition": Param(None, type=["null", "string"], title="Edition", description="That of the period if empty."),
}


def assemble(definition: StatutoryReturn) -> None:
    """Build the DAG that assembles one return whenever its inputs change."""
    returns: dict[BaseAsset, Any] = {
        assembly_asset(reads.definition.slug): ReaderPeriods(definition.slug, reads.definition.slug)
        for reads in definition.reads_returns
    }
    with DAG(
        f"assemble__{definition.slug}",
        schedule=PartitionedAssetTimetable(
            assets=AssetAny(*map(standardised_asset, definition.standards), *returns), partition_mapper_config=returns
        ),
        catchup=False,
        max_active_runs=1,
        params=PARAMS,
        default_args=TASK_DEFAULTS,
        doc_md=__doc__,
        **reporting(__doc__, hours=4),
        tags={"assemble", definition.slug},
    ):
        assembled = steps.assemble_period.override(outlets=[assembly_asset(definition.slug)])(definition.slug)
        if len(definition.all_standards) > 1:
            steps.wait_for_other_collections(definition.slug) >> assembled


for definition in RETURNS:
    assemble(definition)
