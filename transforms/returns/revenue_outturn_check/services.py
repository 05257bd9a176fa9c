"""Services: the divisions of the Service Reporting Code of Practice, and the labels under which councils publish them.

Source: docs/specifications/reconciliations.md, section 2: CIPFA SeRCOP service divisions; LGA schema "Spend", field
        ServiceCategoryLabel, whose example is "Adult Social Care (101)"; the service lines of revenue outturn (RSX).
Known:  a label is compared in any case, without a number in brackets and without the word “services”; what fits no
        division is counted apart. The revenue outturn leaves the housing revenue account out, and has education and
        children's social care on two lines, which SeRCOP's one division stands beside.
"""

import re

from transforms.domain.codelist import Code, Codelist

SERVICES = Codelist(
    "sercop_service",
    (
        Code(
            "children_and_education",
            "Children's and education services",
            (
                *("Childrens and education", "Children's and education", "Children and education"),
                *("Education", "Education and children's", "Children's social care", "Children social care"),
                *("Childrens social care", "Children's", "Childrens", "Schools", "Children and families social care"),
            ),
        ),
        Code("highways_and_transport", "Highways and transport services", ("Highways, roads and transport",)),
        Code("adult_social_care", "Adult social care", ("Adults social care", "Adult social", "Adult care")),
        Code("public_health", "Public health", ()),
        Code(
            "housing",
            "Housing services (General Fund)",
            ("Housing", "Housing (GFRA only)", "Housing (GFRA)", "Housing general fund", "General fund housing"),
        ),
        Code("housing_revenue_account", "Housing revenue account", ("HRA", "Housing (HRA)", "Housing services (HRA)")),
        Code("cultural", "Cultural and related services", ("Cultural", "Culture and related", "Cultural and leisure")),
        Code(
            "environmental_and_regulatory",
            "Environmental and regulatory services",
            ("Environmental", "Environment and regulatory", "Environmental and regulatory"),
        ),
        Code("planning", "Planning and development services", ("Planning", "Planning and economic development")),
        Code(
            "central",
            "Central services",
            (
                *("Central", "Central services to the public", "Corporate and democratic core", "Corporate"),
                *("Non distributed costs", "Non-distributed costs", "Central services and corporate"),
            ),
        ),
    ),
)
UNMAPPED = "unmapped"
NOT_COMPARED = ("services", "service")
NUMBERED = re.compile(r"\(\s*\d+\s*\)|\[\s*\d+\s*\]")


def folded(label: str) -> str:
    """Return a label as labels are compared."""
    plain = NUMBERED.sub(" ", label.casefold().replace("&", " and ").replace("’", "'"))
    return " ".join(word for word in plain.split() if word not in NOT_COMPARED)


_BY_LABEL = {folded(word): code.code for code in SERVICES.codes for word in (code.label, *code.aliases)}


def service_of(label: str) -> str:
    """Return the division that a published label stands for, or that it fits none."""
    return _BY_LABEL.get(folded(label), UNMAPPED)
