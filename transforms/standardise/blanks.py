"""Blank cells: nothing at all, a word that people write for nothing, or the word that a value is withheld."""

import re

import pyarrow as pa
import pyarrow.compute as pc

BLANK_WORDS = frozenset(
    {
        *("n/a", "na", "n.a.", "n.a", "#n/a", "n/k", "null", "<null>", "(null)", "none", "nan", "nat", "nothing"),
        *("not applicable", "not available", "(blank)", "<blank>", "blank", "-", "–", "—", "?", ".", "_"),
    }
)
_ONLY_MARKS = re.compile(r"[-–—?._]+")
# “REDACTED PERSONAL DATA”, “Name redacted”, “DETAILS REDACTED”; not “Redactive Publishing Ltd”.
_WITHHELD = (
    r"(?i)^\W*(?:(?:the|details?|names?|data|information|personal|commercial|confidential|sensitive|value|pq"
    r"|suppliers?|payees?|vendors?|beneficiary|merchants?|recipients?)\W+)*(?:redacted|withheld)\b"
)


def is_blank(text: str) -> bool:
    """Return whether `text` says nothing: empty, a word for blank, or only dashes or question marks."""
    stripped = text.strip()
    return not stripped or stripped.casefold() in BLANK_WORDS or _ONLY_MARKS.fullmatch(stripped) is not None


def folded(text: str) -> str:
    """Return `text` in one case with surrounding and repeated blanks folded."""
    return " ".join(text.split()).casefold()


def blank_mask(texts: pa.Array) -> pa.Array:
    """Return where `texts`, without surrounding blanks, say nothing."""
    short = pc.if_else(pc.less_equal(pc.binary_length(texts), 16), texts, "text")
    if not len(texts) or pc.all(pc.equal(short, "text")).as_py():
        return pc.equal(short, "")
    is_word = pc.is_in(pc.utf8_lower(short), pa.array(["", *sorted(BLANK_WORDS)]))
    return pc.or_(is_word, pc.match_substring_regex(short, rf"^(?:{_ONLY_MARKS.pattern})$"))


def withheld_mask(texts: pa.Array) -> pa.Array:
    """Return where `texts` say that a value is withheld, whatever they say of why."""
    return pc.match_substring_regex(texts, _WITHHELD)
