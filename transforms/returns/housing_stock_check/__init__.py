"""Housing stock check: the homes of published asset values, set beside the stock that councils return.

Basis:  none: a reconciliation. The stock is returned on LAHS, and since 2020 on the regulator's LADR.
Source: docs/specifications/reconciliations.md, section 3; social housing asset values as published.
Period: reference date, 31 March.
Unit:   homes; per cent with one decimal, half up; pounds with pence.
Known:  values are published as at 31 March or 1 April, which is the same stock. The share vacant is of the homes in
        rows that say how many of a hundred stand empty. The register doesn't say who has a housing revenue account:
        every authority that may have one is asked.
"""

from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.conditions import Blank, ColumnWords
from transforms.domain.measures import Derived, Selection, Total
from transforms.domain.origins import AsDerived
from transforms.domain.reasons import PUBLISH, Reason
from transforms.domain.return_reads import DepartmentLine, Reads, SeenAgain, needs_of
from transforms.domain.return_words import ReturnWords
from transforms.domain.statutory_return import Cell, Deadline, Line, Page, StatutoryReturn
from transforms.return_parts.department_lines import BESIDE_DIFFERS, differs, files, workings_of
from transforms.return_parts.ended_years import last_31_march

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

STANDARD = "social_housing_asset_value"
READS = {"EffectiveDate": "day", "PostalSector": "text", "organisation_gss": "text"} | dict.fromkeys(
    ("TotalDwellings", "EUVSHTotal", "MarketValueTotal", "VacantPercentage"), "decimal"
)
SUMS = ("TotalDwellings", "EUVSHTotal", "MarketValueTotal")
ORIGIN = "It is computed, and inferred where the values do not say their day."


def _total(name: str, label: str, column: str, decimals: int) -> Cell:
    needs = needs_of(STANDARD, *dict.fromkeys(("TotalDwellings", column)))
    return Cell(name, label, Total(column, ~Blank(column), decimals), AsDerived(column, ORIGIN), needs)


CELLS = (
    _total("HSC.dwellings", "Homes", "TotalDwellings", 0).telling("council-homes"),
    Cell(
        "HSC.vacant_pct",
        "Homes that are vacant, per cent",
        Derived(
            "vacant_pct",
            "The percentages vacant, weighted by the homes in each row",
            1,
            Selection("records", ~Blank("VacantPercentage"), ("TotalDwellings", "VacantPercentage")),
        ),
        AsDerived("VacantPercentage", ORIGIN),
        needs_of(STANDARD, "TotalDwellings", "VacantPercentage"),
        has_total=False,
    ),
    _total("HSC.euv_sh", "Existing use value for social housing", "EUVSHTotal", 2).telling(
        "council-homes-social-value"
    ),
    _total("HSC.market_value", "Market value", "MarketValueTotal", 2).telling("council-homes-market-value"),
)
DEPARTMENT_LINES = (DepartmentLine("HSC.dwellings", "Stock of homes, LAHS or LADR", "HSC.dwellings", "homes"),)


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the rows of every authority's latest values of the reference date."""
    from transforms.returns.housing_stock_check.records import derive_records

    return derive_records(inputs, request)


RETURN = StatutoryReturn(
    slug="housing_stock_check",
    title="Housing stock check",
    code="HSC",
    department="Ministry of Housing, Communities and Local Government",
    basis="None of its own; compared with the stock in Local Authority Housing Statistics and the regulator’s LADR",
    version="1.0",
    edition="2026",
    period_kind="reference date",
    deadline=Deadline("30 June after the reference date", month_day=(6, 30)),
    owed_by=AuthorityGroup.HOUSING,
    default_period=last_31_march,
    reads=(Reads(STANDARD, READS, seen_again=SeenAgain.YEARLY),),
    cells=CELLS,
    workings=workings_of(DEPARTMENT_LINES),
    reasons=(BESIDE_DIFFERS, Reason("no-data", "There are no usable values for the reference date", fix=PUBLISH)),
    checks=differs(DEPARTMENT_LINES, share_pct=1, least=0),
    pages=(
        Page(
            "Stock", "Council homes", (("", "31 March"),), tuple(Line("", cell.label, (cell.name,)) for cell in CELLS)
        ),
    ),
    derive=derive,
    authorities_are_independent=True,
    sources={name: (name,) for name in (*SUMS, "VacantPercentage")},
    words=ReturnWords(
        columns=ColumnWords(
            nouns={
                "TotalDwellings": "homes",
                "EUVSHTotal": "existing use values",
                "MarketValueTotal": "market values",
                "VacantPercentage": "percentage vacant",
            }
        )
    ),
    department_lines=DEPARTMENT_LINES,
    files=files,
    department_source=(
        "Take the stock of homes of each authority on 31 March from the open data of Local Authority Housing"
        " Statistics, https://www.gov.uk/government/statistical-data-sets/local-authority-housing-statistics-open-data"
        " (its OpenDocument file has a sheet that says what each question code is), or from the regulator’s LADR."
    ),
    file_sheets={"beside.csv": "Department"},
    file_words={"beside.csv": "the department’s figures and the published ones, side by side"},
    kind="reconciliation",
    note="The homes in published asset values, compared with the stock that councils return.",
)
