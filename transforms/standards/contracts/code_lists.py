"""What contracts may be, how their suppliers were found, and what these are.

Source: LGA schema "Contracts", https://schemas.opendata.esd.org.uk
"""

from transforms.domain.codelist import Code, Codelist

CONTRACT_TYPE = Codelist(
    "contract_type",
    (
        Code("Single award contract", "One supplier", aliases=("Single supplier contract", "Contract")),
        Code("Multiple award contract", "Several suppliers", aliases=("Multi award contract",)),
        Code("Framework agreement", "Terms for later orders", aliases=("Framework",)),
        Code("Dynamic purchasing system", "A framework that suppliers may join at any time", aliases=("DPS",)),
        Code("Grant agreement", "A grant with terms", aliases=("Grant",)),
        Code("Other", "Anything else"),
    ),
)
PROCESS_TYPE = Codelist(
    "contract_process_type",
    (
        Code(
            "Invitation to quote",
            "Chosen suppliers were asked for a quotation",
            aliases=("ITQ", "RFQ", "Request for quotation", "Request for quote", "Quotation", "Quote"),
        ),
        Code(
            "Published invitation to tender",
            "Any supplier could tender",
            aliases=("ITT", "Invitation to tender", "Tender", "Published tender"),
        ),
    ),
)
VCSE_TYPE = Codelist(
    "vcse_supplier_type",
    (
        Code("Voluntary sector", "A voluntary organisation", aliases=("Voluntary",)),
        Code("Community sector", "A community organisation", aliases=("Community",)),
    ),
)
