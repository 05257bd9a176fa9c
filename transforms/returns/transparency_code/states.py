"""The states of a due thing, by the number that its cell holds, and what they are called.

Source: docs/specifications/transparency-code-statement.md, section 3
"""

from collections.abc import Mapping
from enum import IntEnum


class State(IntEnum):
    """How a due thing stands."""

    ON_TIME = 1
    LATE = 2
    PUBLISHED = 3  # nobody looked between the due day and the first look that has it
    PART = 4
    MISSING = 5
    NOT_LOOKED = 6
    NOT_DUE = 7
    NOT_APPLICABLE = 8


IS_SEEN = (State.ON_TIME, State.LATE, State.PUBLISHED)
WITH_RECORDS = (*IS_SEEN, State.PART)
IS_DUE = (*WITH_RECORDS, State.MISSING, State.NOT_LOOKED)
WORDS: Mapping[State, str] = {state: state.name.lower().replace("_", " ") for state in State}
