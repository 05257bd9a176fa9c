"""Words for a terminal: counted nouns, and text from councils that can't drive the screen."""

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def counted(number: int, noun: str) -> str:
    """Return `1 record`, `2 records`, `1,250 records`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def on_one_line(text: str) -> str:
    """Return text that can't move the cursor, colour the screen or break the line."""
    return CONTROL.sub(" ", text)
