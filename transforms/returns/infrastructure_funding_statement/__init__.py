"""Infrastructure funding statement: what a council received, allocated and spent of developer contributions in a year.

Basis:  Community Infrastructure Levy Regulations 2010, regulation 121A and Schedule 2, by SI 2019/1103.
Source: docs/specifications/infrastructure-funding-statement.md; three tables of developer contributions as published.
Period: financial year; to be published by 31 December after it.
Known:  where the page leaves room it is read so. Rows of an agreement's reference differ in planning application too;
        those of types of one regime don't differ. An equal row without an end replaces one that ended. A record is
        withdrawn, and listed once, if any earlier snapshot has it. Rows of transactions without a reference are a
        snapshot that speaks for nothing; those of the other tables are as if they had not been fetched. A contribution
        that has units lacks no amount, a transaction does; a contribution is undated where its agreement isn't found,
        not where that has no date. `CIL.e` needs the purpose, since it leaves the parishes' out. A figure declared for
        a cell that follows from an opening is compared and fills nothing. What predecessors held is declared by the
        successor, not summed here.
"""

from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.measures import Share
from transforms.domain.period import Period, financial_year
from transforms.domain.return_reads import Reads
from transforms.domain.statutory_return import Deadline, Indicator, StatutoryReturn, Switch
from transforms.returns.infrastructure_funding_statement import levy, section_106
from transforms.returns.infrastructure_funding_statement.checks import CHECKS, REASONS, WORKINGS
from transforms.returns.infrastructure_funding_statement.pages import PAGES
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    AGREEMENTS,
    CLEANED_FILES,
    CONTRIBUTIONS,
    TRANSACTIONS,
)
from transforms.returns.infrastructure_funding_statement.words import SOURCES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transforms.domain.record_file import RecordFile
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

RECORD = {"reference": "text", "start-date": "day", "end-date": "day", "entry-date": "day", "notes": "text"}
SUMS = {"amount": "decimal", "units": "decimal"}
READS = {
    AGREEMENTS: RECORD
    | {"name": "text", "developer-agreement-type": "text", "planning-application": "text", "document-url": "text"},
    CONTRIBUTIONS: RECORD | SUMS | {"developer-agreement": "text", "contribution-purpose": "text"},
    TRANSACTIONS: RECORD | SUMS | {"developer-agreement-contribution": "text", "contribution-funding-status": "text"},
}
SWITCHES = (
    Switch("equal_rows", "all", "Whether equal rows of contributions and transactions all count", ("all", "one")),
    Switch("earlier_files", "kept", "Whether records of earlier files count", ("kept", "dropped")),
    Switch(
        "allocated_unspent_as",
        "stock",
        "Whether “allocated and not spent” is what stands when the year ends, or what the year added",
        ("stock", "flow"),
    ),
    Switch("parish_share_is_expenditure", "no", "Whether the parishes' share is expenditure", ("no", "yes")),
)
INDICATORS = (
    Indicator(
        "cil_administration_pct",
        "Levy receipts spent on administration",
        Share(("CIL.giii",), ("CIL.b",)),
        of_complete=True,
    ),
    Indicator(
        "s106_spent_share_pct",
        "Section 106 money spent, of what was spent or retained",
        Share(("S106.f",), ("S106.f", "S106.i")),
        of_complete=True,
    ),
)


def last_ended_year(day: date) -> Period:
    """Return the last financial year that had ended before `day`."""
    return financial_year(day.year - (1 if (day.month, day.day) >= (4, 1) else 2))


def record_files(records: "Records") -> "Iterator[RecordFile]":
    """Yield the three tables of records that it was made of, cleaned to the open standard."""
    from transforms.returns.infrastructure_funding_statement.cleaned_tables import cleaned_tables

    return cleaned_tables(records)


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the records of every authority requested."""
    from transforms.returns.infrastructure_funding_statement.records import derive_records

    return derive_records(inputs, request)


RETURN = StatutoryReturn(
    slug="infrastructure_funding_statement",
    title="Infrastructure funding statement",
    code="IFS",
    department="Ministry of Housing, Communities and Local Government",
    basis="Community Infrastructure Levy Regulations 2010, regulation 121A and Schedule 2",
    version="1.0",
    edition="2019",
    period_kind="financial year",
    deadline=Deadline("31 December after the year", month_day=(12, 31)),
    owed_by=AuthorityGroup.CONTRIBUTIONS,
    default_period=last_ended_year,
    reads=tuple(Reads(standard, columns, empty_is_usable=True) for standard, columns in READS.items()),
    cells=(*levy.CELLS, *section_106.CELLS, *section_106.HIGHWAYS),
    workings=WORKINGS,
    indicators=INDICATORS,
    reasons=REASONS,
    checks=CHECKS,
    pages=PAGES,
    derive=derive,
    authorities_are_independent=True,
    record_files=record_files,
    file_words={
        name: f"the records of {name.removesuffix('.csv')} that count, cleaned to the open standard"
        for name in CLEANED_FILES.values()
    },
    sources=SOURCES,
    words=WORDS,
    switches=SWITCHES,
    left_out_of_totals="counties-left-out",
    note="What is held is known where files reach back five years, or where the council declares what it held when the"
    " year began. England’s figures for section 106 leave counties out, because they and their districts may tell of"
    " the same money.",
)
