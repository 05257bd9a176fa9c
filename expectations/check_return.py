"""Checking a return: what its definition declares must hold of its figures, run by Great Expectations.

A return that breaks a check is still written: the exceptions say what failed and for whom, and a check that `fails`
fails the return as a whole.
"""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from expectations.rule import Rule
from expectations.runner import Batch, failing_rows
from transforms.assemble.tables import in_order, named
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.issue import Severity
from transforms.domain.records import rows_table
from transforms.domain.return_checks import Check, quoted_figures
from transforms.domain.statutory_return import StatutoryReturn

if TYPE_CHECKING:
    import pandas as pd

Subject = tuple[str, str, str, str]  # an authority, what failed or of which part, the cell, figures quoted


def check_return(assembled: AssembledReturn) -> AssembledReturn:
    """Return `assembled` with an exception for every check that an authority's figures fail, and the verdict."""
    definition = assembled.definition
    if not definition.checks:
        return assembled
    frame, subjects = _frame(assembled)
    broken: dict[Subject, list[str]] = {}
    for rule, rows in failing_rows([Batch(frame, rules_of(definition))]):
        for row in rows:
            authority, part, reference, quoted = subjects[rule.name][row]
            sentence = f"{part}: {rule.sentence.lower()}" if part else rule.sentence
            broken.setdefault((authority, rule.code, reference, quoted), []).append(sentence)
    failed = rows_table(
        (authority, code, reference, quoted or f"failed: {'; '.join(sentences)}")
        for (authority, code, reference, quoted), sentences in broken.items()
    )
    listing = named(definition.slug, assembled.period.name, failed)
    exceptions = in_order(definition, pa.concat_tables([assembled.exceptions, listing]))
    failing = definition.failing_reasons
    return replace(assembled, exceptions=exceptions, checks_failed=any(reason in failing for _, reason, *_ in broken))


def rules_of(definition: StatutoryReturn) -> tuple[Rule, ...]:
    """Return the checks of a return as rules, each once whatever the parts of the form that it is made of."""
    declared: dict[str, Check] = {}
    for check in definition.checks:
        declared.setdefault(check.name, check)
    return tuple(_rule(check) for check in declared.values())


def _rule(check: Check) -> Rule:
    """Return what Great Expectations is told: the excess of one side over the other is zero, or not above it."""
    bounds: dict[str, object] = {"max_value": 0}
    if check.comparison == "equal":
        bounds["min_value"] = 0
    severity = Severity.CRITICAL if check.fails else Severity.WARNING
    return Rule(
        check.name, check.sentence, "ExpectColumnValuesToBeBetween", bounds, check.name, check.reason, severity,
        check.name, (check.name,),
    )  # fmt: skip


def _frame(assembled: AssembledReturn) -> tuple["pd.DataFrame", dict[str, list[Subject]]]:
    """Return a column per check, one value for each part of the form and authority, and what each value is about.

    A value is by how much the one side exceeds the other, blank where the check is not tested.
    """
    import pandas as pd

    figures = {name: assembled.figures.column(name).to_pylist() for name in assembled.figures.column_names}
    authorities: list[str] = figures.pop("authority")
    excess: dict[str, list[float | None]] = {}
    subjects: dict[str, list[Subject]] = {}
    for check in assembled.definition.checks:
        left, right = check.sides(figures, assembled.switches, authorities)
        excess.setdefault(check.name, []).extend(map(_excess, left, right))
        subjects.setdefault(check.name, []).extend(
            (gss, check.part, check.reference, quoted_figures(check, figures, position))
            for position, gss in enumerate(authorities)
        )
    longest = max(map(len, excess.values()))
    columns = {name: values + [None] * (longest - len(values)) for name, values in excess.items()}
    return pd.DataFrame(columns, dtype="float64"), subjects


def _excess(left: Any, right: Any) -> float | None:  # noqa: ANN401
    """Return by how much the left side exceeds the right one, worked out exactly; None where either is unknown."""
    return None if left is None or right is None else float(Decimal(left) - Decimal(right))
