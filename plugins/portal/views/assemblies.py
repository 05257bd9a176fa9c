"""Assemblies: one period of a return as known on a day, its other vintages, and what each vintage revised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.portal.views.figures import AssemblyFigures, Figure, load_figures
from plugins.storage.warehouse.vintages import Vintage, load_vintages, newest_of_each_period
from plugins.submissions.assembly_reader import AssemblyReader
from transforms.domain.period import Period, parse_period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers import authorities
from transforms.returns import RETURNS

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

VINTAGES_COMPARED = 6  # the newest ones, each with the one before it
CELLS_LISTED = 30

AREA_NAMES = {area.gss: area.name for definition in RETURNS for area in definition.totals}


@dataclass(frozen=True)
class AssemblyView:
    """One period of a return as known on a day, and every vintage of that period."""

    definition: StatutoryReturn
    period: Period
    vintage: Vintage
    vintages: Sequence[Vintage]  # the newest first, this one among them
    figures: AssemblyFigures

    @property
    def period_in_words(self) -> str:
        """The period as people say it."""
        return self.definition.period_in_words(self.period)

    @property
    def is_newest(self) -> bool:
        """Whether there is no later vintage."""
        return self.vintage == self.vintages[0]

    @property
    def previous(self) -> Vintage | None:
        """The vintage before this one, None where this is the first."""
        index = list(self.vintages).index(self.vintage) + 1
        return self.vintages[index] if index < len(self.vintages) else None

    @property
    def deadline_version(self) -> Vintage | None:
        """The vintage that was frozen at the statutory deadline, None where none was."""
        return next((vintage for vintage in self.vintages if vintage.frozen_on), None)

    @property
    def query(self) -> str:
        """The end of an address that leads to this vintage again; blank for the newest."""
        if self.is_newest:
            return ""
        same_day = [vintage for vintage in self.vintages if vintage.as_known == self.vintage.as_known]
        version = "" if same_day[0] == self.vintage else f"&version={self.vintage.version}"
        return f"?as-known={self.vintage.as_known}{version}"

    def name(self, gss: str) -> str:
        """Return the name of an authority of the return, or of England."""
        return authority_name(gss)


@dataclass(frozen=True)
class RevisedCell:
    """A cell that a later vintage revised; None where the authority was not asked in that vintage."""

    authority: str
    cell: str
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True)
class VintageDifference:
    """What differs between two vintages of a period."""

    cells: int  # of the authorities; England's are not counted
    authorities: Sequence[str]  # those with a revised cell
    listed: Sequence[RevisedCell]  # the first of them, England's before the others
    total: int  # England's among them


@dataclass(frozen=True)
class VintageRow:
    """One vintage, and what it revised; None where it is the first, or was not compared with the one before it."""

    vintage: Vintage
    difference: VintageDifference | None


def newest_vintages(deployment: "Deployment", reader: AssemblyReader, definition: StatutoryReturn) -> list[Vintage]:
    """Return the newest vintage of every period of a return that a reader sees, the newest period first."""
    with deployment.transaction() as connection:
        return newest_of_each_period(reader.readable(load_vintages(connection, definition.slug)))


def load_assembly(
    deployment: "Deployment",
    reader: AssemblyReader,
    definition: StatutoryReturn,
    period: str,
    as_known: date | None = None,
    version: int | None = None,
    gss: str = "",
) -> AssemblyView | None:
    """Return a period as known on or before a day (the newest by default); None where a reader sees none.

    Its definition is the edition that it was assembled under. With `gss` it is read for what it says of that authority.
    """
    try:
        parsed = parse_period(period)
    except ValueError:
        return None
    with deployment.transaction() as connection:
        every_vintage = reader.readable(load_vintages(connection, definition.slug, period), gss)
    candidates = [vintage for vintage in every_vintage if as_known is None or vintage.as_known <= as_known]
    if version is not None:
        candidates = [vintage for vintage in candidates if vintage.version == version and vintage.as_known == as_known]
    if not candidates:
        return None
    vintage = candidates[0]
    edition = definition.made_under(vintage.edition, parsed)
    return AssemblyView(edition, parsed, vintage, every_vintage, load_figures(deployment.archive, vintage))


def list_vintages(deployment: "Deployment", assembly: AssemblyView) -> list[VintageRow]:
    """Return every vintage of the period, the newest first; the newest few with what each revised."""
    rows = []
    for index, vintage in enumerate(assembly.vintages):
        has_previous = index + 1 < len(assembly.vintages)
        previous = assembly.vintages[index + 1] if has_previous and index < VINTAGES_COMPARED else None
        rows.append(VintageRow(vintage, compare_vintages(deployment, previous, vintage) if previous else None))
    return rows


def compare_vintages(deployment: "Deployment", before: Vintage, after: Vintage) -> VintageDifference:
    """Return what differs between two vintages."""
    return _difference(load_figures(deployment.archive, before), load_figures(deployment.archive, after))


@lru_cache(maxsize=64)
def _difference(before: AssemblyFigures, after: AssemblyFigures) -> VintageDifference:
    earlier, later = before.cells, after.cells
    revised = [
        RevisedCell(gss, cell, old, new)
        for gss in sorted({*earlier, *later}, key=lambda gss: (gss not in AREA_NAMES, gss))
        if earlier.get(gss) != later.get(gss)
        for cell in {**later.get(gss, {}), **earlier.get(gss, {})}
        if (old := earlier.get(gss, {}).get(cell)) != (new := later.get(gss, {}).get(cell))
    ]
    of_authorities = [cell.authority for cell in revised if cell.authority not in AREA_NAMES]
    return VintageDifference(
        len(of_authorities), list(dict.fromkeys(of_authorities)), revised[:CELLS_LISTED], len(revised)
    )


def authority_name(gss: str) -> str:
    """Return the name of an authority or of a total area; its code where the register does not have it."""
    authority = authorities().get(gss)
    return AREA_NAMES.get(gss) or (authority.name if authority else gss)
