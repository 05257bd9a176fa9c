"""BagIt: the manifests, the declaration and the facts of a bag, written and read.

Source: RFC 8493, The BagIt File Packaging Format (V1.0), https://www.rfc-editor.org/rfc/rfc8493
"""

import hashlib
import re
from collections.abc import Mapping

from transforms.release_package.assembly import AssemblyFiles
from transforms.release_package.release import PackageRelease

DECLARATION, INFO = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE, SIGNED_BY = "tagmanifest-sha256.txt.sig", "signed-by.pem"
TAG_FILES = (DECLARATION, INFO, MANIFEST)  # those that the tag manifest covers
ROOT_FILES = (*TAG_FILES, TAG_MANIFEST, SIGNATURE, SIGNED_BY)
BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n]+)\n")
FACT = re.compile(r"([A-Za-z-]+): ([^\r\n]*)\n")


def bag_info(assembly: AssemblyFiles, release: PackageRelease, payload_bytes: int, payload_files: int) -> bytes:
    """Return bag-info.txt: what the bag is of, and nothing of when but the day."""
    entry = release.audit_entry
    facts = {
        "External-Description": f"{assembly.definition.title}, {assembly.period.in_words}",
        "External-Identifier": identifier(assembly, release),
        "Bagging-Date": release.on.isoformat(),
        "Payload-Oxum": f"{payload_bytes}.{payload_files}",
        "Receipt": assembly.receipt,
        "Audit-Entry": f"{entry.number} {entry.sha256}" if entry else "",
        "Supersedes": release.supersedes,
    }
    return "".join(f"{name}: {value}\n" for name, value in facts.items() if value).encode()


def identifier(assembly: AssemblyFiles, release: PackageRelease) -> str:
    """Return the name of a release: return, period and version."""
    return f"{assembly.definition.slug}/{assembly.period}/{release.label}"


def folder_name(assembly: AssemblyFiles, release: PackageRelease) -> str:
    """Return the name of a package's folder."""
    return f"{assembly.form}-{release.label}"


def render_manifest(hashes: Mapping[str, str]) -> bytes:
    """Return a manifest: a line of SHA-256 and path for each file, as sha256sum reads it."""
    return "".join(f"{sha256}  {_encoded(name)}\n" for name, sha256 in sorted(hashes.items())).encode()


def render_tag_manifest(tag_files: Mapping[str, bytes]) -> bytes:
    """Return the manifest of the tag files."""
    return render_manifest({name: hashlib.sha256(content).hexdigest() for name, content in tag_files.items()})


def parse_manifest(content: bytes, name: str) -> dict[str, str]:
    """Return the SHA-256 that a manifest gives of each path; raise ValueError, in a sentence, for no such list."""
    hashes: dict[str, str] = {}
    for line in _lines(content, name):
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{name} has a line that is not a SHA-256 and a path: {line.strip()[:80]}")
        path = _decoded(match[2])
        if path in hashes:
            raise ValueError(f"{name} lists {path} twice")
        hashes[path] = match[1]
    return hashes


def parse_info(content: bytes) -> dict[str, str]:
    """Return the facts of bag-info.txt; raise ValueError, in a sentence, for anything else."""
    facts: dict[str, str] = {}
    for line in _lines(content, INFO):
        match = FACT.fullmatch(line)
        if match is None or match[1] in facts:
            raise ValueError(f"{INFO} has a line that is not a name and a value, once: {line.strip()[:80]}")
        facts[match[1]] = match[2]
    return facts


def _lines(content: bytes, name: str) -> list[str]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is not UTF-8") from error
    return [line + "\n" for line in text.removesuffix("\n").split("\n")] if text.endswith("\n") else [text]


def _encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _decoded(path: str) -> str:
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
