"""Pay check: the pay multiple recomputed, and senior salary bands set beside the number of senior posts.

Basis:  none: a reconciliation. The Transparency Code asks for both; the bands stand in the statement of accounts too.
Source: docs/specifications/reconciliations.md, section 5; pay multiples and counted senior salaries as published.
Period: reference date, 31 March.
Unit:   pounds a year; a plain ratio, two decimals, half up; employees and posts.
Known:  a row is as at its day, and 1 April is the day before; one without a day is of its financial year. A ratio to
        the mean or to the lowest salary is not set beside that to the median. The posts themselves, names and jobs, are
        a dataset that is not collected: their number is declared.
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.conditions import Blank, ColumnWords, IsTrue
from transforms.domain.measures import Derived, NotCollected, Selection, Total, ValueOf
from transforms.domain.origins import AsDerived
from transforms.domain.reasons import PUBLISH, Reason
from transforms.domain.return_checks import Identity, Steady
from transforms.domain.return_reads import FieldNeed, Reads, SeenAgain, needs_of
from transforms.domain.return_words import ReturnWords
from transforms.domain.statutory_return import Cell, Deadline, Line, Page, StatutoryReturn
from transforms.return_parts.ended_years import last_31_march

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

MULTIPLES, SALARIES = "pay_multiples", "senior_salary_counts"
PAY, BANDS = "pay", "bands"  # the tables of records
ROUNDED_BY = Decimal("0.06")  # a ratio is published with one decimal or two
ORIGIN = "It is computed, and inferred where the rows do not say their day."
HIGHEST = needs_of(MULTIPLES, ("HighestSalary", "PayMultipleFactor"), ("HighestSalary", "RemunerationValue"))
MEDIAN = needs_of(MULTIPLES, ("MedianSalary", "PayMultipleFactor"), ("MedianSalary", "RemunerationValue"))


def _pay(name: str, label: str, column: str, needs: tuple[FieldNeed, ...]) -> Cell:
    measure = ValueOf(column, IsTrue(f"is_{column}"), 2, PAY)
    return Cell(f"PAY.multiple.{name}", label, measure, AsDerived(PAY, ORIGIN), needs, has_total=False)


CELLS = (
    _pay("highest", "Highest salary", "highest", HIGHEST).telling("highest-salary"),
    _pay("median", "Median salary", "median", MEDIAN),
    _pay("published", "Pay multiple, as published", "ratio", needs_of(MULTIPLES, "Ratio")).telling("pay-multiple"),
    Cell(
        "PAY.multiple.computed",
        "Pay multiple, as highest divided by median",
        Derived(
            "multiple",
            "The highest salary divided by the median, to two decimals, half up",
            2,
            Selection(PAY, IsTrue("is_highest") | IsTrue("is_median"), ("highest", "median")),
        ),
        AsDerived(PAY, ORIGIN),
        (*HIGHEST, *MEDIAN),
        "pay-multiple",
        has_total=False,
    ),
    Cell(
        "PAY.senior.employees",
        "Employees in bands of £50,000 and above, added up",
        Total("EmployeeCount", ~Blank("EmployeeCount"), 0, BANDS),
        AsDerived("EmployeeCount", ORIGIN),
        needs_of(SALARIES, "RemunerationBand", "EmployeeCount"),
        "senior-posts",
    ),
    Cell(
        "PAY.senior.posts",
        "Posts at £50,000 and above, as listed by name and job",
        NotCollected("lists of senior posts are not collected", "their lists of senior posts"),
        AsDerived("posts", "No collected dataset holds it: the council declares it."),
        fact="senior-posts",
    ),
)


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the pay and the bands of every authority requested."""
    from transforms.returns.pay_check.records import derive_records

    return derive_records(inputs, request)


RETURN = StatutoryReturn(
    slug="pay_check",
    title="Pay check",
    code="PAY",
    department="Ministry of Housing, Communities and Local Government",
    basis="None of its own; it recomputes what the Local Government Transparency Code 2015 asks for",
    version="1.0",
    edition="2026",
    period_kind="reference date",
    deadline=Deadline("30 April after the reference date, with the Code's yearly figures", month_day=(4, 30)),
    owed_by=AuthorityGroup.TRANSPARENCY_CODE,
    default_period=last_31_march,
    reads=(
        Reads(
            MULTIPLES,
            {
                "EffectiveDate": "day",
                "Period": "text",
                "PayMultipleFactor": "text",
                "ModelCalculation": "text",
                "organisation_gss": "text",
                **dict.fromkeys(("HighestSalary", "MedianSalary", "RemunerationValue", "Ratio"), "decimal"),
            },
            seen_again=SeenAgain.YEARLY,
        ),
        Reads(
            SALARIES,
            {
                "ApplicableDate": "day",
                "RemunerationBand": "text",
                "organisation_gss": "text",
                "EmployeeCount": "decimal",
            },
            seen_again=SeenAgain.YEARLY,
        ),
    ),
    cells=CELLS,
    reasons=(
        Reason(
            "multiple-differs",
            "The published pay multiple is not the highest salary divided by the median",
            fix="Correct the published multiple, or the highest or median salary.",
        ),
        Reason(
            "posts-differ",
            "The bands do not add up to the number of posts",
            fix="Correct the number of employees in each band, or the declared number of posts.",
        ),
        Reason("no-data", "There is nothing usable of a dataset for the reference date", fix=PUBLISH),
    ),
    checks=(
        Steady(
            "multiple_as_computed",
            "The published pay multiple is the highest salary divided by the median",
            "multiple-differs",
            False,
            "",
            "PAY.multiple.published",
            "PAY.multiple.computed",
            0,
            ROUNDED_BY,
            shows=(("published", "PAY.multiple.published"), ("computed", "PAY.multiple.computed")),
        ),
        Identity(
            "bands_add_up_to_the_posts",
            "The bands add up to the number of senior posts",
            "posts-differ",
            False,
            "",
            ("PAY.senior.employees",),
            ("PAY.senior.posts",),
            shows=(("employees", "PAY.senior.employees"), ("posts", "PAY.senior.posts")),
        ),
    ),
    pages=(
        Page(
            "Pay", "Pay on 31 March", (("", "31 March"),), tuple(Line("", cell.label, (cell.name,)) for cell in CELLS)
        ),
    ),
    derive=derive,
    authorities_are_independent=True,
    sources={
        "highest": ("HighestSalary", "RemunerationValue", "PayMultipleFactor"),
        "median": ("MedianSalary", "RemunerationValue", "PayMultipleFactor"),
        "ratio": ("Ratio", "PayMultipleFactor", "ModelCalculation"),
        "is_highest": ("HighestSalary", "PayMultipleFactor"),
        "is_median": ("MedianSalary", "PayMultipleFactor"),
        "is_ratio": ("Ratio", "PayMultipleFactor", "ModelCalculation"),
        "EmployeeCount": ("RemunerationBand", "EmployeeCount"),
    },
    words=ReturnWords(
        columns=ColumnWords(
            nouns={
                "highest": "highest salary",
                "median": "median salary",
                "ratio": "ratio of the highest salary to the median",
                "EmployeeCount": "employees in the band",
            },
            sentences={
                "is_highest": "it gives the highest salary",
                "is_median": "it gives the median salary",
                "is_ratio": "it gives the ratio to the median",
            },
        )
    ),
    kind="reconciliation",
    note="What councils publish about pay, recomputed. It is sent to nobody.",
)
