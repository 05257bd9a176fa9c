"""The words of the brownfield register return: what its records say beside the standard's fields."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords

DWELLINGS = ("NetDwellingsRangeFrom", "NetDwellingsRangeTo", "MinNetDwellings")
SOURCES = {
    **{name: (name,) for name in ("OwnershipStatus", "PlanningStatus", "PermissionType", "Deliverable", "Part2")},
    **{name: (name,) for name in ("HazardousSubstances", "FirstAddedDate", "LastUpdatedDate", "EndDate", "Hectares")},
    "dwellings_from": DWELLINGS,
    "dwellings_to": DWELLINGS,
    "is_added": ("FirstAddedDate",),
    "is_ended": ("EndDate",),
    "is_recent": ("LastUpdatedDate",),
    "is_overdue": ("LastUpdatedDate",),
}

WORDS = ReturnWords(
    columns=ColumnWords(
        nouns={
            "dwellings_from": "least number of net dwellings",
            "dwellings_to": "greatest number of net dwellings",
        },
        sentences={
            "is_added": "it was first added in the year",
            "is_ended": "it ended in the year",
            "is_recent": "it was last updated in the year",
            "is_overdue": "it was last updated more than a year before, or nobody says when",
        },
    ),
    facts={
        "is_only_2017": "the register is of the 2017 edition",
        "is_only_2026": "the register is of the 2026 edition",
    },
    facts_explained={
        "is_only_2017": "Only a register of the 2017 edition says this. It is counted once the register is published"
        " with the column Part2.",
        "is_only_2026": "Only a register of the 2026 edition says this. It is counted once the register is published"
        " with the column EndDate.",
    },
)
