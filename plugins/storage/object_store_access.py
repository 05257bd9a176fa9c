"""Who may do what with an object store of our own (SeaweedFS): S3 keys by role, certificates between its own parts.

    python -m plugins.storage.object_store_access FOLDER     writes what the store of docker-compose.yml starts with

Source: https://github.com/seaweedfs/seaweedfs/wiki/Security-Overview
Known   The server's parts (master, volume, filer, S3) talk over ports of their own, HTTP and gRPC, which by default
        take orders from anybody who reaches them. Here each shows a certificate and asks for one, both signed by
        an authority whose key nobody keeps: only what reads the server's folder can connect.
"""

import datetime as dt
import ipaddress
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.storage.private_file import write_private
from plugins.storage.roles import OWNER, PIPELINE, PORTAL

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

Keys = Mapping[str, Mapping[str, str]]  # role → access_key and secret_key

VALID_DAYS = 3650
CLOCK_DAYS = 1  # before now, for a clock that is put back
AUTHORITY, CERTIFICATE, KEY = "authority.crt", "object-store.crt", "object-store.key"
GRPC, HTTPS = ("master", "volume", "filer", "s3", "client"), ("master", "volume", "filer", "client")
SIGNED = ("signing", "filer_signing", "filer_signing.read")
LOOPBACK = "127.0.0.1"
# The environment of the service that writes the files: the secret key of each role (its access key is its name), the
# buckets, and the number of the account that runs the store.
BUCKET, LOGS_BUCKET, READER = "STORE_BUCKET", "STORE_LOGS_BUCKET", "STORE_READER"
SECRET_KEYS = {
    OWNER: "STORE_OWNER_SECRET_KEY",
    PIPELINE: "STORE_PIPELINE_SECRET_KEY",
    PORTAL: "STORE_PORTAL_SECRET_KEY",
}


def allowed_actions(bucket: str, logs_bucket: str = "") -> dict[str, list[str]]:
    """Return what the key of each role may do; only the owner makes buckets and sets their rules.

    The portal reads, and writes the national datasets that people download; the pipeline writes the logs of its tasks.
    """
    pipeline = [f"{action}:{name}" for name in filter(None, (bucket, logs_bucket)) for action in ("Read", "List")]
    pipeline += [f"Write:{name}/*" for name in filter(None, (bucket, logs_bucket))]
    return {
        OWNER: ["Admin", "Read", "Write", "List", "Tagging"],
        PIPELINE: [*pipeline, f"Tagging:{bucket}"],
        PORTAL: [f"Read:{bucket}", f"List:{bucket}", f"Write:{bucket}/datasets/*"],
    }


def choose_keys(earlier: Keys) -> dict[str, Mapping[str, str]]:
    """Return the S3 key of every role: that of an earlier start where there is one."""
    return {
        role: earlier.get(role) or {"access_key": secrets.token_hex(10), "secret_key": secrets.token_urlsafe(30)}
        for role in SECRET_KEYS
    }


def write_identities(path: Path, keys: Keys, bucket: str, logs_bucket: str = "") -> None:
    """Write the server's list of identities; there is no other identity."""
    identities: list[dict[str, Any]] = [
        {
            "name": role,
            "credentials": [{"accessKey": keys[role]["access_key"], "secretKey": keys[role]["secret_key"]}],
            "actions": actions,
        }
        for role, actions in allowed_actions(bucket, logs_bucket).items()
    ]
    write_private(path, json.dumps({"identities": identities}, indent=1))


def write_security(folder: Path) -> None:
    """Write security.toml, with new secrets and certificates, into the folder that the server is started in."""
    certificates = folder / "certificates"
    certificates.mkdir(mode=0o700, exist_ok=True)
    write_certificates(certificates)
    pair = [f'cert = "{certificates / CERTIFICATE}"', f'key = "{certificates / KEY}"']
    lines = ["[grpc]", f'ca = "{certificates / AUTHORITY}"']
    for part in GRPC:
        lines += [f"[grpc.{part}]", *pair]
    for part in HTTPS:
        lines += [f"[https.{part}]", *pair, f'ca = "{certificates / AUTHORITY}"']
        lines += ["enabled = true"] if part == "client" else []
    for purpose in SIGNED:
        lines += [f"[jwt.{purpose}]", f'key = "{secrets.token_urlsafe(32)}"']
    write_private(folder / "security.toml", "\n".join(lines) + "\n")


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
        write_private(folder / name, content.decode())


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


def main(folder: Path, environment: Mapping[str, str]) -> None:
    """Write the files of a store that another account runs, and give it (by its number) these and the data."""
    keys = {role: {"access_key": role, "secret_key": environment[name]} for role, name in SECRET_KEYS.items()}
    folder.chmod(0o700)
    write_identities(folder / "keys.json", keys, environment[BUCKET], environment[LOGS_BUCKET])
    write_security(folder)
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, int(environment[READER]), int(environment[READER]))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), os.environ)
