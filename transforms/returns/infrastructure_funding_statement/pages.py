"""The pages of the statement, in the order of Schedule 2.

Source: docs/specifications/infrastructure-funding-statement.md, section 7; CIL Regulations 2010, Schedule 2.
"""

from transforms.domain.statutory_return import Cell, Line, Page
from transforms.returns.infrastructure_funding_statement import levy, section_106
from transforms.returns.infrastructure_funding_statement.vocabulary import LABELS, PURPOSES

TABLES = {  # of figures by purpose: words, cells by purpose
    "Levy spent, 1(g)(i)": levy.SPENT_ON,
    "Levy allocated, 1(h)": levy.ALLOCATED_FOR,
    "Section 106: to be provided, 3(d)": section_106.PROVIDED,
    "Section 106 allocated, 3(g)": section_106.ALLOCATED_FOR,
    "Section 106 spent, 3(h)(i)": section_106.SPENT_ON,
}
OF_TABLES = {name for table in TABLES.values() for name, _ in table.values()}
NUMBERS = {
    **{f"CIL.{letter}": f"1({letter})" for letter in "abcdef"},
    "CIL.gii": "1(g)(ii)",
    "CIL.giii": "1(g)(iii)",
    "CIL.i_parish": "1(i)",
    "CIL.i_other": "1(i)",
    "CIL.j1": "1(j)(i)",
    "CIL.j2": "1(j)(ii)",
    "CIL.k1": "1(k)(i)",
    "CIL.k2": "1(k)(ii)",
    **{f"CIL.l{position}": f"1(l)({roman})" for position, roman in enumerate(("i", "ii", "iii", "iv"), 1)},
    **{f"S106.{letter}": f"3({letter})" for letter in "abcef"},
    "S106.d1": "3(d)(i)",
    "S106.d2": "3(d)(ii)",
    "S106.h2": "3(h)(ii)",
    "S106.h3": "3(h)(iii)",
    "S106.i": "3(i)",
    "S106.i_commuted": "3(i)",
    "S278.a": "4",
}


def listed(cells: tuple[Cell, ...]) -> tuple[Line, ...]:
    """Return a line for each figure that is not split by purpose."""
    return tuple(
        Line(NUMBERS.get(cell.name, ""), cell.label, (cell.name,)) for cell in cells if cell.name not in OF_TABLES
    )


def of_purpose(purpose: str) -> Line:
    """Return the line of a purpose, over all tables."""
    names = [table[purpose][0] if purpose in table else None for table in TABLES.values()]
    return Line("", LABELS[purpose], tuple(names))


MONEY = (("", "Pounds"),)
PAGES = (
    Page("Levy", "Community infrastructure levy", MONEY, listed(levy.CELLS)),
    Page("Section 106", "Planning obligations", (("", "Pounds, or number"),), listed(section_106.CELLS)),
    Page(
        "By purpose",
        "Figures by purpose",
        tuple(("", words) for words in TABLES),
        tuple(line for line in map(of_purpose, PURPOSES) if any(line.cells)),
    ),
    Page("Highways", "Highways agreements", MONEY, listed(section_106.HIGHWAYS)),
)
