"""Render: an assembled return as files, byte for byte the same for the same return, whoever asks.

Known:  no clock, no random number and no machine path is in them; a file is yielded in pieces, because the issues of a
        file of rubbish are larger than memory.
"""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.imputed_cell import ImputedCell
from transforms.render.csv_text import csv_pieces
from transforms.render.issues_csv import SnapshotIssues, issues_csv
from transforms.render.manifest import Output, Versions, manifest_json

__all__ = ["Output", "SnapshotIssues", "Versions", "manifest_json", "render_return"]


def render_return(
    assembled: AssembledReturn, snapshots: Iterable[SnapshotIssues], imputed: Sequence[ImputedCell] = ()
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the files of a return by name and in pieces, all but the manifest, which is about them.

    Args:
        assembled: the return.
        snapshots: what it was assembled from, by authority, standard and day; gone through once.
        imputed: the figures of a release that stand in for missing ones; the workbook alone has them.

    """
    from transforms.render.workbook import workbook

    definition = assembled.definition
    yield "cells.csv", csv_pieces(assembled.cells)
    if definition.indicators:
        yield "indicators.csv", csv_pieces(assembled.indicators)
    yield "exceptions.csv", csv_pieces(assembled.exceptions, guard=("reference", "detail"))
    yield "issues.csv", issues_csv(snapshots, assembled.issues)
    yield f"{definition.slug}-{assembled.period}.xlsx", [workbook(assembled, imputed)]
    for file in assembled.record_files():
        yield file.name, csv_pieces(file.rows, definition.guarded_columns.get(file.name, ()))
    if definition.files is not None:
        for name, content in definition.files(assembled):
            guard = definition.guarded_columns.get(name, ())
            yield name, csv_pieces(content, guard) if isinstance(content, pa.Table) else content
