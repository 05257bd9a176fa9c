"""Building the package of an agreed release: from the frozen knowledge, with what was declared, signed, kept, recorded.

Source: docs/specifications/life-of-a-return.md, section 4; docs/specifications/return-package.md, section 1.
Known   each step is safe to do again: the same release gives the same bytes, which are written once.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.load_tables import load_inputs, stored_inputs
from plugins.pipeline.assemble.make_assembly import assemble_inputs, download_assembly, receipts_read, write_files
from plugins.pipeline.assemble.return_request import return_request
from plugins.pipeline.release.earlier_releases import load_earlier_releases, load_packed_cells
from plugins.storage.archive import package_key
from plugins.storage.warehouse.assemblies import Assembly, load_assembly_with_receipt
from plugins.storage.warehouse.assembly_inputs import load_source_addresses
from plugins.submissions.build_package import build_package
from plugins.submissions.declarations import load_carried, newest_declarations
from plugins.submissions.parts import read_parts
from plugins.submissions.releases import read_releases, record_package
from plugins.submissions.rounds import OpenedRound, list_every_round, read_round
from transforms.domain.declared_figures import COLUMNS, REPLACES, DeclaredFigures, read_declared
from transforms.rounds.cell_rows import AuthorityRows, split_rows
from transforms.rounds.machines import CellState, PartState
from transforms.rounds.part import Part
from transforms.rounds.release import Release
from transforms.rounds.revisions import RevisedFigure, is_material, revised_figures

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.deployment import Deployment
    from transforms.domain.return_request import ReturnInputs, ReturnRequest
    from transforms.release_package.release import (
        CellDispute,
        CheckExplanation,
        DeclaredCell,
        ImputedCell,
        PackageRelease,
        PartConfirmation,
        Revision,
    )

CELLS = "cells.csv"


@dataclass(frozen=True)
class AgreedRelease:
    """A release as people agreed to it: its round, and the state of every part at that moment."""

    opened: OpenedRound
    release: Release
    assembly: Assembly
    parts: Mapping[str, Part]
    declared: "tuple[DeclaredCell, ...]"
    before: Release | None  # the version before


def unbuilt_releases(deployment: "Deployment") -> list[tuple[str, str, int]]:
    """Return the releases that were agreed to and have no package yet: return, period and version."""
    with deployment.transaction() as connection:
        return [
            (opened.round.return_slug, opened.round.period, release.version)
            for opened in list_every_round(connection)
            for release in read_releases(opened).values()
            if release.entry is not None and release.built is None
        ]


def build_release(deployment: "Deployment", return_slug: str, period: str, version: int) -> str:
    """Build the package of a release, keep it in the archive, write it down, and return its key."""
    key = package_key(return_slug, period, version)
    with deployment.transaction() as connection:
        agreed = _read_agreed(connection, deployment, return_slug, period, version)
    if agreed.release.built is not None:
        return key
    with TemporaryDirectory(prefix="release-") as folder:
        files, out = Path(folder) / "files", Path(folder) / "package.zip"
        files.mkdir()
        _write_files(deployment, agreed, files)
        rows = split_rows((files / CELLS).read_bytes())
        package, is_material_revision = _package_release(deployment, agreed, rows)
        package = replace(
            package,
            imputed=_imputed_cells(deployment, agreed, (files / CELLS).read_bytes()),
            sources=_sources(deployment, agreed, (files / "manifest.json").read_bytes()),
        )
        built = build_package(deployment.archive, files, package, out)
        with out.open("rb") as content:
            deployment.archive.save(key, content, "application/zip")
    what = {
        "receipt": built.receipt, "sha256": built.sha256, "key": built.fingerprint, "material": is_material_revision
    }  # fmt: skip
    with deployment.transaction() as connection:
        record_package(connection, read_round(connection, return_slug, period), version, what)
    return key


def _read_agreed(
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


def _write_files(deployment: "Deployment", agreed: AgreedRelease, folder: Path) -> None:
    """Write the files of the return: as assembled, or assembled again with what was declared."""
    if not agreed.declared:
        return download_assembly(deployment, agreed.assembly, folder)
    request = replace(_request(deployment, agreed.assembly), declared=_declared_figures(agreed))
    inputs = stored_inputs(deployment, request)
    return write_files(deployment, request, inputs, assemble_inputs(deployment, request, inputs), folder)


def _request(deployment: "Deployment", assembly: Assembly) -> "ReturnRequest":
    """Return the request that an assembly answered."""
    request = return_request(
        deployment, assembly.return_slug, assembly.period, assembly.as_known, assembly.authorities, assembly.switches,
        edition=assembly.edition or None,
    )  # fmt: skip
    receipts = receipts_read(deployment, assembly.prefix)
    return replace(request, rules_versions=tuple(assembly.rules_versions), receipts=receipts)


def _declared_figures(agreed: AgreedRelease) -> DeclaredFigures:
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


def _package_release(
    deployment: "Deployment", agreed: AgreedRelease, rows: Mapping[str, AuthorityRows]
) -> "tuple[PackageRelease, bool]":
    """Return what the package says of the release, and whether its revision matters."""
    from transforms.release_package.release import PackageRelease, ReleaseEntry

    release, before = agreed.release, agreed.before
    revised, revisions = _revisions(deployment, agreed, rows)
    package = PackageRelease(
        version=release.version,
        on=release.agreed_on,  # type: ignore[arg-type] # of a release that was agreed to
        audit_entry=ReleaseEntry(*release.entry) if release.entry else None,
        supersedes=before.receipt if before else "",
        confirmations=tuple(_confirmation(part, rows[gss]) for gss, part in agreed.parts.items() if gss in rows),
        declared=agreed.declared,
        revisions=revisions,
        disputes=_disputes(agreed),
        explanations=_explanations(agreed),
    )
    return package, is_material(agreed.opened.definition, revised)


def _revisions(
    deployment: "Deployment", agreed: AgreedRelease, rows: Mapping[str, AuthorityRows]
) -> "tuple[tuple[RevisedFigure, ...], tuple[Revision, ...]]":
    """Return what differs from the version before as it was packed, and why; nothing of a first version."""
    from transforms.release_package.revision_causes import VersionRows, revisions_with_causes

    before = agreed.before
    if before is None or before.knowledge is None:
        return (), ()
    slug, period = agreed.assembly.return_slug, agreed.assembly.period
    with deployment.transaction() as connection:
        assembly = load_assembly_with_receipt(connection, slug, period, [before.knowledge.receipt])
    if assembly is None:
        raise ValueError(f"the assembly {before.knowledge.receipt} of {slug} {period} is not there")
    is_packed = before.built is not None
    packed = load_packed_cells(deployment, package_key(slug, period, before.version)) if is_packed else None
    earlier = split_rows(packed or deployment.archive.load(f"{before.knowledge.prefix}/{CELLS}"))
    versions = (
        VersionRows(_request(deployment, assembly), earlier),
        VersionRows(_request(deployment, agreed.assembly), rows),
    )
    revised = revised_figures(earlier, rows)

    def load(request: "ReturnRequest") -> "ReturnInputs":
        return load_inputs(deployment, request, stored_inputs(deployment, request))

    return revised, revisions_with_causes(*versions, revised, load)


def _disputes(agreed: AgreedRelease) -> "tuple[CellDispute, ...]":
    """Return the cells that go out disputed, with both values."""
    from transforms.release_package.release import CellDispute

    return tuple(
        CellDispute(gss, cell.cell, cell.value, cell.declared, cell.why)
        for gss, part in agreed.parts.items()
        for cell in part.cells
        if cell.state is CellState.DISPUTED
    )


def _explanations(agreed: AgreedRelease) -> "tuple[CheckExplanation, ...]":
    """Return what authorities answered to the checks that asked."""
    from transforms.release_package.release import CheckExplanation

    return tuple(
        CheckExplanation(gss, check, why)
        for gss, part in agreed.parts.items()
        for check, why in sorted(part.explanations.items())
    )


def _sources(deployment: "Deployment", agreed: AgreedRelease, manifest: bytes) -> dict[tuple[str, str, str], str]:
    """Return where the snapshots that went in were fetched from, by authority, standard and SHA-256."""
    hashes = {used["sha256"] for used in json.loads(manifest)["inputs"] if "sha256" in used}
    with deployment.transaction() as connection:
        return load_source_addresses(connection, hashes, agreed.assembly.as_known)


def _imputed_cells(deployment: "Deployment", agreed: AgreedRelease, cells: bytes) -> "tuple[ImputedCell, ...]":
    """Return the figures that stand in for those of authorities without data, where the return names cells for it."""
    from transforms.registers import authorities
    from transforms.release_package.cells import read_cells
    from transforms.release_package.imputed_figures import imputed_cells

    definition, entry = agreed.opened.definition, agreed.release.entry
    if not definition.round_rules.imputed_cells or entry is None:
        return ()
    earlier = load_earlier_releases(deployment, agreed.opened, entry[0])
    classes = {gss: body.authority_class for gss, body in authorities().items()}
    return imputed_cells(definition, read_cells(cells), earlier, classes) if earlier else ()


def _confirmation(part: Part, rows: AuthorityRows) -> "PartConfirmation":
    """Return what an authority has said of the cells that go out; one that changed since is not confirmed."""
    from transforms.release_package.release import UNCONFIRMED, PartConfirmation

    confirmed = sum(
        cell.state is CellState.CONFIRMED and rows.cells.get(cell.cell) == cell.confirmed for cell in part.cells
    )
    is_same = rows.sha256 == part.cells_sha256
    state = part.state if is_same or part.state is not PartState.CONFIRMED else PartState.LAPSED
    stated = part.confirmation
    return PartConfirmation(
        part.gss,
        UNCONFIRMED if state is PartState.PROPOSED else state.value,
        stated.role if stated else "",
        stated.on if stated else None,
        confirmed,
        len(rows.cells) - confirmed,
        rows.sha256 if is_same and state is PartState.CONFIRMED else "",
    )
