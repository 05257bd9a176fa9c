"""Publish land and building assets: the whole register, renewed once a year; what was sold is gone from it."""

from datetime import date

import numpy as np

from examples import words
from examples.england import Council, England
from examples.financial_years import about, closed_years, draw, invented_postcode
from examples.places import grid_points, points_inside
from examples.tables import Row, Table

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "ApplicableDate", "UPRN", "AssetCode", "PropertyName", "PropertyNumber"),
    *("StreetName", "PostTown", "PostCode", "CoordinateReferenceSystem", "GeoX", "GeoY", "TenureType", "TenureDetail"),
    *("OtherDetail", "HoldingType", "BuildingSize", "LandArea", "EnergyRating"),
]
ASSETS = 480
HOLDINGS = ("Land", "Land/Buildings", "Buildings")
DETAILS = ("Owner Occupied", "Leasehold Out", "Vacant", "Other")
OTHERS = ("Managed allotments", "School", "Management agreement", "Leisure")


def publish(england: England, council: Council, day: date) -> Table:
    """Return the register as it stood at the end of the last financial year."""
    year = closed_years(day)[-1]
    random = draw(england, council, 35)
    number = max(6, int(random.poisson(ASSETS * council.size * min(1.0, england.scale))))
    bought = 2010 + random.integers(0, 20, number) * random.integers(0, 2, number)
    sold = bought + 1 + random.integers(0, 60, number)
    owned = [position for position in range(number) if bought[position] <= year < sold[position] or position == 0]
    return Table(list(COLUMNS), [_asset(england, council, position, year) for position in owned])


def _asset(england: England, council: Council, position: int, year: int) -> Row:
    random = draw(england, council, 36, position)
    town = words.town(council.gss, council.authority.name)
    number, street = words.address(random.random(3), town).split(",")[0].split(" ", 1)
    uprn = "" if random.random() < 0.03 else str(10_000_000_000 + int(random.integers(0, 10**10)))
    address = [words.plot(random.random(4), town).split(",")[0], number, street, town, invented_postcode(random)]
    return [
        *(*about(council), date(year + 1, 3, 31).isoformat(), uprn, f"{council.gss[-4:]}/{position + 1:05d}", *address),
        *_point(council, random),
        *_tenure(random),
    ]


def _point(council: Council, random: np.random.Generator) -> Row:
    """Return the coordinates, in the system that the council keeps its maps in."""
    is_grid = council.habits.reference_system == "OSGB36"
    points = (grid_points if is_grid else points_inside)(council.gss)
    if not len(points):
        return ["", "", ""]
    x, y = points[int(random.integers(0, len(points)))]
    return ["OSGB36", f"{x:.0f}", f"{y:.0f}"] if is_grid else ["WGS84", f"{x:.6f}", f"{y:.6f}"]


def _tenure(random: np.random.Generator) -> Row:
    """Return tenure, holding, size and energy rating."""
    detail = DETAILS[int(random.choice(4, p=[0.35, 0.25, 0.3, 0.1]))]
    holding = HOLDINGS[int(random.choice(3, p=[0.5, 0.3, 0.2]))]
    is_land = holding == "Land"
    other = OTHERS[int(random.integers(0, len(OTHERS)))] if detail == "Other" else ""
    size = "" if is_land else f"{random.gamma(2, 300):.1f}"
    area = f"{random.gamma(1, 1.5) + 0.01:.2f}" if holding != "Buildings" else ""
    rating = "" if is_land or random.random() < 0.7 else "ABCDEFG"[int(random.integers(1, 6))]
    tenure = "Freehold" if random.random() < 0.97 else "Leasehold"
    return [tenure, detail, other, holding, size, area, rating]
