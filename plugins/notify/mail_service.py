"""What takes messages to people: an SMTP server or GOV.UK Notify, as the setting COUNCIL_RETURNS_MAIL names it."""

from typing import Protocol
from urllib.parse import urlsplit

from plugins.notify.gov_uk_notify import SCHEME, NotifyService
from plugins.notify.message_state import MessageState
from plugins.notify.smtp import MailServer


class MailService(Protocol):
    """What sends one message, and says what became of it and why."""

    def send(self, address: str, subject: str, text: str, reference: str = "") -> tuple[MessageState, str]:
        """Send a message; `reference` names it where its delivery is asked about later."""

    def undelivered(self) -> dict[str, str]:
        """Return why messages that were taken could not be delivered later, by their references."""


def mail_service(url: str) -> MailService:
    """Return the service that a setting names; raise MailSettingWrong, in words, where it can't be read."""
    return NotifyService.from_url(url) if urlsplit(url).scheme == SCHEME else MailServer.from_url(url)
