"""Groups of payments: whether each is due to be published, by the contract that it names.

Source: docs/specifications/contract-notices.md, section 3.4
Known:  several contracts of one reference that are not of one class count as undecided, even where each class alone
        would be below the threshold.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.domain.records import Bools, Ints
from transforms.domain.sightings import Coded
from transforms.returns.contract_notices.classes import (
    BEFORE_REGIME,
    BELOW,
    CLASSES,
    NOT_PUBLIC,
    UNDECIDED,
    Classified,
    day_after_procurement,
)
from transforms.returns.contract_notices.groups import RowGroups
from transforms.returns.contract_notices.legal_numbers import PAYMENTS_IN_FORCE
from transforms.returns.contract_notices.payments import BAND, Payments

GROUPS = ("due", "undecided", "unmatched", "below_threshold", "before_regime")


def groups_of(payments: Payments, classified: Classified) -> Coded:
    """Return the group of each payment that counts."""
    reference, places = _by_reference(classified)
    key = _keys(payments.authority, payments.contract.texts())
    group = np.array([places.get(reference_key, -1) for reference_key in key], dtype=np.int64)
    class_, has_before, has_later = (_at(group, column) for column in _facts(classified, reference))
    is_in_doubt = has_before | (class_ == CLASSES.index(UNDECIDED)) | payments.size.among((BAND,))
    positions = np.select(
        [group < 0, np.isin(class_, [CLASSES.index(NOT_PUBLIC), CLASSES.index(BELOW)]), has_before & ~has_later],
        [GROUPS.index(name) for name in ("unmatched", "below_threshold", "before_regime")],
        np.where(is_in_doubt, GROUPS.index("undecided"), GROUPS.index("due")),
    )
    return Coded(np.asarray(positions, dtype=np.int64), GROUPS)


def _by_reference(classified: Classified) -> tuple[RowGroups, dict[tuple[int, str | None], int]]:
    """Return which contracts share a reference, and the place of each authority and reference among these groups."""
    register = classified.register
    together = RowGroups.by([register.authority, register.reference.positions])
    first = together.first_row
    keys = _keys(register.authority[first], register.reference.take(first).texts())
    return together, {key: group for group, key in enumerate(keys)}


def _keys(authority: Ints, references: list[str | None]) -> list[tuple[int, str | None]]:
    return list(zip(authority.tolist(), references, strict=True))


def _facts(classified: Classified, reference: RowGroups) -> tuple[Ints, Bools, Bools]:
    """Return per reference the class that its contracts agree on, and whether any began before section 70, any not."""
    position = classified.class_.positions
    start = classified.register.start
    limit = day_after_procurement(PAYMENTS_IN_FORCE, classified.register.request.settings)
    is_before = classified.class_.among((BEFORE_REGIME,)) | (start < limit)
    bits = reference.joined_bits(1 << position)
    agreed = position[reference.first_row]
    class_ = np.where(bits == 1 << agreed, agreed, CLASSES.index(UNDECIDED))
    return class_, reference.any_where(is_before), reference.any_where(~is_before)


def _at(group: Ints, column: Ints | Bools) -> NDArray[Any]:
    """Return a column of references at some of their places, zero where a payment has none."""
    return np.asarray(np.append(column, np.zeros(1, dtype=column.dtype))[group])
