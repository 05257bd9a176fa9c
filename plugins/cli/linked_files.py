"""The files that `check --linked` names, read for the keys that references are compared with."""

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
    options: Sequence[str], standard: "DatasetStandard", authority_gss: str | None, day: date
) -> "dict[str, pa.Array]":
    """Return the keys in the files named as SLUG=FILE; refuse what the standard doesn't refer to."""
    if not options:
        return {}
    from transforms.snapshots.linking import keys_of, linked_standards

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
        keys[slug] = keys_of(_table(Path(file), declared, authority_gss, day), referenced[slug])
    return keys


def _table(path: Path, standard: "DatasetStandard", authority_gss: str | None, day: date) -> "pa.Table":
    """Return the records of a linked file as we read them."""
    from expectations.check import PublishedFile, standardise_files

    try:
        content = path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")
    progress(f"Reading {path} ({len(content):,} bytes)…")
    (standardised,) = standardise_files([PublishedFile(str(path), content, authority_gss, day)], standard)
    if standardised.header_line is None:
        refuse(f"{path} does not contain a table, so it can't be linked.")
    return standardised.table
