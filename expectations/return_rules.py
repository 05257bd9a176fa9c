"""Return rules: what must hold of an assembled return, before anybody signs it.

Each rule is a sentence that is true of a good return. A return that breaks one is still written: the exceptions say
what failed, and the reasons in `FAILING` fail the return as a whole.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from expectations.rule import Rule
from expectations.runner import Batch, failing_rows
from transforms.assemble.tables import in_order, named
from transforms.domain.issue import Severity
from transforms.domain.statutory_return import AssembledReturn

if TYPE_CHECKING:
    import pandas as pd

RETURN_RULES_VERSION = "1.0"
FAILING = frozenset({"identity-broken", "unclassified-share"})
PRINCIPAL_COUNCIL = re.compile(r"E0[6-9]\d{6}|E10\d{6}|W06\d{6}|S12\d{6}|N09\d{6}")


def is_zero(name: str, sentence: str, column: str) -> Rule:
    """Return the rule that an identity holds: what should be equal differs by nothing."""
    arguments = {"column": column, "min_value": 0, "max_value": 0}
    return _rule(name, sentence, "ExpectColumnValuesToBeBetween", arguments, "identity-broken", column)


def at_most(name: str, sentence: str, lower: str, upper: str, reason: str = "identity-broken") -> Rule:
    """Return the rule that one figure is not more than another."""
    arguments = {"column_A": upper, "column_B": lower, "or_equal": True, "ignore_row_if": "either_value_is_missing"}
    return _rule(name, sentence, "ExpectColumnPairValuesAToBeGreaterThanB", arguments, reason, lower, upper)


def at_least(name: str, sentence: str, column: str, least: int, reason: str) -> Rule:
    """Return the rule that a figure is not less than a number."""
    return _rule(
        name, sentence, "ExpectColumnValuesToBeBetween", {"column": column, "min_value": least}, reason, column
    )


def _rule(
    name: str, sentence: str, expectation: str, arguments: Mapping[str, object], reason: str, *columns: str
) -> Rule:
    severity = Severity.CRITICAL if reason in FAILING else Severity.WARNING
    return Rule(name, sentence, expectation, arguments, columns, reason, severity, columns[0], columns)


DECISION_RULES = (
    is_zero("decisions_by_result", "Decisions are those granted and those refused", "a - b - c"),
    is_zero("decisions_by_time", "Decisions are those in a time band, with an agreement or untimed", "a - d to j"),
    at_most("agreed_in_time", "Decisions in the agreed time are among those with an agreement", "k", "j"),
    at_most("agreed", "Decisions with an agreement are among all decisions", "j", "a"),
    is_zero("public_service_weeks", "Decisions in 8 to 13 weeks are those in 8 to 10 and in 10 to 13", "e - e1 - e2"),
    at_most(
        "steady",
        "Decisions have not moved by more than half and more than ten against the same quarter a year before",
        "moved",
        "may_move",
        "moved-against-last-year",
    ),
)
APPLICATION_RULES = (
    at_most("delegated", "Delegated decisions are among all decisions", "PS1.4a", "PS1.4"),
    at_least("stock", "The stock at the end of the quarter is not negative", "PS1.end", 0, "negative-cell"),
    at_least(
        "householders",
        "A principal council decides householder applications in every quarter",
        "householder",
        1,
        "no-householder-decisions",
    ),
    at_most(
        "classified",
        "Decisions without a kind of development are within the permitted share",
        "unclassified",
        "may_be_unclassified",
        "unclassified-share",
    ),
)
SITE_RULES = (
    is_zero("sites_by_status", "The planning statuses add up to all sites", "all - statuses"),
    is_zero("sites_by_owner", "The kinds of ownership add up to all sites", "all - owners"),
    is_zero("sites_by_permission", "The permission types add up to the permissioned sites", "permissioned - types"),
)


def check_return(assembled: AssembledReturn) -> AssembledReturn:
    """Return `assembled` with an exception for every check that an authority's figures fail, and the verdict."""
    found: dict[tuple[str, str], list[str]] = {}
    batches, subjects = BATCHES[assembled.definition.slug](assembled)
    for (rule, rows), subject in zip(failing_rows(batches), subjects, strict=True):
        for row in rows:
            authority, part = subject[row]
            found.setdefault((authority, rule.code), []).append(
                f"{part}: {rule.sentence.lower()}" if part else rule.sentence
            )
    rows_found = [
        (authority, reason, "", f"not so: {'; '.join(sentences)}") for (authority, reason), sentences in found.items()
    ]
    table = pa.table(
        [pa.array([row[place] for row in rows_found], pa.string()) for place in range(4)],
        names=["authority", "reason", "reference", "detail"],
    )
    failed = named(assembled.definition, assembled.period, table)
    exceptions = in_order(assembled.definition, pa.concat_tables([assembled.exceptions, failed]))
    return assembled.amended(exceptions=exceptions, checks_failed=any(reason in FAILING for _, reason in found))


Subject = Sequence[tuple[str, str]]  # per row of a frame: the authority, and the part of the form or nothing


def planning_batches(assembled: AssembledReturn) -> tuple[list[Batch], list[Subject]]:
    """Return the rows of PS2 beneath each other, and PS1 with one row per authority."""
    import pandas as pd

    figures = _frame(assembled)
    rows = [name.split(".")[1] for name in figures.columns if name.endswith(".year_before")]
    by_row = pd.concat([_decisions(figures, row) for row in rows], ignore_index=True)
    subjects = [(authority, f"PS2.{row}") for row in rows for authority in figures["authority"]]
    applications = _applications(figures, int(assembled.switches["unclassified_limit_pct"]))
    return _paired((by_row, DECISION_RULES, subjects), (applications, APPLICATION_RULES, _whole(figures)))


def brownfield_batches(assembled: AssembledReturn) -> tuple[list[Batch], list[Subject]]:
    """Return what the breakdowns leave over, one row per authority and measure."""
    import pandas as pd

    from transforms.returns.brownfield_register.groups import BREAKDOWNS, MEASURES

    columns = {"all - statuses": "status", "all - owners": "owner", "permissioned - types": "type"}
    figures = {name: assembled.figures.column(name).to_pylist() for name in assembled.figures.column_names}
    authorities: list[str] = figures["authority"]
    frame = pd.DataFrame(
        {
            column: [left for measure in MEASURES for left in _left_over(figures, BREAKDOWNS[breakdown], measure)]
            for column, breakdown in columns.items()
        },
        dtype="float64",
    )
    subjects = [(authority, f"{measure}") for measure in MEASURES for authority in authorities]
    return _paired((frame, SITE_RULES, subjects))


def _left_over(
    figures: Mapping[str, list[object]], breakdown: tuple[str, tuple[str, ...]], measure: str
) -> list[object]:
    """Return, per authority, a group's figure less those of the groups that it breaks down into, exactly."""
    whole, parts = breakdown
    columns = zip(*(figures[f"BLR.{group}.{measure}"] for group in (whole, *parts)), strict=True)
    return [None if None in row else row[0] - sum(row[1:]) for row in columns]  # type: ignore[operator,call-overload]


def _decisions(figures: "pd.DataFrame", row: str) -> "pd.DataFrame":
    """Return the figures of one row of PS2 and what its identities leave over."""
    import pandas as pd

    cells = {name.split(".")[2]: figures[name] for name in figures.columns if name.startswith(f"PS2.{row}.")}
    timed = sum(cells[column].fillna(0) for column in ("d", "e", "f", "g", "h", "i", "j", "untimed"))
    before = cells["year_before"].where(figures["PS2.reach"] > 0)
    return pd.DataFrame(
        {
            **{column: cells[column] for column in ("a", "j", "k")},
            "a - b - c": cells["a"] - cells["b"] - cells["c"],
            "a - d to j": cells["a"] - timed,
            "e - e1 - e2": cells["e"] - cells["e1"] - cells["e2"] if "e1" in cells else float("nan"),
            "moved": (cells["a"] - before).abs(),
            "may_move": (before / 2).clip(lower=10),
        }
    )


def _applications(figures: "pd.DataFrame", limit_pct: int) -> "pd.DataFrame":
    """Return the figures of PS1, the householder decisions of principal councils and the unclassified, in per cent."""
    import pandas as pd

    is_principal = figures["authority"].map(lambda gss: PRINCIPAL_COUNCIL.fullmatch(gss) is not None).astype(bool)
    unclassified = figures["PS2.unclassified"]
    return pd.DataFrame(
        {
            **{cell: figures[cell] for cell in ("PS1.4", "PS1.4a", "PS1.end")},
            "householder": figures["PS2.Q21.a"].where(is_principal),
            "unclassified": 100 * unclassified,
            "may_be_unclassified": limit_pct * (figures["PS2.TOT.a"] + unclassified),
        }
    )


def _frame(assembled: AssembledReturn) -> "pd.DataFrame":
    """Return the figures with one row per authority, numbers as floats and blank where there is none."""
    frame: pd.DataFrame = assembled.figures.to_pandas()
    numbers = [name for name in frame.columns if name != "authority"]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def _whole(figures: "pd.DataFrame") -> Subject:
    return [(authority, "") for authority in figures["authority"]]


def _paired(*checked: "tuple[pd.DataFrame, Sequence[Rule], Subject]") -> tuple[list[Batch], list[Subject]]:
    """Return the batches, and for each of their rules in turn what its rows are about."""
    batches = [Batch(frame, rules) for frame, rules, _ in checked]
    return batches, [subject for _, rules, subject in checked for _ in rules]


BATCHES: Mapping[str, Callable[[AssembledReturn], tuple[list[Batch], list[Subject]]]] = {
    "planning_matters": planning_batches,
    "brownfield_register": brownfield_batches,
}
RULES_OF_RETURNS: Mapping[str, tuple[Rule, ...]] = {
    "planning_matters": (*DECISION_RULES, *APPLICATION_RULES),
    "brownfield_register": SITE_RULES,
}
