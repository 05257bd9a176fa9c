"""The manifest of a return: what it was made of, what came out, and one receipt over all of it.

Known:  the receipt is the SHA-256 of the manifest without the receipt as canonical JSON (keys sorted, no blanks,
        UTF-8), so that anybody can compute it again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from transforms.domain.statutory_return import AssembledReturn


@dataclass(frozen=True)
class Input:
    """One snapshot that a return was assembled from."""

    authority_gss: str
    standard: str
    fetched: date
    sha256: str

    @property
    def place(self) -> tuple[str, str, date]:
        """Where the snapshot is listed among the others."""
        return self.authority_gss, self.standard, self.fetched


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
    authorities: Sequence[str],
    inputs: Sequence[Input],
    outputs: Sequence[Output],
    versions: Versions,
) -> bytes:
    """Return the manifest of a return, its receipt last."""
    definition = assembled.definition
    facts: dict[str, Any] = {
        "return": definition.slug,
        "period": str(assembled.period),
        "as_known": assembled.as_known.isoformat() if assembled.as_known else None,
        "authorities": sorted(authorities),
        "switches": dict(sorted(assembled.switches.items())),
        "versions": {
            "return": definition.version,
            "standards": dict(sorted(versions.standards.items())),
            "rules": sorted(set(versions.rules)),
            "program": versions.program,
        },
        "inputs": [
            {
                "authority": one.authority_gss,
                "standard": one.standard,
                "fetched": one.fetched.isoformat(),
                "sha256": one.sha256,
            }
            for one in sorted(inputs, key=lambda one: one.place)
        ],
        "outputs": [
            {"file": one.file, "bytes": one.size, "sha256": one.sha256}
            for one in sorted(outputs, key=lambda one: one.file)
        ],
    }
    return (json.dumps(facts | {"receipt": receipt(facts)}, ensure_ascii=False, indent=1) + "\n").encode()


def receipt(facts: Mapping[str, Any]) -> str:
    """Return the one hash over everything in a manifest but the receipt itself."""
    kept = {name: fact for name, fact in facts.items() if name != "receipt"}
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
