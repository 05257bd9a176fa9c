"""What a caller sees, settled before a body is looked at: what isn't theirs is not there, however it is asked."""

from fastapi import Request

from plugins.portal.accounts.caller import CallerNow, today
from plugins.portal.pages import deployment_of
from plugins.submissions.finding_explanations import list_explanations
from plugins.submissions.people import expect_people
from plugins.submissions.refusals import NotVisible
from plugins.submissions.releases import read_release
from plugins.submissions.rounds import read_visible_round
from plugins.submissions.source_acts import expect_source
from plugins.submissions.visibility import NOTHING, expect_part, sees_part
from transforms.rounds.roles import Role


def visible_round(request: Request, caller: CallerNow, slug: str, period: str) -> None:
    """Raise NotVisible where a round is not the caller's to see."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        read_visible_round(connection, deployment.archive, caller.access(connection), slug, period, today())


def visible_part(request: Request, caller: CallerNow, slug: str, period: str, gss: str) -> None:
    """Raise NotVisible where an authority's part is not the caller's to see."""
    deployment = deployment_of(request)
    with deployment.transaction() as connection:
        access = caller.access(connection)
        expect_part(access, gss, today())
        opened = read_visible_round(connection, deployment.archive, access, slug, period, today())
        if gss not in opened.authorities(deployment.archive):
            raise NotVisible(NOTHING)


def visible_people(request: Request, caller: CallerNow) -> None:
    """Raise NotVisible where people and their roles are not the caller's to see."""
    with deployment_of(request).transaction() as connection:
        expect_people(caller.access(connection))


def visible_release(request: Request, caller: CallerNow, slug: str, period: str, version: int) -> None:
    """Raise NotVisible where a release is not the caller's to see."""
    with deployment_of(request).transaction() as connection:
        read_release(connection, caller.access(connection), (slug, period, version))


def visible_cell(request: Request, caller: CallerNow, slug: str, gss: str) -> None:
    """Raise NotVisible where neither the department of a return nor the authority of a cell asks."""
    with deployment_of(request).transaction() as connection:
        access = caller.access(connection)
    if not (sees_part(access, gss, today()) or access.has(Role.RECEIVER, slug)):
        raise NotVisible(NOTHING)


def visible_source(request: Request, caller: CallerNow, gss: str) -> None:
    """Raise NotVisible where what people do about an authority's sources is not the caller's to see."""
    with deployment_of(request).transaction() as connection:
        expect_source(caller.access(connection), gss, today())


def visible_explanation(request: Request, caller: CallerNow, number: int) -> None:
    """Raise NotVisible where an explanation or a waiver is not of the caller's council."""
    with deployment_of(request).transaction() as connection:
        written = list_explanations(connection, caller.access(connection), today())
    if number not in {explanation.id for explanation in written}:
        raise NotVisible(NOTHING)
