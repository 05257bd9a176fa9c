"""Trade union facility time.

Staff who are union representatives and what their time costs, one row a year.
Source: Local Government Transparency Code 2015, "Trade union facility time"; LGA "Transparency guidance: organisation"
        and schema "Trade union facility time (LGTC)", https://schemas.opendata.esd.org.uk
Unit:   people; full-time equivalents; pounds; per cent of the pay bill, 0.11 being eleven pence in a hundred pounds.
Known:  the cost counts the representatives who give at least half of their time to union duties; councils that count
        all say so in a note, if at all. The return under the Trade Union (Facility Time Publication Requirements)
        Regulations 2017 has other figures, in bands, and is not this.
"""

from transforms.domain.rules import AtMost
from transforms.domain.standard import DatasetStandard, Edition
from transforms.shared_fields.annual_figures import PUBLISHED_FOR, full_time, percentage, spending
from transforms.shared_fields.transparency_code import LICENCE_NOTE, MAY, MUST, count, text

FIELDS = (
    *PUBLISHED_FOR,
    count(
        "TotalRepresentativeCount",
        MUST,
        "Staff who are union representatives, general, learning and health and safety ones",
        *("Total representatives count", "Total number of representatives", "Number of union representatives"),
        *("Number of trade union representatives", "Total number of union representatives"),
        title="Total representative count",
    ),
    full_time(
        "FTERepresentativesCount",
        MUST,
        "The same as full-time equivalents",
        *("FTE representative count", "FTE union representatives", "FTE representatives"),
        title="FTE representatives count",
    ),
    count(
        "TotalRepresentativesMajorityDutyCount",
        MUST,
        "Representatives who give at least half of their time to union duties",
        "Total representative majority duty count",
        title="Total representatives majority duty count",
    ),
    full_time(
        "FTERepresentativesMajorityDutyCount",
        MUST,
        "The same as full-time equivalents",
        "FTE representative majority duty count",
        title="FTE representatives majority duty count",
    ),
    text(
        "TradeUnions",
        MAY,
        "Names of all unions that are represented",
        *("Trade unions represented", "Unions represented", "Unions", "Trade union names", "Names of unions"),
        title="Names of trade unions",
    ),
    spending(
        "TotalEstimateSpendingAmount",
        MUST,
        "Basic estimate of spending on unions: full-time equivalent days on union duties times the average salary",
        *("Total estimated spending amount", "Estimated spending", "Estimate of spending on unions"),
        title="Total estimate spending amount",
    ),
    percentage(
        "RelativeEstimateSpending",
        MUST,
        "That estimate in per cent of the total pay bill",
        *("Relative estimated spending", "Percentage of pay bill", "Spending as a percentage of the pay bill"),
        title="Relative estimate spending",
    ),
)

TRADE_UNION_FACILITY_TIME = DatasetStandard(
    slug="trade_union_facility_time",
    title="Trade union facility time",
    source="Local Government Transparency Code 2015, Trade union facility time; https://schemas.opendata.esd.org.uk",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2015", FIELDS),),
    key=("EffectiveDate",),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(
        AtMost("TotalRepresentativesMajorityDutyCount", "TotalRepresentativeCount"),
        AtMost("FTERepresentativesMajorityDutyCount", "FTERepresentativesCount"),
        AtMost("FTERepresentativesMajorityDutyCount", "TotalRepresentativesMajorityDutyCount"),
    ),
)
