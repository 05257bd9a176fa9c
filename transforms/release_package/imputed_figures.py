"""Imputation: a figure that stands in for one of an authority without data, and totals without and with such figures.

Source: docs/specifications/life-of-a-return.md, section 3
Known:  the figure is the authority's last confirmed value of the cell × the growth of the cell over the authorities of
        its class that have both.
        Only at release, only of the cells that the return names, never over a reported value, and in a column of its
        own. Where the class has nothing at either end, or nothing was ever confirmed, there is no figure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from transforms.domain.imputed_cell import ImputedCell
from transforms.domain.statutory_return import StatutoryReturn
from transforms.release_package.cells import AuthorityCells, CellRow

Key = tuple[str, str]  # authority and cell


@dataclass(frozen=True)
class EarlierRelease:
    """The newest release of an earlier period: its figures, as written, and whose part was confirmed."""

    period: str
    values: Mapping[Key, str]  # only those that there are
    confirmed: frozenset[str]


@dataclass(frozen=True)
class _Figures:
    """The figures of now, and of which class each authority is."""

    values: Mapping[Key, str]
    classes: Mapping[str, str]

    def growth(self, cell: str, authority: str, before: EarlierRelease) -> tuple[Decimal, int] | None:
        """Return the growth of a cell over the others of a class that have both, and how many; None without any."""
        peers = [
            gss
            for gss, authority_class in self.classes.items()
            if authority_class == self.classes.get(authority)
            and gss != authority
            and (gss, cell) in self.values
            and (gss, cell) in before.values
        ]
        earlier = sum((Decimal(before.values[gss, cell]) for gss in peers), Decimal(0))
        now = sum((Decimal(self.values[gss, cell]) for gss in peers), Decimal(0))
        return (now / earlier, len(peers)) if earlier > 0 else None


def imputed_cells(
    definition: StatutoryReturn,
    cells: Sequence[AuthorityCells],
    earlier: Sequence[EarlierRelease],
    classes: Mapping[str, str],
) -> tuple[ImputedCell, ...]:
    """Return the imputed figures of a release, authorities first, then the totals with them.

    Args:
        definition: of the return, which names the cells.
        cells: what is released, total areas too.
        earlier: releases of earlier periods, newest first.
        classes: the class of every authority.

    """
    figures = _Figures({(row.authority, row.cell): row.value for row in _rows(cells) if row.value}, classes)
    missing = [
        group.authority
        for group in cells
        if definition.total_area(group.authority) is None and not group.has_data and group.authority in classes
    ]
    imputed = [
        figure
        for authority in missing
        for cell in definition.round_rules.imputed_cells
        if (figure := _imputed(authority, cell, figures, earlier))
    ]
    return (*imputed, *_totals(definition, cells, imputed))


def _imputed(authority: str, cell: str, figures: _Figures, earlier: Sequence[EarlierRelease]) -> ImputedCell | None:
    last = next(
        (release for release in earlier if authority in release.confirmed and (authority, cell) in release.values), None
    )
    growth = figures.growth(cell, authority, last) if last else None
    if last is None or growth is None:
        return None
    rate, peers = growth
    before = last.values[authority, cell]
    places = Decimal(1).scaleb(-len(before.partition(".")[2]))
    value = (Decimal(before) * rate).quantize(places, ROUND_HALF_UP)
    method = f"{before} of {last.period}, confirmed, × {rate:.4f}, the growth over {peers} of its class"
    return ImputedCell(authority, cell, "", f"{value:f}", method)


def _totals(
    definition: StatutoryReturn, cells: Sequence[AuthorityCells], imputed: Sequence[ImputedCell]
) -> Iterator[ImputedCell]:
    """Yield the totals with the imputed figures of their members, beside those without."""
    stated = {(row.authority, row.cell): row.value for row in _rows(cells)}
    for area in definition.totals:
        for name in definition.round_rules.imputed_cells:
            without = definition.cell(name).total_without or None
            parts = [
                Decimal(figure.imputed)
                for figure in imputed
                if figure.cell == name
                and figure.authority.startswith(area.gss_prefixes)
                and not (without and figure.authority.startswith(without))
            ]
            value = stated.get((area.gss, name), "")
            if parts and definition.cell(name).has_total:
                total = sum(parts, Decimal(value or 0))
                yield ImputedCell(area.gss, name, value, f"{total:f}", f"with {len(parts)} imputed")


def _rows(cells: Iterable[AuthorityCells]) -> Iterator[CellRow]:
    for group in cells:
        yield from group.rows
