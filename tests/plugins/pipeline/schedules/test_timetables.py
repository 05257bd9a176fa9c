"""Statutory deadlines as Airflow schedules them."""

import json
from datetime import date

import pytest
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction
from pendulum import DateTime
from pendulum import datetime as moment

from plugins.pipeline.schedules.timetables import StatutoryDeadline
from transforms.domain.statutory_return import Deadline
from transforms.returns import RETURNS
from transforms.rounds.deadlines import due_day, period_ends

SIX_WEEKS = Deadline("six weeks after the end of the quarter", working_days_after_period=30)
DEADLINES = (
    SIX_WEEKS,
    Deadline("28 days after the end of the quarter", days_after_period=28),
    Deadline("by 31 December", month_day=(12, 31)),
)
QUARTERLY = StatutoryDeadline("quarter", SIX_WEEKS)
# Of the quarters that end with December 2025, March, June and September 2026; the first and last are in winter time.
FEBRUARY, MAY = moment(2026, 2, 12, 18), moment(2026, 5, 15, 17)
AUGUST, NOVEMBER = moment(2026, 8, 11, 17), moment(2026, 11, 11, 18)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201
    """Set the clock that the timetable reads."""
    return lambda time: monkeypatch.setattr("plugins.pipeline.schedules.timetables.now", lambda _: time)


def next_run(
    last: DateTime | None = None,
    earliest: DateTime | None = None,
    latest: DateTime | None = None,
    *,
    catchup: bool = True,
    timetable: StatutoryDeadline = QUARTERLY,
) -> DateTime | None:
    interval = DataInterval.exact(last) if last else None
    restriction = TimeRestriction(earliest, latest, catchup)
    info: DagRunInfo | None = timetable.next_dagrun_info(last_automated_data_interval=interval, restriction=restriction)
    return info.run_after if info else None


def test_every_period_of_every_return_is_over_before_its_deadline_and_due_at_it() -> None:
    for definition in RETURNS:
        as_at = definition.default_period(date(2026, 12, 1)).last  # of a reference date: its day and month
        is_dated = definition.period_kind == "reference date" and definition.deadline.month_day is not None
        ends = [as_at.replace(year=2026)] if is_dated else period_ends(definition.period_kind, 2026)
        for end in ends:
            assert definition.default_period(due_day(definition.deadline, end)).last == end, definition.slug


@pytest.mark.parametrize("catchup", [True, False])
@pytest.mark.parametrize("seconds_late", [-1, 0, 1, 60, 86400])
def test_a_deadline_stays_next_until_its_run_has_been_created(at, catchup: bool, seconds_late: int) -> None:  # noqa: ANN001
    at(AUGUST.add(seconds=seconds_late))
    assert next_run(last=MAY, catchup=catchup) == AUGUST
    assert next_run(last=AUGUST, catchup=catchup) == NOVEMBER


def test_every_deadline_that_a_stopped_or_paused_scheduler_missed_is_made_up_for_in_order(at) -> None:  # noqa: ANN001
    at(NOVEMBER.add(days=3))
    runs = [FEBRUARY]
    while runs[-1] < NOVEMBER:
        runs.append(next_run(last=runs[-1]))
    assert runs == [FEBRUARY, MAY, AUGUST, NOVEMBER]


def test_without_catching_up_the_last_missed_deadline_is_made_up_for(at) -> None:  # noqa: ANN001
    at(NOVEMBER.add(days=3))
    assert next_run(last=FEBRUARY, catchup=False) == NOVEMBER


@pytest.mark.parametrize("catchup", [True, False])
def test_the_first_run_of_all_is_for_the_last_deadline_that_has_passed(at, catchup: bool) -> None:  # noqa: ANN001
    at(AUGUST.add(seconds=1))
    assert next_run(catchup=catchup) == AUGUST
    at(AUGUST.subtract(seconds=1))
    assert next_run(catchup=catchup) == MAY


def test_no_run_lies_outside_the_start_and_end_of_the_schedule(at) -> None:  # noqa: ANN001
    at(NOVEMBER)
    assert next_run(earliest=moment(2026, 1, 1)) == FEBRUARY
    assert next_run(earliest=FEBRUARY) == FEBRUARY
    assert next_run(last=FEBRUARY, earliest=moment(2026, 6, 1)) == AUGUST
    assert next_run(earliest=moment(2027, 1, 1), catchup=False) == moment(2027, 2, 12, 18)
    assert next_run(last=MAY, latest=AUGUST) == AUGUST
    assert next_run(last=MAY, latest=AUGUST.subtract(seconds=1)) is None


def test_a_deadline_that_is_a_date_comes_once_a_year(at) -> None:  # noqa: ANN001
    at(moment(2027, 1, 1))
    yearly = StatutoryDeadline("financial year", DEADLINES[-1])
    assert next_run(timetable=yearly) == moment(2026, 12, 31, 18)
    assert next_run(last=moment(2026, 12, 31, 18), timetable=yearly) == moment(2027, 12, 31, 18)


@pytest.mark.parametrize("deadline", DEADLINES, ids=lambda deadline: deadline.words)
def test_a_timetable_comes_back_from_the_database_as_it_was(at, deadline: Deadline) -> None:  # noqa: ANN001
    at(NOVEMBER)
    timetable = StatutoryDeadline("quarter", deadline)
    again = StatutoryDeadline.deserialize(json.loads(json.dumps(timetable.serialize())))
    assert next_run(last=MAY, timetable=again) == next_run(last=MAY, timetable=timetable)
    assert again.serialize() == timetable.serialize()
    assert again.summary == deadline.words
