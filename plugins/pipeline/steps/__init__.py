"""Steps: what a DAG is made of. Each loads, makes one pure call, saves, and returns a small reference."""

from plugins.pipeline.steps.assemble import (
    assemble_period,
    freeze_period,
    wait_for_collection,
    wait_for_other_collections,
)
from plugins.pipeline.steps.collect import (
    announce,
    check_batch,
    fetch_batch,
    follow_findings,
    list_sources,
    plan_batches,
    plan_huge_files,
)
from plugins.pipeline.steps.registers import check_registers

__all__ = [
    "announce",
    "assemble_period",
    "check_batch",
    "check_registers",
    "fetch_batch",
    "follow_findings",
    "freeze_period",
    "list_sources",
    "plan_batches",
    "plan_huge_files",
    "wait_for_collection",
    "wait_for_other_collections",
]
