"""The days of rounds: a timeline to draw, and the same as a table.

Unit:   the drawing is WIDTH wide and a ROW high for each round; positions are in its own units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugins.portal.views.work import title_of
from plugins.submissions.rounds import OpenedRound
from transforms.domain.period import Period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.rounds.machines import RoundState
from transforms.rounds.round_days import RoundDays

WIDTH, ROW, TOP = 480, 40, 24


@dataclass(frozen=True)
class CalendarRow:
    """A round: its days, and where they are in the drawing."""

    title: str
    label: str  # a short title, for the drawing
    subject: str
    state: str
    days: RoundDays
    y: int
    opens: float
    freezes: float
    releases_by: float

    @property
    def address(self) -> str:
        """Its page."""
        return f"/work/rounds/{self.subject}"


@dataclass(frozen=True)
class Calendar:
    """The rounds that are not closed, the next deadline first, and where today is in the drawing."""

    rows: Sequence[CalendarRow]
    first: date
    last: date
    today: float

    width = WIDTH

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return TOP + ROW * len(self.rows)


def label_of(definition: StatutoryReturn, period: Period) -> str:
    """Return the name of a return and the period, without what its title says besides, so that it fits the drawing."""
    return f"{definition.title.partition(':')[0]}, {definition.period_in_words(period)}"


def draw_calendar(rounds: Sequence[OpenedRound], day: date) -> Calendar:
    """Return the calendar of some rounds; those that are closed, or have no days, are not in it."""
    drawn = [
        (opened, opened.round.days)
        for opened in rounds
        if opened.round.days is not None and opened.round.state != RoundState.CLOSED
    ]
    drawn.sort(key=lambda pair: (pair[1].freezes < day, pair[1].freezes, pair[0].round.subject))
    first = min((days.opens for _, days in drawn), default=day)
    last = max((days.releases_by for _, days in drawn), default=day)
    first, last = min(first, day), max(last, day)
    scale = WIDTH / max((last - first).days, 1)

    def x_of(when: date) -> float:
        return round((when - first).days * scale, 1)

    rows = [
        CalendarRow(
            title_of(opened), label_of(opened.definition, opened.period),
            opened.round.subject, opened.round.state, days, TOP + ROW * number, x_of(days.opens),
            x_of(days.freezes), x_of(days.releases_by),
        )
        for number, (opened, days) in enumerate(drawn)
    ]  # fmt: skip
    return Calendar(rows, first, last, x_of(day))
