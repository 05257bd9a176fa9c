"""Publish public toilets: the list that a council exports from time to time, in the LGA's 32 columns.

Source: LGA schema and guidance, https://schemas.opendata.esd.org.uk/publictoilets
"""

from datetime import date

import numpy as np
import numpy.typing as npt

from examples import words
from examples.england import Council, England
from examples.places import grid_points, points_inside
from examples.tables import Row, Table

# fmt: off
COLUMNS = [
    "ExtractDate", "OrganisationURI", "OrganisationLabel", "ServiceTypeURI",
    "ServiceTypeLabel", "LocationText", "CoordinateReferenceSystem", "GeoX",
    "GeoY", "GeoPointLicensingURL", "Category", "AccessibleCategory",
    "RADARKeyNeeded", "BabyChange", "FamilyToilet", "ChangingPlace",
    "AutomaticPublicConvenience", "FullTimeStaffing", "PartOfCommunityScheme", "CommunitySchemeName",
    "ChargeAmount", "InfoURL", "OpeningHours", "ManagedBy",
    "ReportEmail", "ReportTel", "Notes", "UPRN",
    "Postcode", "StreetAddress", "GeoAreaURI", "GeoAreaLabel",
]
# fmt: on
TOILETS = 22  # of the average authority
FIRST_YEAR = 2014
PLACES = ("Recreation Ground", "Car Park", "Market Place", "Library", "Beach", "Bus Station", "Park", "High Street")
CATEGORIES = ("Female and male", "Unisex", "Female", "Male", "Male urinal", "None")
CATEGORY_ODDS = (0.6, 0.86, 0.91, 0.95, 0.96)
HOURS = ("24/7", "Mo-Su 08:00-18:00", "Mo-Su 07:00-21:00", "Mo-Sa 09:00-17:00; PH off", "Apr-Sep: Mo-Su 08:00-20:00")
CHARGES = ("", "", "", "0.20", "0.50", "0.00")
LICENCE = "https://www.ordnancesurvey.co.uk/opendata/licence"


def publish(england: England, council: Council, day: date) -> Table:
    """Return the council's toilets as they were on `day`: some have closed for good, a few are new."""
    random = np.random.default_rng([england.seed, int.from_bytes(council.gss.encode()), 579])
    number = max(3, int(random.poisson(TOILETS * council.size * min(1.0, england.scale * 2))))
    dice = random.random((number, 24))
    opened = FIRST_YEAR + (dice[:, 22] ** 4 * 14).astype(int)
    closed = np.where(dice[:, 23] < 0.7, 9999, opened + 2 + (dice[:, 21] * 20).astype(int))
    open_places = [index for index in range(number) if index < 2 or opened[index] <= day.year < closed[index]]
    return Table(list(COLUMNS), [_row(council, index, dice[index], day) for index in open_places])


def _row(council: Council, index: int, dice: npt.NDArray[np.float64], day: date) -> Row:
    site = _site(council, index, dice) | _facilities(dice) | _running(council, dice)
    site["ExtractDate"] = day.strftime("%d/%m/%Y")
    return [site.get(name, "") for name in COLUMNS]


def _site(council: Council, index: int, dice: npt.NDArray[np.float64]) -> dict[str, str]:
    """Return what the toilet is called and where it is."""
    town = words.town(council.gss, council.authority.name)
    return _point(council, dice[0]) | {
        "OrganisationURI": council.authority.organisation_uri,
        "OrganisationLabel": council.authority.name,
        "ServiceTypeURI": "http://id.esd.org.uk/service/579",
        "ServiceTypeLabel": "Public toilets",
        "LocationText": f"{words.name(dice[1])} {PLACES[index % len(PLACES)]}, {town}",
        "StreetAddress": words.address(dice[1:], town),
        "UPRN": f"1000{int(dice[4] * 10**8):08d}" if dice[5] < 0.7 else "",
        "GeoAreaLabel": f"{words.name(dice[6])} Ward",
    }


def _point(council: Council, die: float) -> dict[str, str]:
    is_grid = council.habits.reference_system == "OSGB36"
    points = (grid_points if is_grid else points_inside)(council.gss)
    if not len(points):
        return {}
    x, y = points[int(die * len(points))]
    text = "{:.0f}" if is_grid else "{:.6f}"
    return {
        "CoordinateReferenceSystem": council.habits.reference_system,
        "GeoX": text.format(x),
        "GeoY": text.format(y),
        "GeoPointLicensingURL": LICENCE if is_grid else "",
    }


def _facilities(dice: npt.NDArray[np.float64]) -> dict[str, str]:
    """Return whom the toilet is for and what it has; one of the two categories is never None."""
    category = CATEGORIES[int(np.searchsorted(CATEGORY_ODDS, dice[7]))]
    accessible = "Unisex" if category == "None" or dice[8] < 0.7 else "None"
    return {
        "Category": category,
        "AccessibleCategory": accessible,
        "RADARKeyNeeded": _yes_or_no(accessible != "None" and dice[9] < 0.5),
        "BabyChange": _yes_or_no(dice[10] < 0.5),
        "FamilyToilet": _yes_or_no(dice[11] < 0.1),
        "ChangingPlace": _yes_or_no(dice[12] < 0.06),
        "AutomaticPublicConvenience": _yes_or_no(dice[13] < 0.15),
        "FullTimeStaffing": _yes_or_no(dice[14] < 0.1),
    }


def _running(council: Council, dice: npt.NDArray[np.float64]) -> dict[str, str]:
    """Return who runs the toilet, when it is open and what it costs."""
    is_shop = dice[15] < 0.15
    site = f"{council.gss.lower()}.example"
    return {
        "PartOfCommunityScheme": _yes_or_no(is_shop),
        "CommunitySchemeName": "Community toilet scheme" if is_shop else "",
        "ChargeAmount": "" if is_shop else CHARGES[int(dice[16] * len(CHARGES))],
        "InfoURL": f"https://www.{site}/public-toilets",
        "OpeningHours": HOURS[int(dice[17] * len(HOURS))],
        "ManagedBy": f"{words.name(dice[18])} Facilities Ltd" if is_shop else council.authority.name,
        "ReportEmail": f"toilets@{site}",
        "ReportTel": f"01632 960{int(dice[19] * 1000):03d}",
        "Notes": "Closed in winter" if dice[20] < 0.08 else "",
    }


def _yes_or_no(is_so: bool) -> str:
    return "Yes" if is_so else "No"
