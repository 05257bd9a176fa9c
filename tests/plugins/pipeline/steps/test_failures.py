"""A file that our code fails over fails alone: the others are stored, checked and recorded, and the step names it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from expectations.check import PublishedFile, check_files
from plugins.faults import ArchiveUnavailable, CheckFailed, ComparisonFailed, LedgerFailed, ResponseFailed
from plugins.fetch.fetch_once import fetch_once
from plugins.pipeline.steps.collect import check_batch, fetch_batch, follow_findings, plan_batches
from plugins.reading import tasks
from plugins.storage.archive import Archive, snapshot_key
from plugins.storage.warehouse.comparisons import record_comparisons
from plugins.storage.warehouse.fetch_log import record_collection
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, STANDARD, Collecting, cases, dag_run
from tests.plugins.reading.hostile_files import check_or_die, digest_or_die
from transforms.domain.report import Report
from transforms.domain.standard import DatasetStandard
from transforms.findings.ledger import follow

pytestmark = pytest.mark.platform

ALL = [ADUR, ARUN, CRAWLEY]
OTHERS = [(ADUR,), (CRAWLEY,)]
FETCHED = "select authority_gss, outcome from collection order by 1"
CHECKED = "select authority_gss from checked order by 1"
ODD = cases(7)  # Arun's file, over which something fails


@pytest.fixture
def published(site: Site) -> Site:
    """Three councils' files, of which Arun's is the odd one."""
    for name, content in (("adur", cases(5)), ("arun", ODD), ("crawley", cases(6))):
        site.publish(f"/{name}.csv", Page(content))
    return site


def values(day: str = "2025-04-02") -> dict[str, Any]:
    return {"params": {"day": day}, "dag_run": dag_run(f"run-{day}")}


def failing_over(is_odd: Callable[..., bool], function: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """Return the function, which fails where one of its arguments is the odd one."""

    def fails(*given: Any, **named: Any) -> Any:
        if any(is_odd(one) for one in (*given, *named.values())):
            raise error
        return function(*given, **named)

    return fails


@pytest.mark.parametrize("name", ["deadly", "odd"])
def test_a_file_that_can_not_be_read_for_its_digest_is_stored_and_checked_like_any_other(
    collecting: Collecting, published: Site, monkeypatch: pytest.MonkeyPatch, register: Path, name: str
) -> None:
    site_url = published.publish(f"/{name}", Page(ODD))
    register.write_text(register.read_text().replace(published.url("/arun.csv"), site_url))
    monkeypatch.setattr(tasks, "content_digest", digest_or_die)
    monkeypatch.setattr(tasks, "check_files", check_or_die)
    assert fetch_batch.function(STANDARD, ALL, **values()) == 3
    assert collecting.ask(FETCHED) == [(gss, "answered") for gss in ALL]
    [batch] = plan_batches.function(STANDARD)
    assert check_batch.function(STANDARD, batch) == 3
    assert collecting.ask(CHECKED) == [(gss,) for gss in ALL]
    unreadable = "select authority_gss from issue_count where code = 'file-unreadable'"
    assert collecting.ask(unreadable) == [(ARUN,)]


def test_a_source_over_which_our_fetch_fails_stops_no_other_and_is_logged(
    collecting: Collecting, published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = failing_over(lambda one: one == published.url("/arun.csv"), fetch_once, ZeroDivisionError())
    monkeypatch.setattr("plugins.fetch.fetch_source.fetch_once", fetch)
    with pytest.raises(ResponseFailed, match=f"of {ARUN}, out of 3"):
        fetch_batch.function(STANDARD, ALL, **values())
    assert collecting.ask(FETCHED) == [(ADUR, "answered"), (ARUN, "unreachable"), (CRAWLEY, "answered")]
    logged = collecting.ask("select error from attempt where authority_gss = :gss", gss=ARUN)
    assert logged == [("our own fault: ZeroDivisionError",)]


def test_an_address_that_is_none_is_refused_and_stops_no_other(
    collecting: Collecting, published: Site, register: Path
) -> None:
    register.write_text(register.read_text().replace(published.url("/arun.csv"), "http://["))
    assert fetch_batch.function(STANDARD, ALL, **values()) == 3
    assert collecting.ask(FETCHED) == [(ADUR, "answered"), (ARUN, "refused"), (CRAWLEY, "answered")]


def test_a_response_that_can_not_be_recorded_stops_no_other_and_is_asked_for_again(
    collecting: Collecting, published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        record = failing_over(lambda one: one == ARUN, record_collection, ValueError("NUL"))
        patched.setattr("plugins.pipeline.collect.store_responses.record_collection", record)
        with pytest.raises(ResponseFailed, match=f"of {ARUN}, out of 3"):
            fetch_batch.function(STANDARD, ALL, **values())
    assert collecting.ask(FETCHED) == [(ADUR, "answered"), (CRAWLEY, "answered")]
    assert fetch_batch.function(STANDARD, ALL, **values()) == 1
    assert collecting.ask(FETCHED) == [(gss, "answered") for gss in ALL]


def test_a_store_that_does_not_answer_is_raised_by_its_own_name_so_that_the_step_is_tried_again(
    collecting: Collecting, published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise ArchiveUnavailable("no answer")

    monkeypatch.setattr(Archive, "save", refuse)
    with pytest.raises(ArchiveUnavailable):
        fetch_batch.function(STANDARD, ALL, **values())


def odd_reports(change: Callable[[Report], Report]) -> Callable[..., list[Report]]:
    """Return a check whose report on Arun's file is changed."""

    def check(files: Sequence[PublishedFile], standard: DatasetStandard) -> list[Report]:
        reports = check_files(files, standard)
        return [change(report) if report.authority_gss == ARUN else report for report in reports]

    return check


def unreadable(_: Report) -> Report:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(unreadable, id="it can't be read"),
        pytest.param(lambda report: replace(report, table="no table"), id="its table can't be stored"),
        pytest.param(lambda report: replace(report, columns={"Status": "Status\x00"}), id="it holds a NUL"),
        pytest.param(lambda report: replace(report, columns={"Status": "\ud800"}), id="it holds a lone surrogate"),
        pytest.param(lambda report: replace(report, rows=2**70), id="it holds a number beyond the warehouse's"),
    ],
)
def test_a_file_that_can_not_be_checked_or_recorded_costs_nobody_else_and_is_named(
    collecting: Collecting, published: Site, monkeypatch: pytest.MonkeyPatch, change: Callable[[Report], Report]
) -> None:
    fetch_batch.function(STANDARD, ALL, **values())
    [batch] = plan_batches.function(STANDARD)
    with monkeypatch.context() as patched:
        patched.setattr("plugins.reading.read_files.check_files", odd_reports(change))
        with pytest.raises(CheckFailed, match=rf"over 1 of 3 files: arun\.csv of {ARUN}"):
            check_batch.function(STANDARD, batch)
    assert collecting.ask(CHECKED) == OTHERS
    assert collecting.announce(values()) == ["2025-Q1"]
    assert collecting.in_use(ADUR)[0] == "current"
    assert collecting.in_use(ARUN) == ("none", None, "not-checked", "2025-04-02")


def test_a_file_whose_bytes_are_gone_costs_nobody_else(collecting: Collecting, published: Site) -> None:
    fetch_batch.function(STANDARD, ALL, **values())
    [(sha256,)] = collecting.ask("select sha256 from snapshot where authority_gss = :gss", gss=ARUN)
    archive = collecting.deployment.archive
    archive._client.delete_object(Bucket=archive.store.bucket, Key=snapshot_key(sha256))
    [batch] = plan_batches.function(STANDARD)
    with pytest.raises(CheckFailed, match=ARUN):
        check_batch.function(STANDARD, batch)
    assert collecting.ask(CHECKED) == OTHERS


def test_a_source_whose_new_file_can_not_be_checked_keeps_its_last_valid_file_and_says_why(
    collecting: Collecting, published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    collecting.collect("2025-04-02")
    published.publish("/arun.csv", Page(cases(8)))
    fetch_batch.function(STANDARD, ALL, **values("2025-04-03"))
    [batch] = plan_batches.function(STANDARD)
    with monkeypatch.context() as patched:
        patched.setattr("plugins.reading.read_files.check_files", odd_reports(unreadable))
        with pytest.raises(CheckFailed):
            check_batch.function(STANDARD, batch)
    collecting.announce(values("2025-04-03"))
    assert collecting.in_use(ARUN) == ("last-valid", "2025-04-02", "not-checked", "2025-04-03")
    collecting.collect("2025-04-04")
    assert collecting.in_use(ARUN) == ("current", "2025-04-04", None, None)


def test_a_comparison_that_can_not_be_recorded_is_named_and_costs_nobody_else(
    collecting: Collecting, published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch_batch.function(STANDARD, ALL, **values())
    [batch] = plan_batches.function(STANDARD)
    check_batch.function(STANDARD, batch)
    collecting.announce(values())
    is_odd = lambda one: isinstance(one, list) and any(row[0].after.authority_gss == ARUN for row in one)  # noqa: E731
    with monkeypatch.context() as patched:
        record = failing_over(is_odd, record_comparisons, ValueError("NUL"))
        patched.setattr("plugins.pipeline.ledgers.compare_files.record_comparisons", record)
        with pytest.raises(ComparisonFailed, match=f"over 1 of 3: {ARUN} of 2025-04-02"):
            follow_findings.function(STANDARD)
    assert collecting.ask("select authority_gss from comparison order by 1") == OTHERS
    assert collecting.ask("select count(*) from ledger") == [(3,)]
    assert follow_findings.function(STANDARD) == 1


def test_a_ledger_over_which_our_code_fails_is_named_and_costs_nobody_else(
    collecting: Collecting, published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.publish(
        "/arun.csv", Page(cases(5) + b"2025-04-02,Adur,X,2025-01-02,Decided,Approve,31/02/2025,Delegated,Q21\n")
    )
    fetch_batch.function(STANDARD, ALL, **values())
    [batch] = plan_batches.function(STANDARD)
    check_batch.function(STANDARD, batch)
    collecting.announce(values())

    def fails(before: Any, found: Any, step: Any) -> Any:
        if "date-unparseable" in found["code"].to_pylist():
            raise ZeroDivisionError
        return follow(before, found, step)

    with monkeypatch.context() as patched:
        patched.setattr("transforms.findings.ledger.follow", fails)
        with pytest.raises(LedgerFailed, match=f"over 1 of 3 ledgers: {ARUN}"):
            follow_findings.function(STANDARD)
    assert collecting.ask("select authority_gss from ledger order by 1") == OTHERS
    assert follow_findings.function(STANDARD) == 1
