"""Tables: what a council is about to publish, before anybody has spoilt or written it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

Row = list[str]


@dataclass(frozen=True)
class Table:
    """Header and rows as text; `above` are lines that someone put over the header."""

    header: Row
    rows: list[Row]
    above: list[Row] = field(default_factory=list)

    def position(self, column: str) -> int:
        """Return where the column is."""
        return self.header.index(column)

    def mapped(self, columns: tuple[str, ...], change: Callable[[str, int], str]) -> "Table":
        """Return the table with the non-blank cells of `columns` changed; `change` gets the text and the row number."""
        positions = [self.position(column) for column in columns if column in self.header]
        rows = [list(row) for row in self.rows]
        for number, row in enumerate(rows):
            for position in positions:
                if row[position]:
                    row[position] = change(row[position], number)
        return replace(self, rows=rows)
