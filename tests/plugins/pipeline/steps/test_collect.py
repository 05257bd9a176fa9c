"""Collections, day after day, from councils that behave as councils do."""

import json
from pathlib import Path

import pytest

from plugins.faults import DemonstrationOnly
from plugins.pipeline.steps.collect import list_sources
from plugins.settings import READ_SECONDS
from plugins.storage.archive import sidecar_key, snapshot_key
from plugins.storage.warehouse.quarantine import load_quarantined_files, record_quarantine_decision
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, STANDARD, Collecting, cases, dag_run

pytestmark = pytest.mark.platform
PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>We are moving to a new web site.</body></html>"


def outcomes(collecting: Collecting, run: str) -> dict[str, str]:
    return dict(collecting.ask("select authority_gss, outcome from collection where run_id = :run", run=run))


def test_a_collection_keeps_bytes_tables_issues_and_what_happened(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30), headers={"ETag": '"a"'}))
    site.publish("/arun.csv", Page(PAGE))
    assert collecting.collect("2025-04-02") == ["2025-Q1"]
    assert outcomes(collecting, "run-2025-04-02") == {ADUR: "answered", ARUN: "answered", CRAWLEY: "unreachable"}
    assert collecting.in_use(ADUR) == ("current", "2025-04-02", None, None)
    assert collecting.in_use(ARUN) == ("none", None, "not-tabular", "2025-04-02")
    assert collecting.in_use(CRAWLEY) == ("none", None, "unreachable", "2025-04-02")
    [(sha256,)] = collecting.ask("select sha256 from snapshot where authority_gss = :gss", gss=ADUR)
    assert collecting.deployment.archive.load(snapshot_key(sha256)) == cases(30)
    sidecar = json.loads(collecting.deployment.archive.load(sidecar_key(sha256, ADUR, STANDARD, "2025-04-02")))
    assert (sidecar["url"], sidecar["licence"], sidecar["size"]) == (site.url("/adur.csv"), "OGL-3.0", len(cases(30)))
    counted = collecting.ask("select code, severity from issue_count where authority_gss = :gss", gss=ARUN)
    assert ("file-not-tabular", "critical") in counted


def test_every_attempt_is_logged(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(status=503, headers={"Retry-After": "0"}), Page(cases(3)))
    collecting.collect("2025-04-02")
    logged = collecting.ask(
        "select number, status, outcome from attempt where authority_gss = :gss order by id", gss=ADUR
    )
    assert logged == [(1, 503, "unreachable"), (2, 200, "answered")]


def test_a_publisher_may_stay_silent_for_as_long_as_the_deployment_says(
    collecting: Collecting, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish("/adur.csv", Page(cases(3), wait=3.0))
    site.publish("/arun.csv", Page(cases(3)))
    monkeypatch.setenv(READ_SECONDS, "1")
    collecting.collect("2025-04-02")
    logged = collecting.ask("select error, elapsed_ms < 2500 from attempt where authority_gss = :gss", gss=ADUR)
    assert logged == [("ReadTimeout", True)] * 3
    assert outcomes(collecting, "run-2025-04-02")[ARUN] == "answered"
    monkeypatch.setenv(READ_SECONDS, "300")
    collecting.collect("2025-04-03")
    assert outcomes(collecting, "run-2025-04-03")[ADUR] == "answered"


def test_an_unchanged_file_is_not_parsed_again_and_starts_no_assembly(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30), headers={"ETag": '"a"'}))
    collecting.collect("2025-04-02")
    collecting.assemble_readers("2025-Q1")
    checked = collecting.ask("select checked_at from checked")
    assert collecting.collect("2025-04-03") == []
    assert outcomes(collecting, "run-2025-04-03")[ADUR] == "unchanged"
    assert collecting.ask("select checked_at from checked") == checked
    assert collecting.ask(
        "select status from attempt where run_id = 'run-2025-04-03' and authority_gss = :g", g=ADUR
    ) == [(304,)]
    assert collecting.in_use(ADUR) == ("current", "2025-04-03", None, None)


def test_a_new_extract_date_alone_is_no_new_snapshot(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30, "2025-04-02")), Page(cases(30, "2025-04-03")))
    collecting.collect("2025-04-02")
    collecting.assemble_readers("2025-Q1")
    assert collecting.collect("2025-04-03") == []
    assert len({row[0] for row in collecting.ask("select sha256 from snapshot")}) == 1


def test_a_quarter_that_was_assembled_before_its_end_is_assembled_once_more_after_it(
    collecting: Collecting, site: Site
) -> None:
    site.publish("/adur.csv", Page(cases(30)))
    collecting.collect("2025-03-20")
    collecting.assemble(period="2025-Q1")
    assert collecting.collect("2025-04-01") == ["2025-Q1"]
    collecting.assemble_readers("2025-Q1")
    assert collecting.collect("2025-04-02") == []


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(status=404), "unreachable"),
        (Page(PAGE), "not-tabular"),
        (Page(b"CaseReference,CaseDate\n"), "no-usable-record"),
        (Page(cases(10)), "shrunk"),
    ],
)
def test_a_source_that_goes_bad_keeps_its_last_valid_snapshot_in_use(
    collecting: Collecting, site: Site, page: Page, reason: str
) -> None:
    site.publish("/adur.csv", Page(cases(30)), page)
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    collecting.collect("2025-04-04")
    assert collecting.in_use(ADUR) == ("last-valid", "2025-04-02", reason, "2025-04-03")


def test_a_source_that_recovers_is_current_again(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), Page(cases(2)), Page(cases(31)))
    for day in ("2025-04-02", "2025-04-03", "2025-04-04"):
        collecting.collect(day)
    assert collecting.in_use(ADUR) == ("current", "2025-04-04", None, None)


def test_a_shrunken_file_is_used_after_a_week_and_known_from_then(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), Page(cases(10)))
    for day in ("2025-04-02", "2025-04-03", "2025-04-09"):
        collecting.collect(day)
    assert collecting.in_use(ADUR)[0] == "last-valid"
    collecting.collect("2025-04-10")
    assert collecting.in_use(ADUR) == ("current", "2025-04-10", None, None)
    known = collecting.ask(
        "select fetched_on::text, usable_from::text from snapshot where authority_gss = :g order by 1", g=ADUR
    )
    assert known == [
        ("2025-04-02", "2025-04-02"),
        ("2025-04-03", "2025-04-10"),
        ("2025-04-09", "2025-04-10"),
        ("2025-04-10", "2025-04-10"),
    ]


def test_a_person_may_confirm_a_shrunken_file(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), Page(cases(10)))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    assert collecting.collect("2025-04-04", confirm=[ADUR]) == ["2025-Q1"]
    assert collecting.in_use(ADUR) == ("current", "2025-04-04", None, None)


def test_a_file_that_was_refused_stays_out_of_use_until_it_is_accepted(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), Page(cases(10)))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    collecting.assemble_readers("2025-Q1")
    decide(collecting, "refused")
    for day in ("2025-04-04", "2025-04-20", "2025-05-20"):
        assert collecting.collect(day) == []
    assert collecting.in_use(ADUR) == ("last-valid", "2025-04-02", "shrunk", "2025-04-03")
    decide(collecting, "accepted")
    assert collecting.collect("2025-05-21") == ["2025-Q1"]
    assert collecting.in_use(ADUR) == ("current", "2025-05-21", None, None)
    [(known,)] = collecting.ask("select distinct usable_from::text from snapshot where fetched_on > '2025-04-02'")
    assert known == "2025-05-21"


def test_a_file_that_was_accepted_is_used_though_its_source_does_not_answer(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), Page(cases(10)), Page(status=404))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    decide(collecting, "accepted")
    assert collecting.collect("2025-04-04") == ["2025-Q1"]
    assert collecting.in_use(ADUR) == ("last-valid", "2025-04-03", "unreachable", "2025-04-03")


def test_a_smaller_file_after_one_that_was_refused_waits_its_own_week(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)), Page(cases(10)), Page(cases(11)))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    decide(collecting, "refused")
    collecting.collect("2025-04-09")
    collecting.collect("2025-04-15")
    assert collecting.in_use(ADUR)[0] == "last-valid"
    collecting.collect("2025-04-16")
    assert collecting.in_use(ADUR)[:2] == ("current", "2025-04-16")
    states = collecting.ask("select fetched_on::text, state from snapshot where authority_gss = :g order by 1", g=ADUR)
    assert dict(states)["2025-04-03"] == "quarantined"


def decide(collecting: Collecting, decision: str) -> None:
    with collecting.deployment.transaction() as connection:
        [file] = load_quarantined_files(connection, [ADUR])
        assert (file.rows_usable, file.last_valid_rows, str(file.first_on)) == (10, 30, "2025-04-03")
        record_quarantine_decision(connection, file, decision, "person/1", "For the test")


def test_the_same_bytes_from_two_councils_are_one_object_and_two_snapshots(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(30)))
    site.publish("/arun.csv", Page(cases(30)))
    collecting.collect("2025-04-02")
    keys = collecting.deployment.archive.list_keys("snapshots/")
    assert len([key for key in keys if not key.endswith(".json")]) == 1
    assert collecting.in_use(ADUR)[0] == collecting.in_use(ARUN)[0] == "current"


def test_a_run_may_ask_some_authorities_only(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(3)))
    collecting.collect("2025-04-02", authorities=[ADUR])
    assert outcomes(collecting, "run-2025-04-02") == {ADUR: "answered"}


def test_only_a_demonstration_may_simulate_its_date(collecting: Collecting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNCIL_RETURNS_DEMONSTRATION", "")
    with pytest.raises(DemonstrationOnly):
        list_sources.function(STANDARD, params={"day": "2025-04-02"}, dag_run=dag_run("run"))


def test_a_run_that_is_no_demonstration_counts_as_the_day_it_ran(
    collecting: Collecting, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNCIL_RETURNS_DEMONSTRATION", "")
    site.publish("/adur.csv", Page(cases(3)))
    collecting.collect("", authorities=[ADUR], run="run")
    assert collecting.ask("select day::text from collection") == [("2026-11-02",)]


def test_a_demonstration_that_is_given_the_register_asks_no_real_council(
    collecting: Collecting, register: Path
) -> None:
    head, own, *others = register.read_text().splitlines()
    address = own.split(",")[2]
    register.write_text("\n".join([head, own.replace(address, "https://www.adur-worthing.gov.uk/a.csv"), *others]))
    collecting.collect("2025-04-02", authorities=[ADUR])
    [(outcome, error)] = collecting.ask("select outcome, error from attempt")
    assert outcome == "refused"
    assert "a demonstration asks its example publishers only" in error


def test_a_page_that_stays_is_checked_once(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(PAGE))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    assert outcomes(collecting, "run-2025-04-03")[ADUR] == "unchanged"
    assert collecting.in_use(ADUR) == ("none", None, "not-tabular", "2025-04-02")
    assert collecting.ask("select count(*) from checked") == [(1,)]


def test_a_huge_file_is_checked_after_the_others_have_been_announced(
    collecting: Collecting, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.pipeline.collect.batches.BYTES_HUGE", 10_000)
    site.publish("/adur.csv", Page(cases(30)))
    site.publish("/arun.csv", Page(cases(500)))
    assert collecting.collect("2025-04-02") == ["2025-Q1", "2025-Q1"]
    assert collecting.in_use(ADUR)[0] == collecting.in_use(ARUN)[0] == "current"
    first, last = collecting.ask("select authority_gss from checked order by checked_at")
    assert (first, last) == ((ADUR,), (ARUN,))
