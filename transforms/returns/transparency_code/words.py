"""The words of the statement: what the columns of its records are called, and where they come from."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords

DATED = ("PaymentDate", "EffectiveDate", "ApplicableDate", "awardDate", "Period")
DERIVED = ("thing", "state", "state_in_words", "due", "not_seen", "seen", "stars", "file")
SOURCES = dict.fromkeys(("counted_for", *DERIVED), DATED)
WORDS = ReturnWords(
    ColumnWords(
        nouns={
            "thing": "dataset and quarter",
            "state": "number of the state",
            "state_in_words": "state",
            "due": "due on",
            "seen": "first seen on",
            "not_seen": "last found missing on",
            "stars": "stars for openness",
            "file": "SHA-256 of the file in which it was first seen",
            "counted_for": "dataset and quarter that it counts for",
        }
    )
)
