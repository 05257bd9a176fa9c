"""Verifying a package that a visitor sent, as `council-returns verify` does, in the words of the command."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.release_package.key_register import KeyRegister
    from transforms.release_package.verify import PackageVerdict

NO_ZIP = "it is no zip"
Verdicts = list[tuple[str, str, tuple[str, ...]]]  # of each check: its name, what holds, what is wrong


@dataclass(frozen=True)
class PackageCheck:
    """What verifying a package came to: a verdict for each check, or why it can't be taken for a package."""

    file_name: str
    verdicts: "tuple[PackageVerdict, ...]" = ()
    refusal: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every check holds."""
        return bool(self.verdicts) and not any(verdict.wrong for verdict in self.verdicts)


def verify_file(path: Path, keys: "KeyRegister") -> tuple[Verdicts, str]:
    """Return the verdicts on the package in a file, and why it can't be taken for one, blank where it can.

    Args:
        path: the file.
        keys: the register of keys that is trusted.

    """
    from transforms.release_package.verify import verify_package
    from transforms.release_package.zip_checks import BEGINS_A_ZIP, NotAPackage, open_zip

    with path.open("rb") as file:
        if file.read(len(BEGINS_A_ZIP)) != BEGINS_A_ZIP:
            return [], NO_ZIP
        try:
            verdicts = list(verify_package(open_zip(file), keys))
        except NotAPackage as error:
            return [], str(error)
    return [(verdict.check, verdict.holds, verdict.wrong) for verdict in verdicts], ""


def package_check(file_name: str, verdicts: Verdicts, refusal: str) -> PackageCheck:
    """Return what verifying came to, out of what a process has returned."""
    from transforms.release_package.verify import PackageVerdict

    return PackageCheck(file_name, tuple(PackageVerdict(*verdict) for verdict in verdicts), refusal)
