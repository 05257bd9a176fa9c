"""Authorities in being, and those ended since 2015 with what replaced them.

Source: mySociety's register of UK local authorities (MIT licence, © 2021 mySociety) for councils, dates and
        successors; MHCLG's registers of local authorities, national parks and development corporations (Open
        Government Licence v3.0) for codes and addresses; ONS Code History Database for codes given up by Barnsley,
        Sheffield, the Lake District and the Yorkshire Dales; Town and Country Planning Act 1990, sections 1, 4A and
        Schedule 1, for who decides on minerals and waste.
Grain:  one record a body, under the GSS code that it has now or had last.
Known:  `start_date` and `end_date` are half-open, [start, end), whatever convention the sources follow. Starts before
        2015 are those of the reorganisation that made the body; none is given for the City of London.
        A development corporation is in being here while it decides planning applications: the London Legacy
        corporation's powers went back to four boroughs on 2024-12-01; Hartlepool's and Middlesbrough's began on
        2023-06-01.
        The Broads Authority decides no minerals and waste applications: Norfolk and Suffolk do, in the Broads too.
        Northern Ireland's 26 districts of before 2015 are under their old ONS codes, 95A to 95Z; they had no GSS code.
        A council without an address among opendatacommunities' organisations has that of its area.
        The Greater London Authority is here for the Mayor's levy; its code is its own and not the region's.
        Councils made since 2019 have no finance code (E-code) here: the sources give none.
        The councils that replace Surrey's on 2027-04-01 have no code yet and are not here.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from transforms.domain.authority import Authority
from transforms.registers.tables import parse_day, parse_list, table


@cache
def authorities() -> Mapping[str, Authority]:
    """Return every body of the register by its GSS code, ended ones included."""
    predecessors: dict[str, list[str]] = defaultdict(list)
    for row in table("authorities"):
        for successor in parse_list(row["successors"]):
            predecessors[successor].append(row["gss"])
    return MappingProxyType(
        {row["gss"]: _authority(row, tuple(sorted(predecessors[row["gss"]]))) for row in table("authorities")}
    )


def _authority(row: Mapping[str, str], predecessors: tuple[str, ...]) -> Authority:
    return Authority(
        gss=row["gss"],
        name=row["name"],
        code=row["code"],
        ecode=row["ecode"],
        nation=row["nation"],
        authority_class=row["authority_class"],
        region=row["region"],
        start_date=parse_day(row["start_date"]),
        end_date=parse_day(row["end_date"]),
        former_gss=parse_list(row["former_gss"]),
        successors=parse_list(row["successors"]),
        predecessors=predecessors,
        organisation_uri=row["organisation_uri"],
        decides_planning=row["decides_planning"] == "yes",
        decides_minerals_and_waste=row["decides_minerals_and_waste"] == "yes",
    )


@cache
def codes() -> Mapping[str, str]:
    """Return the GSS code now or last in use by every code that a body has or had, whoever issued it."""
    gss_codes: dict[str, str] = {}
    for row in table("aliases"):
        if row["kind"] != "name":
            gss_codes[row["alias"]] = row["gss"]
    for body in authorities().values():
        for code in (body.code, body.ecode, *body.former_gss):
            if code:
                gss_codes[code] = body.gss
    return MappingProxyType(gss_codes | {gss: gss for gss in authorities()})


def authority(code: str) -> Authority:
    """Return the body whose GSS code (or former one), three-letter code or E-code is `code`, in any case."""
    gss = codes().get(code.strip().upper())
    if gss is None:
        raise LookupError(
            f"“{code}” is not a code of any authority in the register; write a GSS code such as E07000223"
        )
    return authorities()[gss]


def planning_authorities(day: date) -> tuple[Authority, ...]:
    """Return the authorities that decide England's district-level planning applications on `day`, by GSS code."""
    bodies = (body for body in authorities().values() if body.decides_planning and body.in_being(day))
    return tuple(sorted(bodies, key=lambda body: body.gss))


def successor_of(gss: str, day: date) -> str | None:
    """Return the GSS code of the one body that is, on `day`, what `gss` was; None where it was split or is unknown."""
    body = authorities().get(codes().get(gss, gss))
    while body is not None and not body.in_being(day):
        ended = body.end_date is not None and body.end_date <= day
        body = authorities()[body.successors[0]] if ended and len(body.successors) == 1 else None
    return body.gss if body else None
