"""Feeds: which cells of a return each field of its standard goes into.

Known:  read off the declarations alone: a cell's measure names derived columns, and the return's `sources` names the
        standard's fields behind those.
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
            held = [sum(cell in cells for cell in column) for column in columns]
            reach += sum(map(bool, held)) if len(held) > 1 else sum(held)
        return reach


@dataclass(frozen=True)
class CellDependencies:
    """The fields that every cell of a return is made of."""

    definition: StatutoryReturn
    behind: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, definition: StatutoryReturn) -> "CellDependencies":
        """Return what feeds the cells of `definition`."""
        behind: dict[str, frozenset[str]] = {}
        for cell in definition.cells:
            _follow(definition, cell.name, behind)
        return cls(definition, behind)

    @property
    def all_cells(self) -> DependentCells:
        """The cells that can be filled in at all."""
        return DependentCells(self.definition, self._filled_in(), is_whole=True)

    def by_field(self, field: str) -> DependentCells:
        """Return the cells that `field` of the standard feeds."""
        cells = tuple(name for name in self._filled_in() if field in self.behind[name])
        return DependentCells(self.definition, cells, is_whole=cells == self._filled_in())

    def _filled_in(self) -> tuple[str, ...]:
        return tuple(cell.name for cell in self.definition.cells if cell.measure.is_collected)


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
