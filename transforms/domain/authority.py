"""Authorities: the legal bodies that publish datasets and owe returns.

Source: ONS Code History Database, https://geoportal.statistics.gov.uk, for GSS codes; MHCLG registers for
        three-letter codes and E-codes.
Known:  a GSS code names an area, not a body, and changes when a boundary does; `former_gss` lists the earlier ones.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AuthorityGroup(StrEnum):
    """Authorities that owe the same return; `transforms/registers/respondents.py` says which they are, and why."""

    PLANNING = "planning authorities"
    MINERALS_AND_WASTE = "minerals and waste planning authorities"
    LICENSING = "licensing authorities"
    CONTRIBUTIONS = "authorities that receive developer contributions"
    TRANSPARENCY_CODE = "principal councils and national park authorities"
    CONTRACTING = "contracting authorities"
    HOUSING = "housing authorities"


@dataclass(frozen=True)
class Authority:
    """One authority, in being from `start_date` up to, but not on, `end_date` (half-open)."""

    gss: str
    name: str
    code: str  # three letters of the local-authority register, or the body's register reference
    ecode: str  # MHCLG finance code, blank where it has none
    nation: str
    authority_class: str  # e.g. "district", "unitary", "london-borough", "national-park"
    region: str
    start_date: date | None
    end_date: date | None
    former_gss: tuple[str, ...]
    successors: tuple[str, ...]
    predecessors: tuple[str, ...]
    organisation_uri: str
    decides_planning: bool  # district-level planning applications
    decides_minerals_and_waste: bool  # county matters

    def in_being(self, day: date) -> bool:
        """Return whether the authority exists on `day`."""
        return (self.start_date is None or self.start_date <= day) and (self.end_date is None or day < self.end_date)


class SourceKind(StrEnum):
    """What an address of the register leads to."""

    FILE = "file"
    LISTING = "listing"  # a page or catalogue that lists files, of which `pattern` says which to take
    SERVICE = "service"  # records, page by page
    DOCUMENT = "document"  # a publication that is kept as it is, and not standardised


@dataclass(frozen=True)
class Source:
    """Where one authority publishes one dataset standard, and why we expect it to; it may have several for one."""

    authority_gss: str
    standard: str
    url: str
    format: str
    licence: str
    provision: str  # statutory, expected or encouraged
    since: date | None
    until: date | None
    kind: SourceKind = SourceKind.FILE
    pattern: str = ""  # of a listing: which files to take, as a shell writes it, several set apart by semicolons
    paused: str = ""  # why it is not asked for the time being; blank where it is
