"""The cells of the statement: five of each due thing, and how many due things stand how.

Source: docs/specifications/transparency-code-statement.md, section 4
Unit:   states by their number, days as YYYYMMDD, records, stars; due things.
"""

from transforms.domain.conditions import Between, Condition, Is
from transforms.domain.measures import Count, Share, ValueOf
from transforms.domain.origins import AsDerived
from transforms.domain.statutory_return import Cell, Indicator, Line, Page
from transforms.returns.transparency_code.due import THINGS, DueThing

DUE = "due"  # the table of due things
MEASURES = {
    "state": "State",
    "seen_on": "Seen on",
    "not_seen_on": "Not seen on",
    "records": "Records",
    "stars": "Stars",
}
COLUMNS = {"state": "state", "seen_on": "seen", "not_seen_on": "not_seen", "stars": "stars"}
TRACED = ("due", "not_seen", "seen", "stars", "file", "state_in_words")
STATE_TOTALS = {
    "on_time": "On time",
    "late": "Late",
    "published": "Published, day unknown",
    "part": "Part",
    "missing": "Missing",
    "not_looked": "Not looked",
}
HAS_RECORDS = "It is computed where something of it was seen, and blank otherwise."


def cell_name(*parts: str) -> str:
    """Return the name of a cell."""
    return ".".join(("LGT", *parts))


def in_state(name: str) -> Condition:
    """Return that a due thing is in a state, by the name of its total."""
    return Is("state_in_words", (words_of(name),))


def words_of(total: str) -> str:
    """Return the state in words that a total counts."""
    return total.replace("_", " ")


def cells_of(thing: DueThing) -> tuple[Cell, ...]:
    """Return the five cells of a due thing."""
    of_thing = Is("thing", (thing.name,))
    cells = {
        name: Cell(
            cell_name(thing.name, name),
            f"{thing.label}: {MEASURES[name].lower()}",
            ValueOf(column, of_thing, table=DUE, traced_columns=tuple(one for one in TRACED if one != column)),
            has_total=False,
            standards=(thing.of_set.standard,),
        )
        for name, column in COLUMNS.items()
    }
    cells["records"] = Cell(
        cell_name(thing.name, "records"),
        f"{thing.label}: records",
        Count(Is("counted_for", (thing.name,)), table=thing.of_set.name),
        AsDerived(f"{thing.name}.records", HAS_RECORDS),
        standards=(thing.of_set.standard,),
    )
    return tuple(cells[name] for name in MEASURES)


TOTALS = (
    Cell(cell_name("due"), "Due", Count(Is("state_in_words", tuple(map(words_of, STATE_TOTALS))), table=DUE)),
    *(Cell(cell_name(name), label, Count(in_state(name), table=DUE)) for name, label in STATE_TOTALS.items()),
    Cell(cell_name("not_applicable"), "Not applicable", Count(in_state("not_applicable"), table=DUE)),
)
CELLS = (*(cell for thing in THINGS for cell in cells_of(thing)), *TOTALS)
THREE_STARS = Cell("three_stars", "Seen in an open format", Count(Between("stars", 3), table=DUE))
WORKINGS = (THREE_STARS,)

TOLD = tuple(cell_name(name) for name in ("on_time", "late", "part", "missing"))
SEEN = tuple(cell_name(name) for name in ("on_time", "late", "published"))
ON_TIME_PCT = "on_time_pct"
INDICATORS = (
    Indicator(ON_TIME_PCT, "On time, of what can be told", Share((cell_name("on_time"),), TOLD)),
    Indicator("told_pct", "Can be told, of what was due", Share(TOLD, (cell_name("due"),))),
    Indicator("seen_pct", "Seen, of what was due", Share(SEEN, (cell_name("due"),))),
    Indicator("machine_readable_pct", "In an open format, of what was seen", Share((THREE_STARS.name,), SEEN)),
)

PAGES = (
    Page(
        "Statement",
        "What was due, and what was seen of it",
        tuple(("", words) for words in MEASURES.values()),
        tuple(Line("", thing.label, tuple(cell_name(thing.name, name) for name in MEASURES)) for thing in THINGS),
    ),
    Page(
        "Totals",
        "How many due things stand how",
        (("", "Due things"),),
        tuple(Line("", cell.label, (cell.name,), is_total=cell.name == cell_name("due")) for cell in TOTALS),
    ),
)
