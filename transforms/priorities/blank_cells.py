"""Which cells of returns a file leaves blank, because it has no column for a field that they need.

Known:  what another standard's files may lack is not looked at. A cell that is made of others needs what they need.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from transforms.domain.report import Report
from transforms.domain.return_reads import FieldNeed
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers import authority, is_member


@dataclass(frozen=True)
class BlankCells:
    """The cells of one return that a file leaves blank, in the form's order, and what it would take to fill them."""

    definition: StatutoryReturn
    cells: tuple[str, ...]
    total: int  # cells of the return that can be filled in from published data at all
    missing: tuple[FieldNeed, ...]


def blank_cells(report: Report, returns: Sequence[StatutoryReturn]) -> tuple[BlankCells, ...]:
    """Return the cells that a file leaves blank, of the returns that its authority owes; most files leave none.

    Of a file that is not of the standard none is said: that it is another's says it all.

    Args:
        report: what checking the file found; of one whose authority isn't known, all `returns` count.
        returns: those that read the file's standard.

    """
    if report.header_line is None or report.is_of_another_standard:
        return ()
    if report.authority_gss:
        publisher = authority(report.authority_gss)
        returns = [definition for definition in returns if is_member(publisher, definition.owed_by)]
    of_returns = (_of_return(definition, report.standard, report.columns) for definition in returns)
    return tuple(blank for blank in of_returns if blank.cells)


def _of_return(definition: StatutoryReturn, standard: str, columns: Collection[str]) -> BlankCells:
    collected = [cell.name for cell in definition.cells if cell.measure.is_collected]
    lacking = {
        name: [need for need in _needs(definition, name) if _lacks(need, standard, columns)] for name in collected
    }
    missing = dict.fromkeys(need for needs in lacking.values() for need in needs)
    return BlankCells(definition, tuple(name for name in collected if lacking[name]), len(collected), tuple(missing))


def _needs(definition: StatutoryReturn, name: str) -> Iterator[FieldNeed]:
    """Yield what a cell needs, and what the cells that it is made of do."""
    cell = definition.cell(name)
    yield from cell.needs
    for part in cell.measure.parts:
        yield from _needs(definition, part)


def _lacks(need: FieldNeed, standard: str, columns: Collection[str]) -> bool:
    return need.standard == standard and not any(field in columns for field in need.fields)
