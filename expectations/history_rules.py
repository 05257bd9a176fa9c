"""Rules over time, from a standard's declaration of them: a file beside the one that was in use before it.

The tested frame has one row per record of the earlier file, and one per file for the rhythm; numbers stand for what is
compared, and nothing where there is nothing to compare.
"""

from expectations.rule import Rule
from transforms.domain.history_rule import KeysStay, NeverBlankAgain, NeverEarlier
from transforms.domain.issue import Severity
from transforms.domain.standard import DatasetStandard

RHYTHM = "publication.in_rhythm"


def history_rules(standard: DatasetStandard) -> tuple[Rule, ...]:
    """Return the rules over time of `standard`, in the order declared; the rhythm last."""
    rules = []
    for declared in standard.history:
        match declared:
            case KeysStay():
                rules.append(keys_stay(standard.key))
            case NeverBlankAgain(field):
                rules.append(never_blank_again(field))
            case NeverEarlier(field):
                rules.append(never_earlier(field))
    return (*rules, in_rhythm(standard)) if standard.rhythm else tuple(rules)


def keys_stay(key: tuple[str, ...]) -> Rule:
    """Return the rule that no record of the earlier file has vanished."""
    return _not_below(
        f"{key[0]}.stays",
        f"No {' and '.join(key)} of the file before is gone",
        "record-vanished",
        ("stays", "known"),
        key,
    )


def never_blank_again(field: str) -> Rule:
    """Return the rule that a field which was filled in still is."""
    return _not_below(
        f"{field}.stays_given",
        f"{field} is not blank where the file before had it",
        "value-withdrawn",
        (f"{field}.given.later", f"{field}.given.earlier"),
        (field,),
    )


def never_earlier(field: str) -> Rule:
    """Return the rule that a date does not move backwards."""
    return _not_below(
        f"{field}.not_moved_back",
        f"{field} is not earlier than in the file before",
        "date-moved-back",
        (f"{field}.day.later", f"{field}.day.earlier"),
        (field,),
    )


def in_rhythm(standard: DatasetStandard) -> Rule:
    """Return the rule that a file comes no later after the one before it than the standard's rhythm allows."""
    rhythm = standard.rhythm
    limit = rhythm.days + rhythm.grace if rhythm else 0
    return Rule(
        name=RHYTHM,
        sentence=f"The file comes at most {limit} days after the one before it; a new one is asked for "
        f"{standard.frequency}.",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"column": "gap", "max_value": limit},
        columns=("gap",),
        code="publication-late",
        severity=Severity.WARNING,
        field="",
        fields=(),
        tested=("gap",),
    )


def _not_below(name: str, words: str, code: str, columns: tuple[str, str], fields: tuple[str, ...]) -> Rule:
    later, earlier = columns
    return Rule(
        name=name,
        sentence=f"{words}.",
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={
            "column_A": later,
            "column_B": earlier,
            "or_equal": True,
            "ignore_row_if": "either_value_is_missing",
        },
        columns=columns,
        code=code,
        severity=Severity.WARNING,
        field=fields[0],
        fields=fields,
        tested=columns,
        facts={"rule": name},
    )
