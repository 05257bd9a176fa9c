"""Building the package of an agreed release: from the frozen knowledge, with what was declared, signed, kept, recorded.

Source: docs/specifications/life-of-a-return.md, section 4; docs/specifications/return-package.md, section 1.
Known   each step is safe to do again: the same release gives the same bytes, which are written once.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.load_tables import stored_inputs
from plugins.pipeline.assemble.make_assembly import assemble_inputs, download_assembly, write_files
from plugins.pipeline.release.agreed_release import AgreedRelease, declared_figures, read_agreed, request_of
from plugins.pipeline.release.package_release import CELLS, imputed_figures, package_release, source_addresses
from plugins.storage.archive import package_key, released_prefix
from plugins.submissions.build_package import build_package
from plugins.submissions.releases import read_releases, record_package
from plugins.submissions.rounds import list_every_round, read_round
from transforms.domain.declared_figures import DECLARED
from transforms.render.csv_text import csv_pieces
from transforms.rounds.cell_rows import AuthorityRows, split_rows

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.imputed_cell import ImputedCell


def unbuilt_releases(deployment: "Deployment") -> list[tuple[str, str, int]]:
    """Return the releases that were agreed to and have no package yet: return, period and version."""
    with deployment.transaction() as connection:
        return [
            (opened.round.return_slug, opened.round.period, release.version)
            for opened in list_every_round(connection, with_parts=False)
            for release in read_releases(opened).values()
            if release.entry is not None and release.built is None
        ]


def build_release(deployment: "Deployment", return_slug: str, period: str, version: int) -> str:
    """Build the package of a release, keep it in the archive, write it down, and return its key."""
    key = package_key(return_slug, period, version)
    with deployment.transaction() as connection:
        agreed = read_agreed(connection, deployment, return_slug, period, version)
    if agreed.release.built is not None:
        return key
    with TemporaryDirectory(prefix="release-") as folder:
        files, out = Path(folder) / "files", Path(folder) / "package.zip"
        files.mkdir()
        imputed = _write_files(deployment, agreed, files)
        rows = split_rows((files / CELLS).read_bytes())
        released = _save_released_files(deployment, agreed, files, rows) if agreed.declared or imputed else {}
        package, is_material_revision = package_release(deployment, agreed, rows)
        package = replace(
            package,
            imputed=imputed,
            sources=source_addresses(deployment, agreed, (files / "manifest.json").read_bytes()),
        )
        built = build_package(deployment.archive, files, package, out)
        with out.open("rb") as content:
            deployment.archive.save(key, content, "application/zip")
    what = {
        "receipt": built.receipt, "sha256": built.sha256, "key": built.fingerprint, "material": is_material_revision,
        **released,
    }  # fmt: skip
    with deployment.transaction() as connection:
        record_package(connection, read_round(connection, return_slug, period), version, what)
    return key


def _write_files(deployment: "Deployment", agreed: AgreedRelease, folder: Path) -> "tuple[ImputedCell, ...]":
    """Write the files of the return, and return the figures that stand in for missing ones.

    They are as assembled, unless councils have declared values or figures are imputed: then it is assembled again.
    """
    imputed: tuple[ImputedCell, ...] = ()
    if not agreed.declared:
        imputed = imputed_figures(deployment, agreed, deployment.archive.load(f"{agreed.assembly.prefix}/{CELLS}"))
        if not imputed:
            download_assembly(deployment, agreed.assembly, folder)
            return ()
    request = request_of(deployment, agreed.assembly)
    if agreed.declared:
        request = replace(request, declared=declared_figures(agreed))
    inputs = stored_inputs(deployment, request)
    assembled = assemble_inputs(deployment, request, inputs)
    if agreed.declared:
        imputed = imputed_figures(deployment, agreed, b"".join(csv_pieces(assembled.cells)))
    write_files(deployment, request, inputs, assembled, folder, imputed)
    return imputed


def _save_released_files(
    deployment: "Deployment", agreed: AgreedRelease, folder: Path, rows: Mapping[str, AuthorityRows]
) -> dict[str, object]:
    """Keep the files of a release that aren't its assembly's, for pages to show, and return what is known of them.

    They hold what was declared, and so does the file of declared figures beside them, from which cells are traced; the
    workbook marks what was imputed.
    """
    prefix = released_prefix(agreed.assembly.return_slug, agreed.assembly.period, agreed.release.version)
    if agreed.declared:
        deployment.archive.save(f"{prefix}/{DECLARED}", declared_figures(agreed).content)
    deployment.archive.save_assembly(prefix, folder)
    definition = agreed.opened.definition
    origins = Counter(
        figure.origin.replace("-", "_")
        for gss, of_authority in rows.items()
        if definition.total_area(gss) is None
        for figure in of_authority.cells.values()
    )
    return {"assembly": agreed.assembly.receipt, "files": prefix, "cells": dict(sorted(origins.items()))}
