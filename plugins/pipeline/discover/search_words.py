"""The words by which what is published under a standard is called in catalogues.

Source: titles of datasets of councils on data.gov.uk, and the headings of the Local Government Transparency Code 2015.
Known:  they only choose which files are looked into; what a file is, its columns say.
"""

from collections.abc import Mapping
from types import MappingProxyType

from transforms.domain.standard import DatasetStandard
from transforms.standards import STANDARDS

SEARCH_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "brownfield_land": ("brownfield",),
        "contracts": ("contract register", "contracts register", "contracts over"),
        "counter_fraud": ("counter fraud", "fraud"),
        "developer_agreements": ("developer agreement", "section 106", "developer contributions"),
        "developer_agreement_contributions": ("developer agreement contribution", "developer contributions"),
        "developer_agreement_transactions": ("developer agreement transaction", "developer contributions"),
        "grants": ("grants to voluntary", "grants awarded", "grant awards", "360giving"),
        "land_and_building_assets": ("land and building", "property assets", "land assets", "asset register"),
        "parking_account": ("parking account", "parking income"),
        "parking_spaces": ("parking spaces", "car parks"),
        "pay_multiples": ("pay multiple",),
        "planning_applications": ("planning application",),
        "premises_licences": ("premises licence", "licensing register", "alcohol licence"),
        "procurement_card": ("procurement card", "purchase card", "purchasing card", "government procurement card"),
        "public_toilets": ("public toilet", "public conveniences"),
        "senior_salary_counts": ("senior salaries", "senior staff", "senior salary"),
        "social_housing_asset_value": ("social housing asset", "housing asset value", "housing stock"),
        "spending_over_500": ("spend over", "spending over", "expenditure over", "payments to suppliers", "spend data"),
        "trade_union_facility_time": ("trade union", "facility time"),
    }
)


def words_of(standard: DatasetStandard) -> tuple[str, ...]:
    """Return the words that a standard is searched by: its title, where nobody has written down others."""
    return SEARCH_WORDS.get(standard.slug, (standard.title.casefold(),))


def every_word() -> list[str]:
    """Return the words of all standards, each once."""
    return list(dict.fromkeys(phrase for standard in STANDARDS for phrase in words_of(standard)))


def standards_named(text: str) -> tuple[str, ...]:
    """Return the standards that a title or a file's name may be about, by their words in it."""
    words = " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
    return tuple(standard.slug for standard in STANDARDS if any(phrase in words for phrase in words_of(standard)))
