"""Findings followed from collection to collection: opened, fixed, back again, and never forgotten."""

from collections.abc import Callable
from datetime import date

import pytest

from expectations.check import check_files
from plugins.pipeline.ledgers.open_findings import load_open_findings_of_authority
from plugins.pipeline.ledgers.update_ledgers import load_ledger
from plugins.pipeline.steps import check_batch, fetch_batch, follow_findings, list_sources, plan_batches
from plugins.storage.archive import ledger_key
from plugins.storage.warehouse.ledgers import load_last_steps, load_steps
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, STANDARD, Collecting, cases, dag_run
from transforms.findings.ledger import states

pytestmark = pytest.mark.platform
Entry = tuple[str, str, str, str | None, int]
ReadEntries = Callable[..., list[Entry]]
PAGE = Page(b"<!DOCTYPE html><html><body>We are moving</body></html>")


def with_faults(*rows: str, count: int = 30) -> Page:
    """A file of good cases and some rows of a fault each: reference, decision, day decided."""
    lines = [f"2025-04-02,Adur,{row},2025-01-02,Decided,{decision},{day},Delegated,Q21" for row, decision, day in
             (row.split("|") for row in rows)]  # fmt: skip
    return Page(cases(count) + "".join(line + "\n" for line in lines).encode())


@pytest.fixture
def entries(collecting: Collecting) -> ReadEntries:
    """The ledger of a source: code, state, opened, closed, how often back; the column findings of every file aside."""

    def read(authority: str = ADUR) -> list[Entry]:
        with collecting.deployment.transaction() as connection:
            [last] = load_last_steps(connection, STANDARD, authority)
        ledger = load_ledger(collecting.deployment, last)
        rows = zip(states(ledger).to_pylist(), ledger.to_pylist(), strict=True)
        return sorted(
            (row["code"], state, str(row["opened_on"]), row["closed_on"] and str(row["closed_on"]), row["recurred"])
            for state, row in rows
            if row["code"] not in ("column-missing", "value-missing", "publication-late")
        )

    return read


def test_a_finding_is_opened_fixed_and_back_again(collecting: Collecting, site: Site, entries: ReadEntries) -> None:
    bad, good = with_faults("X/1|Approve|31/02/2025"), Page(cases(31))
    site.publish("/adur.csv", bad, good, with_faults("X/1|Approve|31/02/2025", count=31))
    collecting.collect("2025-04-02")
    assert entries() == [("date-unparseable", "open", "2025-04-02", None, 0)]
    collecting.collect("2025-04-05")
    assert entries() == [("date-unparseable", "fixed", "2025-04-02", "2025-04-05", 0)]
    collecting.collect("2025-04-09")
    assert entries() == [("date-unparseable", "open", "2025-04-02", None, 1)]


def test_a_moved_value_is_another_finding(collecting: Collecting, site: Site, entries: ReadEntries) -> None:
    site.publish("/adur.csv", with_faults("X/1|Approve|31/02/2025"), with_faults("X/1|Approve|30/02/2025"))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    assert [state for _, state, *_ in entries()] == ["fixed", "open"]


@pytest.mark.parametrize("page", [PAGE, Page(cases(5)), Page(status=404)], ids=["a page", "shrunk", "no answer"])
def test_what_can_not_be_seen_has_not_been_fixed(
    collecting: Collecting, site: Site, entries: ReadEntries, page: Page
) -> None:
    site.publish("/adur.csv", with_faults("X/1|Approve|31/02/2025"), page)
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    assert ("date-unparseable", "open", "2025-04-02", None, 0) in entries()


def test_a_page_in_place_of_the_file_is_a_finding_that_the_next_file_fixes(
    collecting: Collecting, site: Site, entries: ReadEntries
) -> None:
    site.publish("/adur.csv", Page(cases(30)), PAGE, Page(cases(31)))
    for day in ("2025-04-02", "2025-04-03", "2025-04-06"):
        collecting.collect(day)
    assert entries() == [("file-not-tabular", "fixed", "2025-04-03", "2025-04-06", 0)]


def test_a_shrunken_file_closes_findings_on_its_own_day_once_it_is_confirmed(
    collecting: Collecting, site: Site, entries: ReadEntries
) -> None:
    site.publish("/adur.csv", with_faults("X/1|Approve|31/02/2025"), Page(cases(5)))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    collecting.collect("2025-04-04", confirm=[ADUR])
    assert entries() == [("date-unparseable", "fixed", "2025-04-02", "2025-04-03", 0)]


def test_following_twice_makes_nothing_new_and_an_unchanged_source_takes_no_step(
    collecting: Collecting, site: Site
) -> None:
    site.publish("/adur.csv", Page(cases(30)))
    collecting.collect("2025-04-02")
    made = collecting.ask("select count(*) from ledger")
    assert follow_findings.function(STANDARD) == 0
    collecting.collect("2025-04-03")
    assert collecting.ask("select count(*) from ledger") == made


def test_a_step_that_was_killed_before_it_was_written_down_is_made_again_the_same(
    collecting: Collecting, site: Site
) -> None:
    site.publish("/adur.csv", with_faults("X/1|Approve|31/02/2025"))
    collecting.collect("2025-04-02")
    before = collecting.ask("select authority_gss, chain, entries from ledger order by 1")
    with collecting.deployment.transaction() as connection:
        connection.exec_driver_sql("truncate ledger, ledger_count")
    keys = collecting.deployment.archive.list_keys("ledger/")
    follow_findings.function(STANDARD)
    assert collecting.ask("select authority_gss, chain, entries from ledger order by 1") == before
    assert collecting.deployment.archive.list_keys("ledger/") == keys


def test_an_older_file_that_is_checked_late_takes_its_place_in_the_order(
    collecting: Collecting, site: Site, entries: ReadEntries
) -> None:
    site.publish("/adur.csv", Page(cases(30)), with_faults("X/1|Approve|31/02/2025"), Page(cases(32)))
    collecting.collect("2025-04-02")
    values = {"params": {"day": "2025-04-03"}, "dag_run": dag_run("late")}
    for batch in list_sources.function(STANDARD, **values):
        fetch_batch.function(STANDARD, batch, **values)  # and the check does not come to it that day
    values = {"params": {"day": "2025-04-06"}, "dag_run": dag_run("next")}
    for batch in list_sources.function(STANDARD, **values):
        fetch_batch.function(STANDARD, batch, **values)
    for batch in plan_batches.function(STANDARD):
        newer = [one for one in batch if one.startswith(ADUR)]
        late = collecting.ask(
            "select sha256 from snapshot where fetched_on = '2025-04-03' and authority_gss = :g", g=ADUR
        )
        check_batch.function(STANDARD, [one for one in newer if late[0][0][:12] not in one])
    collecting.announce(values)
    follow_findings.function(STANDARD)
    assert entries() == []
    collecting.collect("2025-04-07")
    assert entries() == [("date-unparseable", "fixed", "2025-04-03", "2025-04-06", 0)]


def test_what_new_rules_find_in_the_same_file_is_opened_by_the_rules(
    collecting: Collecting, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish("/adur.csv", Page(cases(30)), Page(cases(30)), Page(cases(31)))
    collecting.collect("2025-04-02")
    monkeypatch.setattr("plugins.reading.read_files.check_files", check_files)  # where the versions are patched
    monkeypatch.setattr("expectations.check.RULES_VERSION", "next")
    monkeypatch.setattr("expectations.suites.RULES_VERSION", "next")
    collecting.collect("2025-04-02", run="again")
    collecting.collect("2025-04-03")
    with collecting.deployment.transaction() as connection:
        made = load_steps(connection, STANDARD, ADUR)
    assert [(step.by, step.rules_version == "next", step.day) for step in made] == [
        ("publisher", False, date(2025, 4, 2)),
        ("rules", True, date(2025, 4, 2)),
        ("publisher", True, date(2025, 4, 3)),
    ]


def test_a_case_that_is_no_longer_decided_is_found_and_passes_with_the_next_file(
    collecting: Collecting, site: Site, entries: ReadEntries
) -> None:
    decided, undecided = with_faults("X/1|Approve|2025-02-03"), with_faults("X/1||", count=31)
    site.publish("/adur.csv", decided, undecided, with_faults("X/1||", count=32))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    assert entries() == [("value-withdrawn", "open", "2025-04-03", None, 0)] * 2
    collecting.collect("2025-04-04")
    assert entries() == [("value-withdrawn", "past", "2025-04-03", "2025-04-04", 0)] * 2


def test_every_publication_is_compared_once_with_the_one_in_use_before_it(collecting: Collecting, site: Site) -> None:
    first, second = Page(cases(30)), Page(cases(31))
    site.publish("/adur.csv", first, PAGE, second, first)
    for day in ("2025-04-02", "2025-04-03", "2025-04-04", "2025-04-05", "2025-04-06"):
        collecting.collect(day)
    compared = collecting.ask(
        "select fetched_on::text, before_on::text from comparison where authority_gss = :g order by 1", g=ADUR
    )
    assert compared == [("2025-04-02", None), ("2025-04-04", "2025-04-02"), ("2025-04-05", "2025-04-04")]
    [(outcomes,)] = collecting.ask("select outcomes from comparison where fetched_on = '2025-04-02'")
    assert {(one["outcome"], one["reason"]) for one in outcomes} == {("not-applicable", "no earlier file")}


def test_the_counts_of_a_ledger_are_in_the_warehouse(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", with_faults("X/1|Approve|31/02/2025", "X/2|Approve|32/02/2025"))
    site.publish("/arun.csv", Page(cases(3)))
    collecting.collect("2025-04-02")
    assert collecting.ask(
        "select authority_gss, severity, state, count from ledger_count c join ledger l on l.id = c.ledger_id "
        "where code = 'date-unparseable'"
    ) == [(ADUR, "warning", "open", 2)]
    assert collecting.ask("select count(*) from ledger where authority_gss = :g", g=ARUN) == [(1,)]


def test_a_ledger_that_was_made_stays_in_the_archive(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), Page(cases(31)))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    with collecting.deployment.transaction() as connection:
        made = load_steps(connection, STANDARD, ADUR)
    keys = [ledger_key(STANDARD, ADUR, step.day.isoformat(), step.chain) for step in made]
    assert collecting.deployment.archive.list_keys(f"ledger/{STANDARD}/{ADUR}/") == keys


def test_a_file_with_more_findings_than_can_be_followed_is_followed_by_column_and_closes_nothing(
    collecting: Collecting, site: Site, entries: ReadEntries, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [f"X/{number}|Okayed|2025-02-03" for number in range(400)]
    site.publish("/adur.csv", with_faults("Y/1|Approve|31/02/2025"), with_faults(*many), Page(cases(400)))
    monkeypatch.setattr("transforms.findings.ledger.MOST", 300)
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    assert entries() == [
        ("code-unknown", "open", "2025-04-03", None, 0),
        ("date-unparseable", "open", "2025-04-02", None, 0),
    ]
    [(_, table)] = load_open_findings_of_authority(collecting.deployment, ADUR, STANDARD)
    assert [row["line"] for row in table.to_pylist() if row["code"] == "code-unknown"] == [None]
    collecting.collect("2025-04-04")
    assert {state for _, state, *_ in entries()} == {"fixed"}
