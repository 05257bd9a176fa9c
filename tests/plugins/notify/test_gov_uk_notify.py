"""Messages by GOV.UK Notify: what is asked of it, as its API documents it, and what its answers mean."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from plugins.notify.gov_uk_notify import NotifyService
from plugins.notify.mail_service import mail_service
from plugins.notify.message_state import MailSettingWrong, MessageState
from plugins.notify.smtp import MailServer

SERVICE, SECRET, TEMPLATE = (f"{digit * 8}-1111-4111-8111-{digit * 12}" for digit in "abc")


@dataclass
class Notify:
    """A web server that answers like Notify, and what it was asked."""

    status: int = 201
    content: bytes = b"{}"
    requests: list[tuple[str, str, dict]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"notify://returns-{SERVICE}-{SECRET}@127.0.0.1:{self.port}/?template={TEMPLATE}"


@pytest.fixture
def notify() -> Iterator[Notify]:
    state = Notify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append((self.path, self.headers["Authorization"], content))
            self.do_answer()

        def do_GET(self) -> None:
            state.requests.append((self.path, self.headers["Authorization"], {}))
            self.do_answer()

        def do_answer(self) -> None:
            self.send_response(state.status)
            self.send_header("Content-Length", str(len(state.content)))
            self.end_headers()
            self.wfile.write(state.content)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


def test_a_message_is_asked_for_as_the_api_documents_it(notify: Notify) -> None:
    assert mail_service(notify.url).send("a@example.gov.uk", "What needs you", "Two cells") == (MessageState.SENT, "")
    [(path, authorization, content)] = notify.requests
    assert path == "/v2/notifications/email"
    assert content == {
        "email_address": "a@example.gov.uk", "template_id": TEMPLATE,
        "personalisation": {"subject": "What needs you", "body": "Two cells"},
    }  # fmt: skip
    token = jwt.decode(authorization.removeprefix("Bearer "), OctKey.import_key(SECRET), algorithms=["HS256"])
    assert token.claims["iss"] == SERVICE


@pytest.mark.parametrize(
    ("status", "content", "state", "words"),
    [
        (400, b'{"errors": [{"error": "ValidationError", "message": "email_address Not a valid email address"}]}',
         MessageState.BOUNCED, "email_address Not a valid email address"),
        (400, b'{"errors": [{"error": "BadRequestError", "message": "Template not found"}]}',
         MessageState.FAILED, "Template not found"),
        (403, b'{"errors": [{"error": "AuthError", "message": "Bad token"}]}', MessageState.FAILED, "Bad token"),
        (429, b'{"errors": [{"error": "RateLimitError", "message": "Exceeded"}]}', MessageState.FAILED, "Exceeded"),
        (502, b"<h1>Bad gateway</h1>", MessageState.FAILED, "<h1>Bad gateway</h1>"),
        (500, b"", MessageState.FAILED, "no reason was given"),
    ],
)  # fmt: skip
def test_an_answer_says_whether_the_address_or_the_moment_is_wrong(
    notify: Notify, status: int, content: bytes, state: MessageState, words: str
) -> None:
    notify.status, notify.content = status, content
    assert mail_service(notify.url).send("a@example.gov.uk", "Subject", "Text") == (state, words)


def test_what_could_not_be_delivered_later_is_told_by_its_reference(notify: Notify) -> None:
    service = mail_service(notify.url)
    service.send("a@example.gov.uk", "Subject", "Text", "7/2026-11-29")
    assert notify.requests.pop()[2]["reference"] == "7/2026-11-29"
    notify.status, failures = 200, ["permanent-failure", "temporary-failure", "technical-failure"]
    sent = [{"reference": f"{number}/2026-11-28", "status": status} for number, status in enumerate(failures, 1)]
    notify.content = json.dumps({"notifications": [*sent, {"reference": None, "status": failures[0]}]}).encode()
    assert service.undelivered() == {
        "1/2026-11-28": "the address does not exist, or takes no messages",
        "2/2026-11-28": "the mailbox was full or could not be reached for three days",
        "3/2026-11-28": "GOV.UK Notify could not send it",
    }
    [(path, authorization, _)] = notify.requests
    assert path == "/v2/notifications?template_type=email&" + "&".join(f"status={status}" for status in failures)
    assert jwt.decode(authorization.removeprefix("Bearer "), OctKey.import_key(SECRET), algorithms=["HS256"])


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"notifications": [{"reference": "1/2026-11-28"}]}', b'{"errors": []}']
)
def test_nothing_is_undelivered_where_the_service_does_not_say(notify: Notify, content: bytes) -> None:
    notify.status, notify.content = 200, content
    assert mail_service(notify.url).undelivered() == {}
    assert NotifyService("http://127.0.0.1:9", SERVICE, SECRET, TEMPLATE).undelivered() == {}
    assert mail_service("smtp://127.0.0.1:25/?from=a@example.gov.uk").undelivered() == {}


def test_a_service_that_is_away_fails_for_now() -> None:
    service = NotifyService("http://127.0.0.1:9", SERVICE, SECRET, TEMPLATE)
    assert service.send("a@example.gov.uk", "Subject", "Text")[0] is MessageState.FAILED


def test_a_setting_that_names_no_key_or_template_is_refused_and_tls_is_used_elsewhere() -> None:
    host = "api.notifications.service.gov.uk"
    named = mail_service(f"notify://live-{SERVICE}-{SECRET}@{host}/?template={TEMPLATE}")
    assert isinstance(named, NotifyService)
    assert (named.address, named.service, named.secret) == (f"https://{host}", SERVICE, SECRET)
    assert isinstance(mail_service("smtp://127.0.0.1:25/?from=a@example.gov.uk"), MailServer)
    for wrong in (f"notify://{host}/?template={TEMPLATE}", f"notify://live-{SERVICE}-{SECRET}@{host}/", "notify://x"):
        with pytest.raises(MailSettingWrong, match="notify://API-KEY@"):
            mail_service(wrong)
