"""Answer requests: every council's website on one address, with the manners and the failures of each.

/<gss>/<standard>.<ext>              the file of the day
/<gss>/moved/<step>/<standard>.<ext> where redirects lead
/<gss>/real/<standard>               a real file of the folder given with --real
/control, /control/day               which day it is, and moving it (GET, PUT)
/<gss>/<standard>/, /api/3/action/   pages of links and a catalogue (examples/listings.py)
/sources.csv                         the register of all of it
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from examples.england import PLANNING, England
from examples.faults import TIMES
from examples.listings import ACTIONS, SPENDING, catalogue_answer, months_online, page_of_links
from examples.real_files import RealFile, file_of_round
from examples.render_files import MIDNIGHT, Edition, content_type, edition_of, extension, render_rubbish
from examples.shelf import Shelf
from examples.write_files import CSV, HTML, PAGE

STATUSES = {"gone": 404, "forbidden": 403, "broken": 500}
ONCE = {"unavailable-once": (503, {}), "busy": (429, {"Retry-After": "1"})}
REDIRECTS = {"redirect": (301,), "redirect-chain": (301, 302, 307, 308)}
ASTRAY = "http://169.254.169.254/latest/data.csv"
UNCACHED = {time.slug for time in TIMES} - {"stale"}


@dataclass(frozen=True)
class Answer:
    """One HTTP response; `manner` is "plain", "slow", "silent" or "cut-short"."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    manner: str = "plain"


NOT_FOUND = Answer(404, {"Content-Type": HTML}, PAGE.encode())


@dataclass
class Websites:
    """All the councils' websites on one day; the day moves, everything else stays."""

    england: England
    shelf: Shelf
    day: date
    sources: bytes = b""
    real: tuple[RealFile, ...] = ()
    fetches: Counter[str] = field(default_factory=Counter)
    today: Counter[str] = field(default_factory=Counter)
    rubbish: bytes = b""  # what the first council publishes instead of its planning cases today

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """Return the answer to one request."""
        path = target.split("?")[0]
        parts = path.strip("/").split("/")
        if parts[0] == "control":
            return self.control(method, body)
        if path == "/sources.csv":
            return Answer(200, {"Content-Type": CSV}, self.sources)
        if path.startswith(ACTIONS):
            content = catalogue_answer(self.england, f"http://{headers.get('host', '')}", target)
            return Answer(200, {"Content-Type": "application/json"}, content) if content else NOT_FOUND
        self.fetches[path] += 1
        self.today[path] += 1
        if len(parts) == 3 and parts[1] == "real":
            return self.real_file(parts[0], parts[2], headers)
        if listed := self.listing(path, parts):
            return listed
        standard = parts[-1].partition(".")[0]
        if len(parts) < 2 or (parts[0], standard) not in self.addresses:
            return NOT_FOUND
        step = int(parts[2]) if len(parts) == 4 and parts[1] == "moved" else 0
        return self.publication(path, parts[0], standard, step, headers)

    def listing(self, path: str, parts: list[str]) -> Answer | None:
        """Return a page of links, or a month's file that is linked to; None for any other path."""
        if len(parts) < 2 or parts[1] not in self.england.standards or not (path.endswith("/") or len(parts) == 3):
            return None
        try:
            council = self.england.council(parts[0])
        except KeyError:
            return None
        if parts[1] != SPENDING:
            address = f"/{parts[0]}/{parts[1]}.{extension(self.england, parts[0], parts[1])}"
            page = page_of_links(council, parts[1], {address: "The register", "/guide.pdf": "How to read it"})
            return Answer(200, {"Content-Type": HTML}, page) if path.endswith("/") else None
        months = months_online(self.england, council, self.day)
        if len(parts) == 3:
            content = months.get(parts[2].removesuffix(".csv"))
            return Answer(200, {"Content-Type": CSV}, content) if content else NOT_FOUND
        links = {f"/{parts[0]}/{SPENDING}/{month}.csv": f"Spending in {month}" for month in months}
        return Answer(200, {"Content-Type": HTML}, page_of_links(council, parts[1], links))

    @property
    def addresses(self) -> set[tuple[str, str]]:
        """Every (authority, standard) that the example publishes."""
        return {(council.gss, standard) for council in self.england.councils for standard in self.england.standards}

    def publication(self, path: str, gss: str, standard: str, step: int, headers: dict[str, str]) -> Answer:
        """Return a council's file, or what its fault answers instead."""
        if self.rubbish and (gss, standard) == (self.england.councils[0].gss, PLANNING):
            return Answer(200, {"Content-Type": CSV}, self.rubbish)
        slug = self.england.fault(gss, standard).slug
        edition = edition_of(self.england, gss, standard, self.day)
        if slug in STATUSES or (slug == "gone-later" and edition.is_later):
            return Answer(STATUSES.get(slug, 404), {"Content-Type": HTML}, PAGE.encode())
        if slug == "fixed-later" and not edition.is_later:
            return Answer(500, {"Content-Type": HTML}, PAGE.encode())
        if slug in ONCE and self.today[path] == 1:
            return Answer(ONCE[slug][0], {"Content-Type": HTML, **ONCE[slug][1]}, PAGE.encode())
        if slug.startswith("redirect") and (elsewhere := redirect(slug, path, step)):
            return elsewhere
        manner = slug if slug in ("slow", "silent", "cut-short") else "plain"
        return self.file(edition, headers, manner)

    def file(self, edition: Edition, headers: dict[str, str], manner: str) -> Answer:
        """Return the rendered file, or 304 to those who have it."""
        fault, council = self.england.fault(edition.gss, edition.standard), self.england.council(edition.gss)
        path = self.shelf.put(edition)
        answer = {"Content-Type": content_type(self.england, edition)}
        if fault.slug == "volatile":
            clock = 8 * 3600 + 37 * self.fetches.total() % 36000
            time = f" {clock // 3600:02d}:{clock // 60 % 60:02d}:{clock % 60:02d}"
            return Answer(200, answer, path.read_bytes().replace(MIDNIGHT, time.encode()), manner)
        caching = "none" if fault.slug in UNCACHED else council.habits.caching
        answer |= validators(caching, path, edition.published)
        if is_known(answer, headers):
            return Answer(304, answer)
        if council.habits.is_compressed and "gzip" in headers.get("accept-encoding", ""):
            answer["Content-Encoding"] = "gzip"
            path = path.with_name(path.name + ".gz")
        return Answer(200, answer, path.read_bytes(), manner)

    def real_file(self, gss: str, standard: str, headers: dict[str, str]) -> Answer:
        """Return the real file whose turn it is."""
        file = file_of_round(self.real, gss, standard, (self.day - self.england.opened).days)
        if file is None:
            return NOT_FOUND
        kind = guess_type(file.path.name)[0] or "application/octet-stream"
        answer = {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{file.path.name}"'}
        answer |= validators("etag", file.path, self.day)
        return Answer(304, answer) if is_known(answer, headers) else Answer(200, answer, file.path.read_bytes())

    def control(self, method: str, body: bytes) -> Answer:
        """Return what day it is and who does what; move to another day first if asked to."""
        if method == "PUT":
            try:
                instruction = json.loads(body)
                self.move_to(
                    date.fromisoformat(instruction["day"]),
                    bool(instruction.get("prepare")),
                    int(instruction.get("rubbish", 0)),
                )
            except (ValueError, KeyError, TypeError):
                return Answer(
                    400, {"Content-Type": "application/json"}, b'{"error": "say {\\"day\\": \\"YYYY-MM-DD\\"}"}'
                )
        faults = {f"{gss}/{standard}": fault.slug for (gss, standard), fault in sorted(self.england.faults.items())}
        state = {
            "day": str(self.day),
            "opened": str(self.england.opened),
            "faults": faults,
            "fetches": dict(self.fetches),
        }
        return Answer(200, {"Content-Type": "application/json"}, json.dumps(state).encode())

    def move_to(self, day: date, prepare: bool = False, rubbish: int = 0) -> None:
        """Show the world as of `day`; with `prepare`, render every file before anybody asks."""
        self.day, self.rubbish = day, render_rubbish(rubbish) if rubbish else b""
        self.today.clear()
        if prepare:
            self.shelf.fill(edition_of(self.england, gss, standard, day) for gss, standard in sorted(self.addresses))


def redirect(slug: str, path: str, step: int) -> Answer | None:
    """Return the redirect of this step, or None at the end of the way."""
    *folders, name = path.split("/")
    home = "/".join(folders[:2])
    if slug == "redirect-astray":
        return Answer(302, {"Location": ASTRAY})
    if slug == "redirect-loop":
        return Answer(302, {"Location": f"{home}/moved/{step % 2 + 1}/{name}"})
    if step >= len(REDIRECTS[slug]):
        return None
    relative = f"../{step + 1}/{name}" if step == 1 else f"{home}/moved/{step + 1}/{name}"
    return Answer(REDIRECTS[slug][step], {"Location": relative})


def validators(caching: str, path: Path, published: date) -> dict[str, str]:
    """Return the headers by which the next request can ask whether anything changed."""
    if caching == "etag":
        return {"ETag": f'"{sha256(path.read_bytes()).hexdigest()[:20]}"'}
    if caching == "last-modified":
        return {"Last-Modified": format_datetime(datetime(*published.timetuple()[:3], 5, tzinfo=UTC), usegmt=True)}
    return {}


def is_known(validator: dict[str, str], headers: dict[str, str]) -> bool:
    """Return whether the request says that it has this very file."""
    return validator.get("ETag", "-") == headers.get("if-none-match") or (
        validator.get("Last-Modified", "-") == headers.get("if-modified-since")
    )
