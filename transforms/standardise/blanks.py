"""Blank cells: nothing at all, or a word that people write for nothing."""

import re

BLANK_WORDS = frozenset(
    {
        *("n/a", "na", "n.a.", "n.a", "#n/a", "n/k", "null", "<null>", "(null)", "none", "nan", "nat", "nothing"),
        *("not applicable", "not available", "(blank)", "<blank>", "blank", "-", "–", "—", "?", ".", "_"),
    }
)
_ONLY_MARKS = re.compile(r"[-–—?._]+")


def is_blank(text: str) -> bool:
    """Return whether `text` says nothing: empty, a word for blank, or only dashes or question marks."""
    stripped = text.strip()
    return not stripped or stripped.casefold() in BLANK_WORDS or _ONLY_MARKS.fullmatch(stripped) is not None


def folded(text: str) -> str:
    """Return `text` in one case with surrounding and repeated blanks folded."""
    return " ".join(text.split()).casefold()
