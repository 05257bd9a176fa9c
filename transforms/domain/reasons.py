"""Reasons: why a record, a figure or an authority is among the exceptions of a return, and what to do about it."""

from dataclasses import dataclass, field

from transforms.domain.conditions import Condition
from transforms.domain.measures import RECORDS


@dataclass(frozen=True)
class Reason:
    """Why a record or an authority is listed among the exceptions; `shows` are the columns that its detail quotes.

    `fix` says to whoever can act what would end it. Without `where` the derivation of the records, the engine or a
    check lists it. With `cells` it concerns these, and is listed of an authority only where one of them has a value.
    """

    name: str
    sentence: str
    where: Condition | None = None
    shows: tuple[str, ...] = ()
    table: str = RECORDS
    cells: tuple[str, ...] = ()
    fix: str = field(kw_only=True)


PUBLISH = "Publish the dataset, or fix the file that is published: the report on the file says what to fix."
NO_DATA = Reason("no-data", "There is no usable file for the period", fix=PUBLISH)
FIELD_MISSING = Reason(
    "field-missing",
    "A field that figures need is not published",
    fix="Publish the field as a column of the dataset. Until then the figures that need it are blank.",
)
IDENTITY_BROKEN = Reason(
    "identity-broken",
    "Figures that should add up do not",
    fix="If one of the figures was declared, correct it. If none was, the fault is in this service: report it.",
)
DECLARED_DIFFERS = Reason(
    "declared-differs",
    "The council has declared another figure than its data give",
    fix="Correct the declared figure or the published records, whichever is wrong.",
)
BALANCE = Reason(
    "balance",
    "The stock at the end as worked out from what came and went, beside the stock as counted",
    fix="Where the two differ, look for cases without a date of receipt or decision, and for cases that left the file"
    " while they were open.",
)
# What the engine itself lists of any return.
ENGINE_REASONS = (BALANCE, NO_DATA, FIELD_MISSING, DECLARED_DIFFERS)
