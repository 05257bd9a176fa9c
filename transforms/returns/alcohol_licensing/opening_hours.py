"""Opening hours: whether a published text leaves no minute of an ordinary week closed.

Source: docs/specifications/alcohol-licensing.md, section 2; https://wiki.openstreetmap.org/wiki/Key:opening_hours, of
        which this is the part that licences use.
Known:  rules without days are for every day; days may run over the end of the week (`Fr-Mo`). A rule for public or
        school holidays alone is passed over, whatever it says. Free words, months and times without two digits are
        unreadable.
"""

import re
from collections.abc import Iterable

MINUTES_OF_DAY = 24 * 60
MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY
DAYS = (
    ("mo", "mon", "monday", "m"),
    ("tu", "tue", "tuesday"),
    ("we", "wed", "wednesday", "w"),
    ("th", "thu", "thursday"),
    ("fr", "fri", "friday", "f"),
    ("sa", "sat", "saturday"),
    ("su", "sun", "sunday"),
)
DAY_NUMBERS = {name: number for number, names in enumerate(DAYS) for name in names}
EVERY_DAY = range(7)
HOLIDAYS = frozenset({"ph", "sh"})
CLOSED = frozenset({"off", "closed"})
WHOLE_DAY = frozenset({"24/7", "24 hours", "24 hours a day"})
END_OF_DAY = frozenset({"00:00", "23:59", "24:00"})
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
WITHOUT_COLONS = re.compile(r"(\d\d)(\d\d)-(\d\d)(\d\d)")

Span = tuple[int, int]  # minutes from the beginning of a day; the end may lie on the next day


def is_always_open(text: str) -> bool | None:
    """Return whether no minute of the week is closed; None for a text that can't be read."""
    rules = [rule for rule in (" ".join(part.casefold().split()) for part in text.split(";")) if rule]
    week: dict[int, list[Span]] = {}
    for rule in rules:
        read = _rule(rule)
        if read is None:
            return None
        days, spans = read
        week |= dict.fromkeys(days, spans)
    return _covers_the_week(week) if rules else None


def _rule(rule: str) -> tuple[Iterable[int], list[Span]] | None:
    """Return the days of a rule, none for holidays, and when it is open on each; None for what can't be read."""
    whole = re.sub(r" ?([-,]) ?", r"\1", rule)
    first, _, rest = whole.partition(" ")
    names = first.split(",")
    if HOLIDAYS.issuperset(names):
        return (), []
    days = _days(name for name in names if name not in HOLIDAYS)
    spans = _spans(whole if days is None else rest)
    return None if spans is None else (EVERY_DAY if days is None else days, spans)


def _days(names: Iterable[str]) -> set[int] | None:
    """Return the numbers of days and of runs of days; None where one is neither."""
    days: set[int] = set()
    for name in names:
        first, to, last = name.partition("-")
        if first not in DAY_NUMBERS or (to and last not in DAY_NUMBERS):
            return None
        begin = DAY_NUMBERS[first]
        length = (DAY_NUMBERS[last] - begin) % 7 if to else 0
        days |= {(begin + after) % 7 for after in range(length + 1)}
    return days


def _spans(text: str) -> list[Span] | None:
    """Return when it is open on a day; None for what can't be read."""
    if text in CLOSED:
        return []
    if text in WHOLE_DAY:
        return [(0, MINUTES_OF_DAY)]
    spans = [_span(part) for part in text.split(",")]
    return [span for span in spans if span is not None] if None not in spans else None


def _span(text: str) -> Span | None:
    """Return the minutes of `hh:mm-hh:mm` or `hhmm-hhmm`; None for anything else."""
    begin, _, end = WITHOUT_COLONS.sub(r"\1:\2-\3:\4", text).partition("-")
    if not CLOCK.fullmatch(begin) or not CLOCK.fullmatch(end) or begin == "24:00":
        return None
    opens, closes = _minutes(begin), MINUTES_OF_DAY if end in END_OF_DAY else _minutes(end)
    return opens, closes if closes > opens else closes + MINUTES_OF_DAY


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _covers_the_week(week: dict[int, list[Span]]) -> bool:
    """Return whether the spans, those of Sunday night running into Monday, leave no gap."""
    spans = [
        (day * MINUTES_OF_DAY + opens, day * MINUTES_OF_DAY + closes) for day in week for opens, closes in week[day]
    ]
    spans += [(opens - MINUTES_OF_WEEK, closes - MINUTES_OF_WEEK) for opens, closes in spans]
    reached = 0
    for opens, closes in sorted(spans):
        if opens > reached:
            return False
        reached = max(reached, closes)
    return reached >= MINUTES_OF_WEEK
