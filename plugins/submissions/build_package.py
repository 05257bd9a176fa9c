"""Building the package of a release: an assembly's files and what was agreed, signed with the deployment's key."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.faults import PackageUnfit
from plugins.storage.archive import Archive
from plugins.submissions.package_folder import folder_files
from plugins.submissions.signing_keys import configured_key, ensure_registered

if TYPE_CHECKING:
    from transforms.release_package.release import PackageRelease


@dataclass(frozen=True)
class BuiltPackage:
    """A package that was built: its zip, what it is of, and by which it is known again."""

    path: Path
    return_slug: str
    period: str
    version: int
    receipt: str
    sha256: str  # of the zip
    fingerprint: str  # of the key that signed

    @property
    def file_name(self) -> str:
        """The name under which it is delivered."""
        return f"{self.return_slug}-{self.period}-v{self.version}.zip"


def build_package(archive: Archive, folder: Path, release: "PackageRelease", out: Path) -> BuiltPackage:
    """Write the package of a release to `out`; the same release gives the same bytes, however often it is built.

    Args:
        archive: where the public key is registered.
        folder: the files of the assembly that is released, as they were written.
        release: what was agreed.
        out: the zip, whole or not at all.

    Raises:
        PackageUnfit: where the release does not fit the assembly.
        SigningKeyUnusable: where there is no key to sign with.

    """
    from transforms.release_package.assembly import read_assembly
    from transforms.release_package.bag import folder_name
    from transforms.release_package.build import package_files
    from transforms.release_package.zip_file import write_zip

    key = configured_key()
    ensure_registered(archive, key.public, release.on)
    staged = out.with_name(f".{out.name}.partial")
    try:
        assembly = read_assembly(folder_files(folder))
        with staged.open("w+b") as file:
            write_zip(file, folder_name(assembly, release), package_files(assembly, release, key))
        staged.replace(out)
    except ValueError as error:
        raise PackageUnfit(f"{folder.name} can't be packed as version {release.version}: {error}") from error
    finally:
        staged.unlink(missing_ok=True)
    with out.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    slug, period = assembly.definition.slug, str(assembly.period)
    return BuiltPackage(out, slug, period, release.version, assembly.receipt, sha256, key.public.fingerprint)
