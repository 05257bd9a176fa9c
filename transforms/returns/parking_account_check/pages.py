"""The cells of the parking account check, and its pages: lines 61 and 62 as RO2 has them, the surplus, the spaces.

Source: docs/specifications/reconciliations.md, section 1.
Unit:   pounds with pence as published; spaces.
Known:  other income that is no penalty charge is all of it but the notices: charges, permits, Blue Badges, the rest.
        Off-street penalty charges are published in both editions, the other off-street figures in one. Net is spending
        less income, as RO2 has it: below zero where parking earns.
"""

from itertools import cycle

from transforms.domain.conditions import Blank, IsTrue
from transforms.domain.measures import Difference, NotCollected, Total, ValueOf
from transforms.domain.origins import INFERRED, AsDerived
from transforms.domain.return_reads import DepartmentLine, FieldNeed, needs_of
from transforms.domain.statutory_return import Cell, Line, Page
from transforms.return_parts.department_lines import workings_of
from transforms.returns.parking_account_check import fields as f

ACCOUNTS, SPACES = "accounts", "spaces"  # the tables of records
PUBLISHED = AsDerived("published", "It is computed, and inferred where the account does not say its year.")
WORKED_OUT = AsDerived(
    "worked_out", "It is inferred: whether it is cash or accruals, and what goes on which line, is not published."
)
PENALTIES = AsDerived("penalties", "It is computed, and inferred where penalty charges are fees.")

# Of a pair the first is the field of the guidance's edition, the second that of the published one.
SPENDING_NEEDS = needs_of(
    f.ACCOUNT,
    *((f.CONTRACTORS, f.COSTS), (f.STAFF, f.COSTS), (f.EQUIPMENT, f.CAPITAL), (f.TRIBUNAL, f.COSTS)),
    (f.OTHER_SPENDING, f.CAPITAL),
)
FEES_NEEDS = needs_of(
    f.ACCOUNT,
    *((f.METERS, f.PARKING), (f.RESIDENTS, f.PERMITS), (f.BUSINESSES, f.PERMITS)),
    *((f.OTHER_THAN_PCN, f.BLUE_BADGE), (f.METERS, f.OTHER)),
)
COSTS_NEEDS = needs_of(
    f.ACCOUNT,
    *((f.CONTRACTORS, f.COSTS), (f.STAFF, f.COSTS), (f.EQUIPMENT, f.COSTS), (f.TRIBUNAL, f.COSTS)),
    *((f.OTHER_SPENDING, f.COSTS), (f.OFF_PCN, f.COSTS)),
)
USES_NEEDS = needs_of(f.ACCOUNT, *zip(cycle(f.GUIDED_USES), f.PUBLISHED_USES, strict=False))
NOT_SPLIT = NotCollected(
    "no account divides the cost of car parks into employees and the rest",
    "the employees and running expenses of car parks",
    decimals=2,
)
FACTS = {"PKG.61.income": "parking-income-on-street", "PKG.62.income": "parking-income-off-street"}
LABELS = {
    "fees": "Sales, fees and charges",
    "other": "Other income",
    "income": "Total income",
    "staff": "Employees",
    "running": "Running expenses",
    "spending": "Total expenditure",
    "net": "Net current expenditure",
}
PLACES = {"61": "on-street parking", "62": "off-street parking"}


def _account(name: str, label: str, column: str, origin: AsDerived, needs: tuple[FieldNeed, ...]) -> Cell:
    """Return a cell that is a figure of the account of the year, or that no field of an account holds."""
    measure = ValueOf(column, IsTrue("is_current"), 2, ACCOUNTS) if needs else NOT_SPLIT
    return Cell(name, label, measure, origin, needs, FACTS.get(name, ""))


def _net(line: str) -> Cell:
    cells = (f"PKG.{line}.spending",), (f"PKG.{line}.income",)
    return Cell(f"PKG.{line}.net", _label(line, "net"), Difference(*cells), INFERRED)


def _label(line: str, column: str) -> str:
    return f"{LABELS[column]}, {PLACES[line]}"


def _line(line: str, columns: dict[str, tuple[AsDerived, tuple[FieldNeed, ...]]]) -> tuple[Cell, ...]:
    cells = {
        name: _account(f"PKG.{line}.{name}", _label(line, name), f"{name}_{line}", origin, needs)
        for name, (origin, needs) in columns.items()
    }
    return (*cells.values(), _net(line))


ON_STREET = _line(
    "61",
    {
        "fees": (WORKED_OUT, FEES_NEEDS),
        "other": (PENALTIES, needs_of(f.ACCOUNT, f.PCN)),
        "income": (PUBLISHED, needs_of(f.ACCOUNT, f.INCOME)),
        "staff": (PUBLISHED, needs_of(f.ACCOUNT, f.STAFF)),
        "running": (WORKED_OUT, needs_of(f.ACCOUNT, *f.RUNNING)),
        "spending": (WORKED_OUT, SPENDING_NEEDS),
    },
)
OFF_STREET = _line(
    "62",
    {
        "fees": (WORKED_OUT, needs_of(f.ACCOUNT, *f.OFF_CHARGES)),
        "other": (PENALTIES, needs_of(f.ACCOUNT, f.OFF_PCN)),
        "income": (PUBLISHED, needs_of(f.ACCOUNT, f.OFF_INCOME)),
        "staff": (WORKED_OUT, ()),
        "running": (WORKED_OUT, ()),
        "spending": (PUBLISHED, needs_of(f.ACCOUNT, f.OFF_COSTS)),
    },
)
SURPLUS = (
    _account(
        "PKG.surplus.published",
        "Surplus or deficit, as published",
        "surplus_published",
        PUBLISHED,
        needs_of(f.ACCOUNT, f.SURPLUS),
    ).telling("parking-surplus"),
    _account(
        "PKG.surplus.computed",
        "Surplus or deficit, as income less spending",
        "surplus_computed",
        WORKED_OUT,
        (*needs_of(f.ACCOUNT, f.INCOME), *COSTS_NEEDS),
    ).telling("parking-surplus"),
    _account(
        "PKG.surplus.used",
        "Spent from the surplus, added up",
        "surplus_used",
        WORKED_OUT,
        USES_NEEDS,
    ),
)


def _spaces(name: str, label: str, *needs: FieldNeed) -> Cell:
    origin = AsDerived(name, "It is computed from a published total, and inferred where the car parks are added up.")
    return Cell(f"PKG.spaces.{name}", label, Total(name, ~Blank(name), 0, SPACES), origin, needs)


SPACE_CELLS = (
    _spaces("free", "Spaces free of charge", *needs_of(f.SPACES, (f.FREE, f.IS_FREE))),
    _spaces("charged", "Spaces that are charged for", *needs_of(f.SPACES, (f.CHARGED, f.IS_CHARGED))),
    _spaces("total", "All controlled spaces", *needs_of(f.SPACES, (f.MARKED, f.PLACE_SPACES))).telling(
        "parking-spaces"
    ),
)
CELLS = (*ON_STREET, *OFF_STREET, *SURPLUS, *SPACE_CELLS)
LINE_CELLS = (*ON_STREET, *OFF_STREET)
DEPARTMENT_LINES = tuple(
    DepartmentLine(cell.name, f"RO2 line {cell.name.split('.')[1]}: {cell.label}", cell.name) for cell in LINE_CELLS
)


def last_year(name: str) -> str:
    """Return the name of the working that holds a cell of the year before."""
    return f"last_year.{name}"


def _before(cell: Cell) -> Cell:
    measure = cell.measure
    if isinstance(measure, Difference):
        measure = Difference(tuple(map(last_year, measure.added)), tuple(map(last_year, measure.taken_away)))
    elif isinstance(measure, ValueOf):
        measure = ValueOf(measure.column, IsTrue("is_last_year"), 2, ACCOUNTS)
    return Cell(last_year(cell.name), f"{cell.label}, the year before", measure, INFERRED, has_total=False)


WORKINGS = (*map(_before, LINE_CELLS), *workings_of(DEPARTMENT_LINES))
COLUMNS = {"staff": "C1", "running": "C2", "spending": "C3", "fees": "C4", "other": "C5", "income": "C6", "net": "C7"}
PAGES = (
    Page(
        "RO2",
        "Parking, laid out as lines 61 and 62 of RO2, in pounds",
        tuple((letter, LABELS[name]) for name, letter in COLUMNS.items()),
        tuple(
            Line(line, position.capitalize(), tuple(f"PKG.{line}.{name}" for name in COLUMNS))
            for line, position in PLACES.items()
        ),
    ),
    Page(
        "Surplus",
        "The surplus of the parking account, in pounds",
        (("", "Pounds"),),
        tuple(Line("", cell.label, (cell.name,)) for cell in SURPLUS),
    ),
    Page(
        "Spaces",
        "Controlled parking spaces",
        (("", "Spaces"),),
        tuple(Line("", cell.label, (cell.name,), cell.name.endswith("total")) for cell in SPACE_CELLS),
    ),
)
