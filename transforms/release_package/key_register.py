"""The register of keys: every public key of a deployment with the first and the last day on which it signs.

Grain:  one public key.
Known:  it is published at `/.well-known/council-returns-keys.json`; keys are added and ended, never taken away, so that
        an old package stays verifiable.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from transforms.release_package.signature import PublicKey, read_public_key

ADDRESS = "/.well-known/council-returns-keys.json"


@dataclass(frozen=True)
class RegisteredKey:
    """A public key, and from which day until which it signs; the last is None while it is in use."""

    key: PublicKey
    first_day: date
    last_day: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Return whether it signs on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class KeyRegister:
    """The keys of a deployment, oldest first."""

    keys: tuple[RegisteredKey, ...] = ()

    def of(self, fingerprint: str) -> RegisteredKey | None:
        """Return the key with a fingerprint, None for an unknown one."""
        return next((entry for entry in self.keys if entry.key.fingerprint == fingerprint), None)

    def rotated_to(self, key: PublicKey, day: date) -> "KeyRegister":
        """Return the register in which `key` signs from `day` on, and what signed before no longer than that day.

        Raises:
            ValueError: in a sentence, for a key that is already known, so that none comes back.

        """
        if self.of(key.fingerprint) is not None:
            raise ValueError(f"the key {key.fingerprint} is in the register already")
        ended = tuple(
            RegisteredKey(entry.key, entry.first_day, max(day, entry.first_day)) if entry.last_day is None else entry
            for entry in self.keys
        )
        return KeyRegister((*ended, RegisteredKey(key, day)))


def render_keys(register: KeyRegister) -> bytes:
    """Return the register as JSON."""
    keys = [
        {
            "sha256": entry.key.fingerprint,
            "algorithm": "Ed25519",
            "first_day": entry.first_day.isoformat(),
            "last_day": entry.last_day.isoformat() if entry.last_day else None,
            "pem": entry.key.pem.decode(),
        }
        for entry in register.keys
    ]
    return (json.dumps({"keys": keys}, indent=1) + "\n").encode()


def parse_keys(content: bytes) -> KeyRegister:
    """Return the register in a JSON document; raise ValueError, in a sentence, for anything else."""
    try:
        entries = json.loads(content)["keys"]
        keys = tuple(_registered(entry) for entry in entries)
    except (KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError("it is not a register of keys as a portal publishes it") from error
    _expect_once(keys)
    return KeyRegister(keys)


def _registered(entry: "dict[str, Any]") -> RegisteredKey:
    key = read_public_key(entry["pem"].encode())
    if key.fingerprint != entry["sha256"]:
        raise ValueError(f"the key listed as {entry['sha256']} has another fingerprint")
    last_day = entry.get("last_day")
    return RegisteredKey(
        key, date.fromisoformat(entry["first_day"]), date.fromisoformat(last_day) if last_day else None
    )


def _expect_once(keys: Iterable[RegisteredKey]) -> None:
    fingerprints: set[str] = set()
    for entry in keys:
        if entry.key.fingerprint in fingerprints:
            raise ValueError(f"the key {entry.key.fingerprint} is listed twice")
        fingerprints.add(entry.key.fingerprint)
