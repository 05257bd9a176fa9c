"""The words that the fields of a brownfield land register may hold."""

from transforms.domain.codelist import Code, Codelist

OWNERSHIP_2026 = Codelist(
    "brownfield_ownership_status_2026",
    (Code("owned by a public authority"), Code("not owned by a public authority"), Code("mixed ownership")),
)
OWNERSHIP_2017 = Codelist("brownfield_ownership_status_2017", (*OWNERSHIP_2026.codes, Code("unknown ownership")))
PLANNING_STATUS = Codelist(
    "brownfield_planning_status", (Code("permissioned"), Code("not permissioned"), Code("pending decision"))
)
PERMISSION_TYPE = Codelist(
    "brownfield_permission_type",
    (
        Code("full planning permission"),
        Code("outline planning permission"),
        Code("reserved matters approval"),
        Code("permission in principle"),
        Code("technical details consent"),
        Code("planning permission granted under an order"),
        Code("other"),
    ),
)
YES = Codelist("yes_or_no", (Code("yes"), Code("no")))
REFERENCE_SYSTEM = Codelist(
    "brownfield_coordinate_reference_system",
    (Code("WGS84", "Longitude and latitude"), Code("OSGB36", "Easting and northing"), Code("ETRS89", "As WGS84")),
)
