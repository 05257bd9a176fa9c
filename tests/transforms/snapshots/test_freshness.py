"""Freshness promises: days kept, late and unknown, and what is left of the error budget."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.domain.history_rule import RHYTHMS, Rhythm
from transforms.snapshots.freshness import (
    LATE_DAYS_ALLOWED,
    NEVER_ASKED,
    WINDOW_DAYS,
    AnswerHistory,
    Freshness,
    PromiseState,
    freshness_of,
    freshness_of_standard,
)

RHYTHM = Rhythm(20, 10)  # a new file within 30 days
TODAY = date(2026, 11, 29)


def ago(*days: int) -> tuple[date, ...]:
    """Return the days so many days before today, in the order given."""
    return tuple(TODAY - timedelta(days=number) for number in days)


def freshness(asked_from: int, new: tuple[int, ...], seen: tuple[int, ...], failed: tuple[int, ...] = ()) -> Freshness:
    [first] = ago(asked_from)
    return freshness_of(AnswerHistory(first, ago(*new), ago(*seen), ago(*failed)), RHYTHM, TODAY)


def test_a_file_that_comes_as_often_as_promised_keeps_every_day() -> None:
    source = freshness(200, (200, 170, 140, 110, 80, 50, 20), (200, 170, 140, 110, 80, 50, 20))
    assert (source.days_kept, source.days_late, source.days_unknown) == (90, 0, 0)
    assert (source.state, source.budget_left) == (PromiseState.MET, 9)
    assert (source.due_on, source.late_since, source.new_on) == (*ago(-10), None, *ago(20))


def test_days_are_late_after_the_last_promised_one_while_the_source_shows_the_same_file() -> None:
    source = freshness(50, (50,), (50, 12))
    assert source.due_on == ago(20)[0]
    assert (source.days_kept, source.days_late) == (
        31,
        8,
    )  # days 50 to 20; days 19 to 12, on which it still showed the same
    assert source.days_unknown == 90 - 31 - 8
    assert (source.late_since, source.state, source.budget_left) == (ago(19)[0], PromiseState.MET, 1)


def test_a_promise_is_broken_by_the_tenth_late_day() -> None:
    assert freshness(50, (50,), (50, 11)).state is PromiseState.MET
    broken = freshness(50, (50,), (50, 10))
    assert (broken.days_late, broken.state, broken.budget_left) == (10, PromiseState.BROKEN, -1)


def test_nobody_looked_is_never_late() -> None:
    source = freshness(89, (89,), (89,))
    assert (source.days_kept, source.days_late, source.days_unknown) == (31, 0, 59)
    assert (source.late_since, source.state) == (None, PromiseState.MET)


def test_days_between_the_last_look_and_the_next_file_are_unknown_for_it_may_have_come_on_any_of_them() -> None:
    source = freshness(89, (89, 10), (89, 50, 10))
    assert source.days_late == 9  # days 58 to 50
    assert source.days_unknown == 39  # days 49 to 11
    assert source.days_kept == 31 + 11


def test_a_source_that_gives_nothing_is_late_on_the_days_on_which_it_was_asked() -> None:
    source = freshness(50, (50,), (50,), failed=(40, 15, 14, 3))
    assert (source.days_kept, source.days_late) == (31, 3)  # on day 40 the promise was still kept
    assert source.late_since == ago(19)[0]


def test_a_failure_before_an_answer_that_shows_the_same_file_counts_once() -> None:
    assert freshness(50, (50,), (50, 12), failed=(15, 14)).days_late == 8


def test_a_source_that_never_gave_a_usable_file_is_late_once_it_could_have_given_one() -> None:
    early = freshness(30, (), (), failed=tuple(range(30, -1, -1)))
    assert (early.days_kept, early.days_late, early.state, early.budget_left) == (0, 0, PromiseState.UNKNOWN, None)
    later = freshness(50, (), (), failed=tuple(range(50, -1, -1)))
    assert (later.days_kept, later.days_late, later.state) == (0, 20, PromiseState.BROKEN)
    assert later.new_on is None


def test_a_source_that_was_never_asked_has_no_figure() -> None:
    never = freshness_of(None, RHYTHM, TODAY)
    assert never == NEVER_ASKED
    assert (never.days_unknown, never.state, never.budget_left) == (90, PromiseState.UNKNOWN, None)


def test_a_standard_adds_up_its_sources_and_those_unknown_lend_no_days() -> None:
    kept, broken = freshness(50, (50,), (50, 12)), freshness(50, (50,), (50, 0))
    both = freshness_of_standard([kept, broken, NEVER_ASKED])
    assert both.states == {PromiseState.MET: 1, PromiseState.BROKEN: 1, PromiseState.UNKNOWN: 1}
    assert (both.sources, both.known_sources, both.days_late, both.late_allowed) == (3, 2, 28, 18)
    assert both.budget_left == pytest.approx(1 - 28 / 18)


def test_a_standard_of_which_nothing_is_known_has_no_budget() -> None:
    assert freshness_of_standard([NEVER_ASKED]).budget_left is None
    assert freshness_of_standard([]).budget_left is None


days_ago = st.integers(0, 400)


@given(
    st.sampled_from(sorted(RHYTHMS.values(), key=lambda rhythm: rhythm.days)),
    st.sets(days_ago), st.sets(days_ago), st.sets(days_ago),
)  # fmt: skip
def test_every_day_of_the_window_is_counted_once_and_one_by_one(
    rhythm: Rhythm, new: set[int], seen: set[int], failed: set[int]
) -> None:
    asked = new | seen | failed | {400}
    seen = seen | new
    new_on, seen_on, failed_on = (ago(*sorted(numbers, reverse=True)) for numbers in (new, seen, failed))
    history = AnswerHistory(TODAY - timedelta(days=max(asked)), new_on, seen_on, failed_on)
    source = freshness_of(history, rhythm, TODAY)
    promised = rhythm.days + rhythm.grace
    plain = {"kept": 0, "late": 0}
    for number in range(WINDOW_DAYS):  # days ago
        begin = min((day for day in new if day >= number), default=None)
        start = 400 if begin is None else begin
        if start - number <= promised:
            plain["kept"] += begin is not None
            continue
        following = max((day for day in new if day < number), default=-1)
        looked = any(following < day <= number for day in seen)
        plain["late"] += looked or number in failed
    assert {"kept": source.days_kept, "late": source.days_late} == plain
    assert 0 <= source.days_unknown <= WINDOW_DAYS
    assert (source.state is PromiseState.BROKEN) == (source.days_late > LATE_DAYS_ALLOWED)
