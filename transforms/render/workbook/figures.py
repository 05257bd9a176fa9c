"""The cells of a return by authority and name, and writing one of them so that its origin shows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from xlsxwriter.worksheet import Worksheet

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.origins import MARKERS, Origin
from transforms.domain.statutory_return import Cell
from transforms.registers import authorities
from transforms.render.cell_values import value_in_words
from transforms.render.workbook.styles import ReturnStyles


@cache
def _names() -> Mapping[str, str]:
    return {gss: body.name for gss, body in authorities().items()}


@dataclass(frozen=True)
class WorkbookFigures:
    """Every cell of a return: (value as published or None, origin) by authority and cell."""

    cells: Mapping[str, Mapping[str, tuple[str | None, str]]]
    areas: Mapping[str, str]  # the total areas by code, each with its name

    @classmethod
    def of(cls, assembled: AssembledReturn) -> "WorkbookFigures":
        """Return the figures of an assembled return."""
        cells: dict[str, dict[str, tuple[str | None, str]]] = {}
        columns = (assembled.cells[name].to_pylist() for name in ("authority", "cell", "value", "origin"))
        for authority, cell, value, origin in zip(*columns, strict=True):
            cells.setdefault(authority, {})[cell] = (value or None, origin)
        return cls(cells, {area.gss: area.name for area in assembled.definition.totals if area.gss in cells})

    @property
    def respondents(self) -> tuple[str, ...]:
        """The authorities, totals left out."""
        return tuple(sorted(authority for authority in self.cells if authority not in self.areas))

    def count_origins(self, authority: str) -> Counter[str]:
        """Return how many cells of an authority have each origin."""
        return Counter(origin for _, origin in self.cells[authority].values())

    def has_figures(self, authority: str) -> bool:
        """Return whether any cell of an authority has a value."""
        return any(value is not None for value, _ in self.cells[authority].values())

    def name(self, authority: str) -> str:
        """Return the name of an authority or a total area, its code where the register has no name."""
        return self.areas.get(authority) or _names().get(authority, authority)

    def width(self, authorities: Iterable[str], cells: Iterable[Cell], least: int) -> int:
        """Return how wide a column is that holds these figures, as read with their markers, and at least so wide."""
        names = tuple(authorities)
        longest = (len(self._in_words(authority, cell)) for cell in cells for authority in names)
        return max(least, *longest, 0) + 2

    def _in_words(self, authority: str, cell: Cell) -> str:
        value, origin = self.cells.get(authority, {}).get(cell.name, (None, "no-data"))
        return f"{value_in_words(cell, value)} {MARKERS.get(Origin(origin), '')}".strip()

    def write(
        self, sheet: Worksheet, at: tuple[int, int], authority: str, cell: Cell, styles: ReturnStyles, *, total: bool
    ) -> None:
        """Write one figure: a number, marked where it is inferred, or the marker that says why there is none.

        A code and a day are written in words.
        """
        value, origin = self.cells.get(authority, {}).get(cell.name, (None, "no-data"))
        marker = MARKERS.get(Origin(origin), "")
        if value is None:
            sheet.write_string(*at, marker, styles.marker)
        elif cell.codes or cell.is_day:
            sheet.write_string(*at, self._in_words(authority, cell), styles.words)
        else:
            sheet.write_number(*at, float(value), styles.numbers[Origin(origin), "." in value, total])
