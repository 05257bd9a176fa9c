"""Parking account check: published parking accounts and spaces, set beside lines 61 and 62 of the RO2 form.

Basis:  none: a reconciliation. RO2 is part of the revenue outturn (Local Government Act 1972, section 168); the account
        is kept under the Road Traffic Regulation Act 1984, section 55.
Source: docs/specifications/reconciliations.md, section 1; accounts and spaces as published, both editions of each.
Period: financial year.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.return_reads import Reads, SeenAgain
from transforms.domain.statutory_return import Deadline, StatutoryReturn, Switch
from transforms.return_parts.ended_years import last_ended_year
from transforms.returns.parking_account_check import fields as f
from transforms.returns.parking_account_check.checks import CHECKS, REASONS
from transforms.returns.parking_account_check.pages import CELLS, DEPARTMENT_LINES, PAGES, WORKINGS
from transforms.returns.parking_account_check.words import SOURCES, WORDS

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.assembled_return import AssembledReturn
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

ACCOUNT = {"Period": "text", "EffectiveDate": "day", "organisation_gss": "text"} | dict.fromkeys(f.AMOUNTS, "decimal")
SPACES = {
    "EffectiveDate": "day",
    "Location": "text",
    "organisation_gss": "text",
    **dict.fromkeys((f.PLACE_SPACES, f.MARKED, f.FREE, f.CHARGED), "decimal"),
    **dict.fromkeys((f.IS_FREE, f.IS_CHARGED), "flag"),
}


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the accounts and spaces of every authority requested."""
    from transforms.returns.parking_account_check.records import derive_records

    return derive_records(inputs, request)


def files(assembled: "AssembledReturn") -> "Iterator[tuple[str, pa.Table]]":
    """Yield the form view in thousands of pounds, and the department’s figures and the published ones, side by side."""
    from transforms.returns.parking_account_check.form import files as form_files

    return form_files(assembled)


RETURN = StatutoryReturn(
    slug="parking_account_check",
    title="Parking account check",
    code="PKG",
    department="Ministry of Housing, Communities and Local Government",
    basis="None of its own; compared with lines 61 and 62 of RO2 in the revenue outturn",
    version="1.0",
    edition="2026",
    period_kind="financial year",
    deadline=Deadline("10 October after the year, with the certified revenue outturn", month_day=(10, 10)),
    owed_by=AuthorityGroup.TRANSPARENCY_CODE,
    default_period=last_ended_year,
    reads=(
        Reads(f.ACCOUNT, ACCOUNT, seen_again=SeenAgain.YEARLY),
        Reads(f.SPACES, SPACES, seen_again=SeenAgain.YEARLY),
    ),
    switches=(Switch("pcn_as", "other", "Whether penalty charges are other income, or fees", ("other", "fees")),),
    cells=CELLS,
    workings=WORKINGS,
    reasons=REASONS,
    checks=CHECKS,
    pages=PAGES,
    derive=derive,
    authorities_are_independent=True,
    sources=SOURCES,
    words=WORDS,
    department_lines=DEPARTMENT_LINES,
    files=files,
    file_words={
        "form.csv": "lines 61 and 62 in whole thousands of pounds",
        "beside.csv": "the department’s figures and the published ones, side by side",
    },
    department_source=(
        "Take lines 61 and 62 of RO2 for each authority from the revenue outturn multi-year data set,"
        " https://www.gov.uk/government/statistics/local-authority-revenue-expenditure-and-financing-england-revenue-outturn-multi-year-data-set"
        " (a CSV with a row for each authority and year, in thousands of pounds; the metadata workbook on the same page"
        " says which column is which line). The newest year is on its own page of the series “Local authority revenue"
        " expenditure and financing England” first, as a workbook for each form."
    ),
    file_sheets={"form.csv": "RO2 in thousands", "beside.csv": "Department"},
    kind="reconciliation",
    note="Published parking accounts, compared with what councils return on RO2. Every figure that is not published as"
    " such is inferred: whether it is cash or accruals, and what belongs on which line, is not published.",
)
