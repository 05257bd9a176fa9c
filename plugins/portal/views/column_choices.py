"""The columns of a checked file whose fields a visitor may choose: each with its first values, and the free fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.portal.views.reports import ReportView
from transforms.domain.sheet import Sheet

VALUES_SHOWN, LONGEST_VALUE = 3, 40
MOST_OPTIONS = 1_500  # on one page, which stays below 100 kB


@dataclass(frozen=True)
class ColumnChoice:
    """One column: its name, the field that it is read as or may be, and its first values."""

    name: str
    field: str  # that it is read as now; blank for none
    guess: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ColumnChoices:
    """The columns to choose fields for, and the fields that no column is read as, those that are asked for first."""

    columns: tuple[ColumnChoice, ...]
    free: tuple[str, ...]
    left_out: int  # columns for which the page has no room

    def mapping(self, words: Mapping[str, str]) -> dict[str, str]:
        """Return the field of every column, as a form gives them by the columns' numbers.

        Raises:
            ValueError: with what to do, for two columns of one field.

        """
        mapping: dict[str, str] = {}
        for number, column in enumerate(self.columns):
            field = words.get(f"column-{number}", "").strip()
            if field not in (*self.free, column.field) or not field:
                continue
            if field in mapping.values():
                raise ValueError(f"Select {field} for one column only")
            mapping[column.name] = field
        return mapping


def column_choices(view: ReportView, sheet: Sheet | None) -> ColumnChoices:
    """Return the columns that are read as no field, then those that are read under other names than the fields'.

    Args:
        view: the report on the file.
        sheet: its published rows, personal data masked.

    """
    read = view.columns
    if read is None:
        return ColumnChoices((), (), 0)
    required = [field.name for field in read.missing]
    others = [field.name for field in view.edition.fields if field.name not in view.report.columns]
    free = tuple(dict.fromkeys([*required, *others]))
    places = {name: position for position, name in reversed(list(enumerate(sheet.header)))} if sheet else {}

    def values(name: str) -> tuple[str, ...]:
        if sheet is None or name not in places:
            return ()
        texts = sheet.cells.column(places[name]).slice(0, 100).to_pylist()
        filled = dict.fromkeys(text.strip() for text in texts if text and text.strip())
        return tuple(text[:LONGEST_VALUE] for text in list(filled)[:VALUES_SHOWN])

    unread = sorted(read.unread, key=lambda pair: pair[1] is None)
    pairs = [(name, "", guess.field if guess else "") for name, guess in unread if name in places]
    pairs += [(name, field, "") for name, field in read.renamed]
    room = MOST_OPTIONS // max(len(free), 1)
    columns = tuple(ColumnChoice(*pair, values(pair[0])) for pair in pairs[:room])
    return ColumnChoices(columns, free, len(pairs) - len(columns))
