"""Publish premises licences: the file that a council's licensing system extracts, in the LGA's 36 columns.

Source: https://schemas.opendata.esd.org.uk/premiseslicences; holders and supervisors are as invented as the premises.
"""

from datetime import date

from examples import words
from examples.draw_licences import CLUB, EVENT, PREMISES, Dice, Licence, draw_licences
from examples.england import Council, England
from examples.odd_licences import odd_licences
from examples.tables import Row, Table
from transforms.standards.premises_licences.code_lists import APPLICANT, ENTERTAINMENT, STATUS

# fmt: off
COLUMNS = [
    "ExtractDate", "OrganisationURI", "OrganisationLabel", "CaseReference",
    "CaseDate", "ServiceTypeURI", "ServiceTypeLabel", "PremisesName",
    "LocationText", "Postcode", "EntertainmentTypeURI", "EntertainmentTypeLabel",
    "LateNightRefreshment", "AlcoholSupply", "OpeningHours", "StatusURI",
    "StatusLabel", "LicenceStartDate", "LicenceEndDate", "OnPremisesAlcoholSale",
    "OffPremisesAlcoholSale", "LicenceHolder", "LicenceHolderAddress", "LicenceHolderPostcode",
    "ApplicantTypeURI", "ApplicantTypeLabel", "DesignatedPremisesSupervisor", "SupervisorLicenceNo",
    "SupervisorAddress", "SupervisorPostcode", "Conditions", "DecisionDate",
    "DecidedBy", "LicenceURL", "UPRN", "GeoPointLicensingURL",
]
# fmt: on
SERVICES = {PREMISES: "Premises licence", CLUB: "Club premises certificate", EVENT: "Temporary event notice"}
PREFIXES = {PREMISES: "PREM", CLUB: "CLUB", EVENT: "TEN"}
OPEN = ("New", "Current")
STATUS_URIS = {code.label: code.code for code in STATUS.codes}
APPLICANT_URIS = {code.label: code.code for code in APPLICANT.codes}
VENUES = ("Arms", "Stores", "Kitchen", "Social Club", "Hall", "Hotel", "Off Licence", "Café")
HOURS = ("Mo-Su 10:00-23:00", "Mo-Sa 08:00-22:00; Su 10:00-16:00", "Mo-Th 11:00-23:30; Fr-Sa 11:00-01:30", "24/7")


def publish(england: England, council: Council, day: date) -> Table:
    """Return the council's licensing cases as extracted on `day`."""
    licences = [_cells(council, licence, day) for licence in draw_licences(england, council, day)]
    return Table(list(COLUMNS), [_row(cells) for cells in odd_licences(council, licences)])


def _row(cells: dict[str, str]) -> Row:
    return [cells.get(column, "") for column in COLUMNS]


def _cells(council: Council, licence: Licence, day: date) -> dict[str, str]:
    cells = _case(council, licence) | _premises(council, licence) | _activities(licence) | _people(council, licence)
    cells["ExtractDate"] = _written(day)
    return cells


def _written(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def _case(council: Council, licence: Licence) -> dict[str, str]:
    """Return the case and where it stands; some systems give an open case neither reference nor date."""
    is_unnamed = licence.status in OPEN and not council.habits.dates_withdrawals
    reference = f"{PREFIXES[licence.service]}/{licence.number:05d}"
    shows_uri = council.habits.classification != "row-label"
    return {
        "OrganisationURI": council.authority.organisation_uri,
        "OrganisationLabel": council.authority.name,
        "CaseReference": "" if is_unnamed else reference,
        "CaseDate": "" if is_unnamed else _written(_case_date(licence)),
        "ServiceTypeURI": f"http://id.esd.org.uk/service/{licence.service}",
        "ServiceTypeLabel": SERVICES[licence.service],
        "StatusURI": STATUS_URIS[licence.status] if shows_uri else "",
        "StatusLabel": licence.status,
        "LicenceStartDate": _written(licence.start),
        "LicenceEndDate": _written(licence.end),
        "DecisionDate": _written(licence.decided),
        "LicenceURL": f"https://licensing.{council.gss.lower()}.example/{reference}" if not is_unnamed else "",
    }


def _case_date(licence: Licence) -> date:
    """Return the day of issue of a licence, and of the application until there is one."""
    is_issued = licence.start is not None and licence.service != EVENT and licence.status != "Approved"
    return licence.start if is_issued and licence.start else licence.applied


def _premises(council: Council, licence: Licence) -> dict[str, str]:
    dice, town = licence.dice, words.town(council.gss, council.authority.name)
    venue = VENUES[3 if licence.service == CLUB else int(dice[9] * len(VENUES))]
    return {
        "PremisesName": f"The {words.name(dice[10])} {venue}",
        "LocationText": words.address(dice[10:], town),
        "Postcode": f"ZZ{1 + int(dice[11] * 20)} {int(dice[12] * 9) + 1}AB",
        "OpeningHours": HOURS[int(dice[13] ** 3 * len(HOURS))],
        "UPRN": f"1000{int(dice[14] * 10**8):08d}" if dice[15] < 0.6 else "",
    }


def _activities(licence: Licence) -> dict[str, str]:
    """Return what is licensed: alcohol on, off or both, entertainment, late refreshment."""
    dice = licence.dice
    has_alcohol = licence.service == CLUB or dice[16] < 0.84
    is_on, is_off = dice[17] > 0.28, dice[17] < 0.8
    played = [ENTERTAINMENT.codes[number] for number in (4, 5, 6) if dice[18] * 7 > number]
    return {
        "EntertainmentTypeURI": "|".join(kind.code for kind in played),
        "EntertainmentTypeLabel": "|".join(kind.label for kind in played),
        "LateNightRefreshment": "Yes" if dice[13] > 0.6 else "No",
        "AlcoholSupply": "Yes" if has_alcohol else "No",
        "OnPremisesAlcoholSale": ("Yes" if is_on else "No") if has_alcohol else "",
        "OffPremisesAlcoholSale": ("Yes" if is_off else "No") if has_alcohol else "",
        "Conditions": "No open drinks outside after 22:00|Door staff on Fridays" if dice[19] < 0.2 else "",
    }


def _people(council: Council, licence: Licence) -> dict[str, str]:
    """Return the holder, and the supervisor where alcohol is sold by retail; nobody is meant."""
    dice: Dice = licence.dice
    kind = "Recognised club" if licence.service == CLUB else "Individual" if dice[19] < 0.3 else "Limited company"
    surname, town = words.name(dice[12]), words.town(council.gss, council.authority.name)
    holder = {"Individual": f"A {surname}", "Recognised club": f"{surname} Social Club"}
    is_supervised = licence.service == PREMISES and dice[16] < 0.84
    return {
        "LicenceHolder": holder.get(kind, f"{surname} Inns Ltd"),
        "LicenceHolderAddress": words.address(dice[5:], town),
        "LicenceHolderPostcode": f"ZZ{1 + int(dice[6] * 20)} 1AB",
        "ApplicantTypeURI": APPLICANT_URIS[kind],
        "ApplicantTypeLabel": kind,
        "DesignatedPremisesSupervisor": f"B {words.name(dice[15])}" if is_supervised else "",
        "SupervisorLicenceNo": f"PERS/{int(dice[14] * 90_000) + 10_000}" if is_supervised else "",
        "DecidedBy": "Licensing sub-committee" if dice[4] < 0.1 and licence.decided else "",
    }
