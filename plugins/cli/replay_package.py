"""Replaying a package: the return assembled again as its manifest says, and compared with what the package holds."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.cli.console import refuse
from plugins.cli.load_inputs import load_inputs
from plugins.cli.return_request import ReadRequest, read_request, request_of
from plugins.cli.write_files import write_files

if TYPE_CHECKING:
    from transforms.release_package.package_files import Files

DAY_LETTERS = len("2026-01-31")


@dataclass(frozen=True)
class Replayed:
    """What came of a replay: what differs, a sentence each, and whether the form is laid out as it was."""

    differences: tuple[str, ...]
    form_is_same: bool


def replay_package(package: "Files", snapshots: Path, department: Path | None, out: Path) -> Replayed:
    """Write the files of a package's return to `out` anew, and compare them with those that the package holds.

    The form of a later version of the program may be laid out otherwise; its figures are those of the tables.

    Args:
        package: its files.
        snapshots: a folder of snapshots as `assemble --from` reads it; what was fetched later is left out.
        department: the department's own figures, where the return was set beside them.
        out: an empty folder.

    """
    from expectations.check_return import check_return
    from transforms.assemble import assemble
    from transforms.release_package.assembly import read_manifest
    from transforms.release_package.package_files import Payload
    from transforms.render.manifest import differing_outputs, form_of

    payload = Payload(package)
    try:
        manifest = read_manifest(payload)
    except ValueError as error:
        refuse(f"the package can't be replayed: {error}.")
    with _known_then(manifest, snapshots) as folder:
        read = _read_again(manifest, payload, folder, department)
        assembled = check_return(assemble(read.request, load_inputs(read, with_receipts=True)))
        write_files(out, assembled, read)
    again = json.loads((out / "manifest.json").read_bytes())
    return Replayed(tuple(_differences(manifest, again)), form_of(manifest) not in differing_outputs(manifest, again))


@contextmanager
def _known_then(manifest: Mapping[str, Any], snapshots: Path) -> Iterator[Path]:
    """Yield a folder with the snapshots of then: the one given, without what was fetched after the newest input."""
    days = [used["fetched"] for used in manifest["inputs"] if "fetched" in used]
    if manifest["as_known"] or not days:
        yield snapshots
        return
    with tempfile.TemporaryDirectory(prefix="replay-") as name:
        for path in sorted(snapshots.rglob("*")):
            target = Path(name) / path.relative_to(snapshots)
            is_snapshot = len(path.relative_to(snapshots).parts) > 2
            if path.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            elif not is_snapshot or path.name[:DAY_LETTERS] <= max(days):
                target.symlink_to(path.resolve())
        yield Path(name)


def _read_again(manifest: Mapping[str, Any], payload: "Files", folder: Path, department: Path | None) -> ReadRequest:
    switches = [f"{name}={value}" for name, value in manifest["switches"].items()]
    request = request_of(manifest["return"], manifest["period"], manifest["as_known"], switches, manifest["edition"])
    with tempfile.TemporaryDirectory(prefix="replay-") as name:
        declared = _declared_file(manifest, payload, Path(name))
        read = read_request(request, folder, manifest["authorities"], declared, department)
    if declared is None or read.request.declared is None:
        return read
    figures = replace(read.request.declared, sha256=manifest["declared"]["sha256"])  # the same figures, written anew
    return replace(read, request=replace(read.request, declared=figures))


def _declared_file(manifest: Mapping[str, Any], payload: "Files", folder: Path) -> Path | None:
    from transforms.release_package.package_files import whole

    if "declared" not in manifest:
        return None
    path = folder / "declared.csv"
    path.write_bytes(whole(payload, path.name))
    return path


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield what came out otherwise and what went in otherwise, and with them which versions may explain it.

    Other rules or another definition that give the same bytes are no difference.
    """
    if differences := [*_other_outputs(then, now), *_other_inputs(then, now)]:
        yield from differences
        yield from _other_versions(then, now)


def _other_outputs(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    from transforms.render.manifest import differing_outputs, form_of

    for name in differing_outputs(then, now):
        if name != form_of(then):
            yield f"{name} did not come out as it is in the package"


def _other_inputs(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    inputs = [{json.dumps(used, sort_keys=True) for used in manifest["inputs"]} for manifest in (then, now)]
    for used in sorted(inputs[0] - inputs[1]):
        yield f"the package was made of what is not there: {used}"
    for used in sorted(inputs[1] - inputs[0]):
        yield f"the package was not made of {used}"


def _other_versions(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for part in sorted(then["versions"].keys() - {"program"}):
        if then["versions"][part] != now["versions"].get(part):
            yield f"another version of the {part}: {now['versions'].get(part)}, and then {then['versions'][part]}"
