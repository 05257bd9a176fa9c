"""Alcohol and late night refreshment licensing: what the Home Office collects from licensing authorities.

Basis:  Licensing Act 2003; Home Office collection of the Single Data List, every second year.
Source: docs/specifications/alcohol-licensing.md; premises licences as published in the LGA standard.
Period: financial year; the stock on its last day.
"""

from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.measures import Share
from transforms.domain.period import Period, financial_year
from transforms.domain.return_reads import Reads, SeenAgain
from transforms.domain.round_rules import RoundRules
from transforms.domain.statutory_return import (
    ENGLAND,
    Deadline,
    Indicator,
    StatutoryReturn,
    Switch,
)
from transforms.domain.total_area import TotalArea
from transforms.returns.alcohol_licensing.checks import CHECKS, ELSEWHERE, REASONS
from transforms.returns.alcohol_licensing.needs import STANDARD
from transforms.returns.alcohol_licensing.pages import CELLS, PAGES
from transforms.returns.alcohol_licensing.words import SOURCES, WORDS
from transforms.returns.alcohol_licensing.workings import WORKINGS, YEARS_BETWEEN

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

READS = {
    "ExtractDate": "day",
    "CaseReference": "text",
    "CaseDate": "day",
    "ServiceTypeURI": "text",
    "ServiceTypeLabel": "text",
    "LateNightRefreshment": "flag",
    "AlcoholSupply": "flag",
    "OpeningHours": "text",
    "StatusURI": "text",
    "StatusLabel": "text",
    "LicenceStartDate": "day",
    "LicenceEndDate": "day",
    "OnPremisesAlcoholSale": "flag",
    "OffPremisesAlcoholSale": "flag",
    "DecisionDate": "day",
    "UPRN": "text",
    "organisation_gss": "text",
}
FIRST_COLLECTED = 2023  # 2023-24, then every second year
TOTALS = (
    TotalArea(ENGLAND, "England", ("E",)),
    TotalArea("W92000004", "Wales", ("W",)),
    TotalArea("K04000001", "England and Wales", ("E", "W")),
)
INDICATORS = (
    Indicator(
        "late_night_share_pct",
        "Premises licences with late night refreshment",
        Share(("ALN.prem.late_night",), ("ALN.prem.total",)),
    ),
    Indicator(
        "on_and_off_share_pct", "Premises licences for on and off sales", Share(("ALN.prem.both",), ("ALN.prem.total",))
    ),
    Indicator(
        "granted_share_pct",
        "New licences granted, of those decided",
        Share(("ALN.new.granted",), ("ALN.new.granted", "ALN.new.refused")),
    ),
)


def last_collected_year(day: date) -> Period:
    """Return the last year of the collection that had ended before `day`."""
    ended = day.year - (1 if day >= date(day.year, 4, 1) else 2)
    return financial_year(ended - (ended - FIRST_COLLECTED) % YEARS_BETWEEN)


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the licences, applications and notices of every authority requested."""
    from transforms.returns.alcohol_licensing.records import derive_licences

    return derive_licences(inputs, request)


RETURN = StatutoryReturn(
    slug="alcohol_licensing",
    title="Alcohol and late night refreshment licensing",
    code="ALN",
    department="Home Office",
    basis="Licensing Act 2003; Single Data List, collected every second year",
    version="1.0",
    edition="2024",
    period_kind="financial year",
    deadline=Deadline(
        "15 July, every second year", month_day=(7, 15), every_years=YEARS_BETWEEN, asked_year=FIRST_COLLECTED + 1
    ),
    owed_by=AuthorityGroup.LICENSING,
    round_rules=RoundRules(certifying_role="licensing-manager"),
    default_period=last_collected_year,
    reads=(Reads(STANDARD, READS, multi_authority_files=True, seen_again=SeenAgain.NEARER),),
    switches=(Switch("suspended_in_force", "yes", "Whether a suspended licence counts as in force", ("yes", "no")),),
    cells=CELLS,
    workings=WORKINGS,
    indicators=INDICATORS,
    reasons=REASONS,
    checks=CHECKS,
    pages=PAGES,
    derive=derive,
    sources=SOURCES,
    words=WORDS,
    totals=TOTALS,
    not_owed=ELSEWHERE,
    note="What is in force is counted from the file nearest to 31 March; what happened in the year, from all files.",
)
