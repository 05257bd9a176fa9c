"""The key that signs packages on the embedded platform: made on its first start, in a file that only its user reads."""

from collections.abc import Mapping
from datetime import UTC, datetime

from plugins.local.platform.home import Home
from plugins.local.platform.services import service_settings
from plugins.storage.archive import Archive
from plugins.storage.private_file import write_private
from plugins.submissions.delivery.logins import SECRETS
from plugins.submissions.signing_keys import SIGNING_KEY, SIGNING_KEY_FILE, configured_key, ensure_registered

FILE = "signing-key.pem"
SIGNING_SETTINGS = (SIGNING_KEY, SIGNING_KEY_FILE)
NOT_FOR_THE_PORTAL = (*SIGNING_SETTINGS, *SECRETS)


def signing_settings(home: Home, environment: Mapping[str, str]) -> dict[str, str]:
    """Return where the private key is: as the environment says, else in a file of the platform's, made here once."""
    if settings := {name: environment[name] for name in SIGNING_SETTINGS if environment.get(name)}:
        return settings
    path = home.folder() / FILE
    if not path.exists():
        from transforms.release_package.signature import new_private_key

        write_private(path, new_private_key().pem().decode())
    return {SIGNING_KEY_FILE: str(path)}


def register_signing_key(home: Home, environment: Mapping[str, str]) -> None:
    """Make the public half of the key known, from today on; once the store takes data."""
    key = configured_key(signing_settings(home, environment))
    archive = Archive.from_settings(service_settings(home))
    ensure_registered(archive, key.public, datetime.now(UTC).date())
