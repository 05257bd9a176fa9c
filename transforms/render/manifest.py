"""The manifest of a return: what it was made of, what came out, and one receipt over all of it.

Known:  the receipt is the SHA-256 of the manifest without the receipt and the version of the program, as canonical JSON
        (keys sorted, no blanks, UTF-8), so that anybody can compute it again, with this program or a later one.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.domain.assembled_return import AssembledReturn, UsedSnapshot
from transforms.domain.canonical_json import canonical_json
from transforms.domain.declared_figures import DeclaredFigures


@dataclass(frozen=True)
class Output:
    """One file of a return, as it was written."""

    file: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Versions:
    """The versions of everything that decides a figure beside the definition of the return."""

    program: str
    standards: Mapping[str, str]  # slug: version of the declaration
    rules: tuple[str, ...]  # the rules that the snapshots were checked against


def manifest_json(
    assembled: AssembledReturn,
    inputs: Sequence[UsedSnapshot],
    outputs: Sequence[Output],
    versions: Versions,
    declared: DeclaredFigures | None = None,
) -> bytes:
    """Return the manifest of a return, its receipt last."""
    definition = assembled.definition
    facts: dict[str, Any] = {
        "return": definition.slug,
        **({"kind": definition.kind} if definition.kind_in_words else {}),
        "edition": definition.edition,
        "period": str(assembled.period),
        "as_known": assembled.as_known.isoformat() if assembled.as_known else None,
        "authorities": sorted(assembled.authorities),
        "switches": dict(sorted(assembled.switches.items())),
        "versions": {
            "return": definition.version,
            "standards": dict(sorted(versions.standards.items())),
            "rules": sorted(set(versions.rules)),
            "program": versions.program,
        },
        "inputs": [
            {
                "authority": used.authority_gss,
                "standard": used.standard,
                "fetched": used.fetched.isoformat(),
                "sha256": used.sha256,
            }
            for used in sorted(inputs, key=lambda used: used.position)
        ]
        + [
            {
                "return": read.return_slug,
                "period": read.period,
                "edition": read.edition,
                "as_known": read.as_known.isoformat() if read.as_known else None,
                "receipt": read.receipt,
            }
            for read in sorted(assembled.assemblies, key=lambda read: (read.return_slug, read.period))
        ],
        "outputs": [
            {"file": output.file, "bytes": output.size, "sha256": output.sha256}
            for output in sorted(outputs, key=lambda output: output.file)
        ],
    }
    if declared is not None and declared.sha256:
        facts["declared"] = {"sha256": declared.sha256}
    facts |= {name: {"sha256": sha256} for name, sha256 in sorted(assembled.other_hashes.items())}
    return (json.dumps(facts | {"receipt": receipt(facts)}, ensure_ascii=False, indent=1) + "\n").encode()


def receipt(facts: Mapping[str, Any]) -> str:
    """Return the one hash over everything that decides a figure: a manifest without its receipt and the program.

    What was made by an earlier version of the program has the same receipt when a later one makes it again.
    """
    covered = {name: fact for name, fact in facts.items() if name != "receipt"}
    covered["versions"] = {name: fact for name, fact in facts["versions"].items() if name != "program"}
    return hashlib.sha256(canonical_json(covered)).hexdigest()


def differing_outputs(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the names of the files that two manifests of one return do not have the same."""
    before, after = ({output["file"]: output["sha256"] for output in manifest["outputs"]} for manifest in (then, now))
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def form_of(manifest: Mapping[str, Any]) -> str:
    """Return the name of a return's form, which a later version of the program may lay out in another way."""
    return f"{manifest['return']}-{manifest['period']}.xlsx"


def receipt_without_form(manifest: Mapping[str, Any]) -> str:
    """Return the receipt that a return would have if it had no form."""
    outputs = [output for output in manifest["outputs"] if output["file"] != form_of(manifest)]
    return receipt({**manifest, "outputs": outputs})
