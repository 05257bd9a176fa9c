"""Facts: what cells of returns and fields of standards tell, where more than one of them asks for the same.

A cell or a field names its fact; the reporting ledger lists who asks for each, and where their figures contradict each
other. A fact that only one place asks for needs no name.
"""

from collections.abc import Mapping

FACTS: Mapping[str, str] = {
    "planning-decisions": "Planning applications decided",
    "planning-decisions-granted": "Planning applications granted",
    "contract-value": "Value of contracts",
    "parking-income-on-street": "Income from parking on the street",
    "parking-income-off-street": "Income from parking in car parks",
}
