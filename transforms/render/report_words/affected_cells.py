"""Places in returns: the cells of a form in the words of the form, `PS2 (all lines, columns d to k)`."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from transforms.domain.listing import listed
from transforms.domain.statutory_return import Line, Page, StatutoryReturn
from transforms.priorities import DependentCells

NAMED = 4  # with more lines or columns than this, only the first are named
FEW = 2  # lines or columns that a sentence names; of more it says how many


def in_words(dependent_cells: DependentCells) -> str:
    """Return the cells in words, page by page."""
    if dependent_cells.is_whole:
        return f"every figure of {dependent_cells.definition.code}"
    cells = frozenset(dependent_cells.cells)
    return listed([_page(page, cells) for page in dependent_cells.definition.pages if cells & _cells(page)])


def in_short(dependent_cells: DependentCells) -> tuple[str, ...]:
    """Return the cells for a sentence, page by page: `PS1 (17 lines)`, `PS2 (columns d to k)`, `all of CPS2`."""
    definition, cells = dependent_cells.definition, frozenset(dependent_cells.cells)
    if dependent_cells.is_whole:
        return (f"every figure of {definition.code}",)
    return tuple(
        f"all of {_place_of(definition, page)}"
        if _cells(page) <= cells
        else f"{_place_of(definition, page)} ({_part_in_short(page, cells)})"
        for page in definition.pages
        if cells & _cells(page)
    )


def _place_of(definition: StatutoryReturn, page: Page) -> str:
    """Return what a page is called beside those of other returns: `PS1`, but `Payments of “Contract notices”`."""
    return page.name if page.name in definition.code else f"{page.name} of “{definition.title.partition(':')[0]}”"


def _part_in_short(page: Page, cells: frozenset[str]) -> str:
    lines = [_line(page, line) for line in page.lines]
    parts = [_counted_or_named("line", lines, [bool(cells.intersection(line.cells)) for line in page.lines])]
    columns = [letter or words.lower() for letter, words in page.columns]
    are_fed = [any(line.cells[position] in cells for line in page.lines) for position in range(len(columns))]
    if not all(are_fed):
        parts.append(_counted_or_named("column", columns, are_fed))
    return ", ".join(parts)


def _counted_or_named(noun: str, names: Sequence[str], is_fed: Sequence[bool]) -> str:
    if all(is_fed):
        return f"all {noun}s"
    return f"{sum(is_fed)} {noun}s" if len(_runs(names, is_fed)) > FEW else _names_in_words(noun, names, is_fed)


def _cells(page: Page) -> frozenset[str]:
    return frozenset(cell for line in page.lines for cell in line.cells if cell)


def _page(page: Page, cells: frozenset[str]) -> str:
    lines = [_line(page, line) for line in page.lines]
    fed_lines = [bool(cells.intersection(line.cells)) for line in page.lines]
    parts = ["all lines" if all(fed_lines) else _names_in_words("line", lines, fed_lines)]
    if len(page.columns) > 1:
        columns = [letter or words.lower() for letter, words in page.columns]
        fed_columns = [any(line.cells[position] in cells for line in page.lines) for position in range(len(columns))]
        parts.append("all columns" if all(fed_columns) else _names_in_words("column", columns, fed_columns))
    return f"{page.name} ({', '.join(parts)})"


def _line(page: Page, line: Line) -> str:
    """Return a line's number where no other line has it, else its words."""
    is_alone = [other.number for other in page.lines].count(line.number) == 1
    return line.number if line.number and is_alone else f"“{line.label}”"


def _names_in_words(noun: str, names: Sequence[str], is_fed: Sequence[bool]) -> str:
    """Return the names of what is fed, runs as `a to d`, and how many more where they are many."""
    runs = _runs(names, is_fed)
    words = [word for run in runs for word in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run)]
    plural = "" if sum(is_fed) == 1 else "s"
    if len(words) > NAMED:
        hidden = sum(map(len, runs)) - _covered(runs, words[:NAMED])
        words = [", ".join(words[:NAMED]), f"{hidden} more"]
    return f"{noun}{plural} {listed(words)}"


def _runs(names: Sequence[str], is_fed: Sequence[bool]) -> list[list[str]]:
    """Return the names of what is fed, those next to each other together."""
    groups = groupby(zip(names, is_fed, strict=True), itemgetter(1))
    return [[name for name, _ in group] for fed, group in groups if fed]


def _covered(runs: Sequence[Sequence[str]], words: Sequence[str]) -> int:
    """Return how many names the first `words` stand for."""
    covered = 0
    remaining = list(words)
    for run in runs:
        count = 1 if len(run) > 2 else len(run)
        if not remaining:
            break
        covered += len(run) if len(run) > 2 else min(count, len(remaining))
        remaining = remaining[count:]
    return covered
