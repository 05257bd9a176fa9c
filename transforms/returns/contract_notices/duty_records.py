"""The table of duties: those about each contract, and one about payments for each authority that has any.

Source: docs/specifications/contract-notices.md, section 2
Grain:  one record for each duty; the one about payments stands in no row of a register.
"""

import numpy as np
import pyarrow as pa

from transforms.domain.records import Column, Ints
from transforms.domain.sightings import Coded
from transforms.returns.contract_notices.availability import DataAvailability
from transforms.returns.contract_notices.classes import Classified
from transforms.returns.contract_notices.duties import (
    COPY,
    DETAILS,
    DETAILS_BELOW,
    DOUBTS,
    KPI,
    NOTICES,
    TERMINATION,
    ContractDuties,
    Owed,
    states,
)
from transforms.returns.contract_notices.payments import Payments

PAYMENTS = "payments"  # a duty of the authority, not of a contract
WHY = {
    DETAILS: "it begins in the quarter",
    COPY: "it begins in the quarter and is worth more than £5 million",
    DETAILS_BELOW: "it begins in the quarter and is worth £30,000 or more with VAT",
    TERMINATION: "it ends in the quarter",
    KPI: "it is worth more than £5 million and the anniversary of its beginning is in the quarter",
    PAYMENTS: "more than £30,000 was paid under public contracts in the quarter",
}
PAYMENT_DOUBT = 1 << len(DOUBTS)
WORDS_OF_DOUBT = (*DOUBTS, "whether that is so is not certain of any payment")


def duty_columns(
    classified: Classified, payments: Payments, group: Coded, availability: DataAvailability
) -> dict[str, Column]:
    """Return every duty of the quarter, with its state as known."""
    register = classified.register
    contracts = ContractDuties(classified, availability.request.period).owed()
    owed = (*contracts, _about_payments(payments, group, availability))
    authority, contract, due, doubts = (
        np.concatenate([getattr(duties, name) for duties in owed])
        for name in ("authority", "contract", "due", "doubts")
    )
    evidence = pa.array([text for duties in owed for text in duties.evidence.texts()], pa.string())
    kind = np.repeat(np.arange(len(owed)), [len(duties.due) for duties in owed])
    references = [*register.reference.texts(), ""]
    has_evidence = evidence.is_valid().to_numpy(zero_copy_only=False)
    return {
        "authority": authority,
        "row": np.append(register.row, -1)[contract],
        "reference": pa.array([references[position] for position in contract.tolist()], pa.string()),
        "duty": Coded(kind, tuple(duties.duty for duties in owed)),
        "notice": Coded(kind, tuple(NOTICES.get(duties.duty, "") for duties in owed)),
        "why": _why(kind, doubts, owed),
        "due": due,
        "state": states(due, doubts, has_evidence, availability.as_known[authority]),
        "evidence": Coded.of(evidence),
    }


def _about_payments(payments: Payments, group: Coded, availability: DataAvailability) -> Owed:
    """Return the duties to publish payments, one for each authority that has any due, or perhaps due."""
    number = len(availability.request.authorities)
    due, undecided = (
        np.bincount(payments.authority[group.among((name,))], minlength=number) for name in ("due", "undecided")
    )
    owing: Ints = np.flatnonzero(due + undecided)
    last = np.datetime64(availability.request.period.last) + payments.law.payments_days
    doubts = np.where(due[owing] > 0, 0, PAYMENT_DOUBT)
    nothing = np.full(len(owing), -1)
    return Owed(PAYMENTS, owing, nothing, np.full(len(owing), last), doubts, Coded(nothing, ()))


def _why(kind: Ints, doubts: Ints, owed: tuple[Owed, ...]) -> Coded:
    """Return the words of why each duty is owed, and what of that is not certain."""
    combined = kind * (1 << len(WORDS_OF_DOUBT)) + doubts
    combinations, positions = np.unique(combined, return_inverse=True)
    words = []
    for combination in combinations.tolist():
        kind_position, bits = divmod(combination, 1 << len(WORDS_OF_DOUBT))
        uncertain = [word for position, word in enumerate(WORDS_OF_DOUBT) if bits >> position & 1]
        words.append("; ".join((WHY[owed[kind_position].duty], *uncertain)))
    return Coded(positions.astype(np.int64), tuple(words))
