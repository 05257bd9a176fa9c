"""The addresses that the fields of a premises licence may hold, each with the words that stand beside it.

Known:  a status of 13 is a licence in force; Current (2) and New (5) are applications.
"""

from transforms.domain.codelist import Code, Codelist


def listed(kind: str, number: int, label: str, *aliases: str) -> Code:
    """Return the entry of an id.esd.org.uk list; the address is also known by https, and by its words."""
    path = f"id.esd.org.uk/{kind}/{number}"
    return Code(f"http://{path}", label, aliases=(f"https://{path}", path, str(number), label, *aliases))


SERVICE = Codelist(
    "premises_licence_service",
    (
        listed("service", 860, "Premises licence", "Premises licences", "Premises", "Premises license"),
        listed("service", 646, "Club premises certificate", "Club premises certificates", "Club premises", "Club"),
        listed("service", 1071, "Temporary event notice", "Temporary event notices", "Temporary events notice", "TEN"),
    ),
)
STATUS = Codelist(
    "premises_licence_status",
    (
        listed("premisesLicenceStatus", 1, "Approved", "Approved but not yet issued"),
        listed("premisesLicenceStatus", 2, "Current", "Under consideration"),
        listed("premisesLicenceStatus", 3, "Deceased", "Holder deceased"),
        listed("premisesLicenceStatus", 4, "Expired"),
        listed("premisesLicenceStatus", 5, "New", "Received"),
        listed("premisesLicenceStatus", 6, "Refused"),
        listed("premisesLicenceStatus", 7, "Renewal"),
        listed("premisesLicenceStatus", 8, "Revoked"),
        listed("premisesLicenceStatus", 9, "Subject to review", "Under review"),
        listed("premisesLicenceStatus", 10, "Surrendered"),
        listed("premisesLicenceStatus", 11, "Suspended"),
        listed("premisesLicenceStatus", 12, "Withdrawn"),
        listed("premisesLicenceStatus", 13, "Issued", "In force"),
    ),
)
WITHOUT_START = ("Refused", "Withdrawn", "Current", "New")
STARTED = tuple(code.label for code in STATUS.codes if code.label not in WITHOUT_START)
APPLICANT = Codelist(
    "premises_licence_applicant",
    (
        listed("premisesLicenceApplicant", 1, "Individual", "Person"),
        listed("premisesLicenceApplicant", 3, "Recognised club", "Club"),
        listed("premisesLicenceApplicant", 4, "Charity"),
        listed("premisesLicenceApplicant", 5, "Educational establishment", "Educational institution"),
        listed("premisesLicenceApplicant", 6, "Health service body"),
        listed("premisesLicenceApplicant", 7, "Independent hospital"),
        listed("premisesLicenceApplicant", 8, "Police force", "Police"),
        listed("premisesLicenceApplicant", 9, "Limited company", "Company"),
        listed("premisesLicenceApplicant", 10, "Partnership"),
        listed("premisesLicenceApplicant", 11, "Unincorporated association"),
        listed("premisesLicenceApplicant", 12, "Other business", "Other"),
    ),
)
ENTERTAINMENT = Codelist(
    "licensed_entertainment",
    (
        listed("entertainment", 1, "Plays", "Play"),
        listed("entertainment", 2, "Films", "Film"),
        listed("entertainment", 3, "Indoor sporting events", "Indoor sports"),
        listed("entertainment", 4, "Boxing or wrestling", "Boxing and wrestling"),
        listed("entertainment", 5, "Live music"),
        listed("entertainment", 6, "Recorded music"),
        listed("entertainment", 7, "Performances of dance", "Dance"),
        listed("entertainment", 8, "Similar to music or dance", "Anything similar to music or dance"),
    ),
)
