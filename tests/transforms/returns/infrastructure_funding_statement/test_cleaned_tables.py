"""The cleaned tables: what a council may publish instead of its own."""

from datetime import date
from random import Random

import pytest

from expectations.check import PublishedFile, check_files
from tests.transforms.returns.drawn import by_standard, snapshot
from tests.transforms.returns.drawn_contributions import START, Council
from transforms.assemble import assemble, inputs_of
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.render.csv_text import csv_bytes
from transforms.returns.infrastructure_funding_statement import RETURN
from transforms.returns.infrastructure_funding_statement.cleaned_tables import cleaned_tables
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    AGREEMENTS,
    CLEANED_FILES,
    CONTRIBUTIONS,
    TRANSACTIONS,
)
from transforms.standards import standard

ADUR, FETCHED = "E07000223", date(2026, 12, 1)
REQUEST = ReturnRequest(RETURN, financial_year(START), (ADUR,))


def tables_of(council: Council) -> list[SnapshotTable]:
    """What a council publishes on one day, each row with a reference and without an end."""
    truth = {AGREEMENTS: council.agreements, CONTRIBUTIONS: council.contributions, TRANSACTIONS: council.transactions}
    written = {slug: council.file("whole", slug, rows, FETCHED) or rows for slug, rows in truth.items()}
    return [
        snapshot(RETURN, ADUR, FETCHED, [row | {"end-date": None, "is_usable": True} for row in rows], standard=slug)
        for slug, rows in written.items()
    ]


@pytest.mark.parametrize("seed", range(6))
def test_a_statement_made_of_the_cleaned_tables_has_the_same_cells(seed: int) -> None:
    published = tables_of(Council(Random(seed), ADUR))
    assembled = assemble(REQUEST, inputs_of(REQUEST, by_standard(published)))
    again = []
    for slug, file in zip(CLEANED_FILES, cleaned_tables(assembled.records), strict=True):
        name, table = file.name, file.rows
        assert name == CLEANED_FILES[slug]
        assert file.authority.to_pylist() == [ADUR] * len(table)
        assert table.column_names == [field.name for field in standard(slug).editions[-1].fields]
        (report,) = check_files([PublishedFile(name, csv_bytes(table), ADUR, FETCHED)], standard(slug))
        assert report.rows_usable == report.rows == len(table)
        fields = frozenset(report.columns)
        again.append(SnapshotTable(ADUR, slug, FETCHED, report.sha256, report.edition, fields, report.table))
    assert assemble(REQUEST, inputs_of(REQUEST, by_standard(again))).cells.equals(assembled.cells)


def test_a_cleaned_table_names_its_publisher_and_no_replaced_row() -> None:
    rows = [
        {"reference": " A1 ", "developer-agreement-type": "section-106", "start-date": date(2025, 5, 1)},
        {"reference": "A1", "developer-agreement-type": "section-106", "start-date": date(2025, 4, 1),
         "end-date": date(2025, 5, 1)},
    ]  # fmt: skip
    published = [snapshot(RETURN, ADUR, FETCHED, rows, standard=AGREEMENTS)]
    assembled = assemble(REQUEST, inputs_of(REQUEST, by_standard(published)))
    files = {file.name: file.rows for file in cleaned_tables(assembled.records)}
    (agreement,) = files["developer-agreement.csv"].to_pylist()
    assert (agreement["reference"], agreement["organisation"]) == ("A1", "local-authority:ADU")
