from datetime import date, timedelta

from examples.england import BROWNFIELD, PLANNING, England, found_england, published_on
from transforms.registers import planning_authorities

OPENED = date(2026, 10, 5)
AUTHORITIES = planning_authorities(OPENED)


def test_all_of_england_publishes_unless_fewer_are_asked_for() -> None:
    assert len(found_england(AUTHORITIES).councils) == len(AUTHORITIES) > 300
    assert len(found_england(AUTHORITIES, number=36).councils) == 36


def test_the_same_seed_is_the_same_england_and_another_seed_another() -> None:
    one, again, other = (found_england(AUTHORITIES, seed=seed, number=36) for seed in (1, 1, 2))
    assert (one.councils, one.faults) == (again.councils, again.faults)
    assert one.councils != other.councils


def test_the_majority_publish_clean_files() -> None:
    england = found_england(AUTHORITIES)
    assert 0.3 < len(england.faults) / (2 * len(england.councils)) < 0.4


def test_the_habits_of_a_council_do_not_depend_on_who_else_is_asked() -> None:
    few = found_england(AUTHORITIES, number=20)
    all_of_them = found_england(AUTHORITIES)
    assert all(all_of_them.council(council.gss) == council for council in few.councils)


def test_councils_of_both_vocabularies_and_both_editions_publish() -> None:
    habits = [council.habits for council in found_england(AUTHORITIES, number=36).councils]
    assert {one.vocabulary for one in habits} == {"guidance", "schema"}
    assert {one.edition for one in habits} == {"2017", "2026"}


def test_a_planning_file_is_as_old_as_the_councils_habit_and_no_older(england: England) -> None:
    for council in england.councils:
        for days in range(40):
            day = OPENED + timedelta(days=days)
            age = (day - published_on(england, council, PLANNING, day)).days
            assert 0 <= age < council.habits.publishes_every


def test_a_brownfield_register_stays_the_same_between_reviews(england: England) -> None:
    seen = {
        published_on(england, council, BROWNFIELD, OPENED + timedelta(days=days))
        for council in england.councils
        for days in range(40)
    }
    assert all(day.month in (6, 12) and OPENED - day < timedelta(days=330) for day in seen)
