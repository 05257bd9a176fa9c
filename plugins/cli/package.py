"""`council-returns package`: a package of a folder that `assemble` wrote, to be tried; nobody has agreed to it."""

import os
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from plugins.cli.console import day_named, progress, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transforms.release_package.assembly import AssemblyFiles
    from transforms.release_package.release import DeclaredCell
    from transforms.release_package.signature import PrivateKey


def package(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `assemble` wrote.")],
    key: Annotated[
        Path,
        typer.Option(metavar="KEY.pem", help="The Ed25519 key to sign with, as `openssl genpkey` writes it."),
    ],
    out: Annotated[Path, typer.Option(metavar="PACKAGE.zip", help="The file for the package.")],
    day: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day of the package; today's.")] = None,
    declared: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The declared figures that the return was assembled with.")
    ] = None,
) -> None:
    """Make a package of an assembled return: version 0, which nobody has confirmed or released.

    Exit status: 0 made; 2 could not be carried out.
    """
    from transforms.release_package.bag import folder_name
    from transforms.release_package.build import package_files
    from transforms.release_package.release import PackageRelease
    from transforms.release_package.zip_file import write_zip

    signer = _private_key(key)
    assembly = _assembly(folder)
    on = date.today() if day is None else day_named(day, "--day")  # noqa: DTZ011 the day where the command is given
    release = PackageRelease(0, on, declared=_declared(declared, assembly) if declared else ())
    progress(f"Making the package of {assembly.form}…")
    with _whole_file(out) as file:
        try:
            write_zip(file, folder_name(assembly, release), package_files(assembly, release, signer))
        except ValueError as error:
            refuse(f"{folder} can't be made a package: {error}.")
    typer.echo(f"{assembly.definition.title}, {assembly.period}, version 0: receipt {assembly.receipt}.")
    typer.echo(f"Signed with the key {signer.public.fingerprint}. The package is {out}.")


def _private_key(path: Path) -> "PrivateKey":
    from transforms.release_package.signature import read_private_key

    try:
        return read_private_key(path.read_bytes())
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    except ValueError as error:
        refuse(f"{path} can't be signed with: {error}.")


def _assembly(folder: Path) -> "AssemblyFiles":
    from plugins.submissions.package_folder import folder_files
    from transforms.release_package.assembly import read_assembly

    if not folder.is_dir():
        refuse(f"{folder} is not a folder.")
    try:
        return read_assembly(folder_files(folder))
    except OSError as error:
        refuse(f"{folder} can't be read: {error.strerror or error}.")
    except ValueError as error:
        refuse(f"{folder} can't be made a package: {error}.")


def _declared(path: Path, assembly: "AssemblyFiles") -> "tuple[DeclaredCell, ...]":
    """Return the declared figures in the file that the manifest names by its hash."""
    import hashlib

    from transforms.domain.csv_lines import read_lines
    from transforms.domain.declared_figures import COLUMNS, REPLACES
    from transforms.release_package.release import DeclaredCell

    try:
        content = path.read_bytes()
        lines = [values for _, values in read_lines(content, COLUMNS, "the file of declared figures")]
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    except ValueError as error:
        refuse(f"{path}: {error}.")
    if hashlib.sha256(content).hexdigest() != assembly.manifest.get("declared", {}).get("sha256"):
        refuse(f"{path} is not the file of declared figures that the return was assembled with.")
    return tuple(
        DeclaredCell(line["authority"], line["cell"], line["value"], line["why"], line["by"], line.get(REPLACES, ""))
        for line in lines
    )


@contextmanager
def _whole_file(path: Path) -> "Iterator[BinaryIO]":
    """Yield a file that takes the name `path` once it is whole."""
    if path.is_dir():
        refuse(f"{path} is a folder; --out names the zip.")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        staged = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
            staged.chmod(0o644)
            staged.replace(path)
        finally:
            staged.unlink(missing_ok=True)
    except OSError as error:
        refuse(f"{path} can't be written: {error.strerror or error}.")
