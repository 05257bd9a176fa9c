"""Rules: what must hold of good data, as plain declarations that the runner turns into expectations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.domain.issue import Severity
from transforms.domain.rules import RecordTest

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """One rule: its sentence is true of good data; a row that breaks it is found as `code` on the column of `field`.

    `expectation` and `arguments` are Great Expectations' own words for what holds of one `column` of the tested frame:
    the values of the field of that name, or, named after the rule, what `measure` makes of the records. A row is tested
    where `tested` is true, without it where the column has something. `fields` must be in the file, and one of
    `any_of`; where `linked` names a standard, its keys must be known. `records` says in words which rows are tested.
    """

    name: str
    sentence: str
    expectation: str
    arguments: Mapping[str, object]
    column: str
    code: str
    severity: Severity
    field: str
    fields: tuple[str, ...]
    measure: Callable[[Any], pa.Array] | None = None
    tested: Callable[[Any], Bools] | None = None
    facts: Mapping[str, object] = dataclass_field(default_factory=dict)
    records: str = ""
    any_of: tuple[str, ...] = ()
    linked: str | None = None


def rule_of(test: RecordTest[Any]) -> Rule:
    """Return the rule that what is measured of each record is within its bounds: a warning where it is not."""
    bounds = {"min_value": test.minimum, "max_value": test.maximum}
    return Rule(
        name=test.name,
        sentence=test.sentence,
        expectation="ExpectColumnValuesToBeBetween",
        arguments={name: bound for name, bound in bounds.items() if bound is not None},
        column=test.name,
        code=test.code,
        severity=Severity.WARNING,
        field=test.field,
        fields=test.fields,
        measure=test.measure,
        facts=test.facts,
        records=test.records,
        linked=test.linked,
    )
