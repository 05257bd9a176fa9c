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
    take_requests,
)
from plugins.pipeline.steps.discover import discover_sources
from plugins.pipeline.steps.registers import check_registers
from plugins.pipeline.steps.release import (
    build_release,
    deliver_releases,
    follow_rounds,
    list_agreed_releases,
    send_messages,
)

__all__ = [
    "announce",
    "assemble_period",
    "build_release",
    "check_batch",
    "check_registers",
    "deliver_releases",
    "discover_sources",
    "fetch_batch",
    "follow_findings",
    "follow_rounds",
    "freeze_period",
    "list_agreed_releases",
    "list_sources",
    "plan_batches",
    "plan_huge_files",
    "send_messages",
    "take_requests",
    "wait_for_collection",
    "wait_for_other_collections",
]
