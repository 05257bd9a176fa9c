"""The words of the county matters return that are not those of planning_matters: the fields behind its rows."""

from transforms.returns.planning_matters import words

CODE_FIELDS = ("ClassificationURI", "ClassificationLabel")
SOURCES = (
    words.SOURCES
    | dict.fromkeys(("row", "has_row"), CODE_FIELDS)
    | {
        "has_agreement": (*CODE_FIELDS, "CaseDate", "DecisionTargetDate"),
    }
)
