"""The register of sources of a deployment: which authority is expected to publish what on a day."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.storage.warehouse.source_changes import load_source_changes
from transforms.domain.authority import SourceKind
from transforms.registers import sources
from transforms.registers.publishing import counts
from transforms.registers.source_changes import apply_changes

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source

SourceKey = tuple[str, str]  # standard, authority


def expected_sources(deployment: "Deployment", day: date) -> "Mapping[SourceKey, Source]":
    """Return the sources that are expected on `day`; of several of one authority the last that has an address."""
    path = deployment.settings.sources
    with deployment.transaction() as connection:
        changes = load_source_changes(connection)
    sources: dict[SourceKey, Source] = {}
    for source in apply_changes(_read(path, path.stat().st_mtime_ns if path else 0), changes):
        key = (source.standard, source.authority_gss)
        is_expected = source.kind is not SourceKind.DOCUMENT and counts(source, day)
        if is_expected and (source.url or key not in sources):
            sources[key] = source
    return sources


@lru_cache(maxsize=4)
def _read(path: Path | None, _: int) -> "tuple[Source, ...]":
    """Return the register, read again when the file has changed."""
    return sources(path)
