"""Opening hours, read minute by minute in plain Python: what the engine's reading is held against."""

import re

DAYS = [
    ("mo", "mon", "monday", "m"), ("tu", "tue", "tuesday"), ("we", "wed", "wednesday", "w"), ("th", "thu", "thursday"),
    ("fr", "fri", "friday", "f"), ("sa", "sat", "saturday"), ("su", "sun", "sunday"),
]  # fmt: skip
NUMBER = {word: number for number, words in enumerate(DAYS) for word in words}
UNREADABLE = "unreadable"
ENDS = {"23:59", "24:00", "00:00"}


def week(text: str | None) -> list[bool] | str | None:
    """Per minute of the week whether it is open; None where nothing is published."""
    if text is None or not text.strip():
        return None
    open_on: dict[int, list[tuple[int, int]]] = {day: [] for day in range(7)}
    rules = [" ".join(rule.lower().split()) for rule in text.split(";")]
    if not any(rules):
        return UNREADABLE
    for rule in filter(None, rules):
        read = read_rule(rule)
        if read is None:
            return UNREADABLE
        days, spans = read
        for day in days:
            open_on[day] = spans
    minutes = [False] * (7 * 1440)
    for day, spans in open_on.items():
        for begin, end in spans:
            for minute in range(begin, end):
                minutes[(day * 1440 + minute) % len(minutes)] = True
    return minutes


def read_rule(rule: str) -> tuple[set[int], list[tuple[int, int]]] | None:
    """The days of a rule, none for holidays, and its spans in minutes; None for what can't be read."""
    rule = re.sub(r" ?([-,]) ?", r"\1", rule)
    words = rule.split(" ")
    if words[0].split(",")[0] in ("ph", "sh") and all(day in ("ph", "sh") for day in words[0].split(",")):
        return set(), []
    days = days_of(words[0])
    if days is None:
        return (set(range(7)), spans) if (spans := spans_of(rule)) is not None else None
    spans = spans_of(" ".join(words[1:]))
    return None if spans is None else (days, spans)


def days_of(word: str) -> set[int] | None:
    days: set[int] = set()
    for part in word.split(","):
        if part in ("ph", "sh"):
            continue
        ends = part.split("-")
        if len(ends) > 2 or any(end not in NUMBER for end in ends):
            return None
        day, last = NUMBER[ends[0]], NUMBER[ends[-1]]
        days.add(day)
        while day != last:
            day = (day + 1) % 7
            days.add(day)
    return days


def spans_of(text: str) -> list[tuple[int, int]] | None:
    if text in ("off", "closed"):
        return []
    if text in ("24/7", "24 hours", "24 hours a day"):
        return [(0, 1440)]
    spans = []
    for span in text.split(","):
        with_colons = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", span)
        found = with_colons or re.fullmatch(r"(\d\d)(\d\d)-(\d\d)(\d\d)", span)
        if not found:
            return None
        hours, minutes, end_hours, end_minutes = found.groups()
        if int(hours) > 23 or int(minutes) > 59 or int(end_minutes) > 59:
            return None
        if int(end_hours) > 23 and f"{end_hours}:{end_minutes}" != "24:00":
            return None
        begin, end = int(hours) * 60 + int(minutes), int(end_hours) * 60 + int(end_minutes)
        if f"{end_hours}:{end_minutes}" in ENDS:
            end = 1440
        spans.append((begin, end if end > begin else end + 1440))
    return spans
