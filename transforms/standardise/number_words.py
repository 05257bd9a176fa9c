"""Words for numbers that are not written as numbers: what we changed to read one, and why another can't be read."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.listing import listed
from transforms.standardise.blanks import ERROR, FORMULA

_SIGN = r"[+\-−–]"
_OF_SPREADSHEETS = (
    (ERROR, "the cell holds an error of a spreadsheet"),
    (FORMULA, "the cell holds a formula without its result"),
)
# The first that fits says why; what none fits is left without a reason.
_REASONS = (
    *_OF_SPREADSHEETS,
    (
        r"(?i)[€$¥₹]|\b(?:eur|euros?|usd|dollars?|chf|aud|cad|sek|nok|dkk|jpy|inr|zar)\b|\d(?:eur|usd|chf)\b",
        "it is in another currency than pounds",
    ),
    (rf"{_SIGN}[\s£(]*{_SIGN}|{_SIGN}\s*£?\s*\(|£\s*£", "it has two signs"),
    (r"(?i)\d\s*(?:k|m|bn|thousands?|millions?|billions?)\b", "it is in thousands or millions, not written out"),
    (r"(?i)\d\s*(?:cr|dr)\b", "it says credit or debit instead of a sign"),
    (r"^[^,.\d]*\d+,\d{1,2}\D*$|\d\.\d{3},\d{2}", "a comma stands where the decimal point belongs"),
    (r"\d,|,\d", "its commas are not where thousands are parted"),
    (r"\d\s*(?:[/;&|]|\band\b|\bto\b|\bor\b)\s*\d|\d\s+\d|\.\d*\.", "it holds more than one number"),
    (r"^[^\d]*$", "it holds no figure"),
)
_REPAIRS = (
    (r"£", "without the currency"),
    (r"\d,\d{3}", "without commas between thousands"),
    (r"^\W*\(", "with its brackets as a minus sign"),
    (r"\d\s*[-−]\s*[\"'”’]*$", "with the sign in front"),
    (r"^\s*[\"'“‘]|[\"'”’]\s*$", "without quotation marks"),
    (r"(?i)\d\s*e[+-]?\d", "with every digit written out"),
    (r"(?i)\d\s*(?:[a-df-z²%]|e[a-z])", "without the unit"),
)


def reasons(texts: pa.Array, patterns: Sequence[tuple[str, str]] = _REASONS) -> list[tuple[str, npt.NDArray[np.int64]]]:
    """Return which of the reasons known is of which texts; the last, without words, of all others."""
    encoded = texts.dictionary_encode()
    reason_number = np.full(len(encoded.dictionary), len(patterns), dtype=np.int64)
    for number, (pattern, _) in reversed(list(enumerate(patterns))):
        fits = pc.fill_null(pc.match_substring_regex(encoded.dictionary, pattern), False)
        reason_number[fits.to_numpy(zero_copy_only=False)] = number
    of_text = reason_number[pc.fill_null(encoded.indices, 0).to_numpy()] if len(reason_number) else reason_number
    words = [*(reason for _, reason in patterns), ""]
    return [(words[number], np.flatnonzero(of_text == number)) for number in np.unique(of_text)]


def reasons_of_spreadsheets(texts: pa.Array) -> list[tuple[str, npt.NDArray[np.int64]]]:
    """Return whether texts are what a spreadsheet shows where it has no value, as `reasons` does."""
    return reasons(texts, _OF_SPREADSHEETS)


def repairs(texts: pa.Array) -> str:
    """Return what was changed to read texts as numbers, in words; nothing where we have none for it."""
    distinct = pc.replace_substring_regex(pc.unique(texts), "(?i)gbp", "£")
    repairs_made = [words for pattern, words in _REPAIRS if pc.any(pc.match_substring_regex(distinct, pattern)).as_py()]
    return f"we read it {listed(repairs_made)}" if repairs_made else ""
