"""Rules over time, from a standard's declaration of them: a file beside the one that was in use before it.

Each is tested on one row per record of the earlier file, the rhythm on one row per file.
"""

from expectations.rule import Rule, rule_of
from transforms.domain.issue import Severity
from transforms.domain.standard import DatasetStandard

RHYTHM = "publication.in_rhythm"


def history_rules(standard: DatasetStandard) -> tuple[Rule, ...]:
    """Return the rules over time of `standard`, in the order declared; the rhythm last."""
    rules = tuple(rule_of(declared.test(standard.key)) for declared in standard.history)
    return (*rules, in_rhythm(standard)) if standard.rhythm else rules


def in_rhythm(standard: DatasetStandard) -> Rule:
    """Return the rule that a file comes no later after the one before it than the standard's rhythm allows."""
    rhythm = standard.rhythm
    limit = rhythm.days + rhythm.grace if rhythm else 0
    return Rule(
        name=RHYTHM,
        sentence=f"The file comes at most {limit} days after the one before it; a new one is asked for "
        f"{standard.frequency}.",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"max_value": limit},
        column=RHYTHM,
        code="publication-late",
        severity=Severity.WARNING,
        field="",
        fields=(),
        records="the files' days",
    )
