"""Loading what a return is assembled from: the tables of the snapshots that were known on a day."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.read_assemblies import read_assemblies
from plugins.storage.archive import table_key
from plugins.storage.warehouse.assembly_inputs import (
    AssemblyInput,
    load_known_inputs,
    load_unchanged_answers,
    needed_inputs,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.storage.deployment import Deployment
    from transforms.domain.assembled_return import UsedSnapshot
    from transforms.domain.return_request import ReturnInputs, ReturnRequest
    from transforms.domain.snapshot_table import SnapshotTable
    from transforms.render import SnapshotIssues


def stored_inputs(deployment: "Deployment", request: "ReturnRequest") -> list[AssemblyInput]:
    """Return the snapshots of every standard that a return is assembled from.

    Where a file may hold other authorities' records, everybody's files are read, whoever is requested.
    """
    if request.as_known is None:
        raise ValueError("what was collected is asked for as known on a day")
    inputs: list[AssemblyInput] = []
    for reads in request.definition.reads:
        with deployment.transaction() as connection:
            candidates = load_known_inputs(
                connection,
                reads.standard,
                None if reads.multi_authority_files else request.authorities,
                request.as_known,
                request.rules_versions,
                empty_is_usable=reads.empty_is_usable,
                counts_looks=reads.counts_looks,
            )
        if reads.counts_looks:  # every file says on which day somebody looked
            inputs += candidates
            continue
        inputs += needed_inputs(candidates, reads, request.period, request.as_known)
    return inputs


def load_inputs(deployment: "Deployment", request: "ReturnRequest", inputs: Sequence[AssemblyInput]) -> "ReturnInputs":
    """Return what the return is derived from, with just the columns that it reads."""
    from transforms.assemble import inputs_of

    def load_read(read: "ReturnRequest") -> "ReturnInputs":
        return load_inputs(deployment, read, stored_inputs(deployment, read))

    tables = load_tables(deployment, request, inputs)
    if not request.definition.counts_looks:
        return inputs_of(request, tables, read_assemblies(deployment, request, load_read))
    unchanged = _unchanged_answers(deployment, request)
    return inputs_of(request, tables, unchanged=unchanged, other_hashes={"attempts": _hash(unchanged)})


def _unchanged_answers(deployment: "Deployment", request: "ReturnRequest") -> "pa.Table":
    """Return the answers of the log of collections that brought no new file, each with the day of the file it saw."""
    from transforms.domain.looks import answers_table

    if request.as_known is None:
        raise ValueError("what was collected is asked for as known on a day")
    with deployment.transaction() as connection:
        answers = load_unchanged_answers(
            connection, request.definition.standards, request.authorities, request.as_known
        )
    return answers_table(answers)


def _hash(table: "pa.Table") -> str:
    """Return the SHA-256 of a table, written as CSV."""
    import hashlib
    import io

    from pyarrow import csv

    written = io.BytesIO()
    csv.write_csv(table, written)
    return hashlib.sha256(written.getbuffer()).hexdigest()


def load_tables(
    deployment: "Deployment", request: "ReturnRequest", inputs: Sequence[AssemblyInput]
) -> "dict[str, list[SnapshotTable]]":
    """Return the standardised tables of every standard, just the columns and the days that the return reads."""
    from transforms.domain.looks import is_open_format
    from transforms.domain.snapshot_table import SnapshotTable
    from transforms.snapshots.needed_part import part_of

    loaded: dict[str, list[SnapshotTable]] = {}
    for reads in request.definition.reads:
        mine = [used for used in inputs if used.standard == reads.standard]
        keys = [_key("standardised", used) for used in mine]
        tables = deployment.archive.load_tables(keys, part_of(reads, request.period))
        loaded[reads.standard] = [
            SnapshotTable(
                authority_gss=used.authority_gss,
                standard=used.standard,
                fetched=used.fetched_on,
                sha256=used.sha256,
                edition=used.edition,
                fields=frozenset(used.fields),
                table=table,
                is_open_format=is_open_format(used.encoding, used.file_name),
            )
            for used, table in zip(mine, tables, strict=True)
        ]
    return loaded


def used_snapshots(inputs: Sequence[AssemblyInput]) -> "list[UsedSnapshot]":
    """Return the snapshots as a manifest names them."""
    from transforms.domain.assembled_return import UsedSnapshot

    return [UsedSnapshot(used.authority_gss, used.standard, used.fetched_on, used.sha256) for used in inputs]


def load_issues(deployment: "Deployment", inputs: Sequence[AssemblyInput]) -> "Iterator[SnapshotIssues]":
    """Yield what was found in every snapshot, in the order of a return's files; a few are loaded ahead."""
    from transforms.render import SnapshotIssues

    pairs = sorted(zip(used_snapshots(inputs), inputs, strict=True), key=lambda pair: pair[0].position)
    tables = deployment.archive.stream_tables([_key("issues", used) for _, used in pairs])
    for (file, _), table in zip(pairs, tables, strict=True):
        yield SnapshotIssues(file, table)


def _key(kind: str, used: AssemblyInput) -> str:
    return table_key(kind, used.standard, used.sha256, used.rules_version, used.authority_gss)
