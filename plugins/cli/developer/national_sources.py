"""The register of sources out of the national collector's list of addresses.

Source: MHCLG, planning data platform, endpoints of its collections (Open Government Licence v3.0),
        https://www.planning.data.gov.uk; the list itself stays outside the project.
Known:  an address counts from the day on which the list entered it; one that the list has ended, up to that day. Of a
        standard that does not come in parts the list keeps older registers open beside the newest: here each ends when
        the next begins. An address of an ended authority ends with it. Lists of codes, and what the department entered
        for itself, are no council's and left out.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit, urlunsplit

from transforms import registers
from transforms.domain.authority import Source, SourceKind
from transforms.registers.documents import FUNDING_STATEMENTS
from transforms.registers.publishing import by_authority
from transforms.standards import STANDARDS

STANDARD_OF = {
    "brownfield-land": "brownfield_land",
    "developer-agreement": "developer_agreements",
    "developer-agreement-contribution": "developer_agreement_contributions",
    "developer-agreement-transaction": "developer_agreement_transactions",
    "planning-application": "planning_applications",
    "infrastructure-funding-statement": FUNDING_STATEMENTS,
}
PROVISION_OF = {
    "brownfield_land": "statutory",
    "planning_applications": "encouraged",
    FUNDING_STATEMENTS: "statutory",
}
LICENCES = {"ogl3": "OGL-UK-3.0"}
FORMATS = frozenset({"csv", "xlsx", "xlsm", "xls", "ods", "pdf", "json", "geojson", "zip", "gml", "kml"})
VISITS = ("_gl=", "_ga=", "utm_")  # what a browser of the person who listed it had added
LAYER = ("/FeatureServer/", "/MapServer/")
ALL_RECORDS = "query?where=1%3D1&outFields=*&outSR=4326&f=geojson"
# Three registers of former districts are none of Somerset's own, and it has not published another.
NOT_ITS_OWN = {("E06000066", "brownfield_land")}


def national_sources(endpoints: Path, current: Sequence[Source]) -> list[Source]:
    """Return the register with the addresses of the list in place of those that it had for the same standards.

    Args:
        endpoints: the list as CSV: collection, organisation, pipelines, url, licence, entry_date, end_date.
        current: the register as it is: what is not on the list stays, and so do expected sources of no address.

    """
    with endpoints.open(encoding="utf-8-sig", newline="") as lines:
        listed = list(_merged(source for row in csv.DictReader(lines) if (source := _source(row))))
    replaced = set(STANDARD_OF.values())
    on_list = {(source.authority_gss, source.standard, source.url) for source in listed}
    listed += [
        source
        for source in current
        if source.url
        and source.standard in replaced
        and source.kind is not SourceKind.LISTING
        and (source.authority_gss, source.standard, source.url) not in on_list
    ]
    in_parts = {standard.slug for standard in STANDARDS if standard.comes_in_parts}
    sources = [source for group in _by_publication(listed).values() for source in _one_after_the_other(group, in_parts)]
    has_open = {(source.authority_gss, source.standard) for source in sources if source.until is None}
    for source in current:
        key = (source.authority_gss, source.standard)
        if source.standard not in replaced or source.kind is SourceKind.LISTING:
            sources.append(source)
        elif source.until is None and key not in has_open:
            sources.append(replace(source, url="", format="", licence="", since=None))
            has_open.add(key)
    return sorted(sources, key=by_authority)


def _source(row: Mapping[str, str]) -> Source | None:
    """Return what a line of the list says of a council's own address of a standard of ours, None for any other."""
    standard = STANDARD_OF.get(row["pipelines"] or row["collection"])
    gss = registers.organisation(row["organisation"])
    if standard is None or gss is None or ((gss, standard) in NOT_ITS_OWN and not row["end_date"]):
        return None
    url = _address(row["url"])
    since, until = _day(row["entry_date"]), _day(row["end_date"])
    kind = SourceKind.DOCUMENT if standard == FUNDING_STATEMENTS else SourceKind.FILE
    return Source(
        gss, standard, url, _format(url), LICENCES.get(row["licence"], ""), PROVISION_OF.get(standard, "expected"),
        since, until, kind,
    )  # fmt: skip


def _address(text: str) -> str:
    """Return an address as it can be asked for, without marks of a visit; a map service's layer for all its records."""
    url = quote(text.strip(), safe="%/:=&?~#+!$,;'@()*[]|")
    parts = urlsplit(url if "://" in url else f"https://{url}")
    pairs = [pair for pair in parts.query.split("&") if not pair.startswith(VISITS)]
    url = urlunsplit(parts._replace(query="&".join(pairs)))
    is_layer = any(name in parts.path for name in LAYER) and parts.path.rstrip("/").rpartition("/")[2].isdecimal()
    return f"{url.partition('?')[0].rstrip('/')}/{ALL_RECORDS}" if is_layer else url


def _format(url: str) -> str:
    if url.endswith("f=geojson"):
        return "geojson"
    ending = PurePosixPath(urlsplit(url).path).suffix[1:].casefold()
    return ending if ending in FORMATS else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _merged(sources: Iterable[Source]) -> Iterator[Source]:
    """Yield each address of an authority once, from its first day on, and ended only if every line of it is."""
    by_address: dict[tuple[str, str, str], Source] = {}
    for source in sources:
        key = (source.authority_gss, source.standard, source.url)
        other = by_address.get(key, source)
        untils = (source.until, other.until)
        by_address[key] = replace(
            other,
            since=min(filter(None, (source.since, other.since)), default=None),
            until=None if None in untils else max(filter(None, untils)),
            licence=source.licence or other.licence,
        )
    yield from by_address.values()


def _by_publication(sources: Iterable[Source]) -> dict[tuple[str, str], list[Source]]:
    groups: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for source in sources:
        groups[source.authority_gss, source.standard].append(source)
    return groups


def _one_after_the_other(sources: Sequence[Source], in_parts: set[str]) -> Iterator[Source]:
    """Yield an authority's sources of one standard, each over when the next begins unless the standard has parts."""
    ended_on = registers.authorities()[sources[0].authority_gss].end_date
    ordered = sorted(sources, key=lambda source: source.since or date.min)
    for number, source in enumerate(ordered):
        until = source.until
        if until is None and source.standard not in in_parts:
            until = next((later.since for later in ordered[number + 1 :] if later.until is None), None)
        if ended_on is not None:
            until = min(until or ended_on, ended_on)
        is_backwards = source.since is not None and until is not None and until <= source.since
        yield replace(source, until=until, since=None if is_backwards else source.since)
