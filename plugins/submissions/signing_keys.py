"""The keys that sign packages: the private one, a secret of the deployment, and the register of the public ones.

Source: docs/specifications/return-package.md, section 1.
Known:  the private key is in a file that nobody else may read, or in an environment variable; never in a database, the
        archive, a log or a package. A public key is written to the archive once, with the first day on which it signs;
        it signs until the next one does. Rotating is to set another key: the next package registers it.
"""

import os
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.faults import SigningKeyUnusable
from plugins.storage.archive import Archive

if TYPE_CHECKING:
    from transforms.release_package.key_register import KeyRegister
    from transforms.release_package.signature import PrivateKey, PublicKey

SIGNING_KEY_FILE = "COUNCIL_RETURNS_SIGNING_KEY_FILE"
SIGNING_KEY = "COUNCIL_RETURNS_SIGNING_KEY"
PREFIX = "signing-keys/"
FOR_OTHERS = 0o077


def configured_key(environment: Mapping[str, str] | None = None) -> "PrivateKey":
    """Return the private key of the deployment.

    Raises:
        SigningKeyUnusable: where there is none, or others than its owner may read its file.

    """
    from transforms.release_package.signature import read_private_key

    variables = os.environ if environment is None else environment
    named, text = variables.get(SIGNING_KEY_FILE, "").strip(), variables.get(SIGNING_KEY, "").strip()
    if bool(named) == bool(text):
        raise SigningKeyUnusable(f"set either {SIGNING_KEY_FILE} or {SIGNING_KEY}, so that packages can be signed")
    pem = _secret(Path(named)) if named else text.replace("\\n", "\n").encode()
    try:
        return read_private_key(pem)
    except ValueError as error:
        raise SigningKeyUnusable(f"{SIGNING_KEY_FILE if named else SIGNING_KEY}: {error}") from None


def load_key_register(archive: Archive) -> "KeyRegister":
    """Return every public key with the first and the last day on which it signs, oldest first."""
    import json

    from transforms.release_package.key_register import KeyRegister
    from transforms.release_package.signature import read_public_key

    register = KeyRegister()
    for name in archive.list_keys(PREFIX):
        entry = json.loads(archive.load(name))
        register = register.rotated_to(read_public_key(entry["pem"].encode()), date.fromisoformat(entry["first_day"]))
    return register


def ensure_registered(archive: Archive, key: "PublicKey", day: date) -> "KeyRegister":
    """Register a key from `day` on, unless it is known; return the register.

    Raises:
        SigningKeyUnusable: for a key that another one has followed, and a day before the first one of the last key.

    """
    register = load_key_register(archive)
    newest = register.keys[-1] if register.keys else None
    if newest is not None and newest.key == key:
        if day < newest.first_day:
            raise SigningKeyUnusable(f"the key {key.fingerprint} signs from {newest.first_day} on, and not on {day}")
        return register
    if register.of(key.fingerprint) is not None:
        raise SigningKeyUnusable(f"the key {key.fingerprint} was followed by another one, and signs no more")
    if newest is not None and day < newest.first_day:
        raise SigningKeyUnusable(f"the key {key.fingerprint} can't sign from {day} on, before the one that it follows")
    entry = {"first_day": day.isoformat(), "sha256": key.fingerprint, "pem": key.pem.decode()}
    archive.save_json(f"{PREFIX}{day.isoformat()}-{len(register.keys):04d}-{key.fingerprint}.json", entry)
    return load_key_register(archive)


def _secret(path: Path) -> bytes:
    """Return the content of a file that only its owner may read."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & FOR_OTHERS:
            raise SigningKeyUnusable(f"{path} may be read by others: give it the mode 0600, and think of a new key")
        return path.read_bytes()
    except OSError as error:
        raise SigningKeyUnusable(f"{path} can't be read: {error.strerror or error}") from error
