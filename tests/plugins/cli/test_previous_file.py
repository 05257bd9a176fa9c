"""`check --before`: a council's own verdict over time is the pipeline's."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from plugins.cli.console import NotCarriedOut
from plugins.cli.main import app
from tests.plugins.command_line_inputs import case, write_cases
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, STANDARD, Collecting

Checked = Callable[..., dict]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """Check two cases beside two older ones, and return the report."""

    def check(*options: str, **changes: str) -> dict:
        old = write_cases(tmp_path / "old.csv", [case(1), case(2)])
        new = write_cases(tmp_path / "new.csv", [case(1), case(2, **changes)])
        words = ["check", new, "--standard", STANDARD, "--as-at", "2024-08-02", "--format", "json"]
        result = CliRunner().invoke(app, [*map(str, words), *(word.replace("OLD", str(old)) for word in options)])
        if isinstance(result.exception, NotCarriedOut):
            raise result.exception
        return json.loads(result.stdout)

    return check


def over_time(report: dict) -> dict[str, tuple[str, str | None]]:
    names = ("stays", "stays_given", "not_moved_back", "in_rhythm")
    return {
        outcome["rule"]: (outcome["outcome"], outcome["reason"])
        for outcome in report["outcomes"]
        if outcome["rule"].rpartition(".")[2] in names
    }


def test_without_the_file_before_the_rules_over_time_do_not_apply(checked: Checked) -> None:
    assert set(over_time(checked()).values()) == {("not-applicable", "no earlier file")}


def test_with_the_file_before_a_case_that_is_no_longer_decided_is_found(checked: Checked) -> None:
    report = checked("--before", "OLD", Decision="")
    places = [
        (issue["line"], issue["column"], issue["value"])
        for issue in report["issues"]
        if issue["code"] == "value-withdrawn"
    ]
    assert places == [(3, "Decision", "Approve")]
    assert over_time(report)["Decision.stays_given"] == ("failed", None)
    assert over_time(report)["publication.in_rhythm"] == ("not-applicable", "the day of the earlier file is not known")


def test_with_its_day_the_rhythm_is_tested(checked: Checked) -> None:
    before = ("--before", "OLD", "--before-as-at")
    assert over_time(checked(*before, "2024-07-02"))["publication.in_rhythm"] == ("passed", None)
    late = checked(*before, "2024-05-01")
    assert [issue["line"] for issue in late["issues"] if issue["code"] == "publication-late"] == [None]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--before-as-at", "2024-07-02"), "needs --before"),
        (("--before", "OLD", "--before-as-at", "2024-09-02"), "is after"),
        (("--before", "no-such-file.csv"), "can't be read"),
    ],
)
def test_what_can_not_be_compared_is_refused_in_a_sentence(
    checked: Checked, options: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(NotCarriedOut, match=sentence):
        checked(*options)


@pytest.mark.platform
def test_the_pipeline_finds_over_time_what_the_command_finds(
    collecting: Collecting, site: Site, checked: Checked, tmp_path: Path
) -> None:
    report = checked("--before", "OLD", "--before-as-at", "2024-05-01", Decision="", CaseDate="2024-05-01")
    site.publish("/adur.csv", Page((tmp_path / "old.csv").read_bytes()), Page((tmp_path / "new.csv").read_bytes()))
    collecting.collect("2024-05-01")
    collecting.collect("2024-08-02")
    [(outcomes,)] = collecting.ask(
        "select outcomes from comparison where authority_gss = :gss and before_sha256 <> ''", gss=ADUR
    )
    assert outcomes == [outcome for outcome in report["outcomes"] if outcome["rule"] in over_time(report)]
    [key] = collecting.deployment.archive.list_keys("history/")
    stored = collecting.deployment.archive.load_table(key)["fingerprint"].to_pylist()
    assert set(stored) <= {issue["fingerprint"] for issue in report["issues"] if issue["severity"] != "info"}
    assert len(stored) == 3
