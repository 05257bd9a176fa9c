"""Roles and grants: who may do what, and for whom.

Source: docs/specifications/life-of-a-return.md, section 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from transforms.audit import AuditEntry
from transforms.domain.round_rules import CERTIFYING_ROLES


class Role(StrEnum):
    """What a grant lets a person do."""

    OFFICER = "officer"
    CERTIFIER = "certifier"
    COLLECTOR = "collector"
    RELEASER = "releaser"
    RECEIVER = "receiver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


DATA_TEAM = (Role.COLLECTOR, Role.RELEASER)
EVERYTHING = ""  # the scope of the data team, of auditors and administrators


@dataclass(frozen=True)
class Grant:
    """A role over a scope, from a day until a day (included; None for no end).

    The scope of an officer is an authority's GSS code; of a certifier that and the certifying role, as
    `E07000223/head-of-planning`; of a receiver a return; of the others nothing.
    """

    number: int  # of the entry that granted it
    role: Role
    scope: str
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Access:
    """Who somebody is to us today: their key in the audit trail, and the grants that hold."""

    person: str
    grants: tuple[Grant, ...] = ()

    def has(self, role: Role, *scopes: str) -> bool:
        """Whether they hold a role, over one of some scopes where these are named."""
        return any(grant.role is role and (not scopes or grant.scope in scopes) for grant in self.grants)

    @property
    def is_data_team(self) -> bool:
        """Whether they are of the data team."""
        return any(self.has(role) for role in DATA_TEAM)

    @property
    def reads_everything(self) -> bool:
        """Whether nothing is private to them."""
        return self.is_data_team or self.has(Role.AUDITOR)

    @cached_property
    def authorities(self) -> frozenset[str]:
        """The authorities of which they are an officer or a certifier."""
        of_authorities = (grant for grant in self.grants if grant.role in (Role.OFFICER, Role.CERTIFIER))
        return frozenset(grant.scope.partition("/")[0] for grant in of_authorities)

    def is_of_authority(self, codes: Sequence[str]) -> bool:
        """Whether they are an officer or a certifier of one of some authorities."""
        return not self.authorities.isdisjoint(codes)

    def may_certify(self, codes: Sequence[str], certifying_role: str) -> bool:
        """Whether they certify for one of some authorities in a certifying role."""
        return self.has(Role.CERTIFIER, *(f"{code}/{certifying_role}" for code in codes))


def grants_of(entries: Iterable[AuditEntry]) -> list[Grant]:
    """Return every grant that the entries about a person make, each with its end where it was ended."""
    grants: dict[int, Grant] = {}
    for entry in entries:
        details = entry.what
        if entry.act == "grant-role":
            until = date.fromisoformat(details["until"]) if details.get("until") else None
            since = date.fromisoformat(details["since"])
            grants[entry.number] = Grant(entry.number, Role(details["role"]), details["scope"], since, until)
        elif entry.act == "end-role" and details["grant"] in grants:
            grant = grants[details["grant"]]
            last = date.fromisoformat(details["on"]) - timedelta(days=1)  # it ends at once
            last = last if grant.until is None else min(last, grant.until)
            grants[grant.number] = Grant(grant.number, grant.role, grant.scope, grant.since, last)
    return list(grants.values())


def check_scope(role: Role, scope: str, authorities: Iterable[str], returns: Iterable[str]) -> None:
    """Raise ValueError, in words, where a role can't be granted over a scope."""
    gss, slash, certifying = scope.partition("/")
    match role:
        case Role.OFFICER:
            is_right, form = gss in authorities and not slash, "an authority's GSS code"
        case Role.CERTIFIER:
            is_right = gss in authorities and certifying in CERTIFYING_ROLES
            form = f"an authority's GSS code, a slash and one of {', '.join(CERTIFYING_ROLES)}"
        case Role.RECEIVER:
            is_right, form = scope in returns, "a return"
        case _:
            is_right, form = scope == EVERYTHING, "nothing"
    if not is_right:
        raise ValueError(f"the scope of a role “{role}” is {form}, not “{scope}”")
