"""`suite`: a standard's rules as Great Expectations reads them; and the hook and the action that run `check`."""

import json
from pathlib import Path
from typing import Any

import great_expectations as gx
import yaml

from expectations.suites import every_rule
from tests.plugins.cli.conftest import Run
from transforms.standards import standard

CHECKOUT = Path(__file__).parents[3]


def test_the_suite_has_every_rule_with_its_sentence_and_great_expectations_reads_it(run: Run) -> None:
    status, out, _ = run("suite", "public_toilets")
    written = json.loads(out)
    declared = standard("public_toilets")
    rules = {rule.name: rule.sentence for rule in every_rule(declared, declared.editions[0])}
    assert status == 0
    assert {each["meta"]["rule"]: each["meta"]["sentence"] for each in written["expectations"]} == rules
    assert len(gx.ExpectationSuite(**written).expectations) == len(rules)


def test_an_edition_has_a_suite_of_its_own_and_the_same_one_each_time(run: Run, tmp_path: Path) -> None:
    run("suite", "brownfield_land", "--edition", "2017", "--output", tmp_path / "a.json")
    run("suite", "brownfield_land", "--edition", "2017", "--output", tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["name"] == "brownfield_land 2017"


def test_the_hook_and_the_action_run_the_check_with_options_that_it_has(run: Run) -> None:
    [hook] = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    action: dict[str, Any] = yaml.safe_load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))
    _, help_text, _ = run("check", "--help")
    script = action["runs"]["steps"][-1]["run"]
    assert hook["entry"] == "council-returns check"
    assert "council-returns check" in script
    for option in ("--standard", "--authority", "--format", "--output"):
        assert option in script
        assert option in help_text
