"""What a package says of a release beside the files of its assembly: who confirmed, what is disputed, revised, imputed.

Source: docs/specifications/life-of-a-return.md, sections 3 and 4; docs/specifications/return-package.md, section 1.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.load_tables import load_inputs, stored_inputs
from plugins.pipeline.release.agreed_release import AgreedRelease, request_of
from plugins.pipeline.release.earlier_releases import load_earlier_releases, load_packed_cells
from plugins.storage.archive import package_key
from plugins.storage.warehouse.assemblies import load_assembly_with_receipt
from plugins.storage.warehouse.assembly_inputs import load_source_addresses
from transforms.rounds.cell_rows import AuthorityRows, split_rows
from transforms.rounds.machines import CellState, PartState
from transforms.rounds.part import Part
from transforms.rounds.revisions import RevisedFigure, is_material, revised_figures

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.imputed_cell import ImputedCell
    from transforms.domain.return_request import ReturnInputs, ReturnRequest
    from transforms.release_package.release import (
        CellDispute,
        CheckExplanation,
        PackageRelease,
        PartConfirmation,
        Revision,
    )

CELLS = "cells.csv"


def package_release(
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
        VersionRows(request_of(deployment, assembly), earlier),
        VersionRows(request_of(deployment, agreed.assembly), rows),
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


def source_addresses(
    deployment: "Deployment", agreed: AgreedRelease, manifest: bytes
) -> dict[tuple[str, str, str], str]:
    """Return where the snapshots that went in were fetched from, by authority, standard and SHA-256."""
    hashes = {used["sha256"] for used in json.loads(manifest)["inputs"] if "sha256" in used}
    with deployment.transaction() as connection:
        return load_source_addresses(connection, hashes, agreed.assembly.as_known)


def imputed_figures(deployment: "Deployment", agreed: AgreedRelease, cells: bytes) -> "tuple[ImputedCell, ...]":
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
