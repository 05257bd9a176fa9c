"""Delivering the packages of releases to their destinations: once each, every attempt an entry of the audit trail.

Source: docs/specifications/return-package.md, section 3.
Known   what an earlier run was killed over is asked for again: a destination that has the package is only written down.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from plugins.faults import Fault
from plugins.storage.archive import package_key
from plugins.submissions.build_package import BuiltPackage
from plugins.submissions.delivery.deliver import DeliveryAttempt, deliver
from plugins.submissions.delivery.logins import Logins
from plugins.submissions.releases import read_releases, record_delivery
from plugins.submissions.rounds import list_every_round, read_round
from transforms.registers.destinations import Destination, destinations
from transforms.rounds.machines import ReleaseState

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.rounds.release import Release


def deliver_releases(deployment: "Deployment", day: date) -> list[str]:
    """Deliver every package that is built to every destination that lacks it, and return their addresses.

    Args:
        deployment: whose releases.
        day: whose destinations.

    Raises:
        Fault: the first one, once all other packages are delivered.

    """
    delivered, faults, logins = [], [], Logins.from_environment()
    with deployment.transaction() as connection:
        rounds = list_every_round(connection, with_parts=False)
    for opened in rounds:
        for release in read_releases(opened).values():
            missing = _missing(opened.round.return_slug, release, day, logins.register)
            if not missing:
                continue
            try:
                _deliver(deployment, opened.round.return_slug, opened.round.period, release, missing, logins)
                delivered.append(f"{opened.round.subject}/v{release.version}")
            except Fault as fault:
                faults.append(fault)
    if faults:
        raise faults[0]
    return delivered


def _missing(return_slug: str, release: "Release", day: date, register: Path | None) -> Sequence[Destination]:
    if release.built is None or release.state != ReleaseState.RELEASED:
        return ()
    return [
        destination
        for destination in destinations(return_slug, day, register)
        if destination.name not in release.delivered
    ]


def _deliver(
    deployment: "Deployment", return_slug: str, period: str, release: "Release", missing: Sequence[Destination],
    logins: Logins,
) -> None:  # fmt: skip
    """Deliver one package, writing down each attempt once it is over."""
    built: Any = release.built

    def record(attempt: DeliveryAttempt) -> None:
        what = {
            "destination": attempt.destination.name, "attempt": attempt.number, "outcome": attempt.outcome.value,
            "sha256": attempt.sha256, "detail": attempt.detail,
        }  # fmt: skip
        with deployment.transaction() as connection:
            record_delivery(connection, read_round(connection, return_slug, period), release.version, what)

    with TemporaryDirectory(prefix="delivery-") as folder:
        path = Path(folder) / "package.zip"
        deployment.archive.download(package_key(return_slug, period, release.version), path)
        package = BuiltPackage(
            path, return_slug, period, release.version, built["receipt"], built["sha256"], built["key"]
        )
        deliver(package, missing, logins, record)
