"""What an indicator is: a figure by which authorities are compared, declared once and read off cells of a return.

Source: docs/decisions/0028-indicators-are-read-off-returns.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from transforms.domain.statutory_return import StatutoryReturn


class Direction(StrEnum):
    """Which end is better; most figures have none, because they describe a place and not how well it is run."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True)
class Parts:
    """The cells of which an indicator is made, and what it is scaled to.

    Without a denominator it is divided by the residents of the area. `is_rest` is what is missing to the whole. There
    is a figure only where every cell of `only_where` has the value beside its name.
    """

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    per: int
    is_rest: bool = False
    only_where: tuple[tuple[str, int], ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell that the figure rests on."""
        return (*self.numerator, *self.denominator, *(name for name, _ in self.only_where))


@dataclass(frozen=True)
class RateOfReturn:
    """An indicator that the return itself declares, by its name there; all its parts are cells of the form."""

    name: str

    def parts(self, definition: StatutoryReturn, switches: Mapping[str, str]) -> Parts:
        """Return its cells as the switches are set."""
        share = next(rate.measure for rate in definition.indicators if rate.name == self.name)
        return Parts(share.numerator_on(switches), share.denominator, 100, share.complement)


@dataclass(frozen=True)
class CellsOverCells:
    """The sum of cells over the sum of others, times `per`, where other cells have the values beside their names."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    per: int = 100
    only_where: tuple[tuple[str, int], ...] = ()

    def parts(self, definition: StatutoryReturn, switches: Mapping[str, str]) -> Parts:  # noqa: ARG002
        """Return its cells."""
        return Parts(self.numerator, self.denominator, self.per, only_where=self.only_where)


@dataclass(frozen=True)
class CellsPerResidents:
    """The sum of cells over the people who live in the area, times `per`."""

    numerator: tuple[str, ...]
    per: int = 10_000

    def parts(self, definition: StatutoryReturn, switches: Mapping[str, str]) -> Parts:  # noqa: ARG002
        """Return its cells."""
        return Parts(self.numerator, (), self.per)


@dataclass(frozen=True)
class SectorIndicator:
    """A figure by which authorities are compared.

    `definition` says in one sentence what is divided by what; `not_for` what it must not be used for. One that
    `counts_cases` is a share of cases decided one by one, of which a small number differs by chance. Values have
    `decimals` places.
    """

    slug: str
    title: str
    subject: str
    definition: str
    return_slug: str
    measure: RateOfReturn | CellsOverCells | CellsPerResidents
    unit: str
    not_for: str
    direction: Direction = Direction.NONE
    counts_cases: bool = False
    decimals: int = 1
