"""Writing the files of a return that was assembled from a folder of snapshots."""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.declared import declared_standard
from plugins.cli.return_request import ReadRequest

if TYPE_CHECKING:
    from transforms.domain.assembled_return import AssembledReturn


def write_files(folder: Path, assembled: "AssembledReturn", read: ReadRequest) -> None:
    """Write the files of a return, with what was found in the snapshots that it was assembled from."""
    from plugins.pipeline.assemble.write_files import write_return
    from transforms.domain.assembled_return import UsedSnapshot
    from transforms.render import SnapshotIssues, Versions

    issues = [
        SnapshotIssues(
            UsedSnapshot(snapshot.file.authority_gss, snapshot.file.standard, snapshot.file.fetched, snapshot.sha256),
            snapshot.report.issues,
        )
        for snapshot in read.read
    ]
    issues.sort(key=lambda snapshot_issues: snapshot_issues.snapshot.position)
    versions = Versions(
        program=version("council-returns"),
        standards={slug: declared_standard(slug).version for slug in assembled.definition.standards},
        rules=tuple(sorted({snapshot.report.rules_version for snapshot in read.read})),
    )
    write_return(
        folder,
        assembled,
        [snapshot_issues.snapshot for snapshot_issues in issues],
        issues,
        versions,
        read.request.declared,
    )
