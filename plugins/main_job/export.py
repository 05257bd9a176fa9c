"""The returns' files, copied out of the store before it stops."""

from collections.abc import Sequence
from pathlib import Path

from plugins.archive import Archive
from plugins.settings import Settings
from plugins.warehouse.summaries import ReleaseSummary


def export_releases(settings: Settings, releases: Sequence[ReleaseSummary], folder: Path) -> dict[str, list[Path]]:
    """Copy the files of these releases to ``folder`` and return them by release prefix."""
    archive = Archive.from_settings(settings)
    written: dict[str, list[Path]] = {}
    for release in releases:
        target = folder / release.return_slug / release.period
        target.mkdir(parents=True, exist_ok=True)
        for key in archive.list_keys(f"{release.prefix}/"):
            path = target / key.rpartition("/")[2]
            path.write_bytes(archive.load(key))
            written.setdefault(release.prefix, []).append(path)
    return written
