"""Checking a file beside the one that its records refer to."""

import json
from functools import partial
from pathlib import Path

import pytest

from tests.plugins.cli.conftest import Run

CONTRIBUTIONS = "developer_agreement_contributions"
RULE = "developer-agreement.refers_to.developer_agreements"


@pytest.fixture
def check(run: Run, tmp_path: Path) -> Run:
    """Check a file of contributions; return exit status, standard output and standard error."""
    file = tmp_path / "contributions.csv"
    file.write_text("reference,developer-agreement,contribution-purpose\nC1,A1,education\nC2,A9,education\n")
    return partial(run, "check", file, "--standard", CONTRIBUTIONS, "--format", "json")


@pytest.fixture
def agreements(tmp_path: Path) -> Path:
    path = tmp_path / "agreements.csv"
    path.write_text("reference,developer-agreement-type,entry-date\nA1,section-106,2025-01-01\n")
    return path


def test_a_reference_to_no_record_of_the_linked_file_is_found(check: Run, agreements: Path) -> None:
    _, out, _ = check("--linked", f"developer_agreements={agreements}")
    unknown = [issue for issue in json.loads(out)["issues"] if issue["code"] == "reference-unknown"]
    assert [(issue["line"], issue["column"], issue["value"]) for issue in unknown] == [(3, "developer-agreement", "A9")]


def test_without_a_linked_file_the_rule_does_not_apply_and_says_why(check: Run) -> None:
    _, out, _ = check()
    (outcome,) = (entry for entry in json.loads(out)["outcomes"] if entry["rule"] == RULE)
    assert outcome["outcome"] == "not-applicable"
    assert outcome["reason"] == "no developer agreements of this authority are known here"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["developer_agreements"], "takes SLUG=FILE"),
        (["developer_agreements="], "takes SLUG=FILE"),
        (["nonsense=a.csv"], "not a dataset standard"),
        (["grants=a.csv"], "refer to developer_agreements, not to grants"),
        (["developer_agreements=nowhere.csv"], "nowhere.csv can't be read"),
    ],
)
def test_a_linked_file_that_can_not_be_used_is_refused_in_one_sentence(
    check: Run, words: list[str], sentence: str
) -> None:
    status, out, err = check("--linked", *words)
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1
