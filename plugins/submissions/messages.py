"""Messages: at most one a day to each person, only where something of theirs has changed or is due.

Source: docs/specifications/life-of-a-return.md, section 6.
Known   a message counts and names what to do, by when and where; no value of a council's data is in it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plugins.notify.mail_service import MailService
from plugins.notify.message_state import MessageState
from plugins.storage.warehouse.messages import queue_message, record_outcome
from plugins.storage.warehouse.people import Person, load_subscribers
from plugins.submissions.chases import WAITING, record_chase, waiting_authorities
from plugins.submissions.parts import read_parts
from plugins.submissions.people import load_grants
from plugins.submissions.rounds import CALENDAR, OpenedRound, list_every_round
from plugins.submissions.visibility import acting_codes
from transforms.audit import AuditEntry
from transforms.domain.period import day_in_words
from transforms.registers import authorities
from transforms.render.report_words.counts import counted
from transforms.rounds.machines import PartState, RoundState
from transforms.rounds.part import Part
from transforms.rounds.roles import Access, Role
from transforms.rounds.round_days import is_chased, next_revision_day

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.deployment import Deployment

SUBJECT = "Council returns: what needs you"
Notice = tuple[Callable[[Access], bool], str]  # whom it concerns, and the sentence


def send_messages(deployment: "Deployment", service: MailService, day: date) -> dict[str, int]:
    """Send everybody's message of a day, and return how many were sent, failed or bounced.

    What was sent already is not sent again; what failed is tried once more. What a service took before and could not
    deliver is marked as bounced.
    """
    _mark_undelivered(deployment, service)
    base = deployment.settings.portal.rstrip("/")
    return _send(deployment, service, _due_messages(deployment, base, day), day)


def _send(
    deployment: "Deployment", service: MailService, due: Sequence[tuple[Person, str]], day: date
) -> dict[str, int]:
    counts: dict[str, int] = {}
    for person, text in due:
        with deployment.transaction() as connection:
            is_due = queue_message(connection, person, day, text)
        if not is_due:
            continue
        state, error = service.send(person.email, SUBJECT, text, f"{person.id}/{day}")
        with deployment.transaction() as connection:
            record_outcome(connection, person.id, day, state, error)
        counts[state.value] = counts.get(state.value, 0) + 1
    return counts


def _mark_undelivered(deployment: "Deployment", service: MailService) -> None:
    for reference, reason in service.undelivered().items():
        person_id, _, text = reference.partition("/")
        try:
            number, day = int(person_id), date.fromisoformat(text)
        except ValueError:  # it was sent by another program
            continue
        with deployment.transaction() as connection:
            record_outcome(connection, number, day, MessageState.BOUNCED, reason)


def send_revisions(deployment: "Deployment", service: MailService, day: date) -> dict[str, int]:
    """Tell the data team at once of revisions of this day that pass their return's threshold, and return the counts.

    Who has had a message on this day is told with that of the next.
    """
    base = deployment.settings.portal.rstrip("/")
    with deployment.transaction() as connection:
        notices = [
            notice
            for opened in list_every_round(connection)
            for entry in opened.entries
            if entry.act == "propose-cells" and entry.at.date() == day
            for notice in _notices_of_entry(entry, opened.definition.slug, *_named(opened, base))
        ]
        due = _addressed(connection, notices, base, day) if notices else []
    return _send(deployment, service, due, day)


def failed(counts: dict[str, int]) -> int:
    """Return how many messages a server did not take now."""
    return counts.get(MessageState.FAILED, 0)


def _due_messages(deployment: "Deployment", base: str, day: date) -> list[tuple[Person, str]]:
    with deployment.transaction() as connection:
        notices = []
        for opened in list_every_round(connection):
            reminds = _reminds(opened, day)
            parts = read_parts(connection, deployment.archive, opened) if _is_live(opened, day) or reminds else {}
            notices += [*_notices(opened, parts, base, day, reminds=reminds), *_gathered_revision(opened, base, day)]
            waiting = waiting_authorities(parts)
            is_by_calendar = opened.round.days is not None and day in opened.round.days.chases
            if reminds and is_by_calendar and waiting and day not in opened.round.chased_on:
                record_chase(connection, CALENDAR, opened.round, waiting)
        return _addressed(connection, notices, base, day)


def _addressed(connection: "Connection", notices: Sequence[Notice], base: str, day: date) -> list[tuple[Person, str]]:
    """Return the message of everybody whom a notice concerns."""
    due = []
    for person in load_subscribers(connection):
        grants = tuple(grant for grant in load_grants(connection, person.key) if grant.holds_on(day))
        sentences = [words for concerns, words in notices if concerns(Access(person.key, grants))]
        if sentences:
            due.append((person, _text(person, sentences, base)))
    return due


def _named(opened: OpenedRound, base: str) -> tuple[str, str]:
    """Return the title of a round and the address of its page."""
    title = f"{opened.definition.title}, {opened.round.period}"
    return title, f"{base}/work/rounds/{opened.round.subject}"


def _notices(opened: OpenedRound, parts: dict[str, Part], base: str, day: date, *, reminds: bool) -> Iterator[Notice]:
    """Yield what is due in a round, or changed on the day before, and whom it concerns."""
    yesterday = [entry for entry in opened.entries if entry.at.date() == day - timedelta(days=1)]
    changed = _changed_parts(yesterday)
    title, address = _named(opened, base)
    for gss, part in parts.items():
        if part.state in WAITING and (reminds or gss in changed) and opened.round.days is not None:
            body = authorities().get(gss)
            cells = len(part.changed) if part.state is PartState.LAPSED else len(part.cells)
            words = (
                f"{title}: {counted(cells, 'cell')} of {body.name if body else gss} to confirm by "
                f"{day_in_words(opened.round.days.freezes)}: {address}/parts/{gss}"
            )
            yield _of_authority(acting_codes(gss, day)), words
    for entry in yesterday:
        yield from _notices_of_entry(entry, opened.definition.slug, title, address)


def _gathered_revision(opened: OpenedRound, base: str, day: date) -> Iterator[Notice]:
    """Yield what has gathered, on the day on which revisions that do not matter one by one are to be released."""
    revision, days = opened.round.revision, opened.round.days
    if revision and revision["cells"] and days and next_revision_day(opened.definition, days, day) == day:
        title, address = _named(opened, base)
        revised = counted(revision["cells"], "cell")
        words = f"{title}: {revised} of what is released revised since: propose the next version: {address}"
        yield _of_role(Role.RELEASER), words


def _notices_of_entry(entry: AuditEntry, slug: str, title: str, address: str) -> Iterator[Notice]:
    """Yield what one act of yesterday means for others."""
    match entry.act:
        case "propose-release":
            yield (
                _of_role(Role.RELEASER, except_for=entry.by),
                f"{title}: a release waits for a second person: {address}",
            )
        case "propose-cells" if entry.what.get("revision", {}).get("material"):
            revised = counted(entry.what["revision"]["cells"], "cell")
            words = f"{title}: {revised} of what is released would be revised, past the threshold: {address}"
            yield (lambda access: access.is_data_team), words
        case "dispute-cells":
            yield _of_role(Role.COLLECTOR), f"{title}: {counted(len(entry.what['cells']), 'cell')} disputed: {address}"
        case "agree-release":
            words = f"{title}: version {entry.what['version']} is released. Acknowledge it: {address}"
            yield (lambda access: access.has(Role.RECEIVER, slug)), words
        case "withdraw-release":
            words = f"{title}: version {entry.what['version']} was withdrawn: {address}"
            yield (lambda access: access.has(Role.RECEIVER, slug)), words
        case "ask-question":
            yield _of_role(Role.COLLECTOR), f"{title}: the department asks about a cell: {address}"


def _of_role(role: Role, except_for: str = "") -> Callable[[Access], bool]:
    return lambda access: access.has(role) and access.person != except_for


def _of_authority(codes: Sequence[str]) -> Callable[[Access], bool]:
    return lambda access: access.is_of_authority(codes)


def _changed_parts(entries: Sequence[AuditEntry]) -> set[str]:
    return {gss for entry in entries if entry.act == "propose-cells" for gss in entry.what["parts"]}


def _is_live(opened: OpenedRound, day: date) -> bool:
    """Whether something happened in an open round on the day before."""
    is_recent = bool(opened.entries) and opened.entries[-1].at.date() >= day - timedelta(days=1)
    return opened.round.takes_acts and is_recent


def _reminds(opened: OpenedRound, day: date) -> bool:
    days = opened.round.days
    if days is None or opened.round.state != RoundState.OPEN:
        return False
    return is_chased(opened.round.chased_on, days.chases, day)


def _text(person: Person, sentences: Sequence[str], base: str) -> str:
    lines = "\n".join(f"- {sentence}" for sentence in sentences)
    greeting = f"Dear {person.name}," if person.name else "Hello,"
    return f"{greeting}\n\n{lines}\n\nTo stop these messages, go to {base}/work and choose “Stop messages”.\n"
