"""Words: shares as people say them."""

import pytest

from transforms.render.report_words.counts import in_every


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        (213, 213, "every row"),
        (3, 12, "3 of 12 rows"),
        (100, 101, "99 in every 100 rows"),
        (600, 20_000, "3 in every 100 rows"),
        (8, 20_000, "1 in every 2,500 rows"),
        (1, 999_999, "1 in every 1,000,000 rows"),
        (19_999, 20_000, "99 in every 100 rows"),
    ],
)
def test_a_share_is_said_in_whole_numbers_and_never_as_none_or_all(count: int, total: int, words: str) -> None:
    assert in_every(count, total, "row") == words
