"""Facts: what cells of returns and fields of standards tell, where more than one of them asks for the same.

A cell or a field names its fact; the reporting ledger lists who asks for each, and where their figures contradict each
other. A fact that only one place asks for needs no name.
"""

from collections.abc import Mapping

FACTS: Mapping[str, str] = {
    "planning-decisions": "Planning applications decided",
    "planning-decisions-granted": "Planning applications granted",
    "planning-decisions-major": "Decisions on major developments",
    "homes-permitted": "Homes permitted on brownfield land, at least",
    "affordable-homes": "Affordable homes to be provided by developers",
    "contract-value": "Value of contracts",
    "payments": "Payments to suppliers",
    "voluntary-sector-grants": "Grants to the voluntary sector",
    "parking-income-on-street": "Income from parking on the street",
    "parking-income-off-street": "Income from parking in car parks",
    "parking-surplus": "Surplus of the parking account",
    "parking-spaces": "Parking spaces that the council controls",
    "council-homes": "Council homes",
    "council-homes-social-value": "Value of council homes as social housing",
    "council-homes-market-value": "Market value of council homes",
    "pay-multiple": "Pay multiple",
    "highest-salary": "Highest salary",
    "senior-posts": "Posts at £50,000 and above",
}
