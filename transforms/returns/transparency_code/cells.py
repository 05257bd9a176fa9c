"""The cells of the statement: five of each due thing, and the number of due things in each state.

Source: docs/specifications/transparency-code-statement.md, section 4
Unit:   states by their number, days as YYYYMMDD, records, stars; due things.
"""

from transforms.domain.conditions import Between, Condition, Is
from transforms.domain.measures import Count, Share, ValueOf
from transforms.domain.origins import COMPUTED, AsDerived
from transforms.domain.statutory_return import Cell, Indicator, Line, Page
from transforms.returns.transparency_code.due import THINGS, DueThing
from transforms.returns.transparency_code.states import IS_DUE, IS_SEEN, WORDS, DueState

DUE = "due"  # the table of due things
MEASURES = {
    "state": "State",
    "seen_on": "First seen on",
    "not_seen_on": "Last found missing on",
    "records": "Records",
    "stars": "Stars for openness",
}
DAYS = ("seen_on", "not_seen_on")
COLUMNS = {"state": "state", "seen_on": "seen", "not_seen_on": "not_seen", "stars": "stars"}
TRACED = ("due", "not_seen", "seen", "stars", "file", "state_in_words")
TOTAL_LABELS = {
    DueState.ON_TIME: "On time",
    DueState.LATE: "Late",
    DueState.PUBLISHED: "Published, day not known",
    DueState.PART: "Published in part",
    DueState.MISSING: "Missing",
    DueState.NOT_LOOKED: "Not checked since it was due",
    DueState.NOT_APPLICABLE: "Not applicable",
}
LOOKS = "looks"  # the origin of what looks tell
BLANK = {
    "seen_on": "It is blank where the dataset has not been seen.",
    "not_seen_on": "It is blank where the dataset was never found missing, and where it is not due or not applicable.",
    "records": "It is blank where no record has been seen.",
    "stars": "It is blank where the dataset has not been seen.",
}


def cell_name(*parts: str) -> str:
    """Return the name of a cell."""
    return ".".join(("LGT", *parts))


def total_name(state: DueState) -> str:
    """Return the cell that counts the due things in a state."""
    return cell_name(state.name.lower())


def in_states(*states: DueState) -> Condition:
    """Return that a due thing is in one of some states."""
    return Is("state_in_words", tuple(WORDS[state] for state in states))


def cells_of(thing: DueThing) -> tuple[Cell, ...]:
    """Return the five cells of a due thing."""
    of_thing = Is("thing", (thing.name,))
    cells = {
        name: Cell(
            cell_name(thing.name, name),
            f"{thing.label}: {MEASURES[name].lower()}",
            ValueOf(column, of_thing, table=DUE, traced_columns=tuple(traced for traced in TRACED if traced != column)),
            AsDerived(LOOKS, BLANK[name]) if name in BLANK else COMPUTED,
            has_total=False,
            standards=(thing.of_set.standard,),
            codes=tuple((str(number), words) for number, words in WORDS.items()) if name == "state" else (),
            is_day=name in DAYS,
        )
        for name, column in COLUMNS.items()
    }
    cells["records"] = Cell(
        cell_name(thing.name, "records"),
        f"{thing.label}: records",
        Count(Is("counted_for", (thing.name,)), table=thing.of_set.name),
        AsDerived(f"{thing.name}.records", BLANK["records"]),
        standards=(thing.of_set.standard,),
    )
    return tuple(cells[name] for name in MEASURES)


TOTALS = (
    Cell(cell_name("due"), "Datasets due", Count(in_states(*IS_DUE), table=DUE)),
    *(Cell(total_name(state), label, Count(in_states(state), table=DUE)) for state, label in TOTAL_LABELS.items()),
)
CELLS = (*(cell for thing in THINGS for cell in cells_of(thing)), *TOTALS)
THREE_STARS = Cell("three_stars", "Seen in an open format", Count(Between("stars", 3), table=DUE))
WORKINGS = (THREE_STARS,)

STATES_KNOWN = tuple(total_name(state) for state in (DueState.ON_TIME, DueState.LATE, DueState.PART, DueState.MISSING))
SEEN = tuple(total_name(state) for state in IS_SEEN)
INDICATORS = (
    Indicator(
        "on_time_pct",
        "Published on time, of those that can be told",
        Share((total_name(DueState.ON_TIME),), STATES_KNOWN),
    ),
    Indicator("told_pct", "Known to be on time or not, of those due", Share(STATES_KNOWN, (cell_name("due"),))),
    Indicator("seen_pct", "Seen, of those due", Share(SEEN, (cell_name("due"),))),
    Indicator("machine_readable_pct", "In an open format, of those seen", Share((THREE_STARS.name,), SEEN)),
)

PAGES = (
    Page(
        "Statement",
        "What the Code asks for, and what was seen of it",
        tuple(("", words) for words in MEASURES.values()),
        tuple(Line("", thing.label, tuple(cell_name(thing.name, name) for name in MEASURES)) for thing in THINGS),
    ),
    Page(
        "Totals",
        "Datasets due, by state",
        (("", "Datasets"),),
        tuple(Line("", cell.label, (cell.name,), is_total=cell.name == cell_name("due")) for cell in TOTALS),
    ),
)
