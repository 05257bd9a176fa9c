"""The value of a cell as people read it."""

import pytest

from transforms.render.cell_values import value_in_words
from transforms.returns import statutory_return

STATEMENT = statutory_return("transparency_code")


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("LGT.grants.state", "2", "late"),
        ("LGT.grants.state", "99", "99"),
        ("LGT.grants.seen_on", "20240407", "7 April 2024"),
        ("LGT.grants.records", "1234567", "1,234,567"),
        ("LGT.grants.records", "-1234.50", "-1,234.50"),
        ("LGT.grants.records", "0", "0"),
        ("LGT.grants.records", None, ""),
    ],
)
def test_a_value_is_a_number_a_day_or_the_words_of_a_code(cell: str, value: str | None, words: str) -> None:
    assert value_in_words(STATEMENT.cell(cell), value) == words
