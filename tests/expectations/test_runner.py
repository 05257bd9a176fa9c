import gc
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from great_expectations import expectations
from great_expectations.core.id_dict import IDDict

from expectations import runner
from expectations.rule import Rule
from expectations.runner import CONVERTED, LEAVE_BLANKS, Batch, RuleNotRun, failing_rows
from transforms.domain.issue import Severity


def rule(name: str, column: str, **bounds: object) -> Rule:
    return Rule(
        *(name, "A number is in range.", "ExpectColumnValuesToBeBetween", bounds, column),
        *("value-out-of-range", Severity.WARNING, column, (column,)),
    )


def test_failing_rows_are_row_numbers_of_the_frame() -> None:
    frame = pd.DataFrame({"a": [1.0, 50.0, None, 99.0]})
    found = {
        checked.name: rows.tolist() for checked, rows in failing_rows([Batch(frame, [rule("a.low", "a", max_value=9)])])
    }
    assert found == {"a.low": [1, 3]}


def test_every_failing_row_is_located_however_many() -> None:
    frame = pd.DataFrame({"a": [10.0] * 5000})
    ((_, rows),) = failing_rows([Batch(frame, [rule("a.low", "a", max_value=9)])])
    assert rows.tolist() == list(range(5000))


def test_nothing_that_was_computed_of_a_batch_is_kept() -> None:
    frame = pd.DataFrame({"a": [10.0] * 5003})
    ((_, rows),) = failing_rows([Batch(frame, [rule("a.low", "a", max_value=9)])])
    assert len(rows) == 5003
    gc.collect()
    # By type(), for isinstance() wakes modules that others load only when they are asked.
    assert not [one for one in gc.get_objects() if type(one) in (list, pd.Series) and len(one) == 5003]


def test_nothing_that_was_made_of_rules_is_kept_once_their_batch_has_run() -> None:
    list(failing_rows([Batch(pd.DataFrame({"a": [1.0]}), [rule("a.low", "a", max_value=9)])]))
    assert CONVERTED == {}


BLANKS = pd.DataFrame({"a": pd.Series([None, None], dtype="object"), "n": [float("nan")] * 2})
ARGUMENTS = {
    "ExpectColumnValuesToBeBetween": {"min_value": 5},
    "ExpectColumnValuesToBeInSet": {"value_set": ["x"]},
    "ExpectColumnValuesToBeNull": {},
    "ExpectColumnValuesToMatchRegex": {"regex": "^x$"},
}


@pytest.mark.parametrize("name", sorted(LEAVE_BLANKS))
def test_what_leaves_blanks_alone_holds_of_a_column_of_blanks_with_great_expectations_and_without(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = [replace(rule(f"{column}.rule", column), expectation=name, arguments=ARGUMENTS[name]) for column in "an"]
    without = [rows.tolist() for _, rows in failing_rows([Batch(BLANKS, rules)])]
    monkeypatch.setattr(runner, "LEAVE_BLANKS", set())
    assert [rows.tolist() for _, rows in failing_rows([Batch(BLANKS, rules)])] == without == [[], []]


def test_blanks_where_something_must_stand_are_found_beside_rules_that_leave_them_alone() -> None:
    there = replace(rule("a.there", "a"), expectation="ExpectColumnValuesToNotBeNull", arguments={})
    rules = [rule("n.low", "n", max_value=9), there, rule("n.high", "n", min_value=9)]
    found = {checked.name: rows.tolist() for checked, rows in failing_rows([Batch(BLANKS, rules)])}
    assert found == {"n.low": [], "a.there": [0, 1], "n.high": []}


def test_two_rules_of_one_batch_are_told_apart() -> None:
    frame = pd.DataFrame({"a": [1.0, 50.0]})
    rules = [rule("a.low", "a", max_value=9), rule("a.high", "a", min_value=9)]
    assert [rows.tolist() for _, rows in failing_rows([Batch(frame, rules)])] == [[1], [0]]


def test_a_rule_that_cannot_be_evaluated_is_a_fault_and_never_a_pass() -> None:
    with pytest.raises(RuleNotRun, match=r"b\.low could not be evaluated"):
        list(failing_rows([Batch(pd.DataFrame({"a": [1.0]}), [rule("b.low", "b", max_value=9)])]))


def test_a_rule_asked_again_has_the_configuration_that_it_had_and_another_its_own() -> None:
    list(failing_rows([Batch(pd.DataFrame({"a": [1.0]}), [rule("a.low", "a", max_value=9)])]))
    low, high = (
        expectations.ExpectColumnValuesToBeBetween(column=name, max_value=9, meta={"rule": name}) for name in "ab"
    )
    assert low.configuration is low.configuration
    assert (low.configuration.kwargs, low.configuration.meta) == ({"column": "a", "max_value": 9.0}, {"rule": "a"})
    assert (high.configuration.kwargs, high.configuration.meta) == ({"column": "b", "max_value": 9.0}, {"rule": "b"})
    assert low.configuration.kwargs["column"] == "a"


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"column": "a"},
        {"column": "Größe “x”", "batch_id": "b", "table": None, "strict_min": False, "max_value": 9},
        {"min_value": 0.5, "column": "a"},
        {"column": "a", "value_set": ["x", "y"], "when": date(2025, 1, 2)},
        {"column": "a", "result_format": {"result_format": "COMPLETE"}},
    ],
)
def test_a_metric_has_the_name_that_great_expectations_gives_it(arguments: dict[str, object]) -> None:
    assert list(failing_rows([Batch(pd.DataFrame({"a": [1]}), [])])) == []  # so that it is set up
    assert IDDict(arguments).to_id() == IDDict(arguments).to_id(id_keys=arguments.keys())
