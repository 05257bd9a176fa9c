"""The published fields that the cells of PS1 and PS2 need.

Source: docs/specifications/command-line.md, “A field that nobody published”.
Known:  a decision without any published day can't be told from a pending one, so that the stock needs a day as well.
"""

from transforms.domain.return_reads import FieldNeed, needs_of


def needed(*fields: str | tuple[str, ...]) -> tuple[FieldNeed, ...]:
    """Return the need of some fields of planning applications, of a tuple any one."""
    return needs_of("planning_applications", *fields)


CLASSIFICATION = needed(("ClassificationURI", "ClassificationLabel", "ServiceTypeURI"))
DEVELOPMENT = needed(("ClassificationURI", "ClassificationLabel"))
DECISION = needed("Decision")
DECISION_DATE = needed(("DecisionNoticeDate", "DecisionDate"))
DECIDER = needed("DecisionType")
VALID_DATE = needed("CaseDate")
TARGET_DATE = needed("DecisionTargetDate")
STATUS = needed(("Status", "Decision"))
