"""The words of the statement: what the columns of its records are called, and where they come from."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords

DATED = ("PaymentDate", "EffectiveDate", "ApplicableDate", "awardDate", "Period")
DERIVED = ("thing", "state", "state_in_words", "due", "not_seen", "seen", "stars", "file")
SOURCES = dict.fromkeys(("counted_for", *DERIVED), DATED)
WORDS = ReturnWords(
    ColumnWords(
        nouns={
            "thing": "due thing",
            "state": "number of the state",
            "state_in_words": "state",
            "due": "day on which it was due",
            "seen": "day of the first look that has it",
            "not_seen": "day of the last look before that lacks it",
            "stars": "number of stars",
            "file": "SHA-256 of the file in which it was first seen",
            "counted_for": "due thing that it counts for",
        }
    )
)
