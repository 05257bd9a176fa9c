"""Build: the files of a package out of an assembly's, one after another, the signature over all of them last.

Known:  the same assembly, release and key give the same bytes; nothing is held in memory but what is written anew.
"""

import hashlib
from collections.abc import Iterable, Iterator

from transforms.release_package import bag
from transforms.release_package.assembly import MANIFEST, AssemblyFiles
from transforms.release_package.csv_schema import METADATA, csv_metadata, header_of
from transforms.release_package.form import open_document_form, sheets_of, workbook_of
from transforms.release_package.package_files import PAYLOAD, pieces
from transforms.release_package.provenance import provenance_json
from transforms.release_package.quality import measures, quality_csv, quality_text
from transforms.release_package.readme import readme
from transforms.release_package.release import PackageRelease
from transforms.release_package.sdmx import sdmx_csv, sdmx_structure
from transforms.release_package.signature import PrivateKey
from transforms.release_package.tables import (
    confirmations_csv,
    declared_csv,
    disputes_csv,
    explanations_csv,
    imputed_csv,
    revisions_csv,
)

LONGEST_HEADER = 1 << 20


def package_files(
    assembly: AssemblyFiles, release: PackageRelease, key: PrivateKey
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the files of a package by name and in pieces; each is gone through before the next is asked for.

    Raises:
        ValueError: in a sentence, where the release does not fit the assembly.

    """
    payload = _Counted()
    for name, content in _payload(assembly, release):
        yield PAYLOAD + name, payload.counted(PAYLOAD + name, content)
    tags = {
        bag.DECLARATION: bag.BAGIT_TXT,
        bag.INFO: bag.bag_info(assembly, release, payload.size, len(payload.hashes)),
        bag.MANIFEST: bag.render_manifest(payload.hashes),
    }
    tag_manifest = bag.render_tag_manifest(tags)
    for name, tag_file in tags.items():
        yield name, [tag_file]
    yield bag.TAG_MANIFEST, [tag_manifest]
    yield bag.SIGNATURE, [key.sign(tag_manifest)]
    yield bag.SIGNED_BY, [key.public.pem]


class _Counted:
    """The hashes and the size of the files that went by."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self.size = 0

    def counted(self, name: str, content: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces of a file, counting them."""
        digest = hashlib.sha256()
        for piece in content:
            digest.update(piece)
            self.size += len(piece)
            yield piece
        self.hashes[name] = digest.hexdigest()


def _payload(assembly: AssemblyFiles, release: PackageRelease) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the files beneath `data/`, by name: those of the assembly as they are, and those that a release adds."""
    files = dict(_package_files(assembly, release))
    if reserved_names := files.keys() & {*assembly.outputs, MANIFEST}:
        raise ValueError(f"the return has a file called {min(reserved_names)}, which a package has too")
    for name in sorted((*assembly.outputs, MANIFEST, *files)):
        if name in files:
            yield name, [files[name]]
        else:
            yield name, pieces(assembly.files, name)


def _package_files(assembly: AssemblyFiles, release: PackageRelease) -> Iterator[tuple[str, bytes]]:
    """Yield what a package has beside the files of the assembly."""
    files = dict(_tables_and_forms(assembly, release))
    headers = {name: header_of(content[:LONGEST_HEADER]) for name, content in files.items() if name.endswith(".csv")}
    headers |= {name: _header(assembly, name) for name in assembly.outputs if name.endswith(".csv")}
    files[METADATA] = csv_metadata(headers, has_days=any(cell.is_day for cell in assembly.definition.cells))
    names = (*assembly.outputs, MANIFEST, *files, "README.txt")
    yield from files.items()
    yield "README.txt", readme(assembly, release, names)


def _tables_and_forms(assembly: AssemblyFiles, release: PackageRelease) -> Iterator[tuple[str, bytes]]:
    sheets = sheets_of(workbook_of(assembly))
    measured = measures(assembly, release)
    title = f"{assembly.definition.title}, {assembly.period}, version {release.version}"
    yield f"{assembly.form}.ods", open_document_form(assembly, sheets)
    yield "confirmations.csv", confirmations_csv(assembly, release)
    yield "declared.csv", declared_csv(assembly, release)
    yield "revisions.csv", revisions_csv(release)
    if release.disputes:
        yield "disputes.csv", disputes_csv(release)
    if release.explanations:
        yield "explanations.csv", explanations_csv(release)
    if release.imputed:
        yield "imputed.csv", imputed_csv(assembly, release)
    yield "cells.sdmx.csv", sdmx_csv(assembly, release)
    yield "cells.sdmx.json", sdmx_structure(assembly, release)
    yield "lineage.prov.json", provenance_json(assembly, release)
    yield "quality.csv", quality_csv(measured)
    yield "quality.txt", quality_text(measured, title)


def _header(assembly: AssemblyFiles, name: str) -> list[str]:
    with assembly.files.open(name) as file:
        return header_of(file.read(LONGEST_HEADER))
