"""A round and its releases, as any sequence of entries leaves them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.rounds.entries import DAYS, KNOWLEDGE, ROUND, proposal, trail
from transforms.domain.period import parse_period
from transforms.returns import RETURNS, statutory_return
from transforms.rounds.machines import MACHINES, NotPermitted, ReleaseState, RoundState
from transforms.rounds.machines import ROUND as ROUND_MACHINE
from transforms.rounds.release import follow_releases, next_version
from transforms.rounds.roles import Access, Grant, Role, check_scope, grants_of
from transforms.rounds.round import Round, follow_round
from transforms.rounds.round_days import round_days

PLAN, OPEN = ("plan-round", ROUND, DAYS), ("open-round", ROUND, {})
FREEZE = ("freeze-round", ROUND, {"receipt": "1", **KNOWLEDGE})
WHAT = {"receipt": "1", **KNOWLEDGE, "answers": []}


def release(act: str, version: int = 1) -> tuple[str, str, dict]:
    return act, f"{ROUND}/v{version}", WHAT


RELEASED = (PLAN, OPEN, proposal("1"), FREEZE, release("propose-release"), release("agree-release"))


def test_a_round_goes_from_planned_to_closed() -> None:
    entries = trail([*RELEASED, ("close-round", ROUND, {})])
    states = [follow_round("planning_matters", "2025-Q1", entries[:count]).state for count in range(len(entries) + 1)]
    assert list(dict.fromkeys(states)) == ["", "planned", "open", "frozen", "released", "closed"]


def test_what_is_frozen_stays_though_more_is_known() -> None:
    made = follow_round("planning_matters", "2025-Q1", trail([PLAN, OPEN, proposal("1"), FREEZE]))
    assert made.knowledge is not None
    assert (made.knowledge.receipt, made.takes_acts) == ("1", False)
    with pytest.raises(NotPermitted, match="the round is frozen"):
        follow_round("planning_matters", "2025-Q1", trail([PLAN, OPEN, proposal("1"), FREEZE, proposal("2")]))


ACTS = [transition.act for transition in ROUND_MACHINE.transitions if transition.act != "agree-release"]
CONTENT = {"plan-round": DAYS, "change-round": {"closes": "2028-01-01"}}


@given(st.lists(st.sampled_from([*dict.fromkeys(ACTS), "agree-release"]), max_size=14))
def test_any_sequence_of_acts_leaves_a_state_of_the_page_and_replays_to_it(acts: list[str]) -> None:
    entries = trail((act, f"{ROUND}/v1" if act == "agree-release" else ROUND, CONTENT.get(act, WHAT)) for act in acts)
    made, taken = Round("planning_matters", "2025-Q1"), []
    for entry in entries:
        try:
            made = made.following(entry)
        except NotPermitted:
            continue
        taken.append(entry)
    assert made.state in ("", *RoundState)
    assert follow_round("planning_matters", "2025-Q1", taken) == made


def test_a_newer_version_supersedes_and_a_refused_number_is_given_again() -> None:
    first = trail([release("propose-release"), release("refuse-release")])
    refused = follow_releases(ROUND, first)
    assert (refused[1].state, next_version(refused)) == (ReleaseState.REFUSED, 1)
    acts = [release("propose-release"), release("agree-release"), release("propose-release", 2)]
    waiting = follow_releases(ROUND, trail(acts))
    with pytest.raises(NotPermitted, match="version 2 is proposed already"):
        next_version(waiting)
    both = follow_releases(ROUND, trail([*acts, release("agree-release", 2)]))
    assert [made.state for made in both.values()] == [ReleaseState.SUPERSEDED, ReleaseState.RELEASED]
    assert next_version(both) == 3
    withdrawn = follow_releases(ROUND, trail([*acts, release("agree-release", 2), release("withdraw-release", 1)]))
    package = ("build-release", f"{ROUND}/v1", {"receipt": "r", "sha256": "s", "key": "k", "material": False})
    for over in ((), (release("withdraw-release", 1),)):  # what was under way is finished, and changes no state
        late = follow_releases(ROUND, trail([*acts, release("agree-release", 2), *over, package]))
        assert late[1].built is not None
        assert late[1].state == ("withdrawn" if over else "superseded")
    assert [made.state for made in withdrawn.values()] == [ReleaseState.WITHDRAWN, ReleaseState.RELEASED]


def test_a_question_stays_with_its_cell() -> None:
    subject = f"{ROUND}/v1/E07000223/PS1.2"
    made = follow_releases(
        ROUND,
        trail([
            release("propose-release"), release("agree-release"), ("ask-question", subject, {"text": "Why?"}),
            ("answer-question", subject, {"text": "A big site"}),
        ]),
    )[1]  # fmt: skip
    assert [(message.gss, message.cell, message.text, message.is_answer) for message in made.messages] == [
        ("E07000223", "PS1.2", "Why?", False), ("E07000223", "PS1.2", "A big site", True),
    ]  # fmt: skip


def test_every_state_of_a_machine_can_be_reached() -> None:
    for machine in MACHINES:
        reached = {""}
        for _ in machine.transitions:
            reached |= {transition.after for transition in machine.transitions if transition.before in reached}
        assert reached == {"", *machine.states}


def test_the_days_of_a_round_count_working_days() -> None:
    days = round_days(statutory_return("planning_matters"), parse_period("2025-Q1"))
    assert (days.opens, days.freezes) == (date(2025, 4, 1), date(2025, 5, 15))
    assert days.chases == (date(2025, 4, 30), date(2025, 5, 12))  # over the bank holiday of 5 May
    assert (days.releases_by, days.closes) == (date(2025, 5, 22), date(2027, 9, 30))
    with pytest.raises(ValueError, match="in this order"):
        days.changed({"closes": "2025-01-01"})
    with pytest.raises(ValueError, match="freezes is not a day"):
        days.changed({"freezes": "soon"})


@pytest.mark.parametrize("definition", RETURNS, ids=lambda definition: definition.slug)
def test_the_days_of_every_return_are_in_order(definition) -> None:  # noqa: ANN001 - a declared return
    period = definition.default_period(date(2026, 6, 30))
    days = round_days(definition, period)
    assert days.changed({}) == days
    assert period.last < days.opens
    assert set(definition.round_rules.imputed_cells) <= {cell.name for cell in definition.cells}


def test_a_grant_holds_from_its_day_until_it_is_ended() -> None:
    what = {"role": "officer", "scope": "E07000223", "since": "2025-04-01", "until": None}
    entries = trail([("grant-role", "person/2", what), ("end-role", "person/2", {"grant": 1, "on": "2025-05-01"})])
    [whole], [ended] = grants_of(entries[:1]), grants_of(entries)
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 30), date(2025, 5, 1)]
    assert [whole.holds_on(day) for day in days] == [False, True, True, True]
    assert [ended.holds_on(day) for day in days] == [False, True, True, False]
    access = Access("person/2", (whole,))
    assert access.is_of_authority(["E07000223"])
    assert not access.is_of_authority(["E07000224"])
    assert not access.may_certify(["E07000223"], "head-of-planning")


def test_a_certifier_certifies_for_their_authority_in_their_role_alone() -> None:
    grant = Grant(1, Role.CERTIFIER, "E07000223/head-of-planning", date(2025, 4, 1), None)
    access = Access("person/2", (grant,))
    assert access.may_certify(["E07000223"], "head-of-planning")
    assert not access.may_certify(["E07000224"], "head-of-planning")
    assert not access.may_certify(["E07000223"], "licensing-manager")


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("officer", "E07000999"), ("officer", "E07000223/head-of-planning"), ("certifier", "E07000223"),
        ("certifier", "E07000223/mayor"), ("receiver", "E07000223"), ("releaser", "planning_matters"),
    ],
)  # fmt: skip
def test_a_scope_that_a_role_can_t_have_is_refused_in_words(role: str, scope: str) -> None:
    with pytest.raises(ValueError, match=f"the scope of a role “{role}” is"):
        check_scope(Role(role), scope, ["E07000223"], ["planning_matters"])
