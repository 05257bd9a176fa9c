"""Rules on the share of a file's records or values: one finding about the column, whatever the number of places."""

from expectations.rule import Rule
from transforms.domain.issue import Severity
from transforms.domain.rules import Covers
from transforms.domain.standard import DatasetStandard, Edition, FieldKind

MOST_REPAIRED_PCT = 100 / 3
FEWEST_VALUES = 20  # of fewer, a third says nothing about how the file was exported
_REPAIRABLE = (FieldKind.DATE, FieldKind.INTEGER, FieldKind.DECIMAL, FieldKind.RANGE, FieldKind.BOOLEAN)


def share_rules(standard: DatasetStandard, edition: Edition) -> tuple[Rule, ...]:
    """Return the rules of one edition on shares: what the standard wants covered, then what should need no repair."""
    names = {field.name for field in edition.fields}
    points = (standard.coordinates.x, standard.coordinates.y) if standard.coordinates else ()
    declared = [rule for rule in standard.rules if isinstance(rule, Covers)]
    repairable = [field for field in edition.fields if field.kind in _REPAIRABLE and field.name not in points]
    return (
        *(covered(rule) for rule in declared if rule.field in names),
        *(seldom_repaired(field.name) for field in repairable),
    )


def covered(declared: Covers) -> Rule:
    """Return the rule that most records have a field, or one that says the same."""
    return Rule(
        name=declared.name,
        sentence=declared.sentences()[0],
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"min_value": declared.least_pct},
        column=declared.name,
        code="column-sparse",
        severity=Severity.WARNING,
        field=declared.field,
        fields=(),
        facts={"fields": declared.fields_in_words, "least": declared.least_in_words},
        records="all usable records",
        any_of=declared.reads(),
    )


def seldom_repaired(field: str) -> Rule:
    """Return the rule that no more than a third of a column's values had to be changed to be read."""
    name = f"{field}.seldom_repaired"
    return Rule(
        name=name,
        sentence=f"No more than a third of the values in {field} had to be changed before they could be used.",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"max_value": MOST_REPAIRED_PCT},
        column=name,
        code="column-often-repaired",
        severity=Severity.WARNING,
        field=field,
        fields=(field,),
        records=f"all values in `{field}`",
    )
