"""Changes of sources, applied to the reviewed register in their order."""

from dataclasses import replace
from datetime import date

import pytest

from transforms.domain.authority import Source
from transforms.registers.source_changes import (
    ChangeRefused,
    SourceAct,
    SourceChange,
    apply_changes,
    check_change,
)

ADUR = "E07000223"
DAY = date(2026, 11, 2)
KNOWN = Source(ADUR, "spending_over_500", "https://a/1.csv", "csv", "", "expected", date(2025, 1, 1), None)
BLANK = Source(ADUR, "planning_applications", "", "", "", "encouraged", None, None)
BASE = (KNOWN, BLANK)
ADD = SourceChange(SourceAct.ADD, ADUR, "spending_over_500", "https://a/2.csv", DAY, "A. Officer", "On their page")
PAUSE = replace(ADD, act=SourceAct.PAUSE, url=KNOWN.url, why="Site is being moved")
RESUME, END = replace(PAUSE, act=SourceAct.RESUME), replace(PAUSE, act=SourceAct.END, why="Withdrawn")


def test_an_added_source_counts_from_its_day_on() -> None:
    added = apply_changes(BASE, [ADD])[-1]
    assert (added.url, added.since, added.until, added.provision) == ("https://a/2.csv", DAY, None, "expected")


def test_an_added_address_takes_the_place_of_the_record_that_none_is_known() -> None:
    change = replace(ADD, standard="planning_applications")
    assert [source.url for source in apply_changes(BASE, [change])] == ["https://a/1.csv", "https://a/2.csv"]


def test_a_paused_source_says_why_until_it_is_resumed() -> None:
    assert apply_changes(BASE, [PAUSE])[0].paused == "Site is being moved"
    assert apply_changes(BASE, [PAUSE, RESUME])[0] == KNOWN


def test_an_ended_source_counts_up_to_its_day_and_may_be_added_again() -> None:
    assert apply_changes(BASE, [END])[0].until == DAY
    again = replace(ADD, url=KNOWN.url, day=date(2026, 12, 1))
    assert [source.since for source in apply_changes(BASE, [END, again]) if source.url] == [KNOWN.since, again.day]


def test_a_change_that_the_base_has_by_now_is_made_once() -> None:
    reviewed = apply_changes(BASE, [ADD, PAUSE])
    assert apply_changes(reviewed, [ADD, PAUSE]) == reviewed


def test_trying_a_source_changes_nothing() -> None:
    assert apply_changes(BASE, [replace(ADD, act=SourceAct.TRY)]) == BASE


@pytest.mark.parametrize(
    ("change", "register", "reason"),
    [
        (replace(ADD, by=" "), BASE, "who makes it and why"),
        (replace(ADD, why=""), BASE, "who makes it and why"),
        (replace(ADD, url=KNOWN.url), BASE, "already"),
        (replace(PAUSE, url="https://a/9.csv"), BASE, "no open source"),
        (replace(END, standard="grants"), BASE, "no open source"),
        (RESUME, BASE, "not paused"),
        (PAUSE, apply_changes(BASE, [PAUSE]), "paused already"),
        (END, apply_changes(BASE, [END]), "no open source"),
        (replace(END, day=date(2025, 1, 1)), BASE, "counts from 2025-01-01 only"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    change: SourceChange, register: tuple[Source, ...], reason: str
) -> None:
    with pytest.raises(ChangeRefused, match=reason):
        check_change(register, change)
