"""Canonical JSON: one text for one value, so that a hash over it can be computed again by any program.

Keys are sorted by code point, there are no blanks, the text is UTF-8 and nothing is escaped that needs no escape.
"""

import json
from typing import Any


def canonical_json(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as canonical JSON; raise ValueError for a number that JSON doesn't have."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()
