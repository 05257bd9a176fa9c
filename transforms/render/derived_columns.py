"""Derived columns: what the records of a return say beside the fields of the standard, in words."""

NOUNS = {
    "row": "row of the form that the kind of development belongs to",
    "codes": "kinds of development",
    "valid_date": "valid date",
    "decision": "decision",
    "decision_date": "day of the decision",
    "decision_type": "kind of decision-maker",
    "target_date": "last target date published",
    "days": "days from the valid date to the decision",
    "left_date": "day on which it left undecided",
    "prior_decision": "decision on prior approval",
    "prior_decision_date": "day of the decision on prior approval",
    "dwellings_from": "least number of net dwellings",
    "dwellings_to": "greatest number of net dwellings",
}
SENTENCES = {
    "has_row": "it is of a kind that the form counts",
    "is_timed": "the time from the valid date to the decision is known and not negative",
    "has_agreement": "the target date is so late that more time must have been agreed",
    "is_multi_class": "several kinds of development are published for it",
    "is_unclassified": "no kind of development is published for it",
    "lacks_decision_date": "a decision is published without any date",
    "has_prior_on_counted": "a prior approval is published on an application",
    "is_added": "it was first added in the year",
    "is_ended": "it ended in the year",
    "is_recent": "it was last updated in the year",
    "is_overdue": "it was last updated more than a year before, or nobody says when",
}


def in_words(column: str) -> str:
    """Return what a column holds; a field of the standard keeps its name."""
    return NOUNS.get(column, column)


def is_true(column: str) -> str:
    """Return what it says of a record that a yes-or-no column is yes."""
    return SENTENCES.get(column, f"it {column.replace('_', ' ')}")


def heading(column: str) -> str:
    """Return what a column holds or says, to stand on its own."""
    words = NOUNS.get(column) or SENTENCES.get(column) or column
    return f"whether {words}" if column in SENTENCES else words
