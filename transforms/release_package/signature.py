"""Signatures: Ed25519 over exact bytes, and keys as PEM with the SHA-256 fingerprint that they are known by.

Source: RFC 8032 (Ed25519); RFC 8410 (its keys in PKCS #8 and SubjectPublicKeyInfo)
"""

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class PublicKey:
    """A public key, as PEM of its SubjectPublicKeyInfo in the one way that we write it."""

    pem: bytes

    @property
    def fingerprint(self) -> str:
        """The SHA-256 over the SubjectPublicKeyInfo in DER, as hexadecimal digits."""
        return hashlib.sha256(
            _loaded(self.pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        ).hexdigest()

    def has_signed(self, content: bytes, signature: bytes) -> bool:
        """Return whether `signature` was made over exactly `content` by the private half of this key."""
        try:
            _loaded(self.pem).verify(signature, content)
        except InvalidSignature:
            return False
        return True


class PrivateKey:
    """A private key; it shows nothing of itself."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def __repr__(self) -> str:
        return f"PrivateKey({self.public.fingerprint[:16]}…)"

    @property
    def public(self) -> PublicKey:
        """Its public half."""
        return _public(self._key.public_key())

    def sign(self, content: bytes) -> bytes:
        """Return the signature over exactly `content`: 64 bytes."""
        return self._key.sign(content)

    def pem(self) -> bytes:
        """Return the key as PEM of PKCS #8, as `openssl genpkey -algorithm ed25519` writes it."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def new_private_key() -> PrivateKey:
    """Return a key that nobody has had before."""
    return PrivateKey(Ed25519PrivateKey.generate())


def read_private_key(pem: bytes) -> PrivateKey:
    """Return the private key in `pem`; raise ValueError, in a sentence that shows nothing of it, for anything else."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("it is not a private key as `openssl genpkey -algorithm ed25519` writes it") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("it is a private key, but not an Ed25519 one")
    return PrivateKey(key)


def read_public_key(pem: bytes) -> PublicKey:
    """Return the public key in `pem`, or the public half of a private one; raise ValueError, in a sentence, if none."""
    if b"PRIVATE KEY" in pem:
        return read_private_key(pem).public
    try:
        return _public(_loaded(pem))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("it is not an Ed25519 public key as PEM") from error


def _loaded(pem: bytes) -> Ed25519PublicKey:
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not an Ed25519 key")
    return key


def _public(key: Ed25519PublicKey) -> PublicKey:
    return PublicKey(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
