"""Delivering a package to its destinations: once each, tried again where a network fails, every attempt written down.

Known:  a delivery that is killed half-way is simply asked for again: what lies there already is compared and not sent
        again, and the zip, which comes last, makes it whole.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from plugins.faults import ArchiveUnavailable, DeliveryFailed, DestinationDiffers
from plugins.storage.archive import Archive
from plugins.submissions.build_package import BuiltPackage
from plugins.submissions.delivery.delivered_files import (
    DeliveredFile,
    DestinationFolder,
    delivered_files,
    folder_at_destination,
)
from plugins.submissions.delivery.logins import Logins, store_and_prefix
from plugins.submissions.delivery.s3_destination import S3Folder
from plugins.submissions.delivery.sftp_destination import sftp_folder
from transforms.registers.destinations import Destination, DestinationKind

WAITS = (2.0, 10.0, 30.0)  # seconds before the second, third and fourth time


class DeliveryOutcome(StrEnum):
    """What became of one attempt to deliver."""

    DELIVERED = "delivered"
    ALREADY_THERE = "already-there"
    IN_PORTAL = "in-portal"  # nothing is sent: the department fetches it
    FAILED = "failed"
    DIFFERS = "differs"


@dataclass(frozen=True)
class DeliveryAttempt:
    """One attempt at one destination: the how-manieth, what became of it, and why it failed."""

    destination: Destination
    number: int
    outcome: DeliveryOutcome
    sha256: str  # of the zip
    detail: str = ""


Record = Callable[[DeliveryAttempt], None]
Sleep = Callable[[float], None]


def deliver(
    package: BuiltPackage,
    destinations: Iterable[Destination],
    logins: Logins,
    record: Record,
    sleep: Sleep = time.sleep,
) -> None:
    """Deliver a package to every destination; one that fails keeps it from no other.

    Args:
        package: what is delivered.
        destinations: where to.
        logins: how we sign in there.
        record: called with each attempt once it is over.
        sleep: waits for so many seconds before the next one.

    Raises:
        DestinationDiffers: where something else lies at a destination; nothing there is changed.
        DeliveryFailed: where a destination took nothing, however often it was tried.

    """
    faults: list[DestinationDiffers | DeliveryFailed] = []
    for destination in destinations:
        try:
            _deliver_to(package, destination, logins, record, sleep)
        except (DestinationDiffers, DeliveryFailed) as fault:
            faults.append(fault)
    if faults:
        raise min(faults, key=lambda fault: isinstance(fault, DeliveryFailed))


def _deliver_to(package: BuiltPackage, destination: Destination, logins: Logins, record: Record, sleep: Sleep) -> None:
    """Deliver to one destination, several times where it has to be."""
    for number, wait in enumerate((*WAITS, None), start=1):
        try:
            outcome, detail = _attempt(package, destination, logins), ""
        except DestinationDiffers as fault:
            record(DeliveryAttempt(destination, number, DeliveryOutcome.DIFFERS, package.sha256, str(fault)))
            raise
        except _network_faults() as error:
            outcome, detail = DeliveryOutcome.FAILED, " ".join(str(error).split()) or type(error).__name__
        record(DeliveryAttempt(destination, number, outcome, package.sha256, detail))
        if outcome is not DeliveryOutcome.FAILED:
            return
        if wait is None:
            raise DeliveryFailed(f"{destination.name} did not take {package.file_name}: {detail}")
        sleep(wait)


def _network_faults() -> tuple[type[Exception], ...]:
    """Return what a destination does that may be over in a while."""
    import asyncssh

    return (ArchiveUnavailable, OSError, TimeoutError, asyncssh.Error)


def _attempt(package: BuiltPackage, destination: Destination, logins: Logins) -> DeliveryOutcome:
    if destination.kind is DestinationKind.PORTAL:
        return DeliveryOutcome.IN_PORTAL
    folder = _folder(package, destination, logins)
    written = [_deliver_file(folder, file, destination) for file in delivered_files(package)]
    return DeliveryOutcome.DELIVERED if any(written) else DeliveryOutcome.ALREADY_THERE


def _folder(package: BuiltPackage, destination: Destination, logins: Logins) -> DestinationFolder:
    beneath = folder_at_destination(package)
    if destination.kind is DestinationKind.SFTP:
        return sftp_folder(destination.address, beneath, logins)
    store, prefix = store_and_prefix(destination.address, logins.of(destination.address))
    return S3Folder(Archive(store), f"{prefix}/{beneath}")


def _deliver_file(folder: DestinationFolder, file: DeliveredFile, destination: Destination) -> bool:
    """Write a file unless it is there, and compare what is there then; return whether it was written."""
    if is_new := folder.sha256_of(file.name) is None:
        folder.put(file)
    if folder.sha256_of(file.name) != file.sha256:
        raise DestinationDiffers(f"{file.name} at {destination.name} is not the one that was to be delivered")
    return is_new
