"""Where the packages of released returns are delivered.

Source: docs/specifications/return-package.md, section 3.
Grain:  one return and destination.
Known:  `address` is `s3://bucket/prefix` on AWS or `s3+https://host:port/bucket/prefix`, `sftp://user@host:port/folder`,
        and blank for the portal, where every release can be fetched. No secret is in it. `until` is the first day on
        which a destination no longer counts. A deployment has a file of its own in this form.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from transforms.registers.tables import FOLDER, parse_day, read_table

COLUMNS = ("return", "department", "kind", "address", "since", "until")


class DestinationKind(StrEnum):
    """How a package gets to a department."""

    S3 = "s3"
    SFTP = "sftp"
    PORTAL = "portal"


SCHEMES = {
    DestinationKind.S3: ("s3", "s3+https", "s3+http"),
    DestinationKind.SFTP: ("sftp",),
    DestinationKind.PORTAL: ("",),
}


@dataclass(frozen=True)
class Destination:
    """Where a department receives a return, and from which day until which."""

    return_slug: str
    department: str
    kind: DestinationKind
    address: str
    since: date | None = None
    until: date | None = None

    @property
    def name(self) -> str:
        """The destination as entries and messages name it; it holds no secret."""
        return self.address or self.kind.value

    def counts_on(self, day: date) -> bool:
        """Return whether it is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def destinations(return_slug: str, day: date, path: Path | None = None) -> tuple[Destination, ...]:
    """Return where a return is delivered on a day, in the order of the register.

    Raises:
        ValueError: in a sentence with the number of the line, for a row that says no such thing.

    """
    rows = read_table(path or FOLDER / "destinations.csv")
    read = [_destination(row, number) for number, row in enumerate(rows, start=2)]
    return tuple(entry for entry in read if entry.return_slug == return_slug and entry.counts_on(day))


def _destination(row: dict[str, str], line: int) -> Destination:
    try:
        since, until = parse_day(row["since"]), parse_day(row["until"])
        destination = Destination(
            row["return"], row["department"], DestinationKind(row["kind"]), row["address"], since, until
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"destinations, line {line}: {error} can't be read") from error
    parts = urlsplit(destination.address)
    if parts.scheme not in SCHEMES[destination.kind]:
        raise ValueError(f"destinations, line {line}: “{destination.address}” is no address of {destination.kind}")
    if parts.password:
        raise ValueError(f"destinations, line {line}: the address holds a password; set it as a secret instead")
    return destination
