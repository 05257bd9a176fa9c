"""The manifest of a return: what it was made of, what came out, and one receipt over all of it.

Known:  the receipt is the SHA-256 of the manifest without the receipt as canonical JSON (keys sorted, no blanks,
        UTF-8), so that anybody can compute it again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.domain.statutory_return import AssembledReturn
from transforms.render.issues_csv import SnapshotIssues


@dataclass(frozen=True)
class Versions:
    """The versions of everything that decides a figure beside the definition of the return."""

    program: str
    standards: Mapping[str, str]  # slug: version of the declaration
    rules: tuple[str, ...]  # the rules that the snapshots were checked against


def manifest_json(
    assembled: AssembledReturn,
    authorities: Sequence[str],
    snapshots: Sequence[SnapshotIssues],
    outputs: Mapping[str, bytes],
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
                "authority": snapshot.authority_gss,
                "standard": snapshot.standard,
                "fetched": snapshot.fetched.isoformat(),
                "sha256": snapshot.sha256,
            }
            for snapshot in snapshots
        ],
        "outputs": [
            {"file": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(outputs.items())
        ],
    }
    return (json.dumps(facts | {"receipt": receipt(facts)}, ensure_ascii=False, indent=1) + "\n").encode()


def receipt(facts: Mapping[str, Any]) -> str:
    """Return the one hash over everything in a manifest but the receipt itself."""
    kept = {name: fact for name, fact in facts.items() if name != "receipt"}
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
