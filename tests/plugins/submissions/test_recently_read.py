"""What was worked out lately is worked out once, and no more of it is kept than was said."""

from plugins.submissions.recently_read import RecentlyRead


def test_a_value_is_read_once_as_long_as_it_is_among_the_last_that_were_asked_for() -> None:
    recently, read = RecentlyRead[str](2), []

    def ask(key: str) -> str:
        return recently.get(key, lambda: read.append(key) or key.upper())

    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert read == ["a", "b", "c", "b"]
