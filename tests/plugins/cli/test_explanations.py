"""Findings explained, waived by two people, and open again: on a real warehouse."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from plugins.cli.console import NotCarriedOut
from plugins.pipeline.ledgers.open_findings import load_open_findings_of_authority
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, STANDARD, Collecting
from tests.plugins.pipeline.steps.test_follow import with_faults

pytestmark = pytest.mark.platform
Output = Callable[..., str]
UNTIL = (date.today() + timedelta(days=90)).isoformat()  # noqa: DTZ011 - the commands count from today as well
FINDINGS = ("--authority", ADUR, "--code", "code-unknown", "--column", "Decision")
REASON = ("--why", "Our system's own term", "--by", "A. Officer", "--until", UNTIL)


@pytest.fixture
def collected(collecting: Collecting, site: Site) -> Collecting:
    """Adur writes a word of its own for a decision; from the second day another one too."""
    first = with_faults("X/1|Okayed|2025-02-03", "X/2|Okayed|2025-02-03")
    second = with_faults("X/1|Okayed|2025-02-03", "X/2|Alright|2025-02-03", "X/3|Okayed|2025-02-03")
    site.publish("/adur.csv", first, second)
    collecting.collect("2025-04-02")
    return collecting


def statuses(collecting: Collecting, day: date | None = None) -> list[tuple[str, str]]:
    [(_, table)] = load_open_findings_of_authority(collecting.deployment, ADUR, STANDARD, day or date.today())  # noqa: DTZ011
    return sorted((row["value"], row["finding_status"]) for row in table.to_pylist() if row["code"] == "code-unknown")


def test_an_explanation_holds_for_the_value_and_another_value_is_open(collected: Collecting, output_of: Output) -> None:
    assert output_of("explain", STANDARD, *FINDINGS, *REASON) == f"Explanation 1 saved: 2 findings, until {UNTIL}.\n"
    assert statuses(collected) == [("Okayed", "explained")] * 2
    collected.collect("2025-04-03")
    assert statuses(collected) == [("Alright", "open"), ("Okayed", "explained"), ("Okayed", "explained")]
    assert statuses(collected, date.fromisoformat(UNTIL) + timedelta(days=1))[1] == ("Okayed", "open")


def test_a_waiver_needs_a_second_person(collected: Collecting, output_of: Output) -> None:
    assert "It counts as an explanation until somebody else approves it" in output_of(
        "waive", STANDARD, *FINDINGS, *REASON
    )
    assert statuses(collected) == [("Okayed", "explained")] * 2
    assert "awaiting approval by a second person" in output_of("explanations", "--authority", ADUR)
    for same in ("A. Officer", " a.  OFFICER ", "A Officer", "Á. Officer", "a-officer"):
        with pytest.raises(NotCarriedOut, match="somebody else has to decide"):
            output_of("approve", 1, "--by", same)
    output_of("approve", 1, "--by", "B. Manager", "--why", "Agreed in June")
    assert statuses(collected) == [("Okayed", "waived")] * 2
    assert "approved by B. Manager" in output_of("explanations")
    with pytest.raises(NotCarriedOut, match=r"already been approved by B\. Manager"):
        output_of("approve", 1, "--by", "C. Director")


def test_a_waiver_that_is_withdrawn_or_refused_counts_no_more(collected: Collecting, output_of: Output) -> None:
    output_of("waive", STANDARD, *FINDINGS, *REASON)
    output_of("approve", 1, "--by", "B. Manager")
    with pytest.raises(NotCarriedOut, match="refuse it instead"):
        output_of("approve", 1, "--by", "B. Manager", "--withdraw")
    output_of("approve", 1, "--by", "A. Officer", "--withdraw")
    assert statuses(collected) == [("Okayed", "open")] * 2
    output_of("explain", STANDARD, *FINDINGS, *REASON)
    output_of("approve", 2, "--by", "B. Manager", "--refuse")
    assert statuses(collected) == [("Okayed", "open")] * 2
    assert "no longer applies" in output_of("explanations")


def test_a_waived_critical_finding_still_leaves_its_record_out_of_returns(
    collecting: Collecting, site: Site, output_of: Output
) -> None:
    site.publish(
        "/adur.csv", Page(with_faults().body + b"2025-04-02,Adur,,2025-01-02,Decided,Approve,2025-02-03,,Q21\n")
    )
    collecting.collect("2025-04-02")
    before = collecting.assemble(partition="2025-Q1")
    about = ("--authority", ADUR, "--code", "value-missing", "--column", "CaseReference")
    output_of("waive", STANDARD, *about, *REASON)
    output_of("approve", 1, "--by", "B. Manager")
    [(_, table)] = load_open_findings_of_authority(collecting.deployment, ADUR, STANDARD, date.today())  # noqa: DTZ011
    waived = [row for row in table.to_pylist() if row["finding_status"] == "waived"]
    assert [(row["severity"], row["column"]) for row in waived] == [("critical", "CaseReference")]
    assert collecting.assemble(partition="2025-Q1") == before


def test_a_finding_may_be_explained_by_its_fingerprint(collected: Collecting, output_of: Output) -> None:
    [(_, table)] = load_open_findings_of_authority(collected.deployment, ADUR, STANDARD)
    first = next(row["fingerprint"] for row in table.to_pylist() if row["code"] == "code-unknown")
    output_of("explain", STANDARD, "--authority", ADUR, "--fingerprint", first, *REASON)
    assert sorted(finding_status for _, finding_status in statuses(collected)) == ["explained", "open"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--authority", ADUR), "Choose findings either with --code"),
        (("--authority", ADUR, "--column", "Decision"), "Choose findings either with --code"),
        (("--authority", ADUR, "--code", "code-unknown", "--column", "Agent"), "has no open finding code-unknown"),
        (("--authority", ADUR, "--fingerprint", "0" * 16), "No open finding"),
        (("--authority", "E07000225", "--code", "code-unknown"), "has been collected from E07000225 yet"),
    ],
)
def test_what_is_not_open_can_not_be_explained(
    collected: Collecting, output_of: Output, words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(NotCarriedOut, match=sentence):
        output_of("explain", STANDARD, *words, *REASON)


def test_an_explanation_says_why_by_whom_and_until_a_day_to_come(collected: Collecting, output_of: Output) -> None:
    for why, by, until in ((" ", "A", UNTIL), ("Ours", " ", UNTIL), ("Ours", "–", UNTIL), ("Ours", "A", "2025-01-01")):
        with pytest.raises(NotCarriedOut):
            output_of("explain", STANDARD, *FINDINGS, "--why", why, "--by", by, "--until", until)
    output_of("explain", STANDARD, *FINDINGS, *REASON)
    with pytest.raises(NotCarriedOut, match="only waivers need approval"):
        output_of("approve", 1, "--by", "B. Manager")


@pytest.mark.parametrize(
    "statement",
    [
        "update explanation set why = 'Other'",
        "delete from explanation",
        "truncate explanation cascade",
        "update decision set decided_by = 'C'",
        "delete from decision",
    ],
)
def test_the_database_itself_lets_nobody_change_what_was_written(
    collected: Collecting, output_of: Output, statement: str
) -> None:
    output_of("waive", STANDARD, *FINDINGS, *REASON)
    output_of("approve", 1, "--by", "B. Manager")
    with pytest.raises(DBAPIError, match="only ever added"), collected.deployment.transaction() as connection:
        connection.exec_driver_sql(statement)


def test_the_database_itself_refuses_an_approval_by_who_proposed_it(collected: Collecting, output_of: Output) -> None:
    output_of("waive", STANDARD, *FINDINGS, *REASON)
    insert = (
        "insert into decision (explanation_id, decision, proposed_by, decided_by, decided_on, why) "
        "values (1, 'approved', {}, {}, current_date, '')"
    )
    same = ("' a. officer'", "'A Officer'", "'Á. Öfficer'", "'ＡOfficer'", "' – '")
    for proposed, decided in (*(("'A. Officer'", name) for name in same), ("'Somebody'", "'B. Manager'")):
        with pytest.raises(IntegrityError), collected.deployment.transaction() as connection:
            connection.exec_driver_sql(insert.format(proposed, decided))


def test_findings_lists_what_is_open_since_when_and_what_changed(collected: Collecting, output_of: Output) -> None:
    output_of("explain", STANDARD, *FINDINGS, *REASON)
    collected.collect("2025-04-05")
    text = output_of("findings", "--authority", ADUR)
    assert f"{STANDARD} of {ADUR}, last seen on 2025-04-05" in text
    assert "code-unknown in “Decision”: open since 2025-04-05" in text
    assert "code-unknown in “Decision”: open since 2025-04-02" in text
    assert "explained" in text
    assert "+1 code-unknown in “Decision” (2 to 3)" in text
    assert "1 code-unknown in “Decision”: 3 days" in text
    lines = output_of("findings", "--authority", ADUR, "--format", "csv").splitlines()
    assert lines[0].startswith("standard,code,severity")
    with pytest.raises(NotCarriedOut, match="has been collected from E07000225 yet"):
        output_of("findings", "--authority", "E07000225")
