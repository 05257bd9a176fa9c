"""The small tables of a package: confirmations, declared figures, revisions and imputed figures.

Source: docs/specifications/return-package.md, section 1.
"""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from transforms.domain.declared_figures import COLUMNS as DECLARED_COLUMNS
from transforms.domain.declared_figures import REPLACES
from transforms.domain.origins import Origin
from transforms.release_package.assembly import AssemblyFiles
from transforms.release_package.cells import AuthorityCells
from transforms.release_package.release import UNCONFIRMED, WITHOUT_DATA, PackageRelease, PartConfirmation
from transforms.render.csv_text import csv_bytes

CONFIRMATION_COLUMNS = (
    *("authority", "state", "role", "confirmed_on"),
    *("cells_confirmed", "cells_not_confirmed", "cells_sha256"),
)
REVISION_COLUMNS = ("authority", "cell", "old", "new", "why", "records")
DISPUTE_COLUMNS = ("authority", "cell", "value", "declared", "why")
EXPLANATION_COLUMNS = ("authority", "check", "why")
IMPUTED_COLUMNS = ("return", "authority", "period", "cell", "value", "imputed", "method")


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[str]], guard: Sequence[str] = ()) -> bytes:
    """Return rows of text as CSV; the columns in `guard` can't run as a formula."""
    row_list = list(rows)
    arrays = {name: pa.array([row[position] for row in row_list], pa.string()) for position, name in enumerate(columns)}
    return csv_bytes(pa.table(arrays), guard)


def confirmations_csv(assembly: AssemblyFiles, release: PackageRelease) -> bytes:
    """Return confirmations.csv: a row for every authority of the return, confirmed or not.

    Raises:
        ValueError: in a sentence, for an authority without cells, and for one that has confirmed other cells.

    """
    confirmations = {confirmation.authority: confirmation for confirmation in release.confirmations}
    unknown = confirmations.keys() - {group.authority for group in assembly.authorities}
    if unknown:
        raise ValueError(f"{min(unknown)} has no cells in the return that it is said to have confirmed")
    rows = [_confirmation_row(group, confirmations.get(group.authority)) for group in assembly.authorities]
    return table_csv(CONFIRMATION_COLUMNS, rows, guard=("role",))


def confirmation_of(group: AuthorityCells, release: PackageRelease) -> PartConfirmation:
    """Return what an authority has said of its part; one that said nothing has confirmed no cell."""
    stated = next(
        (confirmation for confirmation in release.confirmations if confirmation.authority == group.authority), None
    )
    return stated or _silence(group)


def declared_csv(assembly: AssemblyFiles, release: PackageRelease) -> bytes:
    """Return declared.csv: every declared figure, in the columns of a file of `assemble --declared`.

    One that is not described in the release is listed with its value alone. Where people accepted one in place of a
    figure, a last column has that figure.
    """
    period = str(assembly.period)
    described = {(figure.authority, figure.cell): figure for figure in release.declared}
    rows = [(f.authority, period, f.cell, f.value, f.why, f.by, f.replaces) for f in release.declared]
    rows += [
        (row.authority, period, row.cell, row.value, "", "", "")
        for group in assembly.authorities
        for row in group.rows
        if row.origin == Origin.DECLARED and (row.authority, row.cell) not in described
    ]
    has_accepted = any(figure.replaces for figure in release.declared)
    columns = (*DECLARED_COLUMNS, REPLACES) if has_accepted else DECLARED_COLUMNS
    return table_csv(columns, sorted(rows), guard=("value", "why", "by"))


def revisions_csv(release: PackageRelease) -> bytes:
    """Return revisions.csv: what differs from the version before."""
    rows = ((r.authority, r.cell, r.old, r.new, r.why, r.records) for r in release.revisions)
    return table_csv(REVISION_COLUMNS, rows, guard=("why", "records"))


def disputes_csv(release: PackageRelease) -> bytes:
    """Return disputes.csv: the cells that go out disputed, with both values."""
    rows = ((d.authority, d.cell, d.value, d.declared, d.why) for d in release.disputes)
    return table_csv(DISPUTE_COLUMNS, rows, guard=("why",))


def explanations_csv(release: PackageRelease) -> bytes:
    """Return explanations.csv: what authorities answered to the checks that asked."""
    rows = ((e.authority, e.check, e.why) for e in release.explanations)
    return table_csv(EXPLANATION_COLUMNS, rows, guard=("why",))


def imputed_csv(assembly: AssemblyFiles, release: PackageRelease) -> bytes:
    """Return imputed.csv: figures that stand in for missing ones, in a column of their own.

    Raises:
        ValueError: in a sentence, where one would stand in for a figure that there is.

    """
    values = {(row.authority, row.cell): row.value for group in assembly.authorities for row in group.rows}
    for figure in release.imputed:
        if values.get((figure.authority, figure.cell)):
            raise ValueError(f"{figure.cell} of {figure.authority} has a value, so that none may be imputed")
    slug, period = assembly.definition.slug, str(assembly.period)
    rows = ((slug, f.authority, period, f.cell, f.value, f.imputed, f.method) for f in release.imputed)
    return table_csv(IMPUTED_COLUMNS, rows, guard=("method",))


def _confirmation_row(group: AuthorityCells, confirmation: PartConfirmation | None) -> tuple[str, ...]:
    part = confirmation or _silence(group)
    if part.cells_sha256 and part.cells_sha256 != group.sha256:
        raise ValueError(f"{group.authority} has confirmed other cells than the return holds")
    return (
        part.authority,
        part.state,
        part.role,
        part.confirmed_on.isoformat() if part.confirmed_on else "",
        str(part.cells_confirmed),
        str(part.cells_not_confirmed),
        group.sha256,
    )


def _silence(group: AuthorityCells) -> PartConfirmation:
    state = UNCONFIRMED if group.has_data else WITHOUT_DATA
    return PartConfirmation(group.authority, state, "", None, 0, len(group.rows))
