"""Kinds and statuses: what each published row is, by the number of its address, else by its words.

Source: docs/specifications/alcohol-licensing.md, section 1.3 and section 1.4
Known:  the words mislead: Current is an application without a decision, Issued a licence in force. A blank beside no
        readable address is as unknown as a word outside the list.
"""

from collections.abc import Mapping

import numpy as np

from transforms.domain.codelist import Codelist
from transforms.domain.folded_text import fold
from transforms.domain.records import Ints
from transforms.domain.sightings import Coded, Sightings
from transforms.standards.premises_licences.code_lists import SERVICE, STATUS

PREMISES, CLUB, NOTICE = "premises", "club", "notice"
KIND_OF_LABEL = {
    "Premises licence": PREMISES,
    "Club premises certificate": CLUB,
    "Temporary event notice": NOTICE,
}
KINDS = tuple(KIND_OF_LABEL.values())
STATUSES = tuple(code.label for code in STATUS.codes)
STATUS_OF_LABEL = {status: status for status in STATUSES}

IN_FORCE = ("Issued", "Subject to review", "Deceased", "Renewal")
SUSPENDED = "Suspended"
ENDED = ("Surrendered", "Revoked", "Expired")
LICENCES = (*IN_FORCE, SUSPENDED, *ENDED)
OPEN = ("New", "Current")
APPROVED = "Approved"


def kinds(sightings: Sightings) -> Coded:
    """Return the kind of every row, blank where it is unknown."""
    return _by_address_or_words(sightings, "ServiceType", SERVICE, KIND_OF_LABEL)


def statuses(sightings: Sightings) -> Coded:
    """Return the status of every row, blank where it is unknown."""
    return _by_address_or_words(sightings, "Status", STATUS, STATUS_OF_LABEL)


def _by_address_or_words(sightings: Sightings, name: str, codelist: Codelist, meanings: Mapping[str, str]) -> Coded:
    words = tuple(meanings.values())
    labels = {fold(text): code.label for code in codelist.codes for text in (code.code, code.label, *code.aliases)}

    def meant(column: Coded) -> Ints:
        positions = [words.index(meanings[labels[fold(word)]]) if fold(word) in labels else -1 for word in column.words]
        return np.array([*positions, -1], dtype=np.int64)[column.positions]

    by_address, by_words = (meant(sightings.coded(f"{name}{field}")) for field in ("URI", "Label"))
    return Coded(np.where(by_address >= 0, by_address, by_words), words)
