"""The engine says what a plain reading of the page says, whatever councils publish of contributions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from expectations.check_return import check_return
from tests.transforms.returns import plain_infrastructure_funding_statement as plain
from tests.transforms.returns.drawn import by_standard, snapshot
from tests.transforms.returns.drawn_contributions import START, councils
from transforms.assemble import assemble, inputs_of, measured
from transforms.assemble.tracing import trace_table
from transforms.domain.declared_figures import DeclaredFigure, DeclaredFigures
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.infrastructure_funding_statement import RETURN, derive
from transforms.returns.infrastructure_funding_statement.vocabulary import TRANSACTIONS

pytestmark = pytest.mark.law

Published = Mapping[str, Mapping[str, Sequence[tuple[date, Sequence[Mapping[str, Any]]]]]]
NEXT_YEARS = {
    "reference": "N1", "developer-agreement-contribution": "C1", "contribution-funding-status": "received",
    "amount": Decimal(1), "start-date": date(2029, 6, 1),
}  # fmt: skip

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


def request_of(published: Published, **switches: str) -> tuple[ReturnRequest, ReturnInputs]:
    """What is asked of some councils' files, and these."""
    tables = [
        snapshot(RETURN, gss, day, rows, standard=table)
        for gss, standards in published.items()
        for table, files in standards.items()
        for day, rows in files
    ]
    request = ReturnRequest(RETURN, financial_year(START), tuple(sorted(published)), None, switches)
    return request, inputs_of(request, by_standard(tables))


@pytest.mark.parametrize("seed", range(4))
def test_the_records_behind_a_cell_add_up_to_it(seed: int) -> None:
    published = {one.gss: one.files() for one in councils(seed, 12)}
    request, inputs = request_of(published, **WAYS[seed])
    records, figures = measured(request, inputs)
    cells = {(row["authority"], row["cell"]): row["value"] for row in assemble(request, inputs).cells.to_pylist()}
    for (gss, cell), value in cells.items():
        table = trace_table(request, cell, records, figures, gss)
        if value is None:
            assert len(table) == 0
            continue
        names = table.column_names
        column = next(name for name in ("counted", "allocated_less_used", "units", "amount") if name in names)
        added = sum((Decimal(text or 0) for text in table.column(column).to_pylist()), Decimal(0))
        assert written(added, cell) == value or gss == ENGLAND, (gss, cell)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_and_files_of_a_day_does_not_matter(seed: int) -> None:
    random = Random(seed)
    published = {one.gss: one.files() for one in councils(100 + seed, 20)}
    shuffled = {
        gss: {
            table: [
                (day, random.sample([row | {"entry-date": None, "end-date": None} for row in rows], len(rows)))
                for day, rows in random.sample(files, len(files))
            ]
            for table, files in standards.items()
        }
        for gss, standards in published.items()
    }
    plain_order = {
        gss: {
            table: [(day, [row | {"entry-date": None, "end-date": None} for row in rows]) for day, rows in files]
            for table, files in standards.items()
        }
        for gss, standards in published.items()
    }
    first, second = (assemble(*request_of(one)) for one in (plain_order, shuffled))
    assert first.cells.equals(second.cells)
    left_out = ["detail"]  # which names a line
    assert first.exceptions.drop(left_out).equals(second.exceptions.drop(left_out))


@pytest.mark.parametrize("seed", range(4))
def test_a_file_of_another_year_takes_nothing_away(seed: int) -> None:
    published = {one.gss: one.files() for one in councils(200 + seed, 20)}
    later = date(2030, 1, 1)
    more = {
        gss: {table: [*files, (later, [NEXT_YEARS])] if table == TRANSACTIONS else files
              for table, files in standards.items()}
        for gss, standards in published.items()
    }  # fmt: skip
    before, after = (derive(*reversed(request_of(one))).tables[TRANSACTIONS] for one in (published, more))
    for gss_place in range(len(published)):
        kept = [
            Counter(
                zip(
                    table.reference.filter(pa.array(mine)).to_pylist(),
                    table.column("amount").filter(pa.array(mine)).to_pylist(),
                    strict=True,
                )
            )
            for table in (before, after)
            for mine in [(table.authority == gss_place) & ~np.isnat(table.column("moved"))]
        ]
        assert not kept[0] - kept[1]


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
