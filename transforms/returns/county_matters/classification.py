"""Which row of CPS2 a case belongs to, from the development codes that were published.

Source: docs/specifications/planning-performance.md, section 2; docs/specifications/facts-planning.md, section 9.
Known:  oil and gas (Q41) are minerals, as lines 10 to 12 stand among theirs. Of several county codes the lowest number
        gives the row, as in PS2. Prior approvals for minerals and sewage (Q44, Q45) are no county matter.
"""

from transforms.returns.planning_matters.classification import Classification, FormRows, Text, development_codes

KINDS = ("minerals", "waste", "other")
KIND_OF_CODE = {"Q41": "minerals", "Q42": "waste", "Q43": "other", "Q60": "minerals"}


def classify_county_matter(uris: Text, labels: Text, service_uri: Text) -> Classification:  # noqa: ARG001
    """Return the row of a case whose only codes are a county's; no row for any other, whatever its service type."""
    codes = development_codes(uris, labels)
    if not codes or not KIND_OF_CODE.keys() >= set(codes):
        return Classification(None, codes)
    kinds = [KIND_OF_CODE[code] for code in codes]
    return Classification(kinds[0], codes, is_multi_class=len(set(kinds)) > 1)


CPS_ROWS = FormRows(classify_county_matter, dict.fromkeys(KINDS, 91))
