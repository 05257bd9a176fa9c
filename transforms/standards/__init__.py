"""Every dataset standard that we collect, by slug."""

from transforms.domain.standard import DatasetStandard
from transforms.standards.brownfield_land import BROWNFIELD_LAND
from transforms.standards.developer_agreement_contributions import DEVELOPER_AGREEMENT_CONTRIBUTIONS
from transforms.standards.developer_agreement_transactions import DEVELOPER_AGREEMENT_TRANSACTIONS
from transforms.standards.developer_agreements import DEVELOPER_AGREEMENTS
from transforms.standards.planning_applications import PLANNING_APPLICATIONS
from transforms.standards.premises_licences import PREMISES_LICENCES
from transforms.standards.public_toilets import PUBLIC_TOILETS
from transforms.standards.spending_over_500 import SPENDING_OVER_500

STANDARDS: tuple[DatasetStandard, ...] = (
    PLANNING_APPLICATIONS,
    BROWNFIELD_LAND,
    SPENDING_OVER_500,
    DEVELOPER_AGREEMENTS,
    DEVELOPER_AGREEMENT_CONTRIBUTIONS,
    DEVELOPER_AGREEMENT_TRANSACTIONS,
    PREMISES_LICENCES,
    PUBLIC_TOILETS,
)


def standard(slug: str) -> DatasetStandard:
    """Return the standard called `slug`; raise LookupError, naming those there are, for any other."""
    for declared in STANDARDS:
        if declared.slug == slug:
            return declared
    known = ", ".join(declared.slug for declared in STANDARDS)
    raise LookupError(f"“{slug}” is not a dataset standard that we know; choose one of {known}")
