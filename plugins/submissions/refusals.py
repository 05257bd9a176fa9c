"""Why an act is refused: the caller's mistake or the state's, never a fault of ours."""

from collections.abc import Mapping, Sequence


class ActRefused(Exception):
    """Raised when an act is refused, in a sentence, from any function of this room; nothing was recorded."""

    status = 400

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts: Mapping[str, object] = facts  # what a program needs to know besides


class NotVisible(ActRefused):
    """Raised when there is no such thing, or it is somebody else's: the two look the same."""

    status = 404


class NotAllowed(ActRefused):
    """Raised when it is theirs to see and not to do."""

    status = 403


class StateConflict(ActRefused):
    """Raised when the state does not allow it, or is not the one that the caller saw."""

    status = 409


class InvalidInput(ActRefused):
    """Raised when what was entered can't be read; `fields` says what is wrong with which."""

    status = 422

    def __init__(self, sentence: str, fields: Mapping[str, str] | None = None, **facts: object) -> None:
        super().__init__(sentence, **facts)
        self.fields = dict(fields or {})


LONGEST_TEXT = 4_000


def stated(field: str, text: str) -> str:
    """Return a reason or a text without blanks around it; raise InvalidInput where it is blank or endless."""
    words = text.strip()
    if not words:
        raise InvalidInput(f"{field} is blank: say it in a sentence", {field: "Enter a reason"})
    if len(words) > LONGEST_TEXT:
        sentence = f"{field} is longer than {LONGEST_TEXT:,} characters"
        raise InvalidInput(sentence, {field: f"Use {LONGEST_TEXT:,} characters or fewer"})
    return words


def without_repeats(field: str, names: Sequence[str]) -> None:
    """Raise InvalidInput where a name is listed twice."""
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InvalidInput(f"{', '.join(repeated)} is listed twice", {field: "List each only once"})
