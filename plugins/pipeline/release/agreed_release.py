"""A release as people agreed to it: its round, the state of every part at that moment, and what was declared by then.

Source: docs/specifications/life-of-a-return.md, section 4.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.make_assembly import receipts_read
from plugins.pipeline.assemble.return_request import return_request
from plugins.storage.warehouse.assemblies import Assembly, load_assembly_with_receipt
from plugins.submissions.declarations import load_carried, newest_declarations
from plugins.submissions.parts import read_parts
from plugins.submissions.releases import read_releases
from plugins.submissions.rounds import OpenedRound, read_round
from transforms.domain.declared_figures import COLUMNS, REPLACES, DeclaredFigures, read_declared
from transforms.rounds.part import Part
from transforms.rounds.release import Release

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.deployment import Deployment
    from transforms.domain.return_request import ReturnRequest
    from transforms.release_package.release import DeclaredCell


@dataclass(frozen=True)
class AgreedRelease:
    """A release as people agreed to it: its round, and the state of every part at that moment."""

    opened: OpenedRound
    release: Release
    assembly: Assembly
    parts: Mapping[str, Part]
    declared: "tuple[DeclaredCell, ...]"
    before: Release | None  # the version before


def read_agreed(
    connection: "Connection", deployment: "Deployment", return_slug: str, period: str, version: int
) -> AgreedRelease:
    """Return a release with its round as both stood when it was agreed to."""
    from transforms.release_package.release import DeclaredCell

    opened = read_round(connection, return_slug, period)
    releases = read_releases(opened)
    release = releases[version]
    if release.entry is None or release.knowledge is None:
        raise ValueError(f"nobody has agreed to version {version} of {return_slug} {period}")
    agreement = release.entry[0]
    then = replace(opened, entries=[entry for entry in opened.entries if entry.number < agreement])
    assembly = load_assembly_with_receipt(connection, return_slug, period, [release.knowledge.receipt])
    if assembly is None:
        raise ValueError(f"the assembly {release.knowledge.receipt} of {return_slug} {period} is not there")
    carried = load_carried(connection, return_slug, opened.period)
    parts = read_parts(connection, deployment.archive, then)
    figures = {
        (gss, entry.what["cell"]): DeclaredCell(gss, entry.what["cell"], entry.what["written"], entry.why, entry.by)
        for gss, entry in newest_declarations(carried, then.entries)
    }
    figures |= {
        (gss, cell): DeclaredCell(
            gss, cell, accepted.value, accepted.why, accepted.by, accepted.replaces.value if accepted.replaces else ""
        )
        for gss, part in parts.items()
        for cell, accepted in part.accepted.items()
    }
    declared = tuple(figure for (gss, _), figure in sorted(figures.items()) if gss in assembly.authorities)
    return AgreedRelease(then, release, assembly, parts, declared, releases.get(version - 1))


def request_of(deployment: "Deployment", assembly: Assembly) -> "ReturnRequest":
    """Return the request that an assembly answered."""
    request = return_request(
        deployment, assembly.return_slug, assembly.period, assembly.as_known, assembly.authorities, assembly.switches,
        edition=assembly.edition or None,
    )  # fmt: skip
    receipts = receipts_read(deployment, assembly.prefix)
    return replace(request, rules_versions=tuple(assembly.rules_versions), receipts=receipts)


def declared_figures(agreed: AgreedRelease) -> DeclaredFigures:
    """Return what was declared, as a file of `assemble --declared` has it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    has_accepted = any(cell.replaces for cell in agreed.declared)
    writer.writerow((*COLUMNS, REPLACES) if has_accepted else COLUMNS)
    period = agreed.assembly.period
    rows = [(cell.authority, period, cell.cell, cell.value, cell.why, cell.by) for cell in agreed.declared]
    writer.writerows(
        (*row, cell.replaces) if has_accepted else row for row, cell in zip(rows, agreed.declared, strict=True)
    )
    names = [cell.name for cell in agreed.opened.definition.cells]
    return read_declared(text.getvalue().encode(), names, agreed.assembly.authorities, period)
