"""Feeds: which cells of a return each field of its standard goes into.

Known:  read off the declarations alone: a cell's measure names derived columns, and the return's `sources` names the
        standard's fields behind those. Of a return over several standards only the cells of one count for its files,
        where the return says which they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class DependentCells:
    """The cells of one return that something goes into, in the form's order."""

    definition: StatutoryReturn
    cells: tuple[str, ...]
    is_whole: bool  # these are all the cells that can be filled in at all

    @property
    def reach(self) -> int:
        """The number of cells that one record may be counted in: per page its columns, or the lines of a plain list."""
        cells, reach = frozenset(self.cells), 0
        for page in self.definition.pages:
            columns = zip(*(line.cells for line in page.lines), strict=True)
            counts = [sum(cell in cells for cell in column) for column in columns]
            reach += sum(map(bool, counts)) if len(counts) > 1 else sum(counts)
        return reach


@dataclass(frozen=True)
class CellDependencies:
    """The fields that every cell of a return is made of; with a `standard`, those cells that its files go into."""

    definition: StatutoryReturn
    behind: Mapping[str, frozenset[str]]
    standard: str = ""

    @classmethod
    def of(cls, definition: StatutoryReturn, standard: str = "") -> "CellDependencies":
        """Return what feeds the cells of `definition`, or what a file of one standard does."""
        behind: dict[str, frozenset[str]] = {}
        for cell in definition.cells:
            _follow(definition, cell.name, behind)
        return cls(definition, behind, standard)

    @property
    def all_cells(self) -> DependentCells:
        """The cells that can be filled in at all, from the standard if there is one."""
        filled_in = self._filled_in()
        of_return = [cell for cell in self.definition.cells if cell.measure.is_collected]
        return DependentCells(self.definition, filled_in, is_whole=len(filled_in) == len(of_return))

    def by_field(self, field: str) -> DependentCells:
        """Return the cells that `field` of the standard feeds."""
        cells = tuple(name for name in self._filled_in() if field in self.behind[name])
        return DependentCells(
            self.definition, cells, is_whole=cells == self.all_cells.cells and self.all_cells.is_whole
        )

    def _filled_in(self) -> tuple[str, ...]:
        return tuple(
            cell.name
            for cell in self.definition.cells
            if cell.measure.is_collected and (not (self.standard and cell.standards) or self.standard in cell.standards)
        )


def _follow(definition: StatutoryReturn, name: str, behind: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the fields behind a cell, and note them and those of its parts in `behind`."""
    if name not in behind:
        measure = definition.cell(name).measure
        own = (column for selection in measure.selections for column in selection.columns_read)
        parts = (_follow(definition, part, behind) for part in measure.parts)
        behind[name] = _published(definition, own).union(*parts)
    return behind[name]


def _published(definition: StatutoryReturn, columns: Iterable[str]) -> frozenset[str]:
    """Return the standard's fields behind derived columns."""
    return frozenset(field for column in columns for field in definition.sources.get(column, (column,)))
