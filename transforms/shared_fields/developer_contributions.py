"""Developer contributions: what agreements, their contributions and the transactions on these have in common.

Source: https://www.gov.uk/guidance/publish-your-developer-contributions-data and the open standard of 1 September 2019,
        https://www.planning.data.gov.uk/guidance/specifications/developer-contributions
Unit:   pounds; units are homes, school places or whatever the purpose counts.
Known:  the early guidance called a record's own reference by the name of its table (`developer-agreement`), wrote
        `s106` and `cil`, and had `contribution-funding-stage`; most published files date from then.
"""

from dataclasses import replace

from transforms.domain.codelist import Code, Codelist
from transforms.domain.standard import Field, FieldKind
from transforms.shared_fields.planning_data import END_DATE, ENTRY_DATE, MAY, MUST, NOTES, ORGANISATION, START_DATE

SOURCE = "SI 2019/1103; https://www.gov.uk/guidance/publish-your-developer-contributions-data"


def spelt(code: str, label: str, *aliases: str) -> Code:
    """Return an entry of a list whose hyphens councils also write as blanks."""
    return Code(code, label, aliases=(code.replace("-", " "), *aliases))


AGREEMENT_TYPE = Codelist(
    "developer_agreement_type",
    (
        spelt(
            "section-106",
            "Planning obligation under section 106 of the Town and Country Planning Act 1990",
            *("s106", "s.106", "s 106", "sec 106", "106", "section106", "section -106", "section - 106"),
            *("s106 agreement", "section 106 agreement", "section-106-agreement", "section 106 obligation"),
            *("unilateral undertaking", "unilateral undertakings", "unilateral-undertaking"),
            "s106 unilateral undertaking",
        ),
        spelt("community-infrastructure-levy", "Demand notice for the community infrastructure levy", "cil"),
        spelt(
            "section-278",
            "Highways agreement under section 278 of the Highways Act 1980",
            *("s278", "s.278", "s 278", "section278", "s278 agreement", "section 278 agreement"),
        ),
    ),
    also_read=(
        spelt(
            "deed-of-variation",
            "Deed that changes an earlier planning obligation",
            *("deeds of variation", "s106 deed of variation", "section 106 deed of variation"),
        ),
    ),
)
FUNDING_STATUS = Codelist(
    "contribution_funding_status",
    (
        Code("secured", "Due, since what it was agreed to depend on has happened (the trigger was met)"),
        Code("received", "Paid to the authority", aliases=("recieved", "receieved", "recevied")),
        Code("allocated", "Set aside for a project"),
        Code("transferred", "Passed to another body to spend"),
        Code("spent", "Spent by the authority"),
    ),
    also_read=(Code("returned", "Paid back to the developer"),),
    note_mark=":",
)
AMOUNT = Field(
    "amount", FieldKind.DECIMAL, MAY, "Amount in pounds", aliases=("amount (£)",), minimum=0, example="24759.16"
)
UNITS = Field(
    "units",
    FieldKind.INTEGER,
    MAY,
    "Number of things provided instead of money: homes, school places",
    aliases=("housing units", "units achieved", "units (non-financial contribution)", "number of units"),
    minimum=0,
    example="12",
).telling("affordable-homes")


def link(name: str, description: str, *aliases: str) -> Field:
    """Return the field that holds the reference of a record in another of the three tables."""
    return Field(name, FieldKind.TEXT, MUST, description, aliases=aliases, example="1234/A")


def also(field: Field, *aliases: str) -> Field:
    """Return `field` with other headers under which councils publish it."""
    return replace(field, aliases=(*field.aliases, *aliases))


WRITTEN = also(ENTRY_DATE, "created", "date created", "last updated")


def closing(start_field: str, *aliases: str) -> tuple[Field, ...]:
    """Return the fields with which each of the three tables ends; `start_field` says what its start-date means."""
    start = replace(START_DATE, requirement=MUST, description=start_field, aliases=aliases)
    return (NOTES, ORGANISATION, WRITTEN, start, END_DATE)
