"""Roles × pages: every page of work tried as everybody and as nobody; a new one has to be in this matrix."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from fastapi.routing import APIRoute

from plugins.portal.accounts.sessions import COOKIE, signed_in
from plugins.storage.warehouse.sessions import load_session, start_session
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, PEOPLE, PERIOD, RETURN, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]
ROUND = f"/work/rounds/{RETURN}/{PERIOD}"
PART, RELEASE = f"{ROUND}/parts/{ADUR}", f"{ROUND}/releases/1"
OWN, DATA_TEAM = {"officer", "certifier"}, {"collector", "releaser", "second-releaser"}
ALL_READERS = {*DATA_TEAM, "auditor"}
COUNCILS = {*OWN, "other-officer", "other-certifier"}
SEES_ROUND = {*COUNCILS, *ALL_READERS, "receiver"}
READS_PART = {*OWN, *ALL_READERS}
EVERYBODY = {*PEOPLE}
STANDARD, HASH = "brownfield_land", "0" * 64
SOURCE = f"/work/sources/{STANDARD}/{ADUR}"
Form = dict[str, str] | None
# Method and address → one like it, its form, who may do it, and who sees it and may not; it is nobody else's.
MATRIX: dict[tuple[str, str], list[tuple[str, Form, set[str], set[str]]]] = {
    ("GET", "/work"): [("/work", None, EVERYBODY, set())],
    ("POST", "/work/messages"): [("/work/messages", {"messages": "start"}, EVERYBODY, set())],
    ("GET", "/work/calendar"): [("/work/calendar", None, EVERYBODY, set())],
    ("GET", "/work/destinations"): [("/work/destinations", None, {*ALL_READERS, "administrator"}, set())],
    ("GET", "/work/sources"): [("/work/sources", None, {*COUNCILS, *ALL_READERS}, set())],
    ("POST", "/work/sources/collect"): [
        ("/work/sources/collect", {"council": ADUR, "standard": STANDARD}, {"collector"}, READS_PART - {"collector"}),
    ],
    ("POST", "/work/sources/{slug}/{gss}/files/{sha256}/{decision}"): [
        (f"{SOURCE}/files/{HASH}/{decision}", {}, {"collector"}, READS_PART - {"collector"})
        for decision in ("accept", "refuse")
    ],
    ("GET", "/work/sources/{slug}/{gss}/explain"): [(f"{SOURCE}/explain", None, READS_PART, set())],
    ("POST", "/work/sources/{slug}/{gss}/explain"): [
        (f"{SOURCE}/explain", {"code": "x", "until": "2999-12-31", "why": "x"}, {"officer"}, READS_PART - {"officer"}),
    ],
    ("POST", "/work/explanations/{number}/{decision}"): [
        (f"/work/explanations/1/{decision}", {"why": "x"}, {able}, READS_PART - {able})
        for decision, able in (("approve", "collector"), ("refuse", "collector"), ("withdraw", "officer"))
    ],
    ("GET", "/work/people"): [("/work/people", None, {*ALL_READERS, "administrator"}, set())],
    ("POST", "/work/people/{act}"): [
        ("/work/people/grant", {"person": "1", "role": "none"}, {"administrator"}, ALL_READERS),
        ("/work/people/end", {"person": "1", "grant": "1"}, {"administrator"}, ALL_READERS),
    ],
    ("GET", "/work/rounds/{slug}/{period}"): [(ROUND, None, SEES_ROUND, set())],
    ("GET", "/work/rounds/{slug}/{period}/reminders"): [(f"{ROUND}/reminders", None, {"collector"}, set())],
    ("GET", "/work/rounds/{slug}/{period}/questions"): [(f"{ROUND}/questions", None, SEES_ROUND, set())],
    ("GET", "/work/rounds/{slug}/{period}/comparison"): [
        (f"{ROUND}/comparison", None, {*ALL_READERS, "receiver"}, set()),
    ],
    ("GET", "/work/rounds/{slug}/{period}/comparison.csv"): [
        (f"{ROUND}/comparison.csv?before=v1&after=now", None, ALL_READERS, set()),  # what is proposed now is theirs
    ],
    ("POST", "/work/rounds/{slug}/{period}/{act}"): [
        (f"{ROUND}/freeze", {}, {"collector"}, SEES_ROUND - {"collector"}),
        (f"{ROUND}/reminders", {}, {"collector"}, SEES_ROUND - {"collector"}),
        (f"{ROUND}/propose", {}, {"releaser", "second-releaser"}, SEES_ROUND - {"releaser", "second-releaser"}),
    ],
    ("POST", "/work/rounds/{slug}/{period}/releases/{version}/{act}"): [
        *(
            (f"{RELEASE}/{act}", {"why": "x"}, {"second-releaser"}, ALL_READERS - {"second-releaser"})
            for act in ("agree", "refuse", "withdraw")
        ),
        (f"{RELEASE}/acknowledge", {"receipt": "x"}, {"receiver"}, ALL_READERS),
    ],
    ("GET", "/work/rounds/{slug}/{period}/releases/{version}/package.zip"): [
        (f"{RELEASE}/package.zip", None, set(), set()),  # it is not built yet, whoever asks
    ],
    ("GET", "/work/rounds/{slug}/{period}/parts/{gss}"): [(PART, None, {*OWN, *ALL_READERS}, set())],
    ("GET", "/work/rounds/{slug}/{period}/parts/{gss}/confirmation"): [
        (f"{PART}/confirmation", None, {*OWN, *ALL_READERS}, set()),
    ],
    ("POST", "/work/rounds/{slug}/{period}/parts/{gss}/{act}"): [
        *(
            (f"{PART}/{act}", {"cell": "PS9"}, {able}, {*OWN, *ALL_READERS} - {able})
            for act, able in (
                ("confirm", "certifier"), ("dispute", "certifier"), ("withdraw-dispute", "certifier"),
                ("declare", "officer"), ("explain", "officer"),
            )
        ),
        *(
            (f"{PART}/{act}", {"cell": "PS9"}, DATA_TEAM, {*OWN, "auditor"})
            for act in ("propose-acceptance", "accept-value", "agree-to-declaration")
        ),
    ],
    ("GET", "/work/rounds/{slug}/{period}/releases/{version}/cells"): [
        (f"{RELEASE}/cells?area={ADUR}&cell=PS1.2", None, EVERYBODY, set()),  # leads to the next one
    ],
    ("GET", "/work/rounds/{slug}/{period}/releases/{version}/cells/{gss}/{cell}"): [
        (f"{RELEASE}/cells/{ADUR}/PS1.2", None, {*OWN, *ALL_READERS, "receiver"}, set()),
    ],
    ("POST", "/work/rounds/{slug}/{period}/releases/{version}/cells/{gss}/{cell}/{act}"): [
        (f"{RELEASE}/cells/{ADUR}/PS1.2/ask", {}, {"receiver"}, {*OWN, *ALL_READERS}),
        (f"{RELEASE}/cells/{ADUR}/PS1.2/answer", {}, {*OWN, *DATA_TEAM}, {"receiver", "auditor"}),
    ],
}  # fmt: skip


def private_pages(life: Life) -> Iterator[tuple[str, str]]:
    """Yield the method and address of every route that asks who is signed in."""

    def asks(dependant: object) -> bool:
        dependencies = getattr(dependant, "dependencies", ())
        return any(dependency.call is signed_in or asks(dependency) for dependency in dependencies)

    for route in life.client.app.routes:  # type: ignore[attr-defined]
        if isinstance(route, APIRoute) and asks(route.dependant):
            yield from ((method, route.path) for method in route.methods if method != "HEAD")


def come_as(life: Life, who: str | None) -> str:
    """Be somebody, or nobody, from now on, and return the token of their forms."""
    life.client.cookies.clear()
    if who is None:
        return ""
    with life.deployment.transaction() as connection:
        key = start_session(connection, life.people[who], datetime.now(UTC))
        session = load_session(connection, key, datetime.now(UTC))
    assert session
    life.client.headers["Cookie"] = f"{COOKIE}={key}"
    return session.form_token


def outcome(answer: httpx.Response) -> str:
    if answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in"):
        return "who?"
    return {403: "not allowed", 404: "nothing here"}.get(answer.status_code, "theirs")


def test_every_private_page_is_in_the_matrix(life: Life) -> None:
    assert {*private_pages(life)} == {*MATRIX, ("POST", "/sign-out")}


def test_every_page_answers_everybody_as_the_matrix_says(life: Life) -> None:
    """The round is released and one council has confirmed, so that everybody's own acts change nothing for the next."""
    life.confirm()
    life.release()
    life.shrink(STANDARD, HASH)
    life.ask_for_waiver(STANDARD)
    wrong = []
    for who in (None, *PEOPLE):
        token = come_as(life, who)
        for (method, _), samples in MATRIX.items():
            for address, form, able, seeing in samples:
                if method == "GET":
                    answer = life.client.get(address)
                else:
                    answer = life.client.post(address, data={"form_token": token, **(form or {})})
                expected = "theirs" if who in able else "not allowed" if who in seeing else "nothing here"
                if (got := outcome(answer)) != (expected if who else "who?"):
                    wrong.append((method, address, who, got, expected))
                assert answer.status_code < 500, (address, answer.text)
        life.client.headers.pop("Cookie", None)
    assert wrong == []


def test_no_form_is_taken_without_the_token_of_the_session(life: Life) -> None:
    come_as(life, "collector")
    for (method, _), samples in MATRIX.items():
        if method == "POST":
            address, form, _, _ = samples[0]
            for token in ({}, {"form_token": "x"}):
                assert life.client.post(address, data={**(form or {}), **token}).status_code == 403, address
    assert "freeze-round" not in life.acts()
