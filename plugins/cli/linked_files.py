"""The files that `check --linked` names, read for the keys that references are compared with."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plugins.cli.console import progress, refuse
from plugins.cli.declared import declared_standard

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.standard import DatasetStandard


class PublishedBy(NamedTuple):
    """Whose a file is, and the day as at which it is read."""

    authority_gss: str | None
    day: date


def linked_keys(
    options: Sequence[str], standard: "DatasetStandard", authority_gss: str | None, day: date
) -> "dict[str, pa.Array]":
    """Return the keys in the files named as SLUG=FILE; refuse what the standard doesn't refer to."""
    if not options:
        return {}
    from transforms.snapshots.linking import linked_standards

    referenced = linked_standards(standard)
    keys: dict[str, pa.Array] = {}
    for option in options:
        slug, equals, file = option.partition("=")
        if not equals or not file:
            refuse(f"--linked takes SLUG=FILE, such as developer_agreements=agreements.csv, not “{option}”.")
        declared = declared_standard(slug)
        if slug not in referenced:
            names = " and ".join(sorted(referenced)) or "no other standard"
            refuse(f"Records of {standard.slug} refer to {names}, not to {slug}.")
        if slug in keys:
            refuse(f"--linked names {slug} twice; give one file for each standard.")
        keys[slug] = _keys(Path(file), declared, referenced[slug], PublishedBy(authority_gss, day))
    return keys


def _keys(path: Path, standard: "DatasetStandard", key: str, published: PublishedBy) -> "pa.Array":
    """Return the keys of the records of a linked file; refuse one without a table."""
    from expectations.check import PublishedFile
    from plugins.reading.read_files import read_keys
    from plugins.reading.run_limited import FileUnreadable

    try:
        content = path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    progress(f"Reading {path} ({len(content):,} bytes)…")
    file = PublishedFile(str(path), content, published.authority_gss, published.day)
    try:
        keys = read_keys(file, standard, key)
    except FileUnreadable as error:
        refuse(f"{path} can't be read: {error}.")
    if keys is None:
        refuse(f"{path} does not contain a table, so it can't be linked.")
    return keys
