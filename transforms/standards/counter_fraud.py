"""Counter fraud work.

What a council does against fraud in a year: powers used, staff, spending and cases, one row a year.
Source: Local Government Transparency Code 2015, "Fraud"; LGA "Transparency guidance: organisation" and
        schema "Counter fraud activities (LGTC)", https://schemas.opendata.esd.org.uk
Unit:   occasions, people, cases; full-time equivalents; pounds.
Known:  the schema requires powers, staff, spending and cases investigated; what was found, its value and what came
        back, for fraud and for irregularity, are recommended, and most councils write NA there.
"""

from transforms.domain.rules import AtMost
from transforms.domain.standard import DatasetStandard, Edition
from transforms.shared_fields.annual_figures import PUBLISHED_FOR, full_time, spending
from transforms.shared_fields.transparency_code import LICENCE_NOTE, MUST, SHOULD, count

FIELDS = (
    *PUBLISHED_FOR,
    count(
        "TotalOccasionsFraudPowers",
        MUST,
        "Occasions on which powers of the Prevention of Social Housing Fraud Regulations 2014, or the like, were used",
        *("Total occasions fraud powers used", "Occasions powers used", "Number of occasions powers used"),
        title="Total occasions fraud powers",
    ),
    count(
        "TotalFraudEmployeesCount",
        MUST,
        "Employees who investigate and prosecute fraud",
        *("Total fraud employee count", "Total number of fraud employees", "Fraud employees"),
        title="Total fraud employees count",
    ),
    full_time(
        "FTEFraudEmployeesCount",
        MUST,
        "The same as full-time equivalents",
        *("FTE fraud employee count", "FTE fraud employees"),
        title="FTE fraud employees count",
    ),
    count(
        "TotalFraudSpecialistsCount",
        MUST,
        "Professionally accredited counter fraud specialists",
        *("Total fraud specialist count", "Total number of fraud specialists", "Fraud specialists"),
        title="Total fraud specialists count",
    ),
    full_time(
        "FTEFraudSpecialistCount",
        MUST,
        "The same as full-time equivalents",
        *("FTE fraud specialists count", "FTE fraud specialists"),
        title="FTE fraud specialist count",
    ),
    spending(
        "FraudSpentAmount",
        MUST,
        "Spent on investigating and prosecuting fraud",
        *("Total fraud spent amount", "Fraud spend", "Total amount spent on fraud"),
        title="Fraud spent amount",
    ),
    count(
        "TotalInvestigatedFraud",
        MUST,
        "Fraud cases investigated",
        *("Total fraud cases investigated", "Fraud cases investigated", "Number of fraud cases investigated"),
        title="Total investigated fraud",
    ),
    count("TotalIdentifiedFraud", SHOULD, "Occasions on which fraud was found", title="Total identified fraud"),
    spending("ValueFraud", SHOULD, "Value of the fraud that was found", "Value of fraud", title="Value fraud"),
    spending(
        "ValueFraudRecovered",
        SHOULD,
        "Value of the fraud that was recovered",
        "Value of fraud recovered",
        title="Value fraud recovered",
    ),
    count(
        "TotalInvestigatedIrregularities",
        SHOULD,
        "Cases of irregularity investigated",
        title="Total investigated irregularities",
    ),
    count(
        "TotalIdentifiedIrregularities",
        SHOULD,
        "Occasions on which irregularity was found",
        title="Total identified irregularities",
    ),
    spending(
        "ValueIrregularities",
        SHOULD,
        "Value of the irregularity that was found",
        "Value of irregularities",
        title="Value irregularities",
    ),
    spending(
        "ValueIrregularitiesRecovered",
        SHOULD,
        "Value of the irregularity that was recovered",
        "Value of irregularities recovered",
        title="Value irregularities recovered",
    ),
)

COUNTER_FRAUD = DatasetStandard(
    slug="counter_fraud",
    title="Counter fraud work",
    source="Local Government Transparency Code 2015, Fraud; https://schemas.opendata.esd.org.uk",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2015", FIELDS),),
    key=("EffectiveDate",),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(
        AtMost("FTEFraudEmployeesCount", "TotalFraudEmployeesCount"),
        AtMost("FTEFraudSpecialistCount", "TotalFraudSpecialistsCount"),
    ),
)
