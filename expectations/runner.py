"""The runner: rules run by Great Expectations, the only module that knows it.

Known:  Great Expectations copies the whole frame for every expectation that skips nulls, so each batch has only the
        columns that its rules read. Locating failures by `unexpected_index_column_names` is twenty times slower than by
        the frame's own index, which is therefore the row number. It keeps every value that it has ever computed, a
        number for each failing row among them, unless it is made to forget them after each batch.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from expectations.rule import Rule

if TYPE_CHECKING:
    import pandas as pd

# It tells how it builds itself, sixty lines in every task's log.
logging.getLogger("great_expectations").setLevel(logging.WARNING)

NO_ROWS = np.empty(0, dtype=np.int64)
# Of a column of blanks each of these is true, which Great Expectations takes 4 ms to say.
LEAVE_BLANKS = {
    "ExpectColumnValuesToBeBetween",
    "ExpectColumnValuesToBeInSet",
    "ExpectColumnValuesToBeNull",
    "ExpectColumnValuesToMatchRegex",
}
PLAIN = {str, int, bool, type(None)}
CONVERTED: dict[int, tuple[object, Any]] = {}  # of a batch, by the identity of what was converted
RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}


class RuleNotRun(RuntimeError):
    """Raised when Great Expectations could not evaluate a rule, from running a suite: our fault, never the data's."""


@dataclass(frozen=True)
class Batch:
    """A frame, indexed by row number, and the rules that read its columns."""

    frame: "pd.DataFrame"
    rules: Sequence[Rule]


def failing_rows(batches: Iterable[Batch]) -> Iterator[tuple[Rule, npt.NDArray[np.int64]]]:
    """Yield every rule with the rows of its batch that break it; raise RuleNotRun if one can't be evaluated."""
    definition = _batch_definition()
    import great_expectations as gx  # not before its telemetry is switched off

    for batch in batches:
        rules = [rule for rule in batch.rules if not _holds_of_blanks(rule, batch.frame)]
        results: dict[str, Any] = {}
        if rules:
            suite = gx.ExpectationSuite(name="rules", expectations=expectations_of(rules))
            validated = definition.get_batch({"dataframe": batch.frame}).validate(suite, result_format=RESULT_FORMAT)
            results = {result.expectation_config.meta["rule"]: result for result in validated.results}
            del validated
            _forget(definition)
        for rule in batch.rules:
            yield rule, _rows(rule, results.pop(rule.name)) if rule.name in results else NO_ROWS


def _holds_of_blanks(rule: Rule, frame: "pd.DataFrame") -> bool:
    """Return whether a rule leaves blanks alone and its column has nothing else."""
    return rule.expectation in LEAVE_BLANKS and rule.column in frame and bool(frame[rule.column].isna().all())


def _rows(rule: Rule, result: Any) -> npt.NDArray[np.int64]:  # noqa: ANN401  # a result of Great Expectations
    """Return the rows that a result reports, or raise what it hides."""
    raised = result.exception_info or {}
    causes = [raised] if "raised_exception" in raised else list(raised.values())
    for cause in causes:
        if cause["raised_exception"]:
            raise RuleNotRun(f"{rule.name} could not be evaluated: {cause['exception_message']}")
    if "unexpected_index_list" not in result.result and not result.success:
        raise RuleNotRun(f"{rule.name} failed without saying where")
    return np.asarray(result.result.get("unexpected_index_list") or [], dtype=np.int64)


def suite_as_json(name: str, rules: Sequence[Rule]) -> str:
    """Return rules as a suite in the JSON that Great Expectations reads; each has its sentence in `meta`."""
    _batch_definition()
    import great_expectations as gx  # not before its telemetry is switched off

    suite = gx.ExpectationSuite(name=name, expectations=expectations_of(rules))
    return json.dumps(suite.to_json_dict(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def expectations_of(rules: Sequence[Rule]) -> list[Any]:
    """Return rules in the terms of Great Expectations; severity and meta are lost unless passed when one is built."""
    from great_expectations import expectations

    return [
        getattr(expectations, rule.expectation)(
            column=rule.column,
            **rule.arguments,
            severity=rule.severity.value,
            meta={"rule": rule.name, "sentence": rule.sentence, "issue": rule.code},
        )
        for rule in rules
    ]


def _forget(definition: Any) -> None:  # noqa: ANN401
    """Drop the engine that evaluated a batch, and with it what it computed; the next batch gets a new one."""
    definition.data_asset.datasource._execution_engine = None  # it has no other way to forget
    CONVERTED.clear()


@cache
def _batch_definition() -> Any:  # noqa: ANN401
    """Return a batch definition of an ephemeral context, silent and without telemetry."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.execution_engine import pandas_execution_engine

    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.NOTSET)  # it sets itself to INFO
    pandas_execution_engine.HASH_THRESHOLD = 0  # it would hash every frame twice, for a fingerprint that nobody reads
    _convert_once()
    _name_metrics_quickly()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("standardised").add_dataframe_asset("records")
    return asset.add_batch_definition_whole_dataframe("all")


def _convert_once() -> None:
    """Let an expectation and its configuration be made of each other once in a batch.

    Each is made anew for every argument and every metric of the other, which took half of the time of a small file.
    """
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    Expectation.configuration = property(_remembered(Expectation.configuration.fget))
    ExpectationConfiguration.to_domain_obj = _remembered(ExpectationConfiguration.to_domain_obj)


def _remembered(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what converts an object, and remembers what came of it until the batch is forgotten."""

    def converted(source: Any) -> Any:  # noqa: ANN401
        entry = CONVERTED.get(id(source))
        if entry is None or entry[0] is not source:
            entry = CONVERTED[id(source)] = (source, convert(source))
        return entry[1]

    return converted


def _name_metrics_quickly() -> None:
    """Let a metric whose arguments are plain values be named without looking for others to convert.

    The name is the same, an MD5 of the arguments as JSON; looking took a quarter of the time that a small file takes.
    """
    from great_expectations.core.id_dict import IDDict

    name = IDDict.to_id

    def to_id(arguments: Any, id_keys: Any = None, id_ignore_keys: Any = None) -> Any:  # noqa: ANN401
        is_whole = id_keys is None and id_ignore_keys is None and not arguments._id_ignore_keys
        if is_whole and len(arguments) > 1 and all(type(value) in PLAIN for value in arguments.values()):
            written = json.dumps(arguments, sort_keys=True).encode()
            return hashlib.md5(written, usedforsecurity=False).hexdigest()
        return name(arguments, id_keys, id_ignore_keys)

    IDDict.to_id = to_id
