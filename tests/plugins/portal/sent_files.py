"""Files sent to be checked, through the form as a browser sends it."""

import tempfile
from pathlib import Path

from starlette.testclient import TestClient

from plugins.portal.upload_checks.folders import NAME
from plugins.portal.upload_checks.queue import CheckQueue
from plugins.portal.upload_checks.rate_limits import BUSY_VISITOR
from plugins.settings import Settings, Store
from tests.plugins.pipeline.steps.conftest import cases
from tests.plugins.portal.reading import text_of
from tests.waiting import wait_until

NOWHERE = Settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Store("nothing"))
SECRET = "jo.bloggs@example.com"
BAD = (
    cases(40)
    + (
        "2025-04-02,Adur,X/1,2025-01-02,Decided,Approve,31/02/2025,Delegated,Q21\n"
        f"2025-04-02,Adur,ask {SECRET},2025-01-02,Decided,Maybe,2025-02-03,Delegated,Q21\n"
        "2025-04-02,Adur,,2025-01-02,Decided,Approve,2025-02-03,Delegated,Q21\n"
    ).encode()
)


def send(sender: TestClient, content: bytes | None = None, name: str = "cases.csv", **fields: str) -> str:
    """Send a file, as soon as one that was sent before is checked: a visitor may send one at a time."""
    files = {"file": (name, content)} if content is not None else {"file": ("", b"")}
    answers = []

    def is_my_turn() -> bool:
        answers.append(sender.post("/check", data=fields, files=files))
        return BUSY_VISITOR not in text_of(answers[-1].text)

    wait_until(is_my_turn, "the file sent before is checked", every=0.2)
    answer = answers[-1]
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def ready(sender: TestClient, address: str) -> str:
    """Wait as a browser does: load the page again for as long as it says so."""

    def is_there() -> bool:
        page = sender.get(address)
        assert page.status_code == 200
        return "Refresh" not in page.headers

    wait_until(is_there, f"the report at {address} is ready", every=0.2)
    return address


def enormous() -> bytes:
    """Return a file of 150,000 cases, each there twice."""
    head, row = cases(1).splitlines(keepends=True)
    return head + b"".join(row.replace(b"A/0", b"A/%d" % (number // 2)) for number in range(150_000))


def folder_of(address: str) -> Path:
    return next(Path(tempfile.gettempdir()).glob(f"{NAME}*/{address.rpartition('/')[2]}"))


def queue_of(sender: TestClient) -> CheckQueue:
    queue: CheckQueue = sender.app.state.check_queue  # type: ignore[attr-defined]
    return queue
