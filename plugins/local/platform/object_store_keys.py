"""Who may do what with the embedded object store: S3 keys for each role, and certificates between its own parts.

Source: https://github.com/seaweedfs/seaweedfs/wiki/Security-Overview
Known   The server's parts (master, volume, filer, S3) talk over ports of their own, HTTP and gRPC, which by default
        take orders from anybody who reaches them. Here each shows a certificate and asks for one, both signed by
        an authority whose key nobody keeps: only what reads this folder can connect.
"""

import datetime as dt
import ipaddress
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.local.platform.home import LOOPBACK, Home
from plugins.storage.roles import OWNER, PIPELINE, PORTAL

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

IDENTITIES = "object-store-keys"
VALID_DAYS = 3650
CLOCK_DAYS = 1  # before now, for a clock that is put back
AUTHORITY, CERTIFICATE, KEY = "authority.crt", "object-store.crt", "object-store.key"
GRPC, HTTPS = ("master", "volume", "filer", "s3", "client"), ("master", "volume", "filer", "client")
SIGNED = ("signing", "filer_signing", "filer_signing.read")


def actions(bucket: str) -> dict[str, list[str]]:
    """Return what the key of each role may do; only the owner makes buckets and sets their rules.

    The portal reads, and writes the national datasets that people download.
    """
    return {
        OWNER: ["Admin", "Read", "Write", "List", "Tagging"],
        PIPELINE: [f"Read:{bucket}", f"List:{bucket}", f"Tagging:{bucket}", f"Write:{bucket}/*"],
        PORTAL: [f"Read:{bucket}", f"List:{bucket}", f"Write:{bucket}/datasets/*"],
    }


def choose_keys(earlier: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the S3 key of every role: that of an earlier start where there is one."""
    return {
        role: earlier.get(role) or {"access_key": secrets.token_hex(10), "secret_key": secrets.token_urlsafe(30)}
        for role in (OWNER, PIPELINE, PORTAL)
    }


def write_identities(home: Home, keys: dict[str, dict[str, str]], bucket: str) -> Path:
    """Write the server's list of identities, and return its path; there is no other identity."""
    identities: list[dict[str, Any]] = [
        {
            "name": role,
            "credentials": [{"accessKey": keys[role]["access_key"], "secretKey": keys[role]["secret_key"]}],
            "actions": allowed,
        }
        for role, allowed in actions(bucket).items()
    ]
    home.remember(IDENTITIES, {"identities": identities})
    return home.root / f"{IDENTITIES}.json"


def write_security(home: Home) -> None:
    """Write the server's security.toml into the folder that it is started in, with new secrets and certificates."""
    folder = home.folder("object-store", "certificates")
    write_certificates(folder)
    pair = [f'cert = "{folder / CERTIFICATE}"', f'key = "{folder / KEY}"']
    lines = ["[grpc]", f'ca = "{folder / AUTHORITY}"']
    for part in GRPC:
        lines += [f"[grpc.{part}]", *pair]
    for part in HTTPS:
        lines += [f"[https.{part}]", *pair, f'ca = "{folder / AUTHORITY}"']
        lines += ["enabled = true"] if part == "client" else []
    for purpose in SIGNED:
        lines += [f"[jwt.{purpose}]", f'key = "{secrets.token_urlsafe(32)}"']
    home.write_private(home.root / "security.toml", "\n".join(lines) + "\n")


def write_certificates(folder: Path) -> None:
    """Write a new authority's certificate, and one signed by it with its key, which serves all parts of the server."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _sign("object store authority", authority_key, None, authority_key)
    certificate = _sign("object store", key, authority, authority_key)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for name, content in (
        (AUTHORITY, authority.public_bytes(Encoding.PEM)),
        (CERTIFICATE, certificate.public_bytes(Encoding.PEM)),
        (KEY, private),
    ):
        Home.write_private(folder / name, content.decode())


def _sign(name: str, key: Any, authority: "Certificate | None", authority_key: Any) -> "Certificate":  # noqa: ANN401
    """Return a certificate for `key`, signed by the authority; by itself where it is the authority."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    addresses = [x509.IPAddress(ipaddress.ip_address(LOOPBACK)), x509.DNSName("localhost")]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority.subject if authority else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=CLOCK_DAYS))
        .not_valid_after(now + dt.timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=authority is None, path_length=None), critical=True)
    )
    if authority:
        builder = builder.add_extension(x509.SubjectAlternativeName(addresses), critical=False)
    return builder.sign(authority_key, hashes.SHA256())
