"""`replay PACKAGE`: the manifest of a package is enough to assemble its return again."""

import shutil
from pathlib import Path

import pytest

from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import ADUR, snapshot
from tests.transforms.release_package.package_contents import PACKAGES, SNAPSHOTS
from transforms.release_package.signature import new_private_key

KEPT = sorted(PACKAGES.glob("*.zip"))


@pytest.mark.parametrize("package", KEPT, ids=lambda path: path.stem)
def test_what_an_earlier_version_released_comes_out_again(run: Run, tmp_path: Path, package: Path) -> None:
    status, out, _ = run("replay", package, "--from", SNAPSHOTS, "--out", tmp_path / "out")
    assert (status, "every table came out byte for byte" in out) == (0, True), out
    assert (tmp_path / "out" / "cells.csv").exists()


def test_what_was_fetched_later_is_left_out(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SNAPSHOTS, tmp_path / "from")
    page = next((tmp_path / "from" / ADUR).rglob("*.csv"))
    shutil.copy(page, page.with_name("2025-09-01.csv"))
    assert run("replay", KEPT[0], "--from", tmp_path / "from")[0] == 0


def test_another_snapshot_is_told_with_what_it_changed(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SNAPSHOTS, tmp_path / "from")
    page = next((tmp_path / "from" / ADUR).rglob("*.csv"))
    page.write_text(page.read_text().replace(",60,", ",61,"))
    status, out, _ = run("replay", KEPT[0], "--from", tmp_path / "from")
    assert status == 1
    assert "cells.csv did not come out as it is in the package" in out
    assert "the package was made of what is not there" in out


@pytest.fixture
def chosen(run: Run, snapshots: Path, tmp_path: Path) -> Path:
    """A package of another edition, with a switch, of one authority, as known on an earlier day, with a declaration."""
    declared, key = tmp_path / "declared.csv", tmp_path / "KEY.pem"
    declared.write_text("authority,period,cell,value,why,by\nE07000223,2024-Q2,PS1.5,4,=we count them,A. Officer\n")
    key.write_bytes(new_private_key().pem())
    words = ("assemble", "planning_matters", "--period", "2024-Q2", "--edition", "2026", "--authority", ADUR)
    more = ("--as-known", "2024-07-03", "--set", "split_counts_as=refused", "--declared", declared)
    assert run(*words, *more, "--from", snapshots, "--out", tmp_path / "out")[0] == 0
    made = ("package", tmp_path / "out", "--key", key, "--declared", declared, "--out", tmp_path / "p.zip")
    assert run(*made)[0] == 0
    return tmp_path / "p.zip"


def test_the_manifest_says_edition_switches_authorities_day_and_declared_figures(
    run: Run, chosen: Path, snapshots: Path
) -> None:
    later = snapshot(snapshots, ADUR, "2024-08-01")
    shutil.copy(snapshot(snapshots, ADUR, "2024-07-02"), later)
    status, out, _ = run("replay", chosen, "--from", snapshots)
    assert (status, out.count("\n")) == (0, 1), out


def test_a_package_without_a_folder_of_snapshots_and_a_return_without_a_period_are_told_what_is_missing(
    run: Run, tmp_path: Path
) -> None:
    assert "--from DIR" in run("replay", KEPT[0])[2]
    assert "--period and --as-known" in run("replay", "planning_matters")[2]
    (tmp_path / "cut.zip").write_bytes(KEPT[0].read_bytes()[:100])
    status, _, err = run("replay", tmp_path / "cut.zip", "--from", SNAPSHOTS)
    assert (status, "truncated" in err) == (2, True)
