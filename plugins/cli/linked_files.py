"""The files of linked standards that a user names, read for the keys that references are held against."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.console import progress, refuse
from plugins.cli.declared import declared_standard

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.standard import DatasetStandard


def linked_keys(
    named: Sequence[str], standard: "DatasetStandard", authority_gss: str | None, day: date
) -> "dict[str, pa.Array]":
    """Return the keys in the files named as SLUG=FILE; refuse what the standard doesn't refer to."""
    if not named:
        return {}
    from transforms.snapshots.linking import keys_of, linked_standards

    wanted = linked_standards(standard)
    keys: dict[str, pa.Array] = {}
    for one in named:
        slug, equals, file = one.partition("=")
        if not equals or not file:
            refuse(f"--linked takes SLUG=FILE, such as developer_agreements=agreements.csv, and not “{one}”.")
        declared = declared_standard(slug)
        if slug not in wanted:
            known = " and ".join(sorted(wanted)) or "no other standard"
            refuse(f"Records of {standard.slug} refer to {known}, not to {slug}.")
        if slug in keys:
            refuse(f"--linked names {slug} twice; name one file of each standard.")
        keys[slug] = keys_of(_table(Path(file), declared, authority_gss, day), wanted[slug])
    return keys


def _table(path: Path, standard: "DatasetStandard", authority_gss: str | None, day: date) -> "pa.Table":
    """Return the records of a linked file as we read them."""
    from expectations.check import PublishedFile, standardise_files

    try:
        content = path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    progress(f"Reading {path} ({len(content):,} bytes)…")
    (read,) = standardise_files([PublishedFile(str(path), content, authority_gss, day)], standard)
    if read.header_line is None:
        refuse(f"{path} holds no table, so it can't be linked.")
    return read.table
