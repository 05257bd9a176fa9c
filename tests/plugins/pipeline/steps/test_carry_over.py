"""A changed file has its own authority assembled anew; everything else is carried over, and comes out the same."""

from pathlib import Path

import pytest
from airflow.sdk.exceptions import AirflowSkipException

from plugins.pipeline import steps
from plugins.pipeline.assemble import carry_over, inputs_hash
from plugins.pipeline.assemble.make_assembly import replay
from plugins.storage.warehouse.assemblies import Assembly, load_latest_assembly
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import Collecting, cases, dag_run

pytestmark = pytest.mark.platform
QUARTER = "2025-Q1"


def newest(run: Collecting) -> Assembly:
    with run.deployment.transaction() as connection:
        assembly = load_latest_assembly(connection, "planning_matters", QUARTER)
    assert assembly
    return assembly


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture
def assembled(collecting: Collecting, site: Site) -> Collecting:
    """Adur and Arun publish on one day and are assembled; the next day Adur has more cases."""
    site.publish("/adur.csv", Page(cases(30)), Page(cases(40)), Page(cases(40)))
    site.publish("/arun.csv", Page(cases(20)))
    collecting.collect("2025-04-02")
    collecting.assemble(partition=QUARTER)
    collecting.collect("2025-04-03")
    return collecting


def test_one_changed_file_has_one_authority_computed_anew(assembled: Collecting, empty: Path) -> None:
    first = newest(assembled).how_made
    assert first.authorities_carried == 0
    assembled.assemble(partition=QUARTER)
    made = newest(assembled).how_made
    everybody = first.authorities_computed or 0
    assert (made.authorities_computed, made.authorities_carried) == (1, everybody - 1)
    assert made.sentence == (
        f"1 of {everybody} authorities computed anew, {everybody - 1} carried over from the assembly as known on"
        " 2 April 2025."
    )
    replay(assembled.deployment, "planning_matters", QUARTER, newest(assembled).as_known, empty)  # whole, and the same


def test_where_nothing_can_be_carried_over_all_is_computed_and_the_same(
    assembled: Collecting, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = newest(assembled).measured_prefix
    assembled.ask("update assembly set measured_prefix = 'measured/gone' returning receipt")
    assembled.assemble(partition=QUARTER)
    assert newest(assembled).how_made.authorities_carried == 0
    replay(assembled.deployment, "planning_matters", QUARTER, newest(assembled).as_known, empty)
    assembled.ask("update assembly set measured_prefix = :kept returning receipt", kept=kept)
    monkeypatch.setattr(carry_over, "program_hash", lambda: "another")
    assembled.collect("2025-04-04")
    assembled.assemble(period=QUARTER)
    made = newest(assembled)
    assert (made.as_known.isoformat(), made.how_made.authorities_carried) == ("2025-04-04", 0)


def test_a_return_is_assembled_once_of_the_same_files_however_many_standards_announce_it(
    assembled: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"params": {}, "dag_run": dag_run("first", QUARTER)}
    steps.assemble_period.function("planning_matters", **values)
    with pytest.raises(AirflowSkipException, match="assembled already of what was known by 2025-04-03"):
        steps.assemble_period.function("planning_matters", params={}, dag_run=dag_run("second", QUARTER))
    assert steps.assemble_period.function(
        "planning_matters", **values
    )  # the same run again, whose announcement may be lost
    by_hand = {"params": {"period": QUARTER}, "dag_run": dag_run("by hand")}
    assert steps.assemble_period.function("planning_matters", **by_hand)
    monkeypatch.setattr(inputs_hash, "program_hash", lambda: "another")
    assert steps.assemble_period.function("planning_matters", params={}, dag_run=dag_run("third", QUARTER))
