"""Returns made of what was collected: published whole, made again byte for byte, frozen at the deadline."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowSkipException

from plugins.faults import InputNotReady, ReplayDiffers
from plugins.pipeline.assemble.make_assembly import download_assembly, replay, trace_cell
from plugins.pipeline.assemble.return_request import return_request
from plugins.pipeline.steps.assemble import freeze_period, wait_for_collection
from plugins.settings import SettingMissing
from plugins.storage.warehouse.assemblies import load_latest_assembly
from plugins.storage.warehouse.summaries import summarise_assemblies, summarise_collection
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, STANDARD, Collecting, cases, dag_run
from transforms.domain.return_request import ReturnRequest
from transforms.returns.planning_matters import EDITION_2019

pytestmark = pytest.mark.platform
RETURN = "planning_matters"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    empty = tmp_path / "empty"
    empty.mkdir()
    return empty


@pytest.fixture
def collected(collecting: Collecting, site: Site) -> Collecting:
    """Two days of collections: Adur grows from 30 cases to 40, Arun has a page and then 20 cases, Crawley nothing."""
    site.publish("/adur.csv", Page(cases(30)), Page(cases(40)))
    site.publish("/arun.csv", Page(b"<html><body>Soon</body></html>"), Page(cases(20)))
    collecting.collect("2025-04-02")
    collecting.collect("2025-04-03")
    return collecting


def cells(collecting: Collecting, prefix: str) -> dict[tuple[str, str], tuple[str, str]]:
    text = collecting.deployment.archive.load(f"{prefix}/cells.csv").decode()
    return {(row["authority"], row["cell"]): (row["value"], row["origin"]) for row in csv.DictReader(io.StringIO(text))}


def test_an_assembly_holds_the_cells_of_every_authority_that_is_asked(collected: Collecting) -> None:
    found = cells(collected, collected.assemble(partition="2025-Q1"))
    assert found[ADUR, "PS2.Q21.a"] == ("40", "computed")
    assert found[ARUN, "PS2.Q21.a"] == ("20", "computed")
    assert found[CRAWLEY, "PS2.Q21.a"] == ("", "no-data")
    assert found["E92000001", "PS2.Q21.a"] == ("60", "computed")


def test_a_period_of_another_return_that_reads_the_standard_is_skipped(collected: Collecting) -> None:
    for period in ("2024-25", "2025-03-31"):
        with pytest.raises(AirflowSkipException, match=f"{period} is no quarter"):
            collected.assemble(partition=period)


def test_an_assembly_as_known_on_an_earlier_day_does_not_know_what_came_later(collected: Collecting) -> None:
    found = cells(collected, collected.assemble(period="2025-Q1", as_known="2025-04-02"))
    assert found[ADUR, "PS2.Q21.a"] == ("30", "computed")
    assert found[ARUN, "PS2.Q21.a"] == ("", "no-data")


def test_the_same_inputs_are_the_same_assembly_and_not_another_version(collected: Collecting) -> None:
    first = collected.assemble(partition="2025-Q1")
    assert collected.assemble(partition="2025-Q1") == first
    assert collected.ask("select version from assembly") == [(1,)]
    collected.assemble(partition="2025-Q1", switches={"infer_agreements": "off"})
    assert sorted(collected.ask("select version, is_complete from assembly")) == [(1, True), (2, False)]


def test_an_assembly_without_its_manifest_is_no_assembly(collected: Collecting, folder: Path) -> None:
    prefix = collected.assemble(partition="2025-Q1")
    archive = collected.deployment.archive
    archive._client.delete_object(Bucket=archive.store.bucket, Key=f"{prefix}/manifest.json")
    with pytest.raises(InputNotReady):
        replay(collected.deployment, RETURN, "2025-Q1", date(2025, 4, 3), folder)
    collected.assemble(partition="2025-Q1")
    assert replay(collected.deployment, RETURN, "2025-Q1", date(2025, 4, 3), folder)


def test_the_manifest_names_every_snapshot_that_was_used(collected: Collecting) -> None:
    prefix = collected.assemble(partition="2025-Q1")
    manifest = json.loads(collected.deployment.archive.load(f"{prefix}/manifest.json"))
    assert [(one["authority"], one["fetched"]) for one in manifest["inputs"]] == [
        (ADUR, "2025-04-02"),
        (ADUR, "2025-04-03"),
        (ARUN, "2025-04-03"),
    ]
    assert prefix.endswith(manifest["receipt"][:16])


def test_an_assembly_is_replayed_byte_for_byte_after_more_has_been_collected(
    collected: Collecting, site: Site, folder: Path
) -> None:
    published = {
        key: collected.deployment.archive.load(key)
        for key in collected.deployment.archive.list_keys(collected.assemble(partition="2025-Q1") + "/")
    }
    site.publish("/adur.csv", Page(cases(90)))
    collected.collect("2025-04-04")
    collected.assemble(partition="2025-Q1")
    names = replay(collected.deployment, RETURN, "2025-Q1", date(2025, 4, 3), folder).names
    again = {name: (folder / name).read_bytes() for name in names}
    assert again == {key.rsplit("/", 1)[1]: content for key, content in published.items()}


def test_a_later_version_of_the_program_may_lay_out_the_form_in_another_way(
    collected: Collecting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected.assemble(partition="2025-Q1")
    monkeypatch.setattr("transforms.render.workbook.print_layout.A4", 8)
    assert not replay(collected.deployment, RETURN, "2025-Q1", date(2025, 4, 3), folder).form_is_same


def test_a_replay_that_gives_something_else_is_a_fault(collected: Collecting, folder: Path) -> None:
    collected.assemble(partition="2025-Q1")
    with collected.deployment.transaction() as connection:
        connection.exec_driver_sql("delete from snapshot where authority_gss = 'E07000224'")
    with pytest.raises(ReplayDiffers, match=r"cells\.csv"):
        replay(collected.deployment, RETURN, "2025-Q1", date(2025, 4, 3), folder)


def test_a_later_version_of_the_program_gives_the_bytes_of_an_earlier_one(
    collected: Collecting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected.assemble(partition="2025-Q1")
    monkeypatch.setattr("plugins.pipeline.assemble.make_assembly.version", lambda _: "99.0")
    names = replay(collected.deployment, RETURN, "2025-Q1", date(2025, 4, 3), folder).names
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert "cells.csv" in names
    assert manifest["versions"]["program"] != "99.0"  # what was published, as it was published
    assert collected.assemble(period="2025-Q1", as_known="2025-04-03")  # the same receipt again, not another version
    assert collected.ask("select count(distinct receipt) from assembly") == [(1,)]


def test_what_was_made_under_an_older_edition_is_replayed_under_it(
    collected: Collecting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before_the_form_changed:
        before_the_form_changed.setattr("transforms.returns.statutory_return", lambda _: EDITION_2019)
        prefix = collected.assemble(partition="2026-Q1")
    published = {
        key.removeprefix(f"{prefix}/"): collected.deployment.archive.load(key)
        for key in collected.deployment.archive.list_keys(f"{prefix}/")
    }
    names = replay(collected.deployment, RETURN, "2026-Q1", date(2025, 4, 3), folder).names
    assert {name: (folder / name).read_bytes() for name in names} == published
    assert b"PS1.pip" not in published["cells.csv"]
    newer = collected.assemble(partition="2026-Q1")
    assert (ADUR, "PS1.pip.decided") in cells(collected, newer)
    assert collected.ask("select edition, version from assembly order by version") == [("2019", 1), ("2026", 2)]


def test_a_shrunken_file_changes_no_assembly_as_known_before_it_was_confirmed(
    collected: Collecting, site: Site
) -> None:
    site.publish("/adur.csv", Page(cases(5)))
    collected.collect("2025-04-04")
    held = collected.assemble(partition="2025-Q1")
    collected.collect("2025-04-05", confirm=[ADUR])
    assert collected.assemble(period="2025-Q1", as_known="2025-04-04") == held
    assert "2025-04-05" in collected.assemble(partition="2025-Q1")


def test_a_cell_is_traced_to_the_rows_it_counts(collected: Collecting) -> None:
    request = return_request(collected.deployment, RETURN, "2025-Q1")
    records = trace_cell(collected.deployment, request, "PS2.Q21.a", ADUR).records
    assert records.num_rows == 40
    assert set(records["fetched"].to_pylist()) <= {date(2025, 4, 3), "2025-04-03"}


def test_a_deployment_sets_switches_and_its_returns_are_complete_all_the_same(collected: Collecting) -> None:
    def request(chosen: dict[str, str] | None = None, **switches: str) -> ReturnRequest:
        settings = replace(collected.deployment.settings, switches={RETURN: switches})
        return return_request(replace(collected.deployment, settings=settings), RETURN, "2025-Q1", switches=chosen)

    ours = request(split_counts_as="refused")
    assert (ours.settings["split_counts_as"], ours.is_complete) == ("refused", True)
    chosen = request({"split_counts_as": "granted"}, split_counts_as="refused")
    assert (chosen.settings["split_counts_as"], chosen.is_complete) == ("granted", False)
    with pytest.raises(SettingMissing, match=r"COUNCIL_RETURNS_SWITCHES: .*split_counts_as is one of"):
        request(split_counts_as="halves")


def test_freezing_marks_the_assembly_as_known_at_the_deadline_and_the_first_mark_stands(
    collected: Collecting, site: Site
) -> None:
    frozen = freeze_period.function(RETURN, params={"day": "2025-05-15"}, dag_run=dag_run("freeze"))
    site.publish("/adur.csv", Page(cases(90)))
    collected.collect("2025-05-16")
    freeze_period.function(RETURN, params={"day": "2025-05-16"}, dag_run=dag_run("freeze-again"))
    marks = collected.ask("select prefix, frozen_on::text from assembly where frozen_on is not null")
    assert marks == [(frozen, "2025-05-15")]


def test_nothing_is_frozen_where_nothing_had_been_collected_by_the_deadline(collected: Collecting) -> None:
    with pytest.raises(AirflowSkipException, match=f"{STANDARD} had not been collected by 2025-02-12"):
        freeze_period.function(RETURN, params={"day": "2025-02-12"}, dag_run=dag_run("freeze"))
    assert collected.ask("select count(*) from assembly where frozen_on is not null") == [(0,)]


def test_a_freeze_waits_for_the_day_s_collection_and_says_what_it_lacks(
    collected: Collecting, caplog: pytest.LogCaptureFixture
) -> None:
    day = {"params": {"day": "2025-05-15"}, "dag_run": dag_run("freeze")}
    states = {"running": 1}
    airflow = SimpleNamespace(get_dr_count=lambda **asked: sum(states.get(state, 0) for state in asked["states"]))
    assert not wait_for_collection.function(RETURN, **day, ti=airflow)
    states.clear()
    over = wait_for_collection.function(RETURN, **day, ti=airflow)
    assert over
    assert over.xcom_value == [f"{STANDARD} was not collected by its schedule on 2025-05-15."]
    freeze_period.function(RETURN, over.xcom_value, **day)
    assert f"{over.xcom_value[0]} The version at the deadline is as known on 2025-04-03." in caplog.text


def test_the_files_of_an_assembly_come_back_as_they_were_published(collected: Collecting, folder: Path) -> None:
    collected.assemble(partition="2025-Q1")
    with collected.deployment.transaction() as connection:
        assembly = load_latest_assembly(connection, RETURN, "2025-Q1")
    download_assembly(collected.deployment, assembly, folder)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    written = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert {one["file"]: one["sha256"] for one in manifest["outputs"]}.items() <= written.items()
    assert {"cells.csv", "exceptions.csv", "indicators.csv", "issues.csv", "manifest.json"} <= written.keys()


def test_a_summary_says_what_came_of_a_collection_and_of_a_return(collected: Collecting) -> None:
    collected.assemble(partition="2025-Q1")
    with collected.deployment.transaction() as connection:
        first = summarise_collection(connection, STANDARD, day=date(2025, 4, 2))
        last = summarise_collection(connection, STANDARD)
        [assembly] = summarise_assemblies(connection, RETURN, "2025-Q1")
    assert (first.sources, first.answered, first.failed, first.without_data, first.rows) == (3, 2, 1, 2, 30)
    assert (last.sources, last.answered, last.failed, last.without_data, last.rows) == (3, 2, 1, 1, 60)
    assert first.issues["critical"] == 2  # no answer from Crawley, a page from Arun
    known = (assembly.authorities_owing, assembly.authorities_asked, assembly.authorities_with_data)
    assert (*known, assembly.response_rate_pct) == (310, 3, 2, 0.6)  # who owes it is in the register
    assert assembly.no_data > 0
    assert assembly.computed > assembly.not_derivable > 0


def test_a_standard_that_was_never_collected_can_not_be_assembled(collecting: Collecting) -> None:
    with pytest.raises(InputNotReady):
        collecting.assemble(partition="2025-Q1")
