"""Sending one e-mail by GOV.UK Notify, and what became of it.

Source: https://docs.notifications.service.gov.uk/rest-api.html
Known   the template has two placeholders, ((subject)) and ((body)). An API key ends with the id of the service and a
        secret, which signs a token for each request. What Notify takes it may fail to deliver later: it is asked for
        those that it could not deliver, by the reference that each was sent with.
"""

import re
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from plugins.notify.message_state import LOOPBACK_HOSTS, MailSettingWrong, MessageState

SCHEME = "notify"
SECONDS = 30.0
UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
KEY = re.compile(rf"(?:.+-)?({UUID})-({UUID})")
UNDELIVERED = {
    "permanent-failure": "the address does not exist, or takes no messages",
    "temporary-failure": "the mailbox was full or could not be reached for three days",
    "technical-failure": "GOV.UK Notify could not send it",
}
CREATED, BAD_REQUEST = 201, 400
FORM = "notify://API-KEY@api.notifications.service.gov.uk/?template=UUID"


@dataclass(frozen=True)
class NotifyService:
    """GOV.UK Notify as one of its services uses it."""

    address: str
    service: str
    secret: str
    template: str

    @classmethod
    def from_url(cls, url: str) -> "NotifyService":
        """Return the service that an address names; only one of this machine, for tests, is spoken to without TLS."""
        parts = urlsplit(url)
        key = KEY.fullmatch(unquote(parts.username or ""))
        template = parse_qs(parts.query).get("template", [""])[0]
        if key is None or not parts.hostname or not re.fullmatch(UUID, template):
            raise MailSettingWrong(f"it should look like {FORM}")
        scheme = "http" if parts.hostname in LOOPBACK_HOSTS else "https"
        return cls(f"{scheme}://{parts.netloc.rpartition('@')[2]}", key[1], key[2], template)

    def send(self, address: str, subject: str, text: str, reference: str = "") -> tuple[MessageState, str]:
        """Send a message, and return what became of it and why."""
        import httpx

        words = {"subject": subject, "body": text}
        content = {"email_address": address, "template_id": self.template, "personalisation": words}
        if reference:
            content["reference"] = reference
        headers = {"Authorization": f"Bearer {self._token()}"}
        try:
            response = httpx.post(
                f"{self.address}/v2/notifications/email", json=content, headers=headers, timeout=SECONDS
            )
        except httpx.HTTPError as error:
            return MessageState.FAILED, " ".join(str(error).split()) or type(error).__name__
        if response.status_code == CREATED:
            return MessageState.SENT, ""
        reason = _reason(response.text)
        is_address = response.status_code == BAD_REQUEST and "email_address" in reason
        return (MessageState.BOUNCED if is_address else MessageState.FAILED), reason

    def undelivered(self) -> dict[str, str]:
        """Return why messages that were taken could not be delivered, by their references; nothing if it can't say."""
        import httpx

        query = {"template_type": "email", "status": [*UNDELIVERED]}
        headers = {"Authorization": f"Bearer {self._token()}"}
        try:
            response = httpx.get(f"{self.address}/v2/notifications", params=query, headers=headers, timeout=SECONDS)
            notifications = response.json()["notifications"]
            return {
                str(sent["reference"]): UNDELIVERED[sent["status"]] for sent in notifications if sent.get("reference")
            }
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return {}  # it is asked again with the next messages

    def _token(self) -> str:
        from joserfc import jwt
        from joserfc.jwk import OctKey

        claims = {"iss": self.service, "iat": int(time.time())}
        return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(self.secret))


def _reason(text: str) -> str:
    """Return what Notify says is wrong: the messages of its errors, or what it answered instead."""
    import json

    try:
        errors = json.loads(text)["errors"]
        return "; ".join(str(error["message"]) for error in errors)
    except (ValueError, KeyError, TypeError):
        return " ".join(text.split())[:200] or "no reason was given"
