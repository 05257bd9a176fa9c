"""Messages, through a real SMTP server: at most one a day, only to whom something is due, and none twice."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from plugins.local.platform.home import free_ports
from plugins.notify.message_state import MailSettingWrong, MessageState
from plugins.notify.smtp import MailServer
from plugins.storage.warehouse.messages import load_bounces
from plugins.storage.warehouse.people import record_person, record_subscription
from plugins.submissions.messages import send_messages, send_revisions
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import PEOPLE, PERIOD, RETURN, ROUND, Life
from transforms.domain.period import parse_period
from transforms.returns import statutory_return
from transforms.rounds.round_days import next_revision_day, round_days

__all__ = ["life"]
TOMORROW = datetime.now(UTC).date() + timedelta(days=1)
LONG_AFTER = TOMORROW + timedelta(days=40)


@dataclass
class Inbox:
    """A mail server on a free port, and what it has taken; it knows nobody called gone, and may be told to refuse."""

    messages: list[Message] = field(default_factory=list)
    is_busy: bool = False
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: ARG002, N802
        if address.startswith("gone@"):
            return "550 5.1.1 There is nobody of that name here"
        if self.is_busy:
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    @property
    def server(self) -> MailServer:
        return MailServer.from_url(f"smtp://127.0.0.1:{self.port}/?from=returns@example.gov.uk")

    def take(self) -> dict[str, str]:
        """Return the text of every message by its receiver, and forget them."""
        taken = {message["To"]: message.get_content() for message in self.messages}
        assert len(taken) == len(self.messages)
        self.messages.clear()
        return taken


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    made = Inbox()
    [made.port] = free_ports(1)
    controller = Controller(made, hostname="127.0.0.1", port=made.port, ready_timeout=60)
    controller.start()
    yield made
    controller.stop()


def give_addresses(life: Life, *people: str) -> None:
    with life.deployment.transaction() as connection:
        for name in people:
            record_person(connection, life.issuer, name, name.title(), f"{name}@example.gov.uk")


def states(life: Life) -> list[str]:
    with life.deployment.transaction() as connection:
        return list(connection.scalars(text("select state from message order by day, person_id")))


@pytest.mark.platform
def test_each_person_gets_one_message_of_what_is_theirs_and_none_twice(life: Life, inbox: Inbox) -> None:
    give_addresses(life, *PEOPLE)
    assert send_messages(life.deployment, inbox.server, TOMORROW) == {"sent": 4}
    taken = inbox.take()
    councils = ("officer", "certifier", "other-officer", "other-certifier")
    assert set(taken) == {f"{name}@example.gov.uk" for name in councils}
    words = taken["certifier@example.gov.uk"]
    assert "Dear Certifier," in words
    assert "3 cells of Adur District Council to confirm by 15 May 2025: /work/rounds/planning_matters/2025-Q1" in words
    assert "Arun" not in words
    assert "31" not in words
    assert "To stop these messages" in words
    assert send_messages(life.deployment, inbox.server, TOMORROW) == {}
    assert send_messages(life.deployment, inbox.server, LONG_AFTER) == {}
    life.confirm()
    life.freeze_and_propose()
    assert life.post("second-releaser", f"{ROUND}/releases/1/agreement", {"why": "Fine"}).status_code == 201
    with life.deployment.transaction() as connection:
        record_subscription(connection, life.people["second-releaser"], TOMORROW)
        connection.execute(text("delete from message"))
    send_messages(life.deployment, inbox.server, TOMORROW)
    assert {who for who, words in inbox.take().items() if "release" in words} == {"receiver@example.gov.uk"}


@pytest.mark.platform
def test_what_bounced_is_shown_and_what_the_server_did_not_take_is_tried_again(life: Life, inbox: Inbox) -> None:
    give_addresses(life, "officer")
    with life.deployment.transaction() as connection:
        life.people["gone"] = record_person(connection, life.issuer, "gone", "Gone", "gone@example.gov.uk").id
    life.grant("gone", "officer", "E07000224")
    inbox.is_busy = True
    assert send_messages(life.deployment, inbox.server, TOMORROW) == {"failed": 1, "bounced": 1}
    inbox.is_busy = False
    assert send_messages(life.deployment, inbox.server, TOMORROW) == {"sent": 1}
    assert sorted(states(life)) == ["bounced", "sent"]
    away = replace(inbox.server, port=1)
    assert send_messages(life.deployment, away, LONG_AFTER) == {}


class Undelivering:
    """A service that takes everything, and says later what it could not deliver."""

    def __init__(self, undelivered: dict[str, str]) -> None:
        self._undelivered = undelivered

    def send(self, *_: str) -> tuple[MessageState, str]:
        return MessageState.SENT, ""

    def undelivered(self) -> dict[str, str]:
        return self._undelivered


@pytest.mark.platform
def test_what_could_not_be_delivered_later_is_shown_as_bounced(life: Life) -> None:
    give_addresses(life, "officer")
    assert send_messages(life.deployment, Undelivering({}), TOMORROW) == {"sent": 1}
    reference = f"{life.people['officer']}/{TOMORROW}"
    service = Undelivering({reference: "the mailbox was full", "another-program": "gone", "9/2026-13-01": "gone"})
    assert send_messages(life.deployment, service, TOMORROW) == {}
    with life.deployment.transaction() as connection:
        assert load_bounces(connection) == [("officer@example.gov.uk", TOMORROW, "the mailbox was full")]


@pytest.mark.platform
def test_the_data_team_is_told_at_once_of_a_revision_that_matters_and_of_no_other(life: Life, inbox: Inbox) -> None:
    give_addresses(life, "collector", "releaser", "receiver", "officer")
    today = datetime.now(UTC).date()
    life.release()
    life.assemble("2025-05-04", adur={"PS1.2": ("32", "computed")})  # 3 per cent of a council's cell
    assert life.get("collector", ROUND).json()["revision"] == {"cells": 1, "material": False}
    assert send_revisions(life.deployment, inbox.server, today) == {}
    planning = statutory_return(RETURN)
    days = round_days(planning, parse_period(PERIOD))
    assert life.get("collector", ROUND).json()["next_revision"] == str(next_revision_day(planning, days, today))
    scheduled = next_revision_day(planning, days, today + timedelta(days=3))
    assert scheduled
    assert send_messages(life.deployment, inbox.server, scheduled) == {"sent": 1}
    assert (
        "1 cell of what is released revised since: propose the next version" in inbox.take()["releaser@example.gov.uk"]
    )
    life.assemble("2025-05-05", adur={"PS1.2": ("62", "computed")})
    assert life.get("collector", ROUND).json()["revision"] == {"cells": 1, "material": True}
    assert life.get("officer", ROUND).json()["revision"] is None
    assert send_revisions(life.deployment, inbox.server, today) == {"sent": 2}
    messages = inbox.take()
    assert set(messages) == {"collector@example.gov.uk", "releaser@example.gov.uk"}
    assert all("1 cell of what is released would be revised" in words for words in messages.values())
    assert send_revisions(life.deployment, inbox.server, today) == {}


@pytest.mark.platform
def test_the_calendar_reminds_those_who_have_not_confirmed(life: Life, inbox: Inbox) -> None:
    give_addresses(life, "officer", "other-officer")
    life.confirm()
    chase = date(2025, 4, 30)
    assert send_messages(life.deployment, inbox.server, chase) == {"sent": 1}
    assert set(inbox.take()) == {"other-officer@example.gov.uk"}
    assert life.acts().count("chase-round") == 1


@pytest.mark.platform
def test_a_collector_has_those_reminded_who_have_not_confirmed(life: Life, inbox: Inbox) -> None:
    give_addresses(life, "officer", "other-officer")
    life.confirm()
    with life.deployment.transaction() as connection:
        connection.execute(text("delete from message"))
    assert life.post("collector", f"{ROUND}/chases", {"why": " "}).status_code == 422
    answer = life.post("collector", f"{ROUND}/chases", {"why": "The deadline is near"})
    assert (answer.status_code, answer.json()) == (201, {"authorities": ["E07000224"]})
    send_messages(life.deployment, inbox.server, TOMORROW)
    assert "other-officer@example.gov.uk" in inbox.take()
    assert life.confirm("other-certifier", "E07000224").status_code == 201
    assert life.post("collector", f"{ROUND}/chases", {"why": "Again"}).status_code == 409
    assert life.acts().count("chase-round") == 1


@pytest.mark.parametrize("url", ["mail.example.gov.uk", "smtp://127.0.0.1", "smtp://mail.example.gov.uk?from=a@b", ""])
def test_a_mail_server_that_can_t_be_read_or_trusted_is_said_in_words(url: str) -> None:
    with pytest.raises(MailSettingWrong):
        MailServer.from_url(url)
