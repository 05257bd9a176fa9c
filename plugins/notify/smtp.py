"""Sending one e-mail by SMTP, and what became of it.

Source: RFC 5321.
Known   the server is the setting COUNCIL_RETURNS_MAIL (docs/accounts.md). Without TLS only a server of this machine is
        spoken to: what goes to a person crosses no network in the clear.
"""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from plugins.notify.message_state import LOOPBACK_HOSTS, MailSettingWrong, MessageState

SECONDS = 30.0
DEFAULT_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """The server that takes our messages, and the address that they come from."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """Return the server that an address names."""
        parts = urlsplit(url)
        sender = parse_qs(parts.query).get("from", [""])[0]
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "@" not in sender:
            raise MailSettingWrong(
                "it should look like smtp+starttls://user:password@host:587/?from=name@example.gov.uk"
            )
        if parts.scheme == "smtp" and parts.hostname not in LOOPBACK_HOSTS:
            raise MailSettingWrong("a mail server of another machine needs smtp+starttls or smtps")
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        return cls(
            parts.scheme, parts.hostname, port, sender, unquote(parts.username or ""), unquote(parts.password or "")
        )

    def send(self, address: str, subject: str, text: str, reference: str = "") -> tuple[MessageState, str]:  # noqa: ARG002
        """Send a message, and return what became of it and why."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, address, subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            with _connected(self) as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            words = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
            return (MessageState.BOUNCED if code >= 500 else MessageState.FAILED), words
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return MessageState.FAILED, " ".join(str(error).split()) or type(error).__name__
        return MessageState.SENT, ""

    def undelivered(self) -> dict[str, str]:
        """Return nothing: what a server could not deliver comes back to the sender as a message."""
        return {}


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    if server.scheme == "smtp+starttls":
        connection.starttls(context=context)
    if server.user:
        connection.login(server.user, server.password)
    return connection
