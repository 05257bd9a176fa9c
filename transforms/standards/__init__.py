"""Every dataset standard that we collect, by slug."""

from transforms.domain.standard import DatasetStandard
from transforms.standards.brownfield_land import BROWNFIELD_LAND
from transforms.standards.contracts import CONTRACTS
from transforms.standards.counter_fraud import COUNTER_FRAUD
from transforms.standards.developer_agreement_contributions import DEVELOPER_AGREEMENT_CONTRIBUTIONS
from transforms.standards.developer_agreement_transactions import DEVELOPER_AGREEMENT_TRANSACTIONS
from transforms.standards.developer_agreements import DEVELOPER_AGREEMENTS
from transforms.standards.grants import GRANTS
from transforms.standards.land_and_building_assets import LAND_AND_BUILDING_ASSETS
from transforms.standards.parking_account import PARKING_ACCOUNT
from transforms.standards.parking_spaces import PARKING_SPACES
from transforms.standards.pay_multiples import PAY_MULTIPLES
from transforms.standards.planning_applications import PLANNING_APPLICATIONS
from transforms.standards.premises_licences import PREMISES_LICENCES
from transforms.standards.procurement_card import PROCUREMENT_CARD
from transforms.standards.public_toilets import PUBLIC_TOILETS
from transforms.standards.senior_salary_counts import SENIOR_SALARY_COUNTS
from transforms.standards.social_housing_asset_value import SOCIAL_HOUSING_ASSET_VALUE
from transforms.standards.spending_over_500 import SPENDING_OVER_500
from transforms.standards.trade_union_facility_time import TRADE_UNION_FACILITY_TIME

STANDARDS: tuple[DatasetStandard, ...] = (
    PLANNING_APPLICATIONS,
    BROWNFIELD_LAND,
    SPENDING_OVER_500,
    PROCUREMENT_CARD,
    CONTRACTS,
    GRANTS,
    DEVELOPER_AGREEMENTS,
    DEVELOPER_AGREEMENT_CONTRIBUTIONS,
    DEVELOPER_AGREEMENT_TRANSACTIONS,
    PREMISES_LICENCES,
    PUBLIC_TOILETS,
    LAND_AND_BUILDING_ASSETS,
    PARKING_ACCOUNT,
    PARKING_SPACES,
    SOCIAL_HOUSING_ASSET_VALUE,
    SENIOR_SALARY_COUNTS,
    PAY_MULTIPLES,
    COUNTER_FRAUD,
    TRADE_UNION_FACILITY_TIME,
)


def standard(slug: str) -> DatasetStandard:
    """Return the standard called `slug`; raise LookupError, naming those there are, for any other."""
    for declared in STANDARDS:
        if declared.slug == slug:
            return declared
    slugs = ", ".join(declared.slug for declared in STANDARDS)
    raise LookupError(f"“{slug}” is not a dataset standard that we know; choose one of {slugs}")
