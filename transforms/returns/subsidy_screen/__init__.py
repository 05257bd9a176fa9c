"""Subsidy screen: published grants that may have to be entered in the subsidy database, for the council to decide.

Basis:  Subsidy Control Act 2022, section 33: an entry within three months of the decision. Whether a grant is a subsidy
        is a legal test that no published field answers, so this is a reconciliation and fills no entry.
Source: docs/specifications/reconciliations.md, section 4; grants as published in the 360Giving standard.
Period: financial year of the award.
Unit:   pounds with pence; awards.
Known:  an award is that of the latest snapshot that shows its identifier. A day of award stands for that of the
        decision. Due are awards whose last day has not passed, overdue those whose has, on the day as known: where none
        is asked for, the day of the authority's latest file. An award to an individual, to nobody named, or in another
        currency than sterling is not counted.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.conditions import ColumnWords, IsTrue
from transforms.domain.measures import Count, Total
from transforms.domain.origins import AsDerived
from transforms.domain.reasons import PUBLISH, Reason
from transforms.domain.return_reads import Reads, needs_of
from transforms.domain.return_words import ReturnWords
from transforms.domain.statutory_return import Cell, Deadline, Line, Page, StatutoryReturn
from transforms.return_parts.ended_years import last_ended_year

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.assembled_return import AssembledReturn
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

GRANTS = "grants"
LIMIT = 100_000  # pounds, above which an award is screened
RECIPIENT, INDIVIDUAL = "recipientOrganization/0", "recipientIndividual"
TEXTS = (
    *("id", "title", "description", "currency", "url"),
    *(f"{RECIPIENT}/{name}" for name in ("id", "name", "charityNumber", "companyNumber")),
    *(f"{INDIVIDUAL}/id", f"{INDIVIDUAL}/name", "toIndividualsDetails/primaryGrantReason"),
    "toIndividualsDetails/grantPurpose",
)
NEEDED = needs_of(GRANTS, "id", "amountAwarded", "awardDate", (f"{RECIPIENT}/id", f"{RECIPIENT}/name"))
SCREENED = IsTrue("is_screened")
ORIGIN = AsDerived(
    "screened", "It is computed, and inferred until a file has been fetched after the last day of the year."
)
CELLS = (
    Cell("SUB.awards", "Awards above £100,000 to organisations", Count(SCREENED), ORIGIN, NEEDED),
    Cell("SUB.amount", "Amount awarded, in pounds", Total("amountAwarded", SCREENED, 2), ORIGIN, NEEDED).telling(
        "voluntary-sector-grants"
    ),
    Cell("SUB.due", "Entry would be due later", Count(SCREENED & ~IsTrue("is_overdue")), ORIGIN, NEEDED),
    Cell("SUB.overdue", "Entry would be overdue", Count(SCREENED & IsTrue("is_overdue")), ORIGIN, NEEDED),
)


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the awards of every authority requested."""
    from transforms.returns.subsidy_screen.awards import derive_awards

    return derive_awards(inputs, request)


def files(assembled: "AssembledReturn") -> "Iterator[tuple[str, pa.Table]]":
    """Yield the screening list: a row for each award, with what it can fill of the database's template."""
    from transforms.returns.subsidy_screen.screening_list import files as list_files

    return list_files(assembled)


RETURN = StatutoryReturn(
    slug="subsidy_screen",
    title="Subsidy screen",
    code="SUB",
    department="Department for Business and Trade",
    basis="Subsidy Control Act 2022, section 33",
    version="1.0",
    edition="2026",
    period_kind="financial year",
    deadline=Deadline("30 June, three months after the year ends", month_day=(6, 30)),
    owed_by=AuthorityGroup.TRANSPARENCY_CODE,
    default_period=last_ended_year,
    reads=(Reads(GRANTS, dict.fromkeys(TEXTS, "text") | {"amountAwarded": "decimal", "awardDate": "day"}),),
    cells=CELLS,
    reasons=(
        Reason(
            "currency-not-sterling",
            "The award is in another currency, so it is not compared with £100,000",
            IsTrue("is_foreign"),
            ("currency", "amountAwarded"),
            fix="Publish the award in pounds sterling as well, or check it against £100,000 by hand.",
        ),
        Reason("no-data", "There is no usable list of grants that reaches into the year", fix=PUBLISH),
    ),
    pages=(
        Page(
            "Screen",
            "Awards that may be subsidies; the council decides which are",
            (("", "Financial year"),),
            tuple(Line("", cell.label, (cell.name,)) for cell in CELLS),
        ),
    ),
    derive=derive,
    sources={
        "is_screened": ("amountAwarded", "currency", "awardDate", f"{RECIPIENT}/name"),
        "is_overdue": ("awardDate",),
        "is_foreign": ("currency",),
        "amountAwarded": ("amountAwarded",),
    },
    words=ReturnWords(
        columns=ColumnWords(
            nouns={"amountAwarded": "amounts awarded"},
            sentences={
                "is_screened": "it was awarded in the year, to an organisation, and is more than £100,000",
                "is_overdue": "three calendar months from its award have passed",
                "is_foreign": "it is in another currency than sterling",
            },
        )
    ),
    files=files,
    file_sheets={"awards.csv": "Awards"},
    file_words={"awards.csv": "a row for each award, in the columns of the subsidy database’s template"},
    kind="reconciliation",
    note="This is a list to check. Whether a grant is a subsidy is a legal test, which the council decides.",
)
