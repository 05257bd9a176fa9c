"""Facts that are asked for more than once, and where the answers contradict each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from transforms.domain.facts import FACTS
from transforms.domain.standard import DatasetStandard
from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class FactSource:
    """One cell of a return, or one field of a standard, that tells a fact."""

    kind: str  # “return” or “standard”
    slug: str
    title: str  # of the return or the standard
    name: str
    label: str


@dataclass(frozen=True)
class RepeatedFact:
    """A fact that more than one place asks for."""

    name: str
    words: str
    sources: tuple[FactSource, ...]
    period_kinds: tuple[str, ...] = ()  # of the returns that tell it

    @property
    def not_compared(self) -> str:
        """Why figures of it are set beside each other only within one kind of period; blank where there is one."""
        if len(self.period_kinds) < 2:
            return ""
        kinds = " and ".join(f"of {'an' if kind.startswith('a') else 'a'} {kind}" for kind in self.period_kinds)
        return f"Figures {kinds} are about different times, so they are not compared."


@dataclass(frozen=True)
class FactFigure:
    """What one cell of a return says of a fact, for one authority and period; the value is written as in the return."""

    fact: str
    return_slug: str
    cell: str
    authority: str
    period: str
    value: str


@dataclass(frozen=True)
class Contradiction:
    """Two figures of the same fact, authority and period that differ."""

    first: FactFigure
    second: FactFigure


def repeated_facts(
    returns: Iterable[StatutoryReturn], standards: Iterable[DatasetStandard]
) -> tuple[RepeatedFact, ...]:
    """Return the facts that more than one cell or field tells, in the order in which they are declared."""
    sources: dict[str, list[FactSource]] = {name: [] for name in FACTS}
    kinds: dict[str, dict[str, None]] = {name: {} for name in FACTS}
    for definition in returns:
        for cell in definition.cells:
            if cell.fact:
                kinds[cell.fact][definition.period_kind] = None
                sources[cell.fact].append(
                    FactSource("return", definition.slug, definition.title, cell.name, cell.label)
                )
    for standard in standards:
        fields = {field.name: field for edition in standard.editions for field in edition.fields if field.fact}
        for field in fields.values():
            label = field.title or field.name
            sources[field.fact].append(FactSource("standard", standard.slug, standard.title, field.name, label))
    return tuple(
        RepeatedFact(name, FACTS[name], tuple(cells), tuple(kinds[name]))
        for name, cells in sources.items()
        if len(cells) > 1
    )


def fact_cells(definition: StatutoryReturn) -> Mapping[str, str]:
    """Return the cells of a return that tell a fact, each with the fact."""
    return {cell.name: cell.fact for cell in definition.cells if cell.fact}


def contradictions(figures: Iterable[FactFigure]) -> tuple[Contradiction, ...]:
    """Return the pairs of figures of one fact, authority and period that differ, in that order."""
    groups: dict[tuple[str, str, str], list[FactFigure]] = {}
    for figure in figures:
        groups.setdefault((figure.fact, figure.authority, figure.period), []).append(figure)
    return tuple(pair for key in sorted(groups) for pair in _differing(groups[key]))


def _differing(figures: Sequence[FactFigure]) -> Iterator[Contradiction]:
    for first, second in combinations(figures, 2):
        if Decimal(first.value) != Decimal(second.value):
            yield Contradiction(first, second)
