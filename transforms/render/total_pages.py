"""The pages of a form as a total area has them: without columns whose cells are never added up."""

from dataclasses import replace

from transforms.domain.statutory_return import Page, StatutoryReturn


def pages_of_totals(definition: StatutoryReturn) -> tuple[Page, ...]:
    """Return the pages with the columns and lines that have at least one cell with a total."""
    pages = (_with_totals(definition, page) for page in definition.pages)
    return tuple(page for page in pages if page.lines)


def _with_totals(definition: StatutoryReturn, page: Page) -> Page:
    def has_total(name: str | None) -> bool:
        return name is not None and definition.cell(name).has_total

    columns = [
        index
        for index in range(len(page.columns))
        if any(index < len(line.cells) and has_total(line.cells[index]) for line in page.lines)
    ]
    lines = (
        replace(line, cells=tuple(line.cells[index] if index < len(line.cells) else None for index in columns))
        for line in page.lines
    )
    return replace(
        page,
        columns=tuple(page.columns[index] for index in columns),
        lines=tuple(line for line in lines if any(has_total(cell) for cell in line.cells)),
    )
