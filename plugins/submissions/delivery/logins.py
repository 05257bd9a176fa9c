"""How we sign in at destinations: secrets of what runs the tasks, out of environment variables, never of a register.

Known:  COUNCIL_RETURNS_DESTINATION_LOGINS holds `s3+https://key:secret@host:port` and `sftp://user:password@host:port`,
        blanks between several; `s3://key:secret@bucket` on AWS. COUNCIL_RETURNS_SFTP_IDENTITY is a private key for
        every SFTP server, COUNCIL_RETURNS_SFTP_KNOWN_HOSTS the file of their host keys: an unknown server gets nothing.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from plugins.settings import Store

DESTINATIONS = "COUNCIL_RETURNS_DESTINATIONS"
DESTINATION_LOGINS = "COUNCIL_RETURNS_DESTINATION_LOGINS"
SFTP_IDENTITY = "COUNCIL_RETURNS_SFTP_IDENTITY"
SFTP_KNOWN_HOSTS = "COUNCIL_RETURNS_SFTP_KNOWN_HOSTS"
SECRETS = (DESTINATION_LOGINS, SFTP_IDENTITY)


@dataclass(frozen=True)
class Login:
    """A name and a secret at one host."""

    name: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Logins:
    """Every login, by scheme and host, and what SFTP needs beside them."""

    by_host: Mapping[tuple[str, str], Login] = field(default_factory=dict)
    sftp_identity: Path | None = None
    sftp_known_hosts: Path | None = None
    register: Path | None = None  # a file of destinations instead of the packaged register

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Logins":
        """Return the logins that the environment variables give."""
        variables = os.environ if environment is None else environment
        parts = [urlsplit(text) for text in variables.get(DESTINATION_LOGINS, "").split()]
        return cls(
            {_endpoint(part): Login(unquote(part.username or ""), unquote(part.password or "")) for part in parts},
            _path(variables, SFTP_IDENTITY),
            _path(variables, SFTP_KNOWN_HOSTS),
            _path(variables, DESTINATIONS),
        )

    def of(self, address: str) -> Login | None:
        """Return the login for an address, None where there is none."""
        return self.by_host.get(_endpoint(urlsplit(address)))


def store_and_prefix(address: str, login: Login | None) -> tuple[Store, str]:
    """Return the bucket that an address names, with the login, and the prefix beneath it."""
    parts = urlsplit(address)
    names = [name for name in parts.path.split("/") if name]
    key, secret = (login.name, login.secret) if login else (None, None)
    if parts.scheme == "s3":
        return Store(parts.netloc, None, key, secret), "/".join(names)
    endpoint = f"{parts.scheme.removeprefix('s3+')}://{parts.netloc}"
    return Store(names[0], endpoint, key, secret), "/".join(names[1:])


def _endpoint(parts: SplitResult) -> tuple[str, str]:
    return parts.scheme, parts.netloc.rpartition("@")[2]


def _path(variables: Mapping[str, str], name: str) -> Path | None:
    return Path(variables[name]) if variables.get(name, "").strip() else None
