"""What of rounds and releases is whose; whatever is not theirs does not exist for them.

Source: docs/specifications/life-of-a-return.md, section 1: nobody sees an unreleased return but its own authority, the
data team and auditors.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from plugins.submissions.refusals import NotAllowed, NotVisible
from transforms.registers import authorities, successor_of
from transforms.rounds.roles import Access, Role

NOTHING = "there is nothing here"


def acting_codes(gss: str, day: date) -> tuple[str, ...]:
    """Return who acts for an authority: itself, and its successor once it has ended."""
    body = authorities().get(gss)
    if body is None or body.in_being(day):
        return (gss,)
    successor = successor_of(gss, day)
    return (gss,) if successor is None else (gss, successor)


def own_authorities(access: Access, codes: Iterable[str], day: date) -> list[str]:
    """Return for which of some authorities somebody acts as their officer or certifier, or as their successor's."""
    own = access.authorities
    if not own:
        return []
    successors = _successors(day)
    return [gss for gss in codes if gss in own or successors.get(gss) in own]


@lru_cache(maxsize=4)
def _successors(day: date) -> Mapping[str, str]:
    """Return who acts for each authority that has ended, by its code."""
    acting = {gss: acting_codes(gss, day) for gss in authorities()}
    return {gss: codes[-1] for gss, codes in acting.items() if len(codes) > 1}


def sees_part(access: Access, gss: str, day: date) -> bool:
    """Whether somebody sees an authority's part of a round."""
    return access.reads_everything or access.is_of_authority(acting_codes(gss, day))


def sees_round(access: Access, return_slug: str, authorities_of: tuple[str, ...], day: date) -> bool:
    """Whether somebody sees that there is a round, and its days."""
    if access.reads_everything or access.has(Role.RECEIVER, return_slug):
        return True
    return bool(own_authorities(access, authorities_of, day))


def expect_part(access: Access, gss: str, day: date) -> None:
    """Raise NotVisible where a part is not theirs to see."""
    if not sees_part(access, gss, day):
        raise NotVisible(NOTHING)


def expect_role(access: Access, role: Role) -> None:
    """Raise NotAllowed where somebody sees something and lacks the role to act on it."""
    if not access.has(role):
        raise NotAllowed(f"this is for a {role}")


def expect_receiver(access: Access, return_slug: str) -> None:
    """Raise NotAllowed or NotVisible where somebody does not receive a return for its department."""
    if access.has(Role.RECEIVER, return_slug):
        return
    raise NotAllowed("this is for the department of the return") if access.reads_everything else NotVisible(NOTHING)
