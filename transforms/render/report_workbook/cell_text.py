"""Text for a cell of a workbook: nothing that XML can't hold, and no more than a cell does."""

import re

LONGEST = 32_767
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell_text(text: str, longest: int = LONGEST) -> str:
    """Return `text` as a cell can hold it."""
    plain = UNWRITABLE.sub("\ufffd", text)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
