"""README.txt of a package: what it is, what each file holds, and how to check it without us, in plain words."""

from collections.abc import Collection, Mapping

from transforms.domain.period import day_in_words
from transforms.release_package.assembly import AssemblyFiles
from transforms.release_package.bag import SIGNATURE, SIGNED_BY, TAG_MANIFEST
from transforms.release_package.release import PackageRelease

FILES = {
    "cells.csv": "every figure: authority, cell of the form, value and origin",
    "indicators.csv": "the rates that are read off the cells",
    "exceptions.csv": "records and authorities that a person should look at, with the reason",
    "issues.csv": "what was found in the files that councils published",
    "declared.csv": "what authorities declared because no published field holds it",
    "confirmations.csv": "who confirmed their figures, when, and the SHA-256 of what they confirmed",
    "disputes.csv": "cells that the authority disputes, with our value and theirs, and why",
    "explanations.csv": "what authorities answered to the checks that asked about their figures",
    "imputed.csv": "figures that stand in for missing ones; totals without them and with them",
    "revisions.csv": "what differs from the version before, and why",
    "quality.csv": "response, origins, confirmations and revisions in numbers",
    "quality.txt": "the same in words",
    "cells.sdmx.csv": "the figures as SDMX-CSV 2.0",
    "cells.sdmx.json": "the structure of these, as SDMX-JSON",
    "cells.csv-metadata.json": "what the columns of every CSV hold (CSV on the Web)",
    "lineage.prov.json": "where the figures come from (PROV-JSON)",
    "manifest.json": "every file that went in and came out, by its SHA-256, and the receipt over all of it",
    "README.txt": "this page",
}
ORIGINS = """Each figure has an origin:
  computed       worked out from the records that the authority published
  inferred       worked out with an assumption, which the return's documentation names
  declared       stated by the authority, because no published field holds it
  not-derivable  blank: no published field holds it
  no-data        blank: no usable file is known
A blank is never a zero. The row of a total area is the sum over the authorities that have a value.
"""
IMPUTED = """
Figures that stand in for missing ones are in imputed.csv and in the column IMPUTED of cells.sdmx.csv, and not in the
form. Every other figure, and every total in cells.csv, is without them.
"""
CHECK = f"""To check the package without us, in its folder, with KEY.pem the public key as its publisher makes it known
(the one in {SIGNED_BY} says who claims to have signed; whether to trust it, only the publisher's page can say):

  sha256sum --check manifest-sha256.txt
  sha256sum --check {TAG_MANIFEST}
  openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in {TAG_MANIFEST} -sigfile {SIGNATURE}
  bagit.py --validate .

Or with the program that made it: council-returns verify PACKAGE --key KEY.pem
"""


def readme(assembly: AssemblyFiles, release: PackageRelease, files: Collection[str]) -> bytes:
    """Return README.txt of a package with these files."""
    definition = assembly.definition
    kind = f"{definition.kind_in_words}.\n" if definition.kind_in_words else ""
    title = f"{definition.title}, {assembly.period.in_words}, version {release.version}"
    width = max(map(len, files)) + 2
    listed = "\n".join(f"  {name:<{width}}{_words(name, assembly)}".rstrip() for name in sorted(files))
    return (
        f"{title}\n{'=' * len(title)}\n\n{kind}{_agreed(release)}\n"
        f"For: {definition.department}. Basis: {definition.basis}.\n"
        f"Assembled from what councils publish. Receipt: {assembly.receipt}\n\n"
        f"The files, all in the folder data:\n{listed}\n\n{ORIGINS}{IMPUTED if release.imputed else ''}\n{CHECK}"
    ).encode()


def _agreed(release: PackageRelease) -> str:
    if release.version == 0:
        return f"Made on {day_in_words(release.on)} to be tried: nobody has agreed to release it.\n"
    replaces = (
        f" It takes the place of the version with the receipt {release.supersedes}." if release.supersedes else ""
    )
    return f"Released on {day_in_words(release.on)}.{replaces}\n"


def _words(name: str, assembly: AssemblyFiles) -> str:
    own: Mapping[str, str] = assembly.definition.file_words
    if name in FILES:
        return FILES[name]
    if name.startswith(assembly.form):
        return "the form, as a workbook" if name.endswith(".xlsx") else "the same form, as an OpenDocument spreadsheet"
    folder = f"{name.partition('/')[0]}/" if "/" in name else name
    return own.get(name) or own.get(folder, "")
