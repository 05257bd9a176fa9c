"""Proposals: what an assembly proposes to each authority while its round is open, and revises once it is released.

Source: docs/specifications/life-of-a-return.md, sections 2 and 4.
"""

from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.assemblies import Assembly
from plugins.storage.warehouse.audit_trail import append_entry, load_entries, lock_trail
from plugins.submissions.assembly_cells import load_rows
from plugins.submissions.rounds import ASSEMBLING, entries_of_round, open_when_due
from transforms.domain.period import parse_period
from transforms.returns import statutory_return
from transforms.rounds.machines import RoundState
from transforms.rounds.release import SETTLING_ACTS, follow_releases
from transforms.rounds.revisions import is_material, revised_figures
from transforms.rounds.round import Round, follow_round

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive


def propose_assembly(connection: "Connection", archive: "Archive", assembly: Assembly) -> None:
    """Propose a complete assembly to its authorities while the round is open; plan and open the round first.

    A round that is frozen or closed is left as it is: what is known later makes a revision.
    """
    definition = statutory_return(assembly.return_slug)
    if definition.kind != "return" or not assembly.is_complete:
        return
    lock_trail(connection)
    period = parse_period(assembly.period)
    opened = follow_round(assembly.return_slug, assembly.period, entries_of_round(connection, assembly))
    opened = open_when_due(connection, opened, definition.for_period(period), period, assembly.as_known)
    vintage = opened.proposed
    is_older = vintage is not None and (assembly.receipt == vintage.receipt or assembly.as_known < vintage.as_known)
    if opened.takes_acts and not is_older:
        what = _proposal(archive, opened, assembly) | _revision(connection, archive, opened, assembly)
        append_entry(connection, ASSEMBLING, "propose-cells", opened.subject, what)


def _proposal(archive: "Archive", opened: Round, assembly: Assembly) -> dict[str, Any]:
    """Return what a proposal says: the assembly, and the hash of each part that it changes."""
    before = load_rows(archive, opened.proposed.prefix) if opened.proposed else {}
    parts = {
        gss: rows.sha256
        for gss, rows in load_rows(archive, assembly.prefix).items()
        if gss not in before or before[gss].sha256 != rows.sha256
    }
    return {
        "receipt": assembly.receipt, "as_known": str(assembly.as_known), "prefix": assembly.prefix, "parts": parts
    }  # fmt: skip


def _revision(connection: "Connection", archive: "Archive", opened: Round, assembly: Assembly) -> dict[str, Any]:
    """Return how many cells an assembly would revise of what is released, and whether that matters; else nothing."""
    if opened.state != RoundState.RELEASED:
        return {}
    releases = follow_releases(opened.subject, load_entries(connection, opened.subject, acts=SETTLING_ACTS))
    vintages = [release.knowledge for release in releases.values() if release.entry and release.knowledge]
    if not vintages:
        return {}
    revised = revised_figures(load_rows(archive, vintages[-1].prefix), load_rows(archive, assembly.prefix))
    definition = statutory_return(assembly.return_slug).for_period(parse_period(assembly.period))
    return {"revision": {"cells": len(revised), "material": is_material(definition, revised)}}
