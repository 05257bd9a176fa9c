"""Words for a terminal: counted nouns, and text from councils that can't drive the screen."""

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
HUNDRED = 100


def counted(number: int, noun: str) -> str:
    """Return `1 record`, `2 records`, `1,250 records`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def in_every(count: int, total: int, noun: str) -> str:
    """Return what part of `total` a `count` is, as people say it, rounded but never to none or all.

    `every row`, `3 of 12 rows`, `3 in every 100 rows`, `1 in every 2,500 rows`.
    """
    if count == total:
        return f"every {noun}"
    if total <= HUNDRED:
        return f"{count} of {total} {noun}s"
    if (share := count * HUNDRED / total) < 1:
        return f"1 in every {float(f'{total / count:.2g}'):,.0f} {noun}s"
    return f"{min(round(share), HUNDRED - 1)} in every {HUNDRED} {noun}s"


def on_one_line(text: str) -> str:
    """Return text that can't move the cursor, colour the screen or break the line."""
    return CONTROL.sub(" ", text)
