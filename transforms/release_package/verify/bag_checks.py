"""Whether a bag is complete and valid: every file as its manifests say, none missing, none more."""

from collections.abc import Iterator, Mapping

from transforms.release_package import bag
from transforms.release_package.package_files import PAYLOAD, Files, sha256_and_size, whole
from transforms.release_package.verify.verdict import PackageVerdict


def check_bag(files: Files) -> PackageVerdict:
    """Return whether the bag is complete and valid."""
    try:
        wrong = tuple(_wrong_in_bag(files))
    except ValueError as error:
        wrong = (f"{error}.",)
    payload = sum(name.startswith(PAYLOAD) for name in files.names)
    return PackageVerdict("bag", f"complete and valid, {payload} files in data", wrong)


def _wrong_in_bag(files: Files) -> Iterator[str]:
    for name in bag.ROOT_FILES:
        if name not in files.names:
            yield f"{name} is missing."
    for name in files.names:
        if not name.startswith(PAYLOAD) and name not in bag.ROOT_FILES:
            yield f"{name} is a file more than the package has."
    if bag.DECLARATION in files.names and whole(files, bag.DECLARATION) != bag.BAGIT_TXT:
        yield "bagit.txt does not say that this is a BagIt 1.0 bag in UTF-8."
    if {bag.MANIFEST, bag.TAG_MANIFEST} <= {*files.names}:
        yield from _wrong_by_manifest(files, bag.TAG_MANIFEST, dict.fromkeys(bag.TAG_FILES, True))
        payload = {name: True for name in files.names if name.startswith(PAYLOAD)}
        yield from _wrong_by_manifest(files, bag.MANIFEST, payload)
    if bag.INFO in files.names:
        yield from _wrong_in_total(files)


def _wrong_by_manifest(files: Files, manifest: str, expected: Mapping[str, bool]) -> Iterator[str]:
    stated = bag.parse_manifest(whole(files, manifest), manifest)
    for name in sorted(expected.keys() - stated.keys()):
        yield f"{name} is not listed in {manifest}: it is a file more."
    for name in sorted(stated.keys() - expected.keys()):
        is_there = name in files.names
        yield f"{name} is listed in {manifest}, and " + ("does not belong there." if is_there else "is missing.")
    for name in sorted(stated.keys() & expected.keys() & {*files.names}):
        if sha256_and_size(files, name)[0] != stated[name]:
            yield f"{name} was changed: its bytes are not those that {manifest} lists."


def _wrong_in_total(files: Files) -> Iterator[str]:
    stated = bag.parse_info(whole(files, bag.INFO)).get("Payload-Oxum")
    payload = [name for name in files.names if name.startswith(PAYLOAD)]
    size = sum(sha256_and_size(files, name)[1] for name in payload)
    if stated != f"{size}.{len(payload)}":
        yield f"bag-info.txt says {stated or 'nothing'} of bytes and files in data, which are {size}.{len(payload)}."
