"""The words that the fields of a brownfield land register may hold."""

from transforms.domain.codelist import Code, Codelist

OWNERSHIP_2026 = Codelist(
    "brownfield_ownership_status_2026",
    (
        Code("owned by a public authority", aliases=("public ownership", "in public ownership")),
        Code("not owned by a public authority", aliases=("not in public ownership",)),
        Code("mixed ownership"),
    ),
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
    (
        Code(
            "WGS84",
            "Longitude and latitude",
            aliases=(
                *("WGS 84", "WGS1984", "WGS 1984", "EPSG:4326", "4326", "lat/long", "latitude/longitude"),
                *("longitude/latitude", "long/lat", "lat long"),
            ),
        ),
        Code(
            "OSGB36",
            "Easting and northing",
            aliases=(
                *(
                    "OSGB 36",
                    "OSGB1936",
                    "OSGB 1936",
                    "OSGB",
                    "EPSG:27700",
                    "EPSG 27700",
                    "27700",
                    "BNG",
                    "National Grid",
                ),
                *("British National Grid", "OS National Grid", "OSGB36 / British National Grid", "OS grid", "OSGR"),
                *("Ordnance Survey National Grid", "British National Grid (OSGB36)", "easting/northing"),
                *("OSGB 1936 / British National Grid", "British Coordinate Systems", "British National Grid (BNG)"),
            ),
        ),
        Code("ETRS89", "As WGS84", aliases=("ETRS 89", "ETRS1989", "ETRS 1989", "EPSG:4258", "4258")),
    ),
)
