"""Which cells of returns a file leaves blank, in one sentence for each return."""

from transforms.domain.listing import listed
from transforms.priorities.blank_cells import BlankCells


def blank_in_words(blank: BlankCells) -> str:
    """Return how many cells stay blank, and for want of which columns."""
    missing = [listed(need.fields, "or") for need in blank.missing]
    cells = f"all {blank.total}" if len(blank.cells) == blank.total else f"{len(blank.cells)} of {blank.total}"
    why = f"the file has no column {missing[0]}"
    if len(missing) > 1:
        why = f"the file does not have these columns: {'; '.join(missing)}"
    return f"{blank.definition.title}: {cells} cells stay blank, because {why}."
