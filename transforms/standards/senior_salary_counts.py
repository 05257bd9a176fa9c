"""Senior salary counts.

How many employees are paid £50,000 or more, one row a band of £5,000.
Source: Local Government Transparency Code 2015, "Senior salaries"; Accounts and Audit Regulations 2015; LGA schema
        "Count of senior salaries", https://schemas.opendata.esd.org.uk
Unit:   employees; pounds of yearly remuneration.
Known:  bands are written 195000 - 199999, £50,000 to £54,999 or £150,000 and over. Empty bands are published as 0 or
        left out. Jobs and names of senior employees are another dataset.
"""

from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, SharedKey
from transforms.shared_fields.annual_figures import APPLIES_TO
from transforms.shared_fields.transparency_code import LICENCE_NOTE, MUST, count

_FLOOR = r"£? ?\d{1,3}[05],?00[01](?:\.00)?"
_CEILING = r"£? ?\d{1,3}(?:[49],?999|[05],?000)(?:\.\d{2})?"
BAND = rf"(?:{_FLOOR} ?(?:-|–|—|to) ?{_CEILING}|{_FLOOR} ?(?:\+|plus|(?:and|or) (?:over|above|more)))"

FIELDS = (
    *APPLIES_TO,
    Field(
        "RemunerationBand",
        FieldKind.TEXT,
        MUST,
        "Band of £5,000, from £50,000 upwards",
        title="Remuneration band",
        aliases=("Salary band", "Salary bracket", "Salary range", "Pay band", "Remuneration bracket", "Band"),
        pattern=f"^{BAND}$",
        example="£50,000 to £54,999",
    ).essential(),
    count(
        "EmployeeCount",
        MUST,
        "Employees whose remuneration is in the band",
        *("Number of employees", "No of employees", "Employees", "Count of employees", "Employee numbers"),
        *("Count", "Number", "Headcount"),
        title="Employee count",
    )
    .telling("senior-posts")
    .essential(),
)

SENIOR_SALARY_COUNTS = DatasetStandard(
    slug="senior_salary_counts",
    title="Senior salary counts",
    source="Local Government Transparency Code 2015, Senior salaries; https://schemas.opendata.esd.org.uk",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2015", FIELDS),),
    key=("ApplicableDate", "RemunerationBand"),
    shared_key=SharedKey(("ApplicableDate", "RemunerationBand"), ("EmployeeCount",)),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
)
