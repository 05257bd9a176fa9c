"""Findings explained by who is signed in: an officer writes, another person agrees, and the trail tells of both."""

from datetime import date

import pytest

from plugins.pipeline.ledgers.explain_findings import FindingSelection, explain_selection
from plugins.pipeline.ledgers.open_findings import load_open_findings_of_authority
from plugins.storage.warehouse.audit_trail import load_entries
from plugins.storage.warehouse.explanations import APPROVED, REFUSED, WITHDRAWN
from plugins.storage.warehouse.people import record_person
from plugins.submissions.finding_explanations import decide_on_explanation, list_explanations
from plugins.submissions.refusals import ActRefused, InvalidInput, NotAllowed, NotVisible, StateConflict
from tests.plugins.conftest import Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, STANDARD, Collecting
from tests.plugins.pipeline.steps.test_follow import with_faults
from transforms.findings.explanations import ExplanationKind
from transforms.rounds.roles import Access, Grant, Role

pytestmark = pytest.mark.platform
TODAY, UNTIL = date(2026, 11, 29), date(2026, 12, 31)
OKAYED = FindingSelection(STANDARD, ADUR, "code-unknown", "Decision")
WAIVER = ExplanationKind.WAIVER


@pytest.fixture
def collected(collecting: Collecting, site: Site) -> Collecting:
    """Adur writes a word of its own for a decision."""
    site.publish("/adur.csv", with_faults("X/1|Okayed|2025-02-03", "X/2|Okayed|2025-02-03"))
    collecting.collect("2025-04-02")
    return collecting


def signed_in(collecting: Collecting, name: str, *roles: tuple[Role, str]) -> Access:
    with collecting.deployment.transaction() as connection:
        person = record_person(connection, "https://provider.example", name, name)
    grants = tuple(Grant(number, role, scope, TODAY, None) for number, (role, scope) in enumerate(roles))
    return Access(person.key, grants)


def explain(collecting: Collecting, access: Access, selection: FindingSelection = OKAYED, **other: object) -> int:
    facts = {"kind": WAIVER, "why": "Our own term", "period": (TODAY, UNTIL)} | other
    with collecting.deployment.transaction() as connection:
        number, _ = explain_selection(connection, collecting.deployment, access, selection=selection, **facts)  # type: ignore[arg-type]
    return number


def decide(collecting: Collecting, access: Access, number: int, decision: str, why: str = "Agreed") -> None:
    with collecting.deployment.transaction() as connection:
        decide_on_explanation(connection, access, number, decision, why, TODAY)


def statuses(collecting: Collecting) -> set[str]:
    [(_, table)] = load_open_findings_of_authority(collecting.deployment, ADUR, STANDARD, TODAY)
    return {row["finding_status"] for row in table.to_pylist() if row["code"] == "code-unknown"}


def test_an_officer_asks_for_a_waiver_and_a_collector_agrees(collected: Collecting) -> None:
    officer, collector = (
        signed_in(collected, "Ada", (Role.OFFICER, ADUR)),
        signed_in(collected, "Bo", (Role.COLLECTOR, "")),
    )
    number = explain(collected, officer)
    assert statuses(collected) == {"explained"}
    decide(collected, collector, number, APPROVED)
    assert statuses(collected) == {"waived"}
    with collected.deployment.transaction() as connection:
        [written] = list_explanations(connection, officer, TODAY)
        entries = load_entries(connection, f"sources/{STANDARD}/{ADUR}")
    assert (written.proposed_by, written.decided_by, written.account) == ("Ada", ("Bo",), officer.person)
    about = {"number": number, "code": "code-unknown", "column": "Decision", "until": str(UNTIL)}
    assert [(entry.by, entry.act, entry.what, entry.why) for entry in entries] == [
        (officer.person, "request-waiver", about, "Our own term"),
        (collector.person, "approve-waiver", {"number": number}, "Agreed"),
    ]
    decide(collected, officer, number, WITHDRAWN, "We use the standard's words now")
    assert statuses(collected) == {"open"}


def test_nobody_agrees_to_what_they_asked_for_whatever_they_are_called_now(collected: Collecting) -> None:
    both = signed_in(collected, "Ada", (Role.OFFICER, ADUR), (Role.COLLECTOR, ""))
    number = explain(collected, both)
    namesake = signed_in(collected, "ADA.", (Role.COLLECTOR, ""))
    with collected.deployment.transaction() as connection:
        record_person(connection, "https://provider.example", "Ada", "Beatrice")
    for access in (both, namesake):
        for decision in (APPROVED, REFUSED):
            with pytest.raises(NotAllowed, match="somebody else has to decide"):
                decide(collected, access, number, decision)
    with pytest.raises(NotAllowed, match="refuse it instead"):
        decide(collected, namesake, number, WITHDRAWN)
    assert statuses(collected) == {"explained"}


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        ((Role.OFFICER, ARUN), NotVisible),
        ((Role.RECEIVER, "planning_matters"), NotVisible),
        ((Role.COLLECTOR, ""), NotAllowed),
        ((Role.AUDITOR, ""), NotAllowed),
        ((Role.CERTIFIER, f"{ADUR}/head-of-planning"), NotAllowed),
    ],
)
def test_only_an_officer_of_the_council_explains_its_findings(
    collected: Collecting, role: tuple[Role, str], refusal: type[ActRefused]
) -> None:
    with pytest.raises(refusal):
        explain(collected, signed_in(collected, "Ada", role))
    assert statuses(collected) == {"open"}


@pytest.mark.parametrize(
    ("selection", "other", "sentence"),
    [
        (FindingSelection(STANDARD, ADUR), {}, "choose findings either by a code"),
        (FindingSelection(STANDARD, ADUR, column="Decision"), {}, "choose findings either by a code"),
        (FindingSelection(STANDARD, ADUR, "code-unknown", "Agent"), {}, "has no open finding code-unknown in “Agent”"),
        (FindingSelection(STANDARD, ADUR, fingerprints=("0" * 16,)), {}, "no open finding"),
        (FindingSelection("no_such_standard", ADUR, "code-unknown"), {}, "no file of no_such_standard"),
        (OKAYED, {"why": "  "}, "why is blank"),
        (OKAYED, {"period": (TODAY, date(2026, 11, 28))}, "until 2026-11-28 is in the past"),
    ],
)
def test_what_can_not_be_explained_is_said_and_nothing_is_written(
    collected: Collecting, selection: FindingSelection, other: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        explain(collected, signed_in(collected, "Ada", (Role.OFFICER, ADUR)), selection, **other)
    assert statuses(collected) == {"open"}


def test_what_was_decided_is_decided(collected: Collecting) -> None:
    officer, collector = (
        signed_in(collected, "Ada", (Role.OFFICER, ADUR)),
        signed_in(collected, "Bo", (Role.COLLECTOR, "")),
    )
    explanation = explain(collected, officer, kind=ExplanationKind.EXPLANATION)
    with pytest.raises(StateConflict, match="only waivers need approval"):
        decide(collected, collector, explanation, APPROVED)
    with pytest.raises(InvalidInput, match="why is blank"):
        decide(collected, collector, explanation, REFUSED, " ")
    decide(collected, collector, explanation, REFUSED, "It is no reason")
    with pytest.raises(StateConflict, match="already been refused by Bo"):
        decide(collected, collector, explanation, REFUSED)
