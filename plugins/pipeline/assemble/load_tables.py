"""Loading what a return is assembled from: the tables of the snapshots that were known on a day."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.return_request import Question
from plugins.storage.archive import table_key
from plugins.storage.warehouse.assembly_inputs import AssemblyInput, load_known_inputs, needed_inputs

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.snapshot_table import SnapshotTable
    from transforms.render import Input as Snapshot
    from transforms.render import SnapshotIssues


def inputs_of(here: "Deployment", question: Question) -> list[AssemblyInput]:
    """Return the snapshots that a question is answered from.

    Where a file may hold other authorities' records, everybody's files are read, whoever is asked about.
    """
    definition = question.definition
    with here.transaction() as connection:
        known = load_known_inputs(
            connection,
            definition.standard,
            None if definition.multi_authority_files else question.authorities,
            question.as_known,
            question.rules_versions,
        )
    return needed_inputs(
        known,
        uses_latest_snapshot_only=definition.uses_latest_snapshot_only,
        period_last=question.period.last,
        as_known=question.as_known,
    )


def load_tables(here: "Deployment", question: Question, inputs: Sequence[AssemblyInput]) -> "list[SnapshotTable]":
    """Return the standardised tables, just the columns that the return reads."""
    from transforms.domain.snapshot_table import SnapshotTable

    keys = [_key("standardised", question, one) for one in inputs]
    tables = here.archive.load_tables(keys, question.definition.columns)
    return [
        SnapshotTable(one.authority_gss, one.fetched_on, one.sha256, one.edition, table)
        for one, table in zip(inputs, tables, strict=True)
    ]


def snapshots_of(question: Question, inputs: Sequence[AssemblyInput]) -> "list[Snapshot]":
    """Return the snapshots as a manifest names them."""
    from transforms.render import Input as Snapshot

    return [Snapshot(one.authority_gss, question.definition.standard, one.fetched_on, one.sha256) for one in inputs]


def load_issues(here: "Deployment", question: Question, inputs: Sequence[AssemblyInput]) -> "Iterator[SnapshotIssues]":
    """Yield what was found in every snapshot, in the order of a return's files; a few are loaded ahead."""
    from transforms.render import SnapshotIssues

    pairs = sorted(zip(snapshots_of(question, inputs), inputs, strict=True), key=lambda pair: pair[0].place)
    tables = here.archive.stream_tables([_key("issues", question, one) for _, one in pairs])
    for (snapshot, _), table in zip(pairs, tables, strict=True):
        yield SnapshotIssues(snapshot, table)


def _key(kind: str, question: Question, one: AssemblyInput) -> str:
    return table_key(kind, question.definition.standard, one.sha256, one.rules_version, one.authority_gss)
