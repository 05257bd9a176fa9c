"""Moved cells as text: how many, what moves over all authorities together, then each with the records behind it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from transforms.assemble.compare_assemblies import MovedCell
from transforms.render.report_words.counts import counted


def moved_cells_text(moved: Sequence[MovedCell]) -> str:
    """Return the cells that would move, as a statistician reads them: in all, together, one by one."""
    return "\n".join([*_in_all(moved), *_together(moved), *_one_by_one(moved), ""])


def _in_all(moved: Sequence[MovedCell]) -> Iterator[str]:
    authorities = len({figure.authority for figure in moved})
    of = "1 authority" if authorities == 1 else f"{authorities:,} authorities"
    yield f"{counted(len(moved), 'cell')} of {of} would move."
    if moved:
        changed = sum(1 for figure in moved if figure.difference)
        lost = sum(1 for figure in moved if figure.before is not None and figure.after is None)
        gained = sum(1 for figure in moved if figure.before is None and figure.after is not None)
        rest = len(moved) - changed - lost - gained
        yield (
            f"{changed:,} would have another figure, {gained:,} would gain one, {lost:,} would lose theirs;"
            f" of {rest:,} only the origin would change."
        )


def _together(moved: Sequence[MovedCell]) -> Iterator[str]:
    """Yield what each cell moves by over the authorities that have a figure before and afterwards."""
    by_cell: dict[str, list[MovedCell]] = {}
    for figure in moved:
        if figure.difference:
            by_cell.setdefault(figure.cell, []).append(figure)
    if len({figure.authority for figures in by_cell.values() for figure in figures}) < 2:
        return
    yield ""
    yield f"{'cell':<36}{'authorities':>12}{'before':>20}{'afterwards':>20}{'difference':>20}"
    for cell, figures in by_cell.items():
        sums = [
            sum(Decimal(value or 0) for value in values)
            for values in ([figure.before for figure in figures], [figure.after for figure in figures])
        ]
        yield f"{cell:<36}{len(figures):>12,}{sums[0]:>20,}{sums[1]:>20,}{sums[1] - sums[0]:>+20,}"


def _one_by_one(moved: Sequence[MovedCell]) -> Iterator[str]:
    if moved:
        yield ""
    for figure in moved:
        before, after = (_figure(figure.before, figure.origin_before), _figure(figure.after, figure.origin_after))
        difference = f" ({figure.difference:+,})" if figure.difference else ""
        yield f"{figure.authority}  {figure.cell}  {before} → {after}{difference}"
        if figure.gained:
            yield f"    counted afterwards only: {', '.join(figure.gained)}"
        if figure.lost:
            yield f"    counted before only: {', '.join(figure.lost)}"


def _figure(value: str | None, origin: str | None) -> str:
    return "no such cell" if origin is None else f"{value if value is not None else 'blank'} ({origin})"
