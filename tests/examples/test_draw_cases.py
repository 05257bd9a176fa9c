from datetime import date

import numpy as np
import pytest

from examples.developments import DEVELOPMENTS
from examples.draw_cases import NEVER, Cases, draw_cases
from examples.england import England, found_england
from transforms.registers import planning_authorities

OPENED = date(2026, 10, 5)
FIRST, LAST = date(2026, 7, 1).toordinal(), date(2026, 9, 30).toordinal()
COUNTED = ("major", "minor", "other")


@pytest.fixture(scope="module")
def quarter() -> dict[str, float]:
    """One quarter of a quarter of England's councils, as what is drawn says, grossed up to England."""
    authorities = planning_authorities(OPENED)
    england = found_england(authorities, number=None, fault_share=0)
    totals = dict.fromkeys(("received", "decided", "granted", "delegated", "agreed", "left", "on_hand"), 0.0)
    for council in england.councils[::3]:
        for name, number in _count(draw_cases(england, council, OPENED)).items():
            totals[name] += number * len(england.councils) / len(england.councils[::3])
    return totals


def _count(cases: Cases) -> dict[str, int]:
    counted = np.array([one.size in COUNTED for one in DEVELOPMENTS])[cases.development]
    statutory = np.array([one.statutory_days for one in DEVELOPMENTS])[cases.development]
    decided = counted & (cases.noticed >= FIRST) & (cases.noticed <= LAST)
    return {
        "received": (counted & (cases.valid >= FIRST) & (cases.valid <= LAST)).sum(),
        "decided": decided.sum(),
        "granted": (decided & np.isin(cases.decision, ["Approve", "Split"])).sum(),
        "delegated": (decided & cases.delegated).sum(),
        "agreed": (decided & (cases.target >= cases.valid + statutory + 7)).sum(),
        "left": (counted & (cases.left >= FIRST) & (cases.left <= LAST)).sum(),
        "on_hand": (counted & (cases.valid < FIRST) & (cases.noticed >= FIRST) & (cases.left >= FIRST)).sum(),
    }


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("received", 81_562),
        ("decided", 79_791),
        ("granted", 69_206),
        ("agreed", 31_450),
        ("left", 6_115),
        ("on_hand", 114_364),
    ],
)
def test_a_quarter_of_england_is_near_what_was_published_for_2024_q3(
    quarter: dict[str, float], name: str, published: int
) -> None:
    assert quarter[name] == pytest.approx(published, rel=0.2)


def test_nearly_all_decisions_are_delegated(quarter: dict[str, float]) -> None:
    assert quarter["delegated"] / quarter["decided"] == pytest.approx(0.9616, abs=0.01)


def test_a_later_day_adds_cases_and_changes_none(england: England) -> None:
    council = england.councils[0]
    now, later = (draw_cases(england, council, day) for day in (OPENED, date(2026, 12, 31)))
    number = len(now.received)
    assert len(later.received) > number
    for name in vars(now):
        assert np.array_equal(getattr(later, name)[:number], getattr(now, name)), name


def test_a_life_happens_in_order(england: England) -> None:
    for council in england.councils:
        cases = draw_cases(england, council, OPENED)
        assert np.all(cases.valid >= cases.received)
        decided = cases.decided < NEVER
        assert np.all(cases.decided[decided] >= cases.valid[decided])
        assert np.all(cases.noticed[decided] >= cases.decided[decided])
        assert not np.any(decided & (cases.left < NEVER))


def test_nothing_happens_at_a_weekend(england: England) -> None:
    cases = draw_cases(england, england.councils[0], OPENED)
    for days in (cases.received, cases.valid[cases.valid < NEVER], cases.noticed[cases.noticed < NEVER]):
        assert {date.fromordinal(int(day)).weekday() for day in days} <= {0, 1, 2, 3, 4}
