"""The states of a due thing, by the number that its cell holds, and what they are called.

Source: docs/specifications/transparency-code-statement.md, section 3
"""

from collections.abc import Mapping
from enum import IntEnum


class DueState(IntEnum):
    """How a due thing stands."""

    ON_TIME = 1
    LATE = 2
    PUBLISHED = 3  # nobody looked between the due day and the first look that has it
    PART = 4
    MISSING = 5
    NOT_LOOKED = 6
    NOT_DUE = 7
    NOT_APPLICABLE = 8


IS_SEEN = (DueState.ON_TIME, DueState.LATE, DueState.PUBLISHED)
WITH_RECORDS = (*IS_SEEN, DueState.PART)
IS_DUE = (*WITH_RECORDS, DueState.MISSING, DueState.NOT_LOOKED)
WORDS: Mapping[DueState, str] = {
    DueState.ON_TIME: "on time",
    DueState.LATE: "late",
    DueState.PUBLISHED: "published, day not known",
    DueState.PART: "in part",
    DueState.MISSING: "missing",
    DueState.NOT_LOOKED: "not checked",
    DueState.NOT_DUE: "not due yet",
    DueState.NOT_APPLICABLE: "not applicable",
}
