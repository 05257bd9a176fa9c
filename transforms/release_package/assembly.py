"""An assembly as a package takes it: the files that it wrote, its manifest, its definition and its cells."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transforms.domain.period import Period, parse_period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.release_package.cells import CELLS, AuthorityCells, read_cells
from transforms.release_package.package_files import Files, sha256_and_size, whole
from transforms.render.manifest import receipt
from transforms.returns import statutory_return

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class AssemblyFiles:
    """The files of one assembly, known to be what its manifest says."""

    files: Files
    manifest: Mapping[str, Any]
    definition: StatutoryReturn
    period: Period
    cells: tuple[AuthorityCells, ...]

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of its files, all but the manifest, in order."""
        return tuple(sorted(str(output["file"]) for output in self.manifest["outputs"]))

    @property
    def receipt(self) -> str:
        """The one hash over all of it."""
        return str(self.manifest["receipt"])

    @property
    def form(self) -> str:
        """The name of the workbook without its ending."""
        return f"{self.definition.slug}-{self.period}"

    @property
    def authorities(self) -> tuple[AuthorityCells, ...]:
        """The cells of the authorities, total areas left out."""
        return tuple(group for group in self.cells if self.definition.total_area(group.authority) is None)


def read_assembly(files: Files) -> AssemblyFiles:
    """Return the assembly that wrote `files`.

    Raises:
        ValueError: in a sentence, where they are no assembly, or not as its manifest says.

    """
    manifest = read_manifest(files)
    if wrong := next(differences(manifest, files), None):
        raise ValueError(wrong)
    try:
        definition = statutory_return(manifest["return"]).named_edition(manifest["edition"])
    except LookupError as error:
        raise ValueError(str(error)) from error
    period = parse_period(manifest["period"])
    return AssemblyFiles(files, manifest, definition, period, read_cells(whole(files, CELLS)))


def read_manifest(files: Files) -> Mapping[str, Any]:
    """Return what manifest.json says; raise ValueError, in a sentence, where it is missing or its receipt is wrong."""
    if MANIFEST not in files.names:
        raise ValueError("there is no manifest.json, so it is not a folder that `assemble` wrote")
    try:
        manifest: Mapping[str, Any] = json.loads(whole(files, MANIFEST))
        computed = receipt(manifest)
        stated = manifest["receipt"]
        expected = all(isinstance(manifest[name], str) for name in ("return", "edition", "period"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("manifest.json is not the manifest of an assembly") from error
    if computed != stated:
        raise ValueError("the receipt in manifest.json is not the one that its content gives")
    if not expected:
        raise ValueError("manifest.json does not name the return, its edition and its period")
    return manifest


def differences(manifest: Mapping[str, Any], files: Files) -> Iterator[str]:
    """Yield, in a sentence each, the outputs that are not as the manifest says."""
    try:
        outputs = {str(output["file"]): (output["sha256"], output["bytes"]) for output in manifest["outputs"]}
    except (KeyError, TypeError) as error:
        raise ValueError("manifest.json does not list its outputs") from error
    for name, stated in sorted(outputs.items()):
        if name not in files.names:
            yield f"manifest.json lists {name}, which is missing"
        elif sha256_and_size(files, name) != stated:
            yield f"{name} is not the file that manifest.json lists: its bytes differ"
    if CELLS not in outputs:
        yield "manifest.json lists no cells.csv"
