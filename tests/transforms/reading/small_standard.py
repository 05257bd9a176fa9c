"""A small standard to recognise, rows of a sheet, and where the real files are."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from transforms.domain.sheet import Reading, Sheet

Table = tuple[tuple[str, ...], list[list[str | None]], list[int]]
Opened = Callable[[bytes], Reading]
Tabulate = Callable[[bytes], Table]

# fmt: off
FIELDS = (
    "SiteReference", "SiteNameAddress", "GeoX", "GeoY", "Hectares", "Deliverable", "Notes", "OrganisationURI",
    "OrganisationLabel", "CoordinateReferenceSystem", "OwnershipStatus", "PlanningStatus", "PermissionType",
    "PermissionDate", "FirstAddedDate", "LastUpdatedDate", "CaseReference", "CaseDate", "Status", "ExtractDate",
    "LocationText", "Category", "Postcode", "UPRN", "reference", "organisation", "entry-date", "start-date",
    "end-date", "developer-agreement", "developer-agreement-contribution", "contribution-purpose", "amount",
    "units", "planning-application", "document-url", "PaymentDate", "NetAmount", "SupplierName", "ServiceLabel",
    "Directorate", "Description", "Name", "HBCRefNo", "AmountPaid", "DepartmentArea", "Identifier", "Title",
    "Currency", "AmountAwarded", "id",
)
# fmt: on


def fold(cell: str) -> str:
    return re.sub("[^a-z0-9]", "", cell.lower())


KNOWN = frozenset(map(fold, FIELDS))


def recognise(cells: Sequence[str]) -> int:
    return len({fold(cell) for cell in cells} & KNOWN)


def rows_of(sheet: Sheet) -> list[list[str | None]]:
    return [list(row) for row in zip(*(column.to_pylist() for column in sheet.cells.columns), strict=True)]


def published() -> Path:
    """The folder of real published files beside the checkout."""
    return Path(__file__).parents[4] / "shared" / "data"
