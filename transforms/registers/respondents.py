"""Who owes a return on a day, and how far we are with each of them: asked, answered, unknown.

Source: planning authorities and those of minerals and waste: the columns of authorities.csv, by its own sources.
        Licensing authorities: Licensing Act 2003 s3. Authorities that receive developer contributions: Community
        Infrastructure Levy Regulations 2010 reg 121A. Principal councils and national park authorities: Local
        Government Transparency Code 2015. Contracting authorities: Procurement Act 2023 s2. Local housing
        authorities: Housing Act 1985 s1; only some have council homes.
Known:  the register has councils, national park authorities, development corporations and the Greater London Authority.
        Others owe some of these returns too and are not counted: the Inner and Middle Temple license premises, and
        fire, police and combined authorities publish and make contracts.
        An authority that received no contribution in a year owes no statement about it; the register can't tell.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from transforms.domain.authority import Authority, AuthorityGroup
from transforms.registers.bodies import authorities
from transforms.registers.publishing import Register, open_sources

DISTRICT_LEVEL = frozenset({"district", "unitary", "metropolitan", "london-borough"})
PRINCIPAL = DISTRICT_LEVEL | {"county"}
UPPER_LEVEL = frozenset({"county", "strategic-authority"})


def _is_of(body: Authority, nations: Collection[str], classes: Collection[str]) -> bool:
    return body.nation in nations and body.authority_class in classes


MEMBERSHIP: Mapping[AuthorityGroup, Callable[[Authority], bool]] = MappingProxyType(
    {
        AuthorityGroup.PLANNING: lambda body: body.decides_planning,
        AuthorityGroup.MINERALS_AND_WASTE: lambda body: body.decides_minerals_and_waste,
        AuthorityGroup.LICENSING: lambda body: _is_of(body, {"England", "Wales"}, DISTRICT_LEVEL),
        AuthorityGroup.CONTRIBUTIONS: lambda body: body.decides_planning or _is_of(body, {"England"}, UPPER_LEVEL),
        AuthorityGroup.TRANSPARENCY_CODE: lambda body: _is_of(body, {"England"}, PRINCIPAL | {"national-park"}),
        AuthorityGroup.HOUSING: lambda body: _is_of(body, {"England"}, DISTRICT_LEVEL),
        AuthorityGroup.CONTRACTING: lambda body: body.nation == "England",
    }
)


@dataclass(frozen=True)
class Respondents:
    """Who owes a return on a day, told apart by how far we are with each: GSS codes in order."""

    owing: tuple[str, ...]
    reachable: tuple[str, ...]  # they owe the return, and where they publish is known
    unknown: tuple[str, ...]  # they owe it, and nobody knows where they publish
    answered: tuple[str, ...]  # they were asked, and have usable data
    not_owing: tuple[str, ...]  # they have usable data, although they owe nothing

    @property
    def silent(self) -> tuple[str, ...]:
        """Those that were asked and have no usable data."""
        return tuple(gss for gss in self.reachable if gss not in self.answered)

    @property
    def response_rate_pct(self) -> float | None:
        """How many of a hundred that owe the return have answered, one decimal; None where nobody owes it."""
        return round(100 * len(self.answered) / len(self.owing), 1) if self.owing else None


def is_member(body: Authority, group: AuthorityGroup) -> bool:
    """Return whether an authority is of a group, and so owes what the group owes, while it is in being."""
    return MEMBERSHIP[group](body)


def who_owes(group: AuthorityGroup, day: date) -> tuple[Authority, ...]:
    """Return the authorities of a group that are in being on `day`, by GSS code."""
    owing = (body for body in authorities().values() if is_member(body, group) and body.in_being(day))
    return tuple(sorted(owing, key=lambda body: body.gss))


def respondents(
    group: AuthorityGroup,
    standards: Collection[str],
    day: date,
    with_data: Collection[str],
    register: Register = None,
) -> Respondents:
    """Return who owes a return on `day`, who of them was asked, and who answered.

    Args:
        group: who owes it.
        standards: the slugs of the dataset standards that it reads; an authority is asked if its source is known for
            one of them.
        day: the day as known.
        with_data: the GSS codes of the authorities with usable data.
        register: a register of sources instead of the packaged one.

    """
    owing = tuple(body.gss for body in who_owes(group, day))
    with_source = {source.authority_gss for slug in standards for source in open_sources(slug, day, register)}
    reachable = tuple(gss for gss in owing if gss in with_source or gss in with_data)
    return Respondents(
        owing=owing,
        reachable=reachable,
        unknown=tuple(gss for gss in owing if gss not in reachable),
        answered=tuple(gss for gss in reachable if gss in with_data),
        not_owing=tuple(sorted(set(with_data) - set(owing))),
    )
