"""Verifying a package: every check, in the order of the specification, with a verdict each."""

import csv
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import DecimalException
from functools import cached_property
from itertools import chain
from typing import Any

import pyarrow as pa
import python_calamine

from transforms.domain.statutory_return import StatutoryReturn
from transforms.release_package.assembly import read_manifest
from transforms.release_package.cells import CELLS, AuthorityCells, read_cells
from transforms.release_package.package_files import Files, Payload, whole
from transforms.release_package.verify.bag_checks import check_bag
from transforms.release_package.verify.content_checks import (
    wrong_in_confirmations,
    wrong_in_imputed,
    wrong_in_receipt,
    wrong_in_tables,
    wrong_in_totals,
)
from transforms.release_package.verify.form_checks import wrong_in_forms
from transforms.release_package.verify.signature_checks import Trusted, check_signature
from transforms.release_package.verify.verdict import PackageVerdict
from transforms.returns import statutory_return

# What content that is not ours can do to whoever reads it; anything else is a fault of this program.
UNREADABLE = (
    *(ValueError, LookupError, TypeError, AttributeError, RecursionError, DecimalException, csv.Error),
    *(zipfile.BadZipFile, NotImplementedError, pa.ArrowInvalid, python_calamine.CalamineError),
)


def verify_package(package: Files, trusted: Trusted = None) -> Iterator[PackageVerdict]:
    """Yield the verdict of every check of a package.

    Args:
        package: its files, by their names in its folder.
        trusted: the key, or the register of keys, that is trusted; with None only what the package itself says is held
            against it.

    """
    content = _Content(package)
    yield check_bag(package)
    yield check_signature(package, trusted)
    for check, holds, sentences in _CHECKS:
        yield _verdict(check, holds, sentences, content)


def _verdict(check: str, holds: str, sentences: "Sentences", content: "_Content") -> PackageVerdict:
    try:
        return PackageVerdict(check, holds, tuple(f"{sentence}." for sentence in sentences(content)))
    except UNREADABLE as error:
        reason = str(error).strip("'\"").rstrip(".") or type(error).__name__
        cause = "a file is missing or can't be read, " if isinstance(error, KeyError) else ""
        return PackageVerdict(check, holds, (f"{cause}{reason}.",))


class _Content:
    """What the files of a package hold, read when it is first needed."""

    def __init__(self, package: Files) -> None:
        self.package = package
        self.payload = Payload(package)

    @cached_property
    def definition(self) -> StatutoryReturn:
        """The edition of the return that the package is of."""
        return statutory_return(self.manifest["return"]).named_edition(self.manifest["edition"])

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What manifest.json says."""
        return read_manifest(self.payload)

    @cached_property
    def cells(self) -> Sequence[AuthorityCells]:
        """What cells.csv holds."""
        return read_cells(whole(self.payload, CELLS))

    @property
    def form(self) -> str:
        """The name of the workbook without its ending."""
        return f"{self.manifest['return']}-{self.manifest['period']}"


Sentences = Callable[[_Content], Iterator[str]]
_CHECKS: tuple[tuple[str, str, Sentences], ...] = (
    (
        "receipt",
        "the one that manifest.json gives, and every file as it lists",
        lambda content: wrong_in_receipt(content.package),
    ),
    ("tables", "every CSV is as its metadata describes", lambda content: wrong_in_tables(content.package)),
    (
        "cells",
        "the same in csv, xlsx, ods and SDMX",
        lambda content: wrong_in_forms(content.package, content.form, content.cells, content.definition),
    ),
    (
        "totals",
        "the sums over the authorities",
        lambda content: chain(
            wrong_in_totals(content.cells, content.definition),
            wrong_in_imputed(content.package, content.cells, content.definition),
        ),
    ),
    (
        "confirmations",
        "they match the cells",
        lambda content: wrong_in_confirmations(content.package, content.cells, content.definition),
    ),
)
