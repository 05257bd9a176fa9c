"""The calendar of rounds: every day in its place, the next deadline first, closed rounds left out."""

from datetime import date

from plugins.portal.views.work_calendar import WIDTH, draw_calendar, label_of
from plugins.submissions.rounds import OpenedRound
from transforms.domain.period import parse_period
from transforms.returns import RETURNS, statutory_return
from transforms.rounds.round import Round
from transforms.rounds.round_days import RoundDays

DAY = date(2025, 4, 11)
LETTER = 6.4  # of the drawing's units, about, in Chromium


def opened(period: str, state: str, days: RoundDays | None) -> OpenedRound:
    definition = statutory_return("planning_matters")
    return OpenedRound(definition, parse_period(period), Round(definition.slug, period, state, days), ())


def days(opens: date, freezes: date, releases_by: date) -> RoundDays:
    return RoundDays(opens, (), freezes, releases_by, date(2030, 1, 1))


PAST = days(date(2025, 1, 1), date(2025, 2, 10), date(2025, 2, 20))
NEXT = days(date(2025, 4, 1), date(2025, 5, 11), date(2025, 6, 10))


def test_a_round_is_drawn_from_its_opening_to_its_release_on_one_scale() -> None:
    calendar = draw_calendar([opened("2025-Q1", "open", NEXT), opened("2024-Q4", "released", PAST)], DAY)
    assert [row.subject for row in calendar.rows] == ["planning_matters/2025-Q1", "planning_matters/2024-Q4"]
    assert (calendar.first, calendar.last, calendar.today) == (date(2025, 1, 1), date(2025, 6, 10), 300)
    assert [(row.opens, row.freezes, row.releases_by) for row in calendar.rows] == [(270, 390, WIDTH), (0, 120, 150)]


def test_the_label_of_every_return_is_no_longer_than_the_drawing_is_wide() -> None:
    labels = [label_of(definition, definition.default_period(DAY)) for definition in RETURNS]
    assert "Planning performance, year to 30 September 2024" in labels
    assert max(map(len, labels)) * LETTER <= WIDTH


def test_closed_rounds_and_rounds_without_days_are_not_drawn() -> None:
    calendar = draw_calendar([opened("2025-Q1", "closed", NEXT), opened("2024-Q4", "planned", None)], DAY)
    assert (list(calendar.rows), calendar.first, calendar.last, calendar.today) == ([], DAY, DAY, 0)
