"""Work: the pages of those who are signed in: councils, the data team and departments."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.portal.accounts import caller
from plugins.portal.accounts.sessions import PostedForm, SignedInNow
from plugins.portal.pages import deployment_of
from plugins.portal.views.today import today
from plugins.portal.views.work import list_work
from plugins.portal.views.work_calendar import draw_calendar
from plugins.portal.views.work_destinations import list_destinations, sees_destinations
from plugins.portal.views.work_people import grant_in_words
from plugins.portal.views.work_sources import list_source_acts, sees_sources
from plugins.portal.views.work_tasks import list_tasks, tasks_of_sources
from plugins.portal.work_pages import lead_back, render_work_page, text_of
from plugins.storage.warehouse.messages import load_bounces
from plugins.storage.warehouse.people import is_subscribed, load_signature, record_subscription
from plugins.submissions import rounds
from plugins.submissions.delivery.logins import Logins
from plugins.submissions.people import load_grants, sees_people
from plugins.submissions.signing_keys import load_key_register
from transforms.rounds.roles import Access, Role

router = APIRouter(prefix="/work")


@router.get("")
def work_page(request: Request, person: SignedInNow) -> Response:
    """Show what the rounds ask of who is signed in, and the roles that they hold."""
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        access = person.access(connection)
        views = list_work(connection, deployment.archive, access, day)
        tasks = list_tasks(deployment.archive, access, views, day)
        if access.has(Role.COLLECTOR):
            signature = load_signature(connection, access.person)
            tasks += tasks_of_sources(list_source_acts(connection, access, signature, day))
        grants = load_grants(connection, person.person.key)
        gets_messages = is_subscribed(connection, person.person.id)
        bounces = load_bounces(connection) if access.has(Role.COLLECTOR) else []
    return render_work_page(
        request, person, "work.html", views=views, tasks=tasks, grants=grants, gets_messages=gets_messages,
        bounces=bounces, in_words=grant_in_words, pages=_pages_of(access),
    )  # fmt: skip


def _pages_of(access: Access) -> list[tuple[str, str]]:
    """Return the address and title of each further page that somebody sees."""
    pages = [("/work/calendar", "Calendar of rounds"), ("/verify", "Verify a package")]
    if sees_sources(access):
        pages.append(("/work/sources", "Files and findings"))
    if sees_people(access):
        pages.append(("/work/people", "People and roles"))
    if sees_destinations(access):
        pages.append(("/work/destinations", "Destinations and keys"))
    return pages


@router.post("/messages")
def change_messages(request: Request, person: SignedInNow, form: PostedForm) -> Response:
    """Stop the messages of who is signed in, or start them again."""
    stopped_on = caller.today() if text_of(form, "messages") == "stop" else None
    with deployment_of(request).transaction() as connection:
        record_subscription(connection, person.person.id, stopped_on)
    return lead_back("/work")


@router.get("/calendar")
def calendar_page(request: Request, person: SignedInNow) -> Response:
    """Show the days of every round, as a timeline and as a table."""
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        rounds_seen = rounds.list_rounds(connection, deployment.archive, person.access(connection), day)
    return render_work_page(request, person, "work_calendar.html", calendar=draw_calendar(rounds_seen, day))


@router.get("/destinations")
def destinations_page(request: Request, person: SignedInNow) -> Response:
    """Show where packages are delivered, and the keys that sign them."""
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        rows = list_destinations(connection, person.access(connection), Logins.from_environment().register, day)
    keys = load_key_register(deployment.archive).keys
    return render_work_page(request, person, "work_destinations.html", rows=rows, keys=keys)
