"""The register of sources as a deployment reads it: what is expected of whom on a day."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.registers import sources
from transforms.registers.publishing import counts

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source

Key = tuple[str, str]  # standard, authority


def expected(here: "Deployment", day: date) -> "Mapping[Key, Source]":
    """Return the sources that count on `day`; of several of one authority the last listed that has an address."""
    path = here.settings.sources
    found: dict[Key, Source] = {}
    for source in _read(path, path.stat().st_mtime_ns if path else 0):
        key = (source.standard, source.authority_gss)
        if counts(source, day) and (source.url or key not in found):
            found[key] = source
    return found


@lru_cache(maxsize=4)
def _read(path: Path | None, _: int) -> "tuple[Source, ...]":
    """Return the register, read again when it has been written again."""
    return sources(path)
