"""When a source is asked next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.domain.history_rule import RHYTHMS
from transforms.snapshots.next_request import RequestHistory, is_asked_on, next_request_on

MARCH = date(2026, 3, 1)


def after(days: int, unchanged: int, rhythm: str, failing: int | None = None) -> int:
    """Days from the last request to the next, of a source that had not changed for so long when it was asked."""
    asked = MARCH + timedelta(days=days)
    since = asked - timedelta(days=failing) if failing is not None else None
    history = RequestHistory(asked, asked - timedelta(days=unchanged), since)
    return (next_request_on(history, RHYTHMS.get(rhythm), asked) - asked).days


@pytest.mark.parametrize(
    ("rhythm", "unchanged", "days"),
    [
        ("daily", 0, 1),
        ("daily", 300, 1),
        ("monthly", 0, 1),
        ("monthly", 10, 1),
        ("monthly", 28, 1),  # within a week of the day on which the next is expected
        ("monthly", 60, 3),  # overdue
        ("quarterly", 30, 4),
        ("quarterly", 80, 5),  # no later than a week before the next is expected
        ("quarterly", 84, 1),
        ("quarterly", 100, 1),
        ("quarterly", 200, 11),
        ("yearly", 5, 1),
        ("yearly", 100, 14),
        ("yearly", 200, 28),
        ("yearly", 358, 1),  # a week before the year is over
        ("yearly", 359, 1),
        ("yearly", 396, 1),
        ("yearly", 800, 28),
        ("once", 100, 3),  # a standard without a rhythm
    ],
)
def test_the_longer_a_source_has_not_changed_the_less_often_it_is_asked(rhythm: str, unchanged: int, days: int) -> None:
    assert after(0, unchanged, rhythm) == days


@pytest.mark.parametrize(("failing", "days"), [(0, 1), (13, 1), (14, 7), (200, 7)])
def test_a_source_that_fails_is_asked_daily_for_a_fortnight_and_then_weekly(failing: int, days: int) -> None:
    assert after(0, 100, "yearly", failing) == days


def test_a_source_that_was_never_asked_is_asked_today() -> None:
    assert next_request_on(None, RHYTHMS["yearly"], MARCH) == MARCH


def test_one_that_never_gave_a_file_is_asked_daily() -> None:
    assert next_request_on(RequestHistory(MARCH, None), RHYTHMS["yearly"], MARCH) == MARCH + timedelta(days=1)


@pytest.mark.parametrize(("ahead", "expected"), [(-1, False), (0, True), (1, True), (2, False)])
def test_up_to_a_deadline_every_source_is_asked(ahead: int, expected: bool) -> None:
    quiet = RequestHistory(MARCH, MARCH - timedelta(days=200))
    day = MARCH + timedelta(days=1)
    assert is_asked_on(quiet, RHYTHMS["yearly"], day, [day + timedelta(days=ahead)]) is expected


@given(
    st.sampled_from([*RHYTHMS, "once"]), st.integers(0, 2_000), st.none() | st.integers(0, 2_000), st.integers(0, 60)
)
def test_a_source_is_never_forgotten(rhythm: str, unchanged: int, failing: int | None, late: int) -> None:
    """A law: the next request lies after the last, never in the past, and at most four weeks after it."""
    since = None if failing is None else MARCH - timedelta(days=failing)
    history, today = RequestHistory(MARCH, MARCH - timedelta(days=unchanged), since), MARCH + timedelta(days=late)
    following = next_request_on(history, RHYTHMS.get(rhythm), today)
    assert max(today, MARCH + timedelta(days=1)) <= following <= max(today, MARCH + timedelta(days=28))


@given(st.sampled_from(sorted(RHYTHMS)), st.integers(0, 400))
def test_from_a_week_before_a_file_is_due_until_its_grace_is_over_it_is_asked_daily(
    rhythm: str, unchanged: int
) -> None:
    """A law: whatever was asked when, the first day of the window is asked on, and every day in it."""
    declared, changed = RHYTHMS[rhythm], MARCH - timedelta(days=unchanged)
    history = RequestHistory(MARCH, changed)
    following = next_request_on(history, declared, MARCH)
    opens, closes = (changed + timedelta(days=declared.days + more) for more in (-7, declared.grace))
    if opens > MARCH:
        assert following <= opens
    elif closes > MARCH:
        assert following == MARCH + timedelta(days=1)
