"""How many people live in each authority's area, by year.

Source: Office for National Statistics: Census 2011 and Census 2021, England and Wales; mid-year estimates of mid-2020
        (United Kingdom, as mySociety's register of UK local authorities gives them) and of mid-2024 (England); Open
        Government Licence v3.0.
Unit:   usual residents; the census of 2021 is rounded to hundreds.
Known:  a county's census figures are the sum of its districts; those of a council made since are the sum of its
        predecessors, where none of them was split. Of Wales nothing is here after 2021, of Scotland and Northern
        Ireland only mid-2020. National parks and development corporations have none. Households are not here: no
        table of them was at hand.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from transforms.registers.bodies import codes
from transforms.registers.tables import table

SOURCES = MappingProxyType(
    {2011: "Census 2011", 2020: "mid-2020 estimate", 2021: "Census 2021", 2024: "mid-2024 estimate"}
)
OLDEST_IN_YEARS = 5  # an older population says too little of a year to be divided by


@dataclass(frozen=True)
class Population:
    """The residents of an area in one year, and how the figure was come by: counted, estimated or added up."""

    year: int
    people: int
    method: str  # "census", "mid-year", "sum of districts" or "sum of predecessors"

    @property
    def source(self) -> str:
        """The publication in words: “mid-2024 estimate”, “Census 2021, sum of districts”."""
        is_sum = self.method.startswith("sum")
        return f"{SOURCES[self.year]}, {self.method}" if is_sum else SOURCES[self.year]


@cache
def populations() -> Mapping[str, Sequence[Population]]:
    """Return every population of each body by its GSS code, the oldest first."""
    by_body: dict[str, list[Population]] = defaultdict(list)
    for row in table("populations"):
        by_body[row["gss"]].append(Population(int(row["year"]), int(row["people"]), row["method"]))
    return MappingProxyType(
        {gss: tuple(sorted(years, key=lambda population: population.year)) for gss, years in by_body.items()}
    )


def population(gss: str, year: int) -> Population | None:
    """Return the newest population of `gss` not after `year`; None where it is unknown or older than five years."""
    recent = [of for of in populations().get(codes().get(gss, gss), ()) if year - OLDEST_IN_YEARS <= of.year <= year]
    return recent[-1] if recent else None
