"""Odd licences: what some councils' files of premises licences do that their return has something to say of.

Source: docs/specifications/alcohol-licensing.md: each of these is named there.
"""

from collections.abc import Callable, Sequence
from zlib import crc32

from examples.england import Council

Cells = dict[str, str]
EVENT = "Temporary event notice"
STATUS = "http://id.esd.org.uk/premisesLicenceStatus/"
OWN_KIND = {"ServiceTypeURI": "", "ServiceTypeLabel": "Street café"}
OWN_STATUS = {"StatusURI": "", "StatusLabel": "Dormant"}
EVERY = 7  # of the licences in a file that a habit of a few licences touches


def odd_licences(council: Council, rows: Sequence[Cells]) -> list[Cells]:
    """Return the rows of a council's file as its officers keep them; most councils have no such habit."""
    habit = oddity(council)
    return ODDITIES[habit](rows) if habit else list(rows)


def oddity(council: Council) -> str:
    """Return the habit of a council, blank for none."""
    number = crc32(f"licences {council.gss}".encode()) % (2 * len(ODDITIES))
    return [*ODDITIES, *[""] * len(ODDITIES)][number]


def _is_in_force(row: Cells) -> bool:
    return row["StatusLabel"] == "Issued" and row["ServiceTypeLabel"] != EVENT


def _changed_at_random(rows: Sequence[Cells], change: Callable[[Cells], Cells]) -> list[Cells]:
    """Return the rows with every few of the licences in force changed."""
    touched = [position for position, row in enumerate(rows) if _is_in_force(row)][::EVERY]
    return [row | change(row) if position in touched else row for position, row in enumerate(rows)]


def with_history(rows: Sequence[Cells]) -> list[Cells]:
    """Return every licence with the row of before its last change."""
    earlier = [
        row | {"CaseDate": "24/11/2005", "LicenceStartDate": "24/11/2005", "OffPremisesAlcoholSale": "No"}
        for row in rows
        if _is_in_force(row) and row["CaseDate"] != "24/11/2005"
    ]
    return [*rows, *earlier]


def current_in_force(rows: Sequence[Cells]) -> list[Cells]:
    """Return Current where a licence in force is meant."""
    meant = {"StatusURI": "", "StatusLabel": "Current"}
    return [row | meant if _is_in_force(row) else row for row in rows]


def without_flags(rows: Sequence[Cells]) -> list[Cells]:
    """Return licences of which nobody says how alcohol is sold."""
    return [row | {"OnPremisesAlcoholSale": "", "OffPremisesAlcoholSale": ""} for row in rows]


def own_words(rows: Sequence[Cells]) -> list[Cells]:
    """Return some statuses and kinds in words of their own, without an address."""
    return _changed_at_random(_changed_at_random(rows, lambda _: OWN_STATUS), lambda _: OWN_KIND)


def free_hours(rows: Sequence[Cells]) -> list[Cells]:
    """Return some opening hours in free words."""
    return _changed_at_random(rows, lambda _: {"OpeningHours": "as the licence says"})


def shared_premises(rows: Sequence[Cells]) -> list[Cells]:
    """Return several licences of one building."""
    return _changed_at_random(rows, lambda _: {"UPRN": "100012345678"})


def reversed_days(rows: Sequence[Cells]) -> list[Cells]:
    """Return some ends before their starts."""
    return _changed_at_random(rows, lambda _: {"LicenceEndDate": "01/01/2001"})


def suspended(rows: Sequence[Cells]) -> list[Cells]:
    """Return some licences that are suspended until the fee is paid."""
    return _changed_at_random(
        rows, lambda row: {"StatusURI": row["StatusURI"] and f"{STATUS}11", "StatusLabel": "Suspended"}
    )


def alcohol_blank(rows: Sequence[Cells]) -> list[Cells]:
    """Return alcohol left to be told by its flags, and here and there by nothing."""
    unsaid = [row | {"AlcoholSupply": ""} for row in rows]
    return _changed_at_random(unsaid, lambda _: {"OnPremisesAlcoholSale": "", "OffPremisesAlcoholSale": ""})


ODDITIES: dict[str, Callable[[Sequence[Cells]], list[Cells]]] = {
    "history": with_history,
    "current in force": current_in_force,
    "no flags": without_flags,
    "own words": own_words,
    "free hours": free_hours,
    "shared premises": shared_premises,
    "reversed days": reversed_days,
    "suspended": suspended,
    "alcohol blank": alcohol_blank,
}
