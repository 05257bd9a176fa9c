"""What the form of each return asks, and what would have to be published to fill the rest of it."""

from dataclasses import dataclass

from transforms.domain.measures import NotCollected
from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class DataGap:
    """Cells that no published field holds, for one reason, and what councils would have to publish."""

    reason: str
    missing_data: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class FormContent:
    """How many cells the form of a return has, and how many of them published data can fill."""

    definition: StatutoryReturn
    cells: int
    derivable: int
    gaps: tuple[DataGap, ...]


def form_content(definition: StatutoryReturn) -> FormContent:
    """Return what a return asks, and what would fill the cells that nothing published holds."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for cell in definition.cells:
        if isinstance(cell.measure, NotCollected):
            reasons.setdefault((cell.measure.reason, cell.measure.missing_data), []).append(cell.name)
    gaps = tuple(DataGap(reason, words, tuple(cells)) for (reason, words), cells in reasons.items())
    missing = sum(len(group.cells) for group in gaps)
    return FormContent(definition, len(definition.cells), len(definition.cells) - missing, gaps)
