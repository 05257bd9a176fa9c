"""The words of the planning return: what its records say beside the standard's fields, and what is assumed."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords

DECISION_FIELDS = ("Decision", "DecisionType", "DecisionNoticeDate", "DecisionDate")
CODE_FIELDS = ("ClassificationURI", "ClassificationLabel", "ServiceTypeURI")
SOURCES = {
    "row": CODE_FIELDS,
    "has_row": CODE_FIELDS,
    "valid_date": ("CaseDate",),
    "decision": DECISION_FIELDS,
    "decision_date": DECISION_FIELDS,
    "decision_type": ("DecisionType",),
    "prior_decision": (*CODE_FIELDS, "Decision"),
    "prior_decision_date": ("DecisionNoticeDate", "DecisionDate"),
    "left_date": ("Status", *DECISION_FIELDS),
    "target_date": ("DecisionTargetDate",),
    "days": ("CaseDate", "DecisionNoticeDate", "DecisionDate"),
    "is_timed": ("CaseDate", "DecisionNoticeDate", "DecisionDate"),
    "has_agreement": (*CODE_FIELDS, "CaseDate", "DecisionTargetDate"),
    "is_unclassified": CODE_FIELDS,
    "is_permission_in_principle": ("application-types",),
    "is_technical_details_consent": ("application-types",),
}

WORDS = ReturnWords(
    columns=ColumnWords(
        nouns={
            "row": "row of the form that the kind of development belongs to",
            "codes": "kinds of development",
            "valid_date": "valid date",
            "decision": "decision",
            "decision_date": "day of the decision",
            "decision_type": "kind of decision-maker",
            "target_date": "latest target date published",
            "days": "days from the valid date to the decision",
            "left_date": "day on which it left without a decision",
            "prior_decision": "decision on prior approval",
            "prior_decision_date": "day of the decision on prior approval",
        },
        sentences={
            "has_row": "it is of a kind that the form counts",
            "is_timed": "the time from the valid date to the decision is known and not negative",
            "has_agreement": "the target date is so late that more time must have been agreed",
            "is_multi_class": "several kinds of development are published for it",
            "is_unclassified": "no kind of development is published for it",
            "lacks_decision_date": "a decision is published without any date",
            "has_prior_on_counted": "a prior approval is published on an application",
            "is_permission_in_principle": "it is an application for permission in principle",
            "is_technical_details_consent": "it is an application for technical details consent",
        },
    ),
    facts={
        "seen_before_the_start": "a file from before the period is known",
        "publishes_types": "the applications are published in the draft of 2026",
    },
    facts_explained={
        "seen_before_the_start": "No file had been collected when the period began: what was open then is worked out"
        " from the dates of its records. It is computed once a file from before the period is known.",
        "publishes_types": "The standard of 2014 does not say of which type an application is. It is counted once the"
        " applications are published in the draft of 2026, with the column application-types.",
    },
    switches_explained={
        "infer_agreements": "No field says whether more time was agreed: a target date later than the statutory one is"
        " read as an agreement. It is computed once councils publish the agreements themselves.",
    },
)
