"""Each file and the one before it: compared once the changes are announced, before the ledgers are updated."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import pytest

from expectations.compare import Compared, compare
from expectations.file_pairs import Side
from plugins.faults import ComparisonFailed
from plugins.pipeline.steps import (
    check_batch,
    fetch_batch,
    follow_findings,
    list_sources,
    plan_batches,
    plan_huge_files,
)
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, STANDARD, Collecting, cases, dag_run
from tests.plugins.pipeline.steps.test_interruption import kill_once
from transforms.domain.standard import DatasetStandard

pytestmark = pytest.mark.platform
COMPARISONS = "select authority_gss, fetched_on::text, before_on::text, issues from comparison order by 1, 2, 3"
CHAINS = "select authority_gss, chain, before_sha256, entries from ledger order by 1, 2"


def undecided(count: int) -> Page:
    """The same cases, none of them decided any more."""
    return Page(cases(count).replace(b",Approve,", b",,"))


def fetched(collecting: Collecting, *days: str) -> None:
    for day in days:
        values = {"params": {"day": day}, "dag_run": dag_run(f"run-{day}")}
        for batch in list_sources.function(STANDARD, **values):
            fetch_batch.function(STANDARD, batch, **values)


def checked(collecting: Collecting) -> None:
    for batch in plan_batches.function(STANDARD):
        check_batch.function(STANDARD, batch)


def announced(collecting: Collecting, day: str) -> list[str]:
    return collecting.announce({"params": {"day": day}, "dag_run": dag_run(f"run-{day}")})


def test_an_assembly_waits_for_no_comparison(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), undecided(31))
    collecting.collect("2025-04-02")
    [first] = collecting.ask(COMPARISONS)
    fetched(collecting, "2025-04-03")
    checked(collecting)
    assert announced(collecting, "2025-04-03") == ["2025-Q1"]
    assert collecting.assemble(partition="2025-Q1")
    assert collecting.ask(COMPARISONS) == [first]
    follow_findings.function(STANDARD)
    assert collecting.ask(COMPARISONS) == [first, (ADUR, "2025-04-03", "2025-04-02", 30)]


def test_following_gives_way_to_the_assemblies_that_run_at_the_same_time() -> None:
    with ProcessPoolExecutor(1) as pool:
        before = pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result()
        pool.submit(follow_findings.kwargs["pre_execute"], {}).result()
        assert pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result() > before


def test_what_waits_for_a_comparison_alone_is_not_planned_for_a_check(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)))
    fetched(collecting, "2025-04-02")
    checked(collecting)
    announced(collecting, "2025-04-02")
    assert plan_batches.function(STANDARD) == []
    assert collecting.ask(COMPARISONS) == []


def test_two_files_that_are_checked_at_once_are_compared_with_each_other(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), undecided(31))
    fetched(collecting, "2025-04-02", "2025-04-03")
    checked(collecting)
    announced(collecting, "2025-04-03")
    follow_findings.function(STANDARD)
    assert collecting.ask(COMPARISONS) == [(ADUR, "2025-04-02", None, 0), (ADUR, "2025-04-03", "2025-04-02", 30)]


def test_what_was_found_between_files_is_in_the_ledger_of_the_same_step(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), undecided(31))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    assert collecting.ask(
        "select distinct code from ledger_count c join ledger l on l.id = c.ledger_id where code = 'value-withdrawn'"
    )
    assert collecting.ask("select count(*) from ledger where authority_gss = :g", g=ADUR) == [(2,)]


def test_a_huge_file_is_compared_in_the_step_that_follows_it_and_nobody_twice(
    collecting: Collecting, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.pipeline.collect.batches.BYTES_HUGE", 10_000)
    site.publish("/adur.csv", Page(cases(30)), undecided(31))
    site.publish("/arun.csv", Page(cases(20)), undecided(500))
    collecting.collect("2025-04-02")
    fetched(collecting, "2025-04-03")
    checked(collecting)
    announced(collecting, "2025-04-03")
    follow_findings.function(STANDARD)
    made = collecting.ask(COMPARISONS)
    assert [row[:2] for row in made] == [(ADUR, "2025-04-02"), (ADUR, "2025-04-03"), (ARUN, "2025-04-02")]
    for batch in plan_huge_files.function(STANDARD):
        check_batch.function(STANDARD, batch)
    announced(collecting, "2025-04-03")
    follow_findings.function(STANDARD)
    assert collecting.ask(COMPARISONS) == [*made, (ARUN, "2025-04-03", "2025-04-02", 20)]
    assert plan_huge_files.function(STANDARD) == []
    assert follow_findings.function(STANDARD) == 0
    assert len(collecting.ask(COMPARISONS)) == 4


def test_following_that_is_killed_between_comparing_and_the_ledgers_leaves_what_an_undisturbed_one_leaves(
    collecting: Collecting, site: Site
) -> None:
    site.publish("/adur.csv", Page(cases(300)), undecided(301))
    site.publish("/arun.csv", Page(cases(200)), undecided(201))
    collecting.collect("2025-04-02")
    fetched(collecting, "2025-04-03")
    checked(collecting)
    announced(collecting, "2025-04-03")
    archive = collecting.deployment.archive
    kill_once("follow_findings", [], lambda: bool(archive.list_keys("history/")))
    follow_findings.function(STANDARD)
    interrupted = [collecting.ask(query) for query in (COMPARISONS, CHAINS)]
    keys = archive.list_keys("")
    with collecting.deployment.transaction() as connection:
        connection.exec_driver_sql("truncate comparison, ledger, ledger_count")
    follow_findings.function(STANDARD)
    assert [collecting.ask(query) for query in (COMPARISONS, CHAINS)] == interrupted
    assert archive.list_keys("") == keys


def test_a_comparison_that_fails_is_named_and_keeps_nobody_waiting(
    collecting: Collecting, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish("/adur.csv", Page(cases(30)), undecided(31))
    site.publish("/arun.csv", Page(cases(20)), undecided(21))
    collecting.collect("2025-04-02")
    fetched(collecting, "2025-04-03")
    checked(collecting)
    announced(collecting, "2025-04-03")

    def fails(files: Sequence[tuple[Side | None, Side]], standard: DatasetStandard) -> list[Compared]:
        if any(after.table.num_rows == 21 for _, after in files):
            raise ZeroDivisionError
        return compare(files, standard)

    with monkeypatch.context() as patched:
        patched.setattr("expectations.compare.compare", fails)
        with pytest.raises(ComparisonFailed, match=f"over 1 of 2: {ARUN} of 2025-04-03"):
            follow_findings.function(STANDARD)
    followed = "select authority_gss, day::text, before_sha256 is not null from ledger order by id"
    assert collecting.ask("select authority_gss from comparison where fetched_on = '2025-04-03'") == [(ADUR,)]
    assert {(ADUR, "2025-04-03", True), (ARUN, "2025-04-03", False)} <= set(collecting.ask(followed))
    assert collecting.assemble(partition="2025-Q1")
    assert follow_findings.function(STANDARD) == 1
    assert collecting.ask(followed)[-1] == (ARUN, "2025-04-03", True)
