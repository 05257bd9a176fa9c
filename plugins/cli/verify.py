"""`council-returns verify`: whether a package is whole, signed, and says the same in every one of its files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import refuse

if TYPE_CHECKING:
    from transforms.release_package.verify.signature_checks import Trusted


def verify(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="A package, as a zip or as a folder.")],
    key: Annotated[Path | None, typer.Option(metavar="KEY.pem", help="The public key that you trust.")] = None,
    keys: Annotated[
        Path | None,
        typer.Option(metavar="keys.json", help="The keys that you trust, as a portal publishes them."),
    ] = None,
) -> None:
    """Check a package of a released return, without us and without a network; a line for each check.

    Exit status: 0 all of it holds; 1 something is wrong, and the lines say what; 2 it can't be read.
    """
    from plugins.submissions.package_folder import NotReadable, open_package
    from transforms.release_package.verify import verify_package
    from transforms.release_package.zip_checks import NotAPackage

    trusted = _trusted(key, keys)
    try:
        with open_package(package) as files:
            verdicts = list(verify_package(files, trusted))
    except NotReadable as error:
        refuse(f"{error}.")
    except NotAPackage as error:
        typer.echo(f"WRONG  package: {error}.")
        raise typer.Exit(1) from error
    for verdict in verdicts:
        typer.echo(verdict.line)
    raise typer.Exit(int(any(verdict.wrong for verdict in verdicts)))


def _trusted(key: Path | None, keys: Path | None) -> "Trusted":
    from transforms.release_package.key_register import parse_keys
    from transforms.release_package.signature import read_public_key

    if key is not None and keys is not None:
        refuse("--key and --keys exclude each other.")
    path = key or keys
    if path is None:
        return None
    try:
        content = path.read_bytes()
        return read_public_key(content) if key else parse_keys(content)
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    except ValueError as error:
        refuse(f"{path} names no key: {error}.")
