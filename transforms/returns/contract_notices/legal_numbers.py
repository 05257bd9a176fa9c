"""Everything that the law gives as a number, as in force from a day on.

Source: Procurement Act 2023; docs/specifications/facts-procurement.md, sections 1, 2 and 3
Unit:   pounds with VAT unless a name says otherwise; days are those after the first, which the law counts too.
Known:  a change of the law is a line more, and a new version of the definition.
"""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class LegalNumbers:
    """The numbers of the law from `in_force` on, until the next ones."""

    in_force: date
    goods_and_services: int
    works: int
    light_touch: int
    small_notice: int  # from which a contract below the threshold has a contract details notice
    copied_and_measured: int  # above which a contract is copied, and its performance published
    payment: int  # above which a payment under a public contract is published
    vat_pct: int  # at most on top of a net amount
    details_days: int
    details_days_light_touch: int
    copy_days: int
    copy_days_light_touch: int
    termination_days: int
    payments_days: int

    def threshold(self, category: str) -> int:
        """Return the threshold of a category of contracts."""
        return {
            "goods": self.goods_and_services,
            "services": self.goods_and_services,
            "works": self.works,
            "light touch": self.light_touch,
        }[category]


ACT_IN_FORCE = date(2025, 2, 24)  # for contracts whose procurement began on or after this day
PAYMENTS_IN_FORCE = date(2026, 4, 1)  # section 70, for payments under contracts whose procurement began then or later

AS_ENACTED = LegalNumbers(
    in_force=ACT_IN_FORCE,
    goods_and_services=214_904,
    works=5_372_609,
    light_touch=663_540,
    small_notice=30_000,
    copied_and_measured=5_000_000,
    payment=30_000,
    vat_pct=20,
    details_days=29,
    details_days_light_touch=119,
    copy_days=89,
    copy_days_light_touch=179,
    termination_days=29,
    payments_days=29,
)
LEGAL_NUMBERS = (
    AS_ENACTED,
    replace(AS_ENACTED, in_force=date(2026, 1, 1), goods_and_services=207_720, works=5_193_000),
)


def legal_numbers(day: date) -> LegalNumbers:
    """Return the numbers in force on a day; before the first the first."""
    in_force = [numbers for numbers in LEGAL_NUMBERS if numbers.in_force <= day]
    return in_force[-1] if in_force else LEGAL_NUMBERS[0]
