"""Council web sites that misbehave as a test asks, on free ports of this machine."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Page:
    """What a path answers: the answers in turn, the last one again and again."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drop: bool = False  # hang up in the middle of the body
    announce: int | None = None  # a Content-Length that is not the body's
    trickle: float = 0.0  # seconds between bytes


@dataclass
class Site:
    """One council's web site, and what it was asked."""

    port: int
    pages: dict[str, list[Page]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def publish(self, path: str, *pages: Page) -> str:
        self.pages[path] = list(pages)
        return self.url(path)

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


def _handler(site_of: Callable[[], Site]) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site = site_of()
            with lock:
                if self.path != "/robots.txt" or self.path in site.pages:  # which every run asks of every host
                    site.asked.append((self.path, dict(self.headers)))
                pages = site.pages.get(self.path, [Page(status=404)])
                page = pages.pop(0) if len(pages) > 1 else pages[0]
                # Whoever asked is waiting until the first byte goes out, and may be gone before the last call returns.
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
            time.sleep(page.wait)
            with lock:
                site.at_once -= 1
            self._answer(page)

        def _answer(self, page: Page) -> None:
            if page.drop and not page.body:
                self.connection.close()
                return
            etag = page.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            length = page.announce if page.announce is not None else len(page.body)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            body = page.body[: len(page.body) // 2] if page.drop else page.body
            if page.trickle:
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(page.trickle)
            else:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError, ValueError):
                super().handle()

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    """A council's web site on a free port."""
    found: list[Site] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: found[0]))
    server.daemon_threads = True
    found.append(Site(server.server_port))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found[0]
    server.shutdown()
    server.server_close()


def gzipped(body: bytes) -> Page:
    """Return a page that is packed on the way."""
    return Page(gzip.compress(body), headers={"Content-Encoding": "gzip"})
