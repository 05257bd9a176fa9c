"""Spending as a council publishes it, invented: 21 columns, any number of rows, and faults planted where we know.

Known: seeded, so the same numbers give the same bytes. A clean row satisfies the published Table Schema to the letter,
       so that a tool that knows nothing but the schema finds nothing in it. One row holds one fault at most.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

SEED = 20_260_331
FAULT_SHARE = 0.005
COLUMNS = (
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "OrganisationalUnit", "ServiceCategoryLabel"),
    *("ServiceCategoryURI", "BeneficiaryName", "BeneficiaryOtherID", "CompaniesHouseRegistrationNumber"),
    *("CharityCommissionNumber", "VCSEGrant", "PaymentDate", "TransactionNumber", "Amount", "IrrecoverableVATAmount"),
    *("Purpose", "CategoryInternalName", "CPVLabel", "CPVCode", "CardTransaction", "ContractRef"),
)
UNITS = ("Adult Social Care", "Highways", "Children's Services", "Housing", "Finance", "Parks", "Libraries", "Planning")
SERVICES = ("Central services", "Highways and transport", "Social care", "Housing services", "Culture and leisure")
PURPOSES = ("Agency staff", "Repairs and maintenance", "Software licences", "Road materials", "Care placements",
            "Grounds maintenance", "Printing, postage", "Training courses", "Vehicle hire", "Legal fees")  # fmt: skip
CPV = (("45233141", "Road-maintenance works"), ("85300000", "Social work services"), ("48000000", "Software package"),
       ("77310000", "Planting and maintenance of green areas"), ("79110000", "Legal advisory services"))  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of fault: the column that it is planted in, what is written there, and what it is called when found."""

    name: str
    column: str
    text: str
    codes: tuple[str, ...]


KINDS = (
    Kind("date that is no day", "PaymentDate", "31/02/2026", ("date-unparseable",)),
    Kind("words for a date", "PaymentDate", "end of March", ("date-unparseable",)),
    Kind("no date", "PaymentDate", "", ("value-missing",)),
    Kind("effective date that is no day", "EffectiveDate", "2026-13-31", ("date-unparseable",)),
    Kind("paid after the period", "PaymentDate", "14/07/2026", ("dates-out-of-order",)),
    Kind("words for an amount", "Amount", "see invoice", ("number-unparseable",)),
    Kind("no amount", "Amount", "", ("value-missing",)),
    Kind("amount with £ and commas", "Amount", "£12,345.60", ("value-repaired",)),
    Kind("words for VAT", "IrrecoverableVATAmount", "included", ("number-unparseable",)),
    Kind("no directorate", "OrganisationalUnit", "", ("value-missing",)),
    Kind("no supplier", "BeneficiaryName", "", ("value-missing",)),
    Kind("no purpose", "Purpose", "", ("value-missing",)),
    Kind("organisation that is no URI", "OrganisationURI", "Middleshire", ("value-malformed",)),
    Kind("service that is no URI", "ServiceCategoryURI", "Highways", ("value-malformed",)),
    Kind("company number too short", "CompaniesHouseRegistrationNumber", "123", ("value-malformed",)),
    Kind("charity number of letters", "CharityCommissionNumber", "exempt", ("value-malformed",)),
    Kind("CPV code too short", "CPVCode", "4523", ("value-malformed",)),
    Kind("neither yes nor no", "VCSEGrant", "perhaps", ("boolean-unparseable",)),
    Kind("card that is none of the list", "CardTransaction", "Amex", ("code-unknown",)),
    Kind("private mailbox in a purpose", "Purpose", "Refund to jo.invented@example.com", ("personal-data-found",)),
    Kind("row too short", "", "", ("row-misaligned",)),
    Kind("row too long", "", "", ("row-misaligned",)),
    Kind("blank row", "", "", ("row-ignored",)),
)


@dataclass(frozen=True)
class Planted:
    """One fault: its line, its column (none for a whole row) and its kind."""

    line: int
    column: str
    kind: Kind


def spending(rows: int, fault_share: float = FAULT_SHARE) -> tuple[bytes, list[Planted]]:
    """Return a CSV file of `rows` rows, and the faults planted in it."""
    random = np.random.default_rng([SEED, rows])
    columns = _columns(random, rows)
    faulty = np.sort(random.choice(rows, int(rows * fault_share), replace=False)).tolist()
    planted = [Planted(row + 2, KINDS[at % len(KINDS)].column, KINDS[at % len(KINDS)]) for at, row in enumerate(faulty)]
    for fault in planted:
        if fault.column:
            columns[COLUMNS.index(fault.column)][fault.line - 2] = _quoted(fault.kind.text)
    lines = list(map(",".join, zip(*columns, strict=True)))
    for fault in planted:
        if not fault.column:
            lines[fault.line - 2] = SPOILT[fault.kind.name](lines[fault.line - 2])
    return "\n".join([",".join(COLUMNS), *lines, ""]).encode(), planted


SPOILT: dict[str, Callable[[str], str]] = {
    "row too short": lambda line: line.rsplit(",", 4)[0],
    "row too long": lambda line: f"{line},Phase 2",
    "blank row": lambda _: "",
}


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def _columns(random: np.random.Generator, rows: int) -> list[list[str]]:
    """Return clean columns in the order of COLUMNS."""

    def random_words(words: Sequence[str], blank: float = 0.0) -> list[str]:
        words_drawn: Any = np.array([*map(_quoted, words)], dtype=object)[random.integers(0, len(words), rows)]
        return np.where(random.random(rows) < blank, "", words_drawn).tolist() if blank else words_drawn.tolist()

    suppliers = [f"{first} {second} Ltd" for first in _names("Supplier", 400) for second in _names("Works", 50)]
    companies = [f"{number:08d}" for number in random.integers(1_000_000, 15_000_000, 8_000)]
    charities = [f"{number}" for number in random.integers(200_000, 1_200_000, 500)]
    pence = random.integers(50_000, 5_000_000, rows)
    cpv = random.integers(0, len(CPV), rows).tolist()
    service = random.integers(0, len(SERVICES), rows).tolist()
    return [
        ["Middleshire Council"] * rows,
        ["http://opendatacommunities.org/id/unitary-authority/middleshire"] * rows,
        ["31/03/2026"] * rows,
        random_words(UNITS),
        [SERVICES[number] for number in service],
        [f"http://id.esd.org.uk/service/{number + 100}" for number in service],
        random_words(suppliers),
        [f"S{number:06d}" for number in random.integers(0, 20_000, rows).tolist()],
        random_words(companies, blank=0.2),
        random_words(charities, blank=0.9),
        random_words(("true", "false", "false", "false")),
        random_words([f"{day:02d}/{month:02d}/2026" for month in (1, 2, 3) for day in range(1, 29)]),
        [f"T{number:08d}" for number in range(rows)],
        [f"{number // 100}.{number % 100:02d}" for number in pence.tolist()],
        random_words([f"{number}.00" for number in range(200)], blank=0.5),
        random_words([f"{purpose}, lot {lot}" if lot % 7 else purpose for purpose in PURPOSES for lot in range(60)]),
        random_words([f"Category {number}" for number in range(80)]),
        [CPV[number][1] for number in cpv],
        [CPV[number][0] for number in cpv],
        random_words(("GPC", "CCC"), blank=0.8),
        random_words([f"C{number:05d}" for number in range(3_000)], blank=0.3),
    ]


def _names(stem: str, number: int) -> list[str]:
    return [f"{stem} {position}" for position in range(number)]
