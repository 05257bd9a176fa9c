"""Coverage: how every council of England stood on a day, by dataset, by return, or by all that is expected of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.portal.sorting import ordered
from plugins.portal.views.completeness import counts_of, newest_for
from plugins.portal.views.register import expected
from plugins.portal.views.source_states import State, state_of
from plugins.storage.warehouse.source_status import SourceStatus, load_source_statuses
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import Origin
from transforms.registers import authorities
from transforms.registers.finding import short_names
from transforms.standards import STANDARDS

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Authority

Figure = int | date | None


@dataclass(frozen=True)
class Mark:
    """One way in which a council can stand: what it is called, and how it is filled on the map."""

    title: str
    fill: str  # solid, light, stripes, crosses, dots or blank


MARKS = {
    State.COLLECTED: Mark(State.COLLECTED.title, "solid"),
    State.UNCHANGED: Mark(State.UNCHANGED.title, "light"),
    State.LAST_VALID: Mark(State.LAST_VALID.title, "stripes"),
    State.NOTHING: Mark(State.NOTHING.title, "crosses"),
    State.NEVER: Mark(State.NEVER.title, "dots"),
    State.UNREGISTERED: Mark(State.UNREGISTERED.title, "blank"),
}
ALL, SOME, NONE = Mark("All in use", "solid"), Mark("Some in use", "stripes"), Mark("None in use", "crosses")
NOTHING_YET = "Nothing had been collected by then."
NOT_LOOKED_FOR = Mark("No address", "blank")
FILLED, UNFILLED, NOT_ASKED = Mark("Cells filled", "solid"), Mark("No data", "crosses"), Mark("Not asked", "blank")


@dataclass(frozen=True)
class Place:
    """One council in a picture of England."""

    gss: str
    name: str
    mark: Mark
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Coverage:
    """A picture of England: the councils, what can be said of each, and how many stand how."""

    headings: tuple[str, ...]  # of the figures
    marks: tuple[Mark, ...]  # best first
    places: tuple[Place, ...]
    note: str = ""

    @property
    def counted(self) -> list[tuple[Mark, int]]:
        """How many councils stand how, best first."""
        counts = Counter(place.mark for place in self.places)
        return [(mark, counts[mark]) for mark in self.marks]

    def ordered(self, by: str) -> "list[Place]":
        """Return the councils by `name`, `state` or the number of a figure; with a minus before it the other way."""
        ranks = {mark: rank for rank, mark in enumerate(self.marks)}

        def value(place: Place, column: str) -> str | Figure:
            if column in ("name", "state"):
                return place.name if column == "name" else ranks[place.mark]
            return place.figures[int(column)]

        return ordered(sorted(self.places, key=lambda place: place.name), by, value)

    @property
    def columns(self) -> dict[str, str]:
        """What the councils can be ordered by, and the heading of each."""
        return {"name": "Council", "state": "State"} | {str(n): one for n, one in enumerate(self.headings)}


def by_standard(here: "Deployment", slug: str, day: date) -> Coverage:
    """Return how every council's copy of one dataset stood at the end of a day."""
    bodies, register = _bodies(day), expected(here, day)
    stood = _stood(here, [slug], bodies, day)
    places = []
    for body in bodies:
        source, standing = register.get((slug, body.gss)), stood.get((slug, body.gss))
        state = state_of(standing, has_address=bool(source and source.url))
        days = (standing.in_use_day, standing.since) if standing else (None, None)
        places.append(Place(body.gss, short_names()[body.gss], MARKS[state.state], days))
    note = "" if stood else NOTHING_YET
    return Coverage(("File in use of", "Failing since"), tuple(MARKS.values()), tuple(places), note)


def of_all_standards(here: "Deployment", day: date) -> Coverage:
    """Return of how many datasets that are expected of every council a file was in use at the end of a day."""
    bodies, register = _bodies(day), expected(here, day)
    slugs = [standard.slug for standard in STANDARDS]
    stood = _stood(here, slugs, bodies, day)
    places = []
    for body in bodies:
        asked = [slug for slug in slugs if (source := register.get((slug, body.gss))) and source.url]
        used = [slug for slug in slugs if (one := stood.get((slug, body.gss))) and one.in_use_state != "none"]
        current = sum(stood[slug, body.gss].in_use_state == "current" for slug in used)
        every = set(asked) | set(used)
        mark = NOT_LOOKED_FOR if not every else ALL if every == set(used) else SOME if used else NONE
        places.append(Place(body.gss, short_names()[body.gss], mark, (len(every), current, len(used) - current)))
    headings = ("Datasets with an address", "Current file in use", "Older file in use")
    return Coverage(headings, (ALL, SOME, NONE, NOT_LOOKED_FOR), tuple(places), "" if stood else NOTHING_YET)


def by_return(here: "Deployment", slug: str, day: date) -> Coverage:
    """Return how many cells of a return every council's data filled, as known on a day."""
    marks = (FILLED, UNFILLED, NOT_ASKED)
    origins = (Origin.COMPUTED, Origin.INFERRED, Origin.NOT_DERIVABLE, Origin.NO_DATA)
    headings = ("Computed", "Inferred", "Not derivable", "No data")
    assembly = newest_for(here, slug, day)
    counts: Mapping[str, Mapping[Origin, int]] = counts_of(here, assembly) if assembly else {}
    places = []
    for body in _bodies(day):
        cells = counts.get(body.gss)
        has_data = cells and (cells.get(Origin.COMPUTED) or cells.get(Origin.INFERRED))
        figures = tuple(cells.get(origin, 0) if cells else None for origin in origins)
        mark = NOT_ASKED if cells is None else FILLED if has_data else UNFILLED
        places.append(Place(body.gss, short_names()[body.gss], mark, figures))
    note = f"For {parse_period(assembly.period).in_words}." if assembly else "It had not been assembled by then."
    return Coverage(headings, marks, tuple(places), note)


def _bodies(day: date) -> "list[Authority]":
    """Return the authorities of England in being on a day."""
    return [body for body in authorities().values() if body.nation == "England" and body.in_being(day)]


def _stood(
    here: "Deployment", slugs: Sequence[str], bodies: "Sequence[Authority]", day: date
) -> dict[tuple[str, str], SourceStatus]:
    with here.transaction() as connection:
        found = load_source_statuses(connection, slugs, [body.gss for body in bodies], day)
    return {(one.standard, one.authority_gss): one for one in found}
