"""Packages held in memory for tests: those kept beside the tests, changed, bagged anew and signed again."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from transforms.release_package import bag
from transforms.release_package.key_register import KeyRegister, parse_keys
from transforms.release_package.package_files import HeldFiles
from transforms.release_package.signature import PrivateKey
from transforms.release_package.verify import PackageVerdict, verify_package
from transforms.release_package.verify.signature_checks import Trusted

PACKAGES = Path(__file__).parent / "packages"
SNAPSHOTS = Path(__file__).parent / "snapshots"
RELEASED = PACKAGES / "housing_stock_check-2025-03-31-v2.zip"
UNRELEASED = PACKAGES / "housing_stock_check-2025-03-31-v0.zip"


def contents(path: Path = RELEASED) -> dict[str, bytes]:
    """Return the files of a package by their names in its folder."""
    with zipfile.ZipFile(path) as archive:
        return {entry.filename.partition("/")[2]: archive.read(entry) for entry in archive.infolist()}


def kept_keys() -> KeyRegister:
    """Return the keys that the packages beside the tests are signed with."""
    return parse_keys((PACKAGES / "keys.json").read_bytes())


def wrong(files: Mapping[str, bytes], trusted: Trusted = None) -> dict[str, PackageVerdict]:
    """Return the verdicts of the checks that do not hold, by their names."""
    verdicts = verify_package(HeldFiles(files), trusted if trusted is not None else kept_keys())
    return {verdict.check: verdict for verdict in verdicts if verdict.wrong}


def bagged(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files with both manifests and the counted bytes made anew, and the old signature."""
    payload = {name: content for name, content in files.items() if name.startswith("data/")}
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    facts = bag.parse_info(files[bag.INFO]) | {"Payload-Oxum": oxum}
    tags = {
        bag.DECLARATION: files[bag.DECLARATION],
        bag.INFO: "".join(f"{name}: {value}\n" for name, value in facts.items()).encode(),
        bag.MANIFEST: bag.render_manifest({name: hashlib.sha256(text).hexdigest() for name, text in payload.items()}),
    }
    return {**files, **tags, bag.TAG_MANIFEST: bag.render_tag_manifest(tags)}


def signed(files: Mapping[str, bytes], key: PrivateKey) -> dict[str, bytes]:
    """Return files bagged anew and signed with another key."""
    anew = bagged(files)
    return {**anew, bag.SIGNATURE: key.sign(anew[bag.TAG_MANIFEST]), bag.SIGNED_BY: key.public.pem}


def zipped(files: Mapping[str, bytes], folder: str = "package", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return files as a zip that somebody else made."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}/{name}", content)
    return sink.getvalue()
