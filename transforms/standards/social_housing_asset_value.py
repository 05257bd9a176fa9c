"""Social housing asset value.

What the homes in a council's Housing Revenue Account are worth, one row a postal sector and band of value.
Source: Local Government Transparency Code 2015, "Social housing asset value"; LGA "Transparency guidance: land and
        social housing assets and parking" v1.4. There is no schema: names are the guidance's words run together.
Unit:   pounds, as at 1 April; per cent.
Known:  values are existing use value for social housing (EUV-SH) and market value, and the first is the lower. Sectors
        of few households are merged with a neighbour, so a cell may name two (PE11 1, PE11 2) or a district (PE11), and
        bands with fewer than ten occupied homes with the band below, so bands are councils' own. An empty band is
        published as 0 homes or not at all.
"""

from transforms.domain.rules import AddsUp, AtMost, Divides, SmallNumber
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, SharedKey
from transforms.shared_fields.annual_figures import PUBLISHED_FOR, percentage, spending
from transforms.shared_fields.transparency_code import LICENCE_NOTE, MAY, MUST, count

_POUNDS = r"£? ?\d{1,3}(?:,?\d{3})*(?:\.\d{2})?"
BAND = (
    rf"(?:{_POUNDS} ?(?:-|–|—|to) ?{_POUNDS}|{_POUNDS} ?(?:\+|(?:and|or) (?:over|above|more|higher|less|under|below))"
    rf"|(?:<=?|>=?|under|below|less than|up to|over|above|more than) ?{_POUNDS})"
)
_SECTOR = r"[A-Za-z]{1,2}\d[A-Za-z\d]?(?: ?(?:\d|\*)(?:\*\*)?| \*+)?"


def band(name: str, description: str, title: str, *aliases: str) -> Field:
    """Return a field that holds a band of values."""
    return Field(
        name, FieldKind.TEXT, MAY, description, title, aliases, pattern=f"^{BAND}$", example="£100,000 to £119,999"
    )


FIELDS = (
    *PUBLISHED_FOR,
    Field(
        "PostalSector",
        FieldKind.TEXT,
        MUST,
        "First half of the postcode and the digit after the blank; merged sectors are joined",
        title="Postal sector",
        aliases=("Postcode sector", "Post code sector", "Sector", "Postcode", "Postal district", "Postcode district"),
        pattern=rf"^{_SECTOR}(?: ?(?:,|/|&|\+|and|\|) ?{_SECTOR})*$",
        example="PE11 1",
    ).essential(),
    band("ValuationBandRange", "The wide band that the band is in", "Valuation band range", "Band range"),
    band(
        "ValuationBand",
        "The band that the homes of the row are in",
        "Intervening bands value",
        *(
            "Valuation band",
            "Valuation band value",
            "Intervening band value",
            "Intervening bands",
            "Value band",
            "Band",
        ),
    ),
    count(
        "TotalDwellings",
        MUST,
        "Homes in the band",
        *("Total number of dwellings", "Number of dwellings", "Dwellings", "Total number of social housing dwellings"),
        *("Total number of homes", "Number of homes", "Number of properties", "No of properties"),
        title="Total dwellings",
    )
    .telling("council-homes")
    .essential(),
    spending(
        "EUVSHTotal",
        MUST,
        "Their existing use values added up",
        *("EUV total", "EUV-SH values total", "EUV-SH total value", "EUV-SH aggregate value", "Total EUV-SH"),
        title="EUV-SH total",
    ).telling("council-homes-social-value"),
    spending(
        "EUVSHAverage",
        MUST,
        "Their average existing use value",
        *("EUV average", "EUV-SH values average", "EUV-SH average value", "EUV-SH mean value", "Average EUV-SH"),
        title="EUV-SH average",
    ),
    spending(
        "MarketValueTotal",
        MUST,
        "Their market values added up",
        *("Market values total", "Total market value", "Market value", "Market value aggregate", "MV total"),
        title="Market value total",
    ).telling("council-homes-market-value"),
    spending(
        "MarketValueAverage",
        MUST,
        "Their average market value",
        *("Market values average", "Average market value", "Market value mean", "MV average"),
        title="Market value average",
    ),
    percentage(
        "OccupiedPercentage",
        MUST,
        "Share of them that is let",
        *("% occupied", "% tenanted", "Tenure status % occupied", "Percentage tenanted", "Occupied %", "Tenanted %"),
        title="Percentage occupied",
    ),
    percentage(
        "VacantPercentage",
        MUST,
        "Share of them that stands empty",
        *("% vacant", "Tenure status % vacant", "Vacant %"),
        title="Percentage vacant",
    ),
)

SOCIAL_HOUSING_ASSET_VALUE = DatasetStandard(
    slug="social_housing_asset_value",
    title="Social housing asset value",
    source="Local Government Transparency Code 2015, Social housing asset value; LGA transparency guidance v1.4",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2015", FIELDS),),
    key=("EffectiveDate", "PostalSector", "ValuationBand"),
    shared_key=SharedKey(
        ("EffectiveDate", "PostalSector", "ValuationBand"), ("TotalDwellings", "EUVSHTotal", "MarketValueTotal")
    ),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(
        AtMost("EUVSHTotal", "MarketValueTotal"),
        AtMost("EUVSHAverage", "MarketValueAverage"),
        Divides("EUVSHAverage", "EUVSHTotal", "TotalDwellings"),
        Divides("MarketValueAverage", "MarketValueTotal", "TotalDwellings"),
        AddsUp(100, ("OccupiedPercentage", "VacantPercentage")),
        SmallNumber("TotalDwellings", 10),
    ),
)
