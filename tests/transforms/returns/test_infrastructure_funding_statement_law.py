"""The engine says what a plain reading of the page says, whatever councils publish of contributions."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

from expectations.check_return import check_return
from tests.transforms.returns import plain_infrastructure_funding_statement as plain
from tests.transforms.returns.drawn import by_standard, snapshot
from tests.transforms.returns.drawn_contributions import START, councils
from transforms.assemble import assemble, inputs_of
from transforms.domain.declared_figures import DeclaredFigure, DeclaredFigures
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnRequest
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.infrastructure_funding_statement import RETURN

WAYS = [
    {},
    {"equal_rows": "one"},
    {"earlier_files": "dropped"},
    {"allocated_unspent_as": "flow", "parish_share_is_expenditure": "yes"},
]


def written(value: Decimal | None, cell: str) -> str | None:
    if value is None:
        return None
    unit = Decimal(1) if cell.startswith("S106.d") else Decimal("0.01")
    return str(value.quantize(unit, ROUND_HALF_UP))


@pytest.mark.parametrize("seed", range(8))
def test_every_cell_and_exception_is_what_a_plain_reading_gives(seed: int) -> None:
    drawn, switches = councils(seed, 40), WAYS[seed % len(WAYS)]
    files = {one.gss: one.files() for one in drawn}
    declared = {one.gss: one.declared() if one.random.random() < 0.5 else {} for one in drawn}
    tables = [
        snapshot(RETURN, gss, day, rows, standard=table)
        for gss, standards in files.items()
        for table, published in standards.items()
        for day, rows in published
    ]
    figures = {
        (gss, cell): DeclaredFigure(value, "", "") for gss, cells in declared.items() for cell, value in cells.items()
    }
    authorities = tuple(sorted(files))
    request = ReturnRequest(RETURN, financial_year(START), authorities, None, switches, DeclaredFigures(figures))
    assembled = check_return(assemble(request, inputs_of(request, by_standard(tables))))
    read = {gss: plain.Statement(gss, files[gss], START, request.settings, declared[gss]) for gss in authorities}
    listed: Counter[tuple[str, str, str]] = Counter()
    cells = {}
    for gss, one in read.items():
        cells[gss] = {name: (None if value is None else Decimal(written(value, name) or 0), origin)
                      for name, (value, origin) in one.cells().items()}  # fmt: skip
        one.listed.clear()
    for gss, standards in files.items():
        statement = plain.Statement(gss, standards, START, request.settings, declared[gss])
        listed.update({(gss, *entry): number for entry, number in statement.exceptions().items()})
    cells[ENGLAND] = plain.england(cells)
    found = {(row["authority"], row["cell"]): (row["value"], row["origin"]) for row in assembled.cells.to_pylist()}
    expected = {
        (gss, name): (written(value, name), origin)
        for gss, of in cells.items() for name, (value, origin) in of.items()
    }  # fmt: skip
    different = {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]}
    assert different == {}
    assert found.keys() == expected.keys()
    ours = Counter(
        (row["authority"], row["reason"], row["reference"])
        for row in assembled.exceptions.to_pylist()
        if row["reason"] != "counties-left-out"
    )
    assert sorted((ours - listed).items()) == []
    assert sorted((listed - ours).items()) == []
