"""Whether a package is signed, by which key, and whether that key is known and valid on the day of release."""

from collections.abc import Iterator
from datetime import date

from transforms.release_package import bag
from transforms.release_package.key_register import KeyRegister
from transforms.release_package.package_files import Files, whole
from transforms.release_package.signature import SIGNATURE_BYTES, PublicKey, read_public_key
from transforms.release_package.verify.verdict import PackageVerdict

Trusted = PublicKey | KeyRegister | None  # None: nobody has said which key to trust


def check_signature(files: Files, trusted: Trusted) -> PackageVerdict:
    """Return whether the signature is that of a trusted key over this tag manifest."""
    try:
        signer = _signer(files)
        wrong = tuple(f"{sentence}." for sentence in _wrong_in_signature(files, signer, trusted))
        return PackageVerdict("signature", _in_words(files, signer, trusted), wrong)
    except ValueError as error:
        return PackageVerdict("signature", "", (f"{error}.",))


def _signer(files: Files) -> PublicKey:
    """Return the key that the package says it is signed with."""
    for name in (bag.SIGNED_BY, bag.SIGNATURE, bag.TAG_MANIFEST, bag.INFO):
        if name not in files.names:
            raise ValueError(f"{name} is missing, so that the signature can't be checked")
    pem = whole(files, bag.SIGNED_BY)
    try:
        key = read_public_key(pem)
    except ValueError as error:
        raise ValueError(f"{bag.SIGNED_BY} was changed: {error}") from error
    if key.pem != pem:
        raise ValueError(f"{bag.SIGNED_BY} was changed: it holds more than a public key as we write it")
    return key


def _wrong_in_signature(files: Files, signer: PublicKey, trusted: Trusted) -> Iterator[str]:
    if isinstance(trusted, KeyRegister):
        yield from _wrong_by_register(files, signer, trusted)
    elif trusted is not None and trusted != signer:
        yield f"signed with the key {signer.fingerprint}, which is not the key that was given"
    signature = whole(files, bag.SIGNATURE)
    if len(signature) != SIGNATURE_BYTES:
        yield f"{bag.SIGNATURE} has {len(signature)} bytes instead of {SIGNATURE_BYTES}"
    elif not signer.has_signed(whole(files, bag.TAG_MANIFEST), signature):
        yield (
            f"the signature is not one by the key {signer.fingerprint} over this {bag.TAG_MANIFEST}: something was"
            " changed after signing, or the signature or the key is another package's"
        )


def _wrong_by_register(files: Files, signer: PublicKey, register: KeyRegister) -> Iterator[str]:
    entry = register.of(signer.fingerprint)
    if entry is None:
        yield f"signed with the key {signer.fingerprint}, which is not known"
    elif not entry.is_valid_on(day := day_of_release(files)):
        until = f" until {entry.last_day.isoformat()}" if entry.last_day else ""
        yield (
            f"signed with the key {signer.fingerprint}, which was not valid on {day.isoformat()}, the day of release,"
            f" but from {entry.first_day.isoformat()}{until}"
        )


def day_of_release(files: Files) -> date:
    """Return the day of release; raise ValueError, in a sentence, where bag-info.txt names none."""
    stated = bag.parse_info(whole(files, bag.INFO)).get("Bagging-Date", "")
    try:
        return date.fromisoformat(stated)
    except ValueError as error:
        raise ValueError("bag-info.txt names no Bagging-Date, the day of release") from error


def _in_words(files: Files, signer: PublicKey, trusted: Trusted) -> str:
    day = day_of_release(files).isoformat()
    if isinstance(trusted, KeyRegister):
        return f"by the key {signer.fingerprint}, valid on {day}"
    if trusted is not None:
        return f"by the key that was given, {signer.fingerprint}, on {day}"
    return f"by the key {signer.fingerprint} on {day}; with --key or --keys you say which key you trust"
