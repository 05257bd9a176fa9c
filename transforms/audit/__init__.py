"""The audit trail, as pure functions: what an entry is, its hash, and whether a trail holds.

entry.py    one entry, and the hash over all of it
verify.py   the first entry of a trail that does not hold
stories.py  entries as sentences
"""

from transforms.audit.entry import FIRST_PREVIOUS, AuditEntry, AuditHead, entry_hash
from transforms.audit.verify import BrokenEntry, Verification, verify_trail

__all__ = [
    "FIRST_PREVIOUS",
    "AuditEntry",
    "AuditHead",
    "BrokenEntry",
    "Verification",
    "entry_hash",
    "verify_trail",
]
