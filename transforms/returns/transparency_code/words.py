"""The words of the statement: what the columns of its records are called, and where they come from."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords

DATED = ("PaymentDate", "EffectiveDate", "ApplicableDate", "awardDate", "Period")
DERIVED = ("state", "state_in_words", "not_seen", "seen")
SOURCES = dict.fromkeys(("counted_for", *DERIVED), DATED) | dict.fromkeys(("thing", "due", "stars", "file"), ())
WORDS = ReturnWords(
    ColumnWords(
        nouns={
            "thing": "dataset and quarter",
            "state": "state, by the days on which the dataset was due, seen and found missing,",
            "state_in_words": "state",
            "due": "due on",
            "seen": "first seen on",
            "not_seen": "last found missing on",
            "stars": "stars for openness",
            "file": "first file (SHA-256)",
            "counted_for": "dataset and quarter that it counts for",
        }
    )
)
