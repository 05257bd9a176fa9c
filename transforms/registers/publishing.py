"""Where authorities publish dataset standards, and why we expect them to.

Source: MHCLG's lists of endpoints of its collections of brownfield land, planning applications, developer contributions
        and infrastructure funding statements (Open Government Licence v3.0; contains public sector information), as on
        2026-11, made by `council-returns national-sources`; Town and Country Planning (Brownfield Land Register)
        Regulations 2017 (SI 2017/403) for the duty; LGA's Local Open Data Incentive Scheme for planning applications.
Grain:  one record an authority, standard and address. An authority may have several of one standard: a file a month or
        a year, each with its first and last day, or a listing of files whose names or titles `pattern` matches. Where
        the standard comes in parts, they are read as one table; of any other the newest counts.
Known:  a blank address means that publication is expected and the address not known: for planning applications four
        are listed. `since` is the day on which the address was first known, `until` the first day on which it no longer
        counts; addresses of ended authorities end with them. A blank licence was not stated, and a blank format shows
        only in the answer. Somerset still publishes one register for each of three former districts;
        none is Somerset's register, so its address counts as not known.
        A layer of an ArcGIS service is asked for all its records as GeoJSON.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path

from transforms.domain.authority import Source, SourceKind
from transforms.registers.tables import FOLDER, parse_day, read_table

Register = Path | Sequence[Source] | None  # a file in the form of the packaged one, records, or the packaged one


def sources(register: Register = None) -> tuple[Source, ...]:
    """Return every record of the packaged register of sources, or of another one."""
    if register is None:
        return _packaged()
    return _read(register) if isinstance(register, Path) else tuple(register)


def open_sources(standard: str, day: date, register: Register = None) -> tuple[Source, ...]:
    """Return the sources of `standard` that have an address and count on `day`."""
    return tuple(
        source for source in sources(register) if source.standard == standard and source.url and counts(source, day)
    )


def counts(source: Source, day: date) -> bool:
    """Return whether `source` is in force on `day`."""
    return (source.since is None or source.since <= day) and (source.until is None or day < source.until)


def sources_to_collect(
    standard: str, day: date, register: Register = None, *, comes_in_parts: bool = False
) -> dict[str, tuple[Source, ...]]:
    """Return, by authority, the sources of `standard` to ask on `day`, in the register's order; paused ones are not.

    All of an authority's where the standard comes in parts; otherwise the newest, of several that began on one day the
    one listed last.
    """
    by_authority: dict[str, tuple[Source, ...]] = {}
    for source in open_sources(standard, day, register):
        if source.paused:
            continue
        others = by_authority.get(source.authority_gss, ())
        if comes_in_parts:
            by_authority[source.authority_gss] = (*others, source)
        elif not others or (others[0].since or date.min) <= (source.since or date.min):
            by_authority[source.authority_gss] = (source,)
    return by_authority


def by_authority(source: Source) -> tuple[str, str, date, str]:
    """Return where a source stands in the order of the packaged register."""
    return source.authority_gss, source.standard, source.since or date.min, source.url


def write_sources(sources: Iterable[Source]) -> bytes:
    """Return sources as CSV in the form of the packaged register, a plain file's kind left blank."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*Source.__dataclass_fields__], lineterminator="\n")
    writer.writeheader()
    for source in sources:
        values = asdict(source) | {"kind": "" if source.kind is SourceKind.FILE else str(source.kind)}
        writer.writerow({name: "" if value is None else value for name, value in values.items()})
    return text.getvalue().encode()


@cache
def _packaged() -> tuple[Source, ...]:
    return _read(FOLDER / "sources.csv")


def _read(path: Path) -> tuple[Source, ...]:
    return tuple(
        Source(
            authority_gss=row["authority_gss"],
            standard=row["standard"],
            url=row.get("url", ""),
            format=row.get("format", ""),
            licence=row.get("licence", ""),
            provision=row.get("provision", ""),
            since=parse_day(row.get("since", "")),
            until=parse_day(row.get("until", "")),
            kind=SourceKind(row.get("kind") or SourceKind.FILE),
            pattern=row.get("pattern", ""),
            paused=row.get("paused", ""),
        )
        for row in read_table(path)
    )
