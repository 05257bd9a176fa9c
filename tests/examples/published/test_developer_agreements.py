"""The three tables of developer contributions, which are one story told three times."""

from datetime import date

import pytest

from examples.draw_agreements import LEVY, draw_agreements
from examples.england import England
from examples.published import publish
from examples.tables import Table
from examples.untidy_contributions import HABITS, habit_of, with_habit
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.assemble import assemble, inputs_of
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns import statutory_return
from transforms.standards import standard

STATEMENT = "infrastructure_funding_statement"
STOCKS = {
    "only-this-year": False,
    "leaves-blanks": False,
    "keeps-what-was-replaced": True,
    "collects-for-the-mayor": True,
}

DAY = date(2026, 10, 5)
SLUGS = ("developer_agreements", "developer_agreement_contributions", "developer_agreement_transactions")
ORDER = {"secured": 0, "received": 1, "allocated": 2, "transferred": 3, "spent": 3}


def column(table: Table, name: str) -> list[str]:
    return [row[table.position(name)] for row in table.rows]


def test_every_table_is_as_its_standard_wants_it(england: England) -> None:
    for slug in SLUGS:
        files = [
            PublishedFile("file.csv", write_csv(publish(england, council, slug, DAY)), council.gss, DAY)
            for council in [one for one in england.councils if not habit_of(one)][:4]
        ]
        for report in check_files(files, standard(slug)):
            assert report.rows_usable == report.rows > 0
            assert [row["code"] for row in report.issues.to_pylist() if row["severity"] != "info"] == []


def test_contributions_refer_to_agreements_and_transactions_to_contributions(england: England) -> None:
    for council in (one for one in england.councils if not habit_of(one)):
        agreements, contributions, transactions = (publish(england, council, slug, DAY) for slug in SLUGS)
        for table in (agreements, contributions, transactions):
            references = column(table, "reference")
            assert len(set(references)) == len(references) > 0
        assert set(column(contributions, "developer-agreement")) == set(column(agreements, "reference"))
        assert set(column(transactions, "developer-agreement-contribution")) == set(column(contributions, "reference"))


def test_no_more_is_spent_than_was_set_aside_and_nothing_before_its_time(england: England) -> None:
    parts = [
        part for one in draw_agreements(england, england.councils[0], DAY) for part in one.contributions if part.pence
    ]
    for part in parts:
        steps = [ORDER[one.status] for one in part.transactions]
        days = [one.day for one in part.transactions]
        assert steps == list(range(len(steps)))
        assert days == sorted(days)
        assert all((one.pence or 0) <= (part.pence or 0) for one in part.transactions)
    assert any(len(part.transactions) == 4 for part in parts)


def test_a_levy_is_shared_out_as_the_regulations_say(england: England) -> None:
    levies = [one for one in draw_agreements(england, england.councils[1], DAY) if one.kind == LEVY]
    assert levies
    for levy in levies:
        assert [part.purpose for part in levy.contributions] == [
            *(LEVY, "neighbourhood-community-infrastructure-levy", "cil-administration-costs"),
        ]


LISTED = {
    "only-this-year": set(),
    "leaves-blanks": {"date-missing", "amount-missing", "status-unreadable", "date-implausible"},
    "pays-back": {"row-repeated", "spent-before-received"},
    "varies-by-deed": {"deed-of-variation", "no-regime"},
    "links-loosely": {"no-regime"},
    "keeps-what-was-replaced": {"record-superseded"},
    "collects-for-the-mayor": {"collected-for-another"},
}


@pytest.mark.parametrize("habit", HABITS)
def test_the_statement_has_something_to_say_of_every_habit(england: England, habit: str) -> None:
    council = next(one for one in england.councils if not habit_of(one))
    tables = {slug: publish(england, council, slug, DAY) for slug in SLUGS}
    untidy = {slug: with_habit(habit, slug, table, DAY) for slug, table in tables.items()}
    assert untidy != tables
    snapshots = {}
    for slug, table in untidy.items():
        (report,) = check_files([PublishedFile("file.csv", write_csv(table), council.gss, DAY)], standard(slug))
        assert report.rows_usable > 0.9 * report.rows
        fields = frozenset(report.columns)
        snapshots[slug] = [SnapshotTable(council.gss, slug, DAY, report.sha256, report.edition, fields, report.table)]
    request = ReturnRequest(statutory_return(STATEMENT), financial_year(2025), (council.gss,))
    assembled = assemble(request, inputs_of(request, snapshots))
    cells = {row["cell"]: row for row in assembled.cells.to_pylist() if row["authority"] == council.gss}
    listed = set(assembled.exceptions.column("reason").to_pylist())
    assert (cells["S106.b"]["value"] is None) == ("unlinked-share" in listed)
    if habit in STOCKS:
        assert (cells["S106.i"]["value"] is not None) == STOCKS[habit]
    assert LISTED[habit] <= listed


def test_a_later_day_adds_and_changes_nothing_that_was(england: England) -> None:
    council = next(one for one in england.councils if not habit_of(one))
    early, late = (publish(england, council, SLUGS[2], day) for day in (date(2024, 3, 31), DAY))
    assert len(early.rows) < len(late.rows)
    assert set(map(tuple, early.rows)) < set(map(tuple, late.rows))
