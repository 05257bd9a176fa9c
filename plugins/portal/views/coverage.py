"""Coverage: the state of every council of England on a day, for one dataset, one return, or all datasets together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.portal.sorting import sort_rows
from plugins.portal.views.completeness import ORIGIN_WORDS, count_origins, newest_assembly_of
from plugins.portal.views.register import expected_sources
from plugins.portal.views.source_states import SourceState, state_of
from plugins.storage.warehouse.source_status import SourceStatus, load_source_statuses
from plugins.submissions.assembly_reader import EVERYTHING, AssemblyReader
from transforms.domain.origins import WITH_VALUE, Origin
from transforms.registers import authorities
from transforms.registers.search import short_names
from transforms.returns import statutory_return
from transforms.standards import STANDARDS

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Authority

MapValue = int | date | None


@dataclass(frozen=True)
class MapMark:
    """One state on the map: its title, and how its hexagons are filled."""

    title: str
    fill: str  # solid, light, stripes, crosses, dots or blank


STATE_MARKS = {
    SourceState.COLLECTED: MapMark(SourceState.COLLECTED.title, "solid"),
    SourceState.UNCHANGED: MapMark(SourceState.UNCHANGED.title, "light"),
    SourceState.LAST_VALID: MapMark(SourceState.LAST_VALID.title, "stripes"),
    SourceState.NOTHING_USABLE: MapMark(SourceState.NOTHING_USABLE.title, "crosses"),
    SourceState.NEVER_COLLECTED: MapMark(SourceState.NEVER_COLLECTED.title, "dots"),
    SourceState.NO_ADDRESS: MapMark(SourceState.NO_ADDRESS.title, "blank"),
}
ALL_IN_USE, SOME_IN_USE, NONE_IN_USE = (
    MapMark("All in use", "solid"),
    MapMark("Some in use", "stripes"),
    MapMark("None in use", "crosses"),
)
NOTHING_COLLECTED = "Nothing had been collected by this date."
NO_ADDRESS = MapMark("No address", "blank")
FILLED, UNFILLED, NOT_ASKED = (
    MapMark("Cells filled", "solid"),
    MapMark("No data", "crosses"),
    MapMark("Not asked", "blank"),
)


@dataclass(frozen=True)
class MapArea:
    """One council on the map and in the table beside it."""

    gss: str
    name: str
    mark: MapMark
    values: tuple[MapValue, ...]


@dataclass(frozen=True)
class CoverageMap:
    """A map of England: the councils, the state of each, and further values for the table."""

    headings: tuple[str, ...]  # of the values
    marks: tuple[MapMark, ...]  # best first
    areas: tuple[MapArea, ...]
    note: str = ""

    @property
    def counts(self) -> list[tuple[MapMark, int]]:
        """How many councils are in each state, best first."""
        counts = Counter(area.mark for area in self.areas)
        return [(mark, counts[mark]) for mark in self.marks]

    def sort_areas(self, by: str) -> "list[MapArea]":
        """Return the councils by `name`, `state` or the index of a value; with a minus in front in descending order."""
        ranks = {mark: rank for rank, mark in enumerate(self.marks)}

        def value(area: MapArea, column: str) -> str | MapValue:
            if column in ("name", "state"):
                return area.name if column == "name" else ranks[area.mark]
            return area.values[int(column)]

        return sort_rows(sorted(self.areas, key=lambda area: area.name), by, value)

    @property
    def columns(self) -> dict[str, str]:
        """What the councils can be sorted by, and the heading of each."""
        return {"name": "Council", "state": "State"} | {str(n): words for n, words in enumerate(self.headings)}


def standard_coverage(deployment: "Deployment", slug: str, day: date) -> CoverageMap:
    """Return the state of every council's copy of one dataset at the end of a day."""
    authorities_on_day, register = _authorities(day), expected_sources(deployment, day)
    source_statuses = _source_statuses(deployment, [slug], authorities_on_day, day)
    areas = []
    for authority in authorities_on_day:
        source, status = register.get((slug, authority.gss)), source_statuses.get((slug, authority.gss))
        state = state_of(status, has_address=bool(source and source.url))
        days = (status.in_use_day, status.since) if status else (None, None)
        areas.append(MapArea(authority.gss, short_names()[authority.gss], STATE_MARKS[state.state], days))
    note = "" if source_statuses else NOTHING_COLLECTED
    return CoverageMap(("File in use of", "Failing since"), tuple(STATE_MARKS.values()), tuple(areas), note)


def all_standards_coverage(deployment: "Deployment", day: date) -> CoverageMap:
    """Return how many of the datasets expected of each council had a file in use at the end of a day."""
    authorities_on_day, register = _authorities(day), expected_sources(deployment, day)
    slugs = [standard.slug for standard in STANDARDS]
    source_statuses = _source_statuses(deployment, slugs, authorities_on_day, day)
    areas = []
    for authority in authorities_on_day:
        with_address = [slug for slug in slugs if (source := register.get((slug, authority.gss))) and source.url]
        in_use = [
            slug
            for slug in slugs
            if (status := source_statuses.get((slug, authority.gss))) and status.in_use_state != "none"
        ]
        current = sum(source_statuses[slug, authority.gss].in_use_state == "current" for slug in in_use)
        with_source = set(with_address) | set(in_use)
        mark = (
            NO_ADDRESS
            if not with_source
            else ALL_IN_USE
            if with_source == set(in_use)
            else SOME_IN_USE
            if in_use
            else NONE_IN_USE
        )
        values = (len(with_source), current, len(in_use) - current)
        areas.append(MapArea(authority.gss, short_names()[authority.gss], mark, values))
    headings = ("Datasets with an address", "Current file in use", "Older file in use")
    note = "" if source_statuses else NOTHING_COLLECTED
    return CoverageMap(headings, (ALL_IN_USE, SOME_IN_USE, NONE_IN_USE, NO_ADDRESS), tuple(areas), note)


def return_coverage(deployment: "Deployment", reader: AssemblyReader, slug: str, day: date) -> CoverageMap:
    """Return how many cells of a return each council's data filled, as known on a day."""
    marks = (FILLED, UNFILLED, NOT_ASKED)
    headings = tuple(words.capitalize() for words in ORIGIN_WORDS.values())
    assembly = newest_assembly_of(deployment, reader, slug, day)
    counts: Mapping[str, Mapping[Origin, int]] = count_origins(deployment, assembly) if assembly else {}
    areas = []
    for authority in _authorities(day):
        cells = counts.get(authority.gss)
        has_data = cells and any(cells.get(origin) for origin in WITH_VALUE)
        values = tuple(cells.get(origin, 0) if cells else None for origin in ORIGIN_WORDS)
        mark = NOT_ASKED if cells is None else FILLED if has_data else UNFILLED
        areas.append(MapArea(authority.gss, short_names()[authority.gss], mark, values))
    note = (
        f"Figures for {statutory_return(assembly.return_slug).period_in_words(assembly.period)}."
        if assembly
        else f"This return had not been {'assembled' if reader is EVERYTHING else 'released'} by this date."
    )
    return CoverageMap(headings, marks, tuple(areas), note)


def _authorities(day: date) -> "list[Authority]":
    """Return the authorities of England that existed on a day."""
    return [
        authority for authority in authorities().values() if authority.nation == "England" and authority.in_being(day)
    ]


def _source_statuses(
    deployment: "Deployment", slugs: Sequence[str], authorities_on_day: "Sequence[Authority]", day: date
) -> dict[tuple[str, str], SourceStatus]:
    with deployment.transaction() as connection:
        rows = load_source_statuses(connection, slugs, [authority.gss for authority in authorities_on_day], day)
    return {(status.standard, status.authority_gss): status for status in rows}
