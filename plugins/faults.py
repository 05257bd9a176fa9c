"""Faults: what goes wrong on our side. A council's missing or broken file is an issue, never one of these.

Fault
├── CollectionFault
│   ├── SourceRefused        the address may not be fetched (private network, odd scheme)
│   ├── DiskFull             this machine has no room left to work in
│   ├── ResponseFailed       our code fails over what a source answered
│   ├── CheckFailed          our code fails over a council's file, which it should have refused
│   ├── ComparisonFailed     our code fails over a council's file and the one before it
│   ├── LedgerFailed         our code fails over the ledger of a source
│   ├── ArchiveUnavailable   the S3 store did not answer, or refused us
│   ├── MailUnavailable      the mail server did not take a message now
│   └── WarehouseUnavailable PostgreSQL did not answer
├── DeclarationFault
│   ├── UnknownStandard      no dataset standard or return of that name
│   ├── DemonstrationOnly    a parameter that only a demonstration may set
│   ├── RegistersDisagree    the registers contradict each other
│   └── SecondPersonNeeded   a decision that is another person's to take
├── OperationFault
│   ├── ProgramFailed        a program of PostgreSQL is missing or failed
│   ├── BackupDamaged        a backup is not what was written
│   └── DatabaseNotEmpty     a restore would write over what is there
├── AssemblyFault
│   ├── InputNotReady        a table that the warehouse knows is not in the store
│   └── ReplayDiffers        a replay does not give what was assembled
└── SubmissionFault
    ├── SigningKeyUnusable   the key that signs packages is missing, open to others, no key, or was ended
    ├── PackageUnfit         what was agreed does not fit the assembly that it is about
    ├── DestinationDiffers   something else lies where a package of this version belongs
    └── DeliveryFailed       a destination did not answer, or refused us
"""

import errno

DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Fault(Exception):
    """Raised when the project itself can't do its work; the step fails and people are notified."""


class CollectionFault(Fault):
    """Raised when collecting can't go on, from the fetch and check steps."""


class SourceRefused(CollectionFault):
    """Raised when an address may not be fetched, from the address check before every connection."""


class DiskFull(CollectionFault):
    """Raised when this machine's disk is full, from the steps that work on it; they are tried again."""


class ResponseFailed(CollectionFault):
    """Raised when our code fails over a response, from the fetch step, once the others are stored."""


class CheckFailed(CollectionFault):
    """Raised when our code fails over a file instead of refusing it, from the check step, once the others are done."""


class ComparisonFailed(CollectionFault):
    """Raised when comparing two files fails, from the step that follows findings, once the others are compared."""


class LedgerFailed(CollectionFault):
    """Raised when a source's ledger can't be updated, from the step that follows findings, once the others are."""


class ArchiveUnavailable(CollectionFault):
    """Raised when the store does not answer or refuses us, from any read or write of the archive."""


class MailUnavailable(CollectionFault):
    """Raised when the mail server did not take a message now, from the step that sends them; it is tried again."""


class WarehouseUnavailable(CollectionFault):
    """Raised when PostgreSQL does not answer, from any step's first query."""


class DeclarationFault(Fault):
    """Raised when a name or parameter is not declared, from the first step of a run."""


class UnknownStandard(DeclarationFault):
    """Raised when a standard or return is not declared, from the first step of a run."""


class DemonstrationOnly(DeclarationFault):
    """Raised when a run simulates its date outside a demonstration, from the first step of a run."""


class RegistersDisagree(DeclarationFault):
    """Raised when the registers contradict each other or the standards, from the weekly check."""


class SecondPersonNeeded(DeclarationFault):
    """Raised when somebody would approve what they proposed themselves, from a decision on a waiver."""


class OperationFault(Fault):
    """Raised when an operator's command can't be carried out."""


class ProgramFailed(OperationFault):
    """Raised when a program of PostgreSQL is missing or fails, from backup and restore."""


class BackupDamaged(OperationFault):
    """Raised when a file of a backup is missing or has changed, before anything is restored."""


class DatabaseNotEmpty(OperationFault):
    """Raised when a restore would write over tables, before anything is restored."""


class AssemblyFault(Fault):
    """Raised when a return can't be assembled from what was collected, from the assemble and replay steps."""


class InputNotReady(AssemblyFault):
    """Raised when a table that the warehouse knows is not in the store, from loading the inputs of a return."""


class ReplayDiffers(AssemblyFault):
    """Raised when assembling again does not give the bytes that were assembled, from a replay."""


class SubmissionFault(Fault):
    """Raised when a release can't be packed, signed or delivered, from the steps of a release."""


class SigningKeyUnusable(SubmissionFault):
    """Raised when the key that signs packages can't be used, from the step that packs a release; never with the key."""


class PackageUnfit(SubmissionFault):
    """Raised when what was agreed does not fit its assembly, from the step that packs a release."""


class DestinationDiffers(SubmissionFault):
    """Raised when another package lies at a destination, from the step that delivers; nothing is overwritten."""


class DeliveryFailed(SubmissionFault):
    """Raised when a destination does not take a package, from the step that delivers, once it was tried again."""


def is_disk_full(error: BaseException | None) -> bool:
    """Return whether a failure came of a full disk, by itself or by what led to it: no publisher's doing."""
    while error is not None:
        if isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in DISK_FULL):
            return True
        error = error.__cause__ or error.__context__
    return False
