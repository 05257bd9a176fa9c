"""Render: an assembled return as files, byte for byte the same for the same return, whoever asks.

Known:  no clock, no random number and no machine path is in them.
"""

from collections.abc import Sequence

from transforms.domain.statutory_return import AssembledReturn
from transforms.render.csv_text import csv_bytes
from transforms.render.issues_csv import SnapshotIssues, issues_csv
from transforms.render.manifest import Versions, manifest_json

__all__ = ["SnapshotIssues", "Versions", "render_return"]


def render_return(
    assembled: AssembledReturn, authorities: Sequence[str], snapshots: Sequence[SnapshotIssues], versions: Versions
) -> dict[str, bytes]:
    """Return the files of a return by name, the manifest last; `snapshots` are those it was assembled from."""
    from transforms.render.workbook import workbook

    definition = assembled.definition
    snapshots = sorted(snapshots, key=lambda one: (one.authority_gss, one.standard, one.fetched))
    files = {"cells.csv": csv_bytes(assembled.cells)}
    if definition.indicators:
        files["indicators.csv"] = csv_bytes(assembled.indicators)
    files["exceptions.csv"] = csv_bytes(assembled.exceptions, guard=("reference", "detail"))
    files["issues.csv"] = issues_csv(snapshots, assembled.issues)
    files[f"{definition.slug}-{assembled.period}.xlsx"] = workbook(assembled)
    files["manifest.json"] = manifest_json(assembled, authorities, snapshots, files, versions)
    return files
