"""Parking spaces.

How many controlled parking spaces there are, on the street and in car parks: a row a place, or a row of totals a year.
Source: Local Government Transparency Code 2015, "Parking spaces"; LGA "Transparency guidance: land and social housing
        assets and parking" v1.4, whose words make the names of the edition of 2015: there is no schema. The edition by
        place, published since 2018, is that of Trafford's two lists, of car parks and of streets.
Unit:   spaces marked out, or estimated where they are not.
Known:  spaces on the street are counted along a stretch of kerb, so one street stands on many rows, and several alike;
        where bays are not marked the number is an estimate, and has been published with decimals.
        Where it can't be said which side of a street is meant, the cell says NA.
"""

from transforms.domain.rules import AddsUp, AtMost
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind
from transforms.shared_fields.annual_figures import PUBLISHED_FOR
from transforms.shared_fields.transparency_code import LICENCE_NOTE, MAY, MUST, SHOULD, count, text

SPACES = (
    Field(
        "ParkingSpaces",
        FieldKind.DECIMAL,
        MUST,
        "Spaces at the place or an estimate of them, those for disabled people included",
        title="Parking spaces",
        aliases=("Number of spaces", "No of spaces", "Number of parking spaces", "Spaces", "Total spaces", "Capacity"),
        minimum=0,
        example="12",
    )
    .telling("parking-spaces")
    .essential()
)


def flag(name: str, description: str, title: str, *aliases: str) -> Field:
    """Return a field that says whether something is so."""
    return Field(name, FieldKind.BOOLEAN, MAY, description, title, aliases, example="TRUE")


BY_PLACE = Edition(
    "by-place-2018",
    (
        *PUBLISHED_FOR,
        text(
            "Location",
            MUST,
            "Street or car park, and the part of town",
            *("Car park", "Car park name", "Name of car park", "Street", "Street name", "Road", "Road name", "Site"),
            title="Location",
        ).essential(),
        Field("Postcode", FieldKind.POSTCODE, MAY, "Postcode of the car park", example="BN43 6EL"),
        text(
            "TrafficRegulationOrderType", MAY, "Kind of traffic regulation order", title="Traffic regulation order type"
        ),
        text("SideOfRoad", MAY, "Side of the road, as a point of the compass", title="Side of road"),
        SPACES,
        count(
            "DisabledParkingSpaces",
            MAY,
            "Of these, bays for disabled people",
            *("Disabled spaces", "Disabled bays", "Number of disabled spaces", "Blue Badge spaces"),
            title="Disabled parking spaces",
        ),
        text(
            "ParkingRestrictions", MAY, "Charges, hours and time limits", "Restrictions", title="Parking restrictions"
        ),
        flag("FreeParking", "Whether parking is free, within the restrictions", "Free parking", "Free"),
        flag("ChargeableParking", "Whether parking is charged for", "Chargeable parking", "Chargeable", "Charged"),
        count(
            "ElectricVehiclePoint",
            MAY,
            "Charging points for electric vehicles",
            *("Electric vehicle points", "Electric vehicle charging points", "EV charging points", "EV points"),
            title="Electric vehicle point",
        ),
        text("ParkingStartPoint", MAY, "Where on the street the spaces begin", title="Parking start point"),
        text("ParkingEndPoint", MAY, "Where on the street they end", title="Parking end point"),
    ),
    recognised_by="Location",
)
TOTALS = Edition(
    "2015",
    (
        *PUBLISHED_FOR,
        count(
            "MarkedSpaces",
            MUST,
            "Controlled spaces on and off the street that are marked out, or an estimate",
            *("Number of marked out controlled spaces", "Marked out controlled spaces", "Number of controlled spaces"),
            *("Number of marked controlled spaces", "Total controlled parking spaces", "Total parking spaces"),
            title="Marked out controlled parking spaces",
        )
        .telling("parking-spaces")
        .essential(),
        count(
            "FreeSpaces",
            SHOULD,
            "Of these, free of charge",
            *("Free spaces", "Number of free spaces", "Free parking spaces", "Number of free parking spaces"),
            title="Spaces free of charge",
        ),
        count(
            "ChargedSpaces",
            SHOULD,
            "Of these, charged for",
            *("Charged spaces", "Number of charged spaces", "Charged parking spaces", "Chargeable spaces"),
            title="Spaces where charges apply",
        ),
    ),
)

PARKING_SPACES = DatasetStandard(
    slug="parking_spaces",
    title="Parking spaces",
    source="Local Government Transparency Code 2015, Parking spaces; LGA transparency guidance v1.4",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(BY_PLACE, TOTALS),
    key=(),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(
        AtMost("DisabledParkingSpaces", "ParkingSpaces"),
        AddsUp("MarkedSpaces", ("FreeSpaces", "ChargedSpaces"), tolerance=0),
    ),
)
