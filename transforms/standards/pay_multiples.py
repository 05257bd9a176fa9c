"""Pay multiples.

How many times the median salary the highest paid employee earns: one row a year, or one a year and factor.
Source: Local Government Transparency Code 2015, "Pay multiple"; LGA "Transparency guidance: organisation" and
        schema "Pay multiples (LGTC)", https://schemas.opendata.esd.org.uk
Unit:   pounds a year, all taxable earnings without changes in pension benefits; the ratio is a plain number.
Known:  the schema wants 6.3 and not 6.3:1, which councils publish all the same; both are read. Since 2019 files with
        one row per factor (highest, median, mean, lowest) are published too, which is the newer edition here.
"""

from transforms.domain.codelist import Code, Codelist
from transforms.domain.rules import Divides
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, SharedKey
from transforms.shared_fields.annual_figures import PERIOD, PUBLISHED_FOR, spending
from transforms.shared_fields.transparency_code import LICENCE_NOTE, MAY, MUST

FACTOR = Codelist(
    "pay_multiple_factor",
    (
        Code("Highest", "The highest paid employee", aliases=("Highest paid", "Maximum")),
        Code("Median", "The median of all employees"),
        Code("Mean", "The mean of all employees", aliases=("Average",)),
        Code("Lowest", "The lowest paid employee", aliases=("Lowest paid", "Minimum")),
    ),
)
MODEL = Codelist(
    "pay_multiple_model",
    (
        Code("0", "Unreported or uncertain"),
        Code("1", "Highest to median of the whole workforce"),
        Code("2", "Highest to median of those who are not chief officers"),
        Code("3", "Highest to mean of the whole workforce"),
        Code("4", "Highest to lowest"),
    ),
)
ORGANISATION_TYPE = Codelist(
    "public_organisation_type",
    (
        Code("BC", "Borough council"),
        Code("CC", "County council"),
        Code("DC", "District council"),
        Code("LBC", "London borough council"),
        Code("LLP", "Limited liability partnership"),
        Code("MBC", "Metropolitan borough council"),
        Code("PC", "Parish council"),
        Code("PLC", "Public limited company"),
        Code("PUB", "Public body"),
        Code("TC", "Town council"),
        Code("UNA", "Unitary authority"),
    ),
)
RATIO = Field(
    "Ratio",
    FieldKind.DECIMAL,
    MUST,
    "Highest remuneration divided by the median, or by the factor of the row",
    aliases=("Pay multiple", "Pay ratio", "Multiple", "Pay multiple ratio"),
    minimum=1,
    units=(":1", ": 1", "to 1"),
    example="6.3",
).telling("pay-multiple")
ABOUT = (
    PERIOD,
    Field(
        "ModelCalculation",
        FieldKind.CODE,
        MAY,
        "What the ratio is of",
        title="Model calculation",
        aliases=("Model", "Calculation model"),
        codelist=MODEL,
        example="1",
    ),
    Field(
        "OrganisationType",
        FieldKind.CODE,
        MAY,
        "Kind of public organisation, abbreviated",
        title="Organisation type",
        codelist=ORGANISATION_TYPE,
        example="DC",
    ),
)
BY_FACTOR = Edition(
    "by-factor-2019",
    (
        *PUBLISHED_FOR,
        Field(
            "PayMultipleFactor",
            FieldKind.CODE,
            MUST,
            "Whose remuneration the row gives",
            title="Pay multiple factor",
            aliases=("Factor",),
            codelist=FACTOR,
            example="Median",
        ).essential(),
        spending(
            "RemunerationValue", MUST, "The remuneration in pounds", "Remuneration", title="Remuneration value"
        ).telling("highest-salary"),
        RATIO,
        *ABOUT,
    ),
    recognised_by="PayMultipleFactor",
)
BY_YEAR = Edition(
    "2014",
    (
        *PUBLISHED_FOR,
        spending(
            "HighestSalary", MAY, "The highest remuneration", "Highest pay", "Highest", title="Highest salary"
        ).telling("highest-salary"),
        spending("MedianSalary", MAY, "The median of all employees", "Median pay", "Median", title="Median salary"),
        spending("MeanSalary", MAY, "The mean of all employees", "Mean pay", "Mean", title="Mean salary"),
        RATIO.essential(),
        *ABOUT,
    ),
)

PAY_MULTIPLES = DatasetStandard(
    slug="pay_multiples",
    title="Pay multiples",
    source="Local Government Transparency Code 2015, Pay multiple; https://schemas.opendata.esd.org.uk",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(BY_FACTOR, BY_YEAR),
    key=("EffectiveDate", "PayMultipleFactor"),
    shared_key=SharedKey(("EffectiveDate", "PayMultipleFactor"), ("ModelCalculation",)),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(Divides("Ratio", "HighestSalary", "MedianSalary", tolerance=0.06),),
)
