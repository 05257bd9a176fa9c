"""The words of the licensing return: what its records say beside the standard's fields."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords

KIND = ("ServiceTypeURI", "ServiceTypeLabel")
STATUS = ("StatusURI", "StatusLabel")
DATES = ("CaseDate", "LicenceStartDate", "LicenceEndDate")
ALCOHOL = ("AlcoholSupply", "OnPremisesAlcoholSale", "OffPremisesAlcoholSale")
SOURCES = {
    "kind": KIND,
    "status": STATUS,
    "start": ("LicenceStartDate", "CaseDate"),
    "end": ("LicenceEndDate",),
    "is_in_force": (*KIND, *STATUS, *DATES),
    "ended_in_year": (*STATUS, *DATES),
    "is_reversed": DATES,
    "alcohol": ALCOHOL,
    "is_unstated": ALCOHOL,
    "has_late_night": ("LateNightRefreshment",),
    "hours": ("OpeningHours",),
    "published_start": ("LicenceStartDate",),
    "published_end": ("LicenceEndDate",),
    "says_licence": STATUS,
    "decision_date": ("DecisionDate",),
    "is_granted": STATUS,
    "first_decision": ("DecisionDate",),
    "first_start": ("LicenceStartDate",),
    "case_date": ("CaseDate",),
    "is_licensed": STATUS,
    "is_seen_in_time": ("ExtractDate",),
    "given_date": ("CaseDate", "LicenceStartDate"),
    "is_gone": (*KIND, *STATUS, *DATES),
}

WORDS = ReturnWords(
    columns=ColumnWords(
        nouns={
            "kind": "kind of licence",
            "status": "status",
            "start": "start of the licence",
            "end": "end of the licence",
            "alcohol": "way in which alcohol is sold",
            "hours": "opening hours of the week",
            "published_start": "start of the licence as published",
            "published_end": "end of the licence as published",
            "decision_date": "day of the decision",
            "first_decision": "first decision on the case",
            "first_start": "first start of a licence of the case",
            "case_date": "date of the case",
            "given_date": "date of the notice",
        },
        sentences={
            "is_in_force": "it is in force on the last day of the year",
            "ended_in_year": "it ended in the year and is not in force on its last day",
            "is_reversed": "it ends before it starts",
            "is_unstated": "nothing says whether alcohol is sold",
            "has_late_night": "it is licensed for late night refreshment",
            "says_licence": "its status says that there is or was a licence",
            "is_granted": "there is a licence, or one was approved",
            "is_licensed": "the same file has a licence for the case",
            "is_seen_in_time": "the file is of the last day of the year or before",
            "is_gone": "it was in force when the year began or in it, has not ended and is no longer published",
        },
    ),
    switches_explained={},
)
