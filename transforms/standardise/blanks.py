"""Blank cells: nothing at all, a word that people write for nothing, or the word that a value is withheld."""

import re

import pyarrow as pa
import pyarrow.compute as pc

BLANK_WORDS = frozenset(
    {
        *("n/a", "na", "n.a.", "n.a", "n/k", "null", "<null>", "(null)", "none", "nan", "nat", "nothing"),
        *("not applicable", "not available", "(blank)", "<blank>", "blank", "-", "–", "—", "?", ".", "_"),
    }
)
_ONLY_MARKS = re.compile(r"[-–—?._]+")
_BLANK = rf"(?i)^(?:{'|'.join(map(re.escape, sorted(BLANK_WORDS)))}|{_ONLY_MARKS.pattern})?$"
# What a spreadsheet shows where a formula fails, and a formula whose result was not saved; ="0012" only guards a text.
ERROR = r"(?i)^\s*#(?:n/a|ref!|value!|div/0!|name\?|num!|null!|getting_data|spill!|calc!|field!)\s*$"
FORMULA = r"(?i)^\s*=\s*[^\s\"].*$"
_SAMPLE = 10_000
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
    if holds_nothing(texts):
        return pc.equal(texts, "")
    return _by_distinct(texts, _BLANK)


def holds_nothing(texts: pa.Array) -> bool:
    """Return whether no text has a character: so in most of the columns of a sheet that is as wide as can be."""
    return not pc.max(pc.binary_length(texts)).as_py()


def withheld_mask(texts: pa.Array) -> pa.Array:
    """Return where `texts` say that a value is withheld, whatever they say of why."""
    return _by_distinct(texts, _WITHHELD)


def error_mask(texts: pa.Array) -> pa.Array:
    """Return where `texts` are a spreadsheet's error, or a formula without its result."""
    return _by_distinct(texts, rf"(?:{ERROR})|(?:{FORMULA})")


def _by_distinct(texts: pa.Array, pattern: str) -> pa.Array:
    """Return where `texts` match; of few distinct texts each is looked at once."""
    few = texts[:_SAMPLE].dictionary_encode()
    if len(few.dictionary) * 4 > len(few):
        return pc.match_substring_regex(texts, pattern)
    encoded = texts.dictionary_encode()
    return pc.match_substring_regex(encoded.dictionary, pattern).take(encoded.indices)
