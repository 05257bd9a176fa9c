"""Folded text: text as it is compared where case and the number of blanks make no difference."""

import pyarrow as pa
import pyarrow.compute as pc


def fold(text: str) -> str:
    """Return one text folded."""
    return " ".join(text.split()).lower()


def fold_texts(texts: pa.Array) -> pa.Array:
    """Return many texts folded."""
    return pc.utf8_lower(pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), r"\s+", " "))
