"""Roles × addresses: every private address tried as everybody and as nobody; a new one has to be in this matrix."""

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from plugins.portal.accounts.caller import authenticated_caller
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, PEOPLE, PERIOD, RETURN, ROUND, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]
STANDARD = "planning_applications"
SOURCE = f"/api/v1/sources/{STANDARD}/{ADUR}"
PART, RELEASES = f"{ROUND}/parts/{ADUR}", f"{ROUND}/releases"
OWN, DATA_TEAM = {"officer", "certifier"}, {"collector", "releaser", "second-releaser"}
ALL_READERS = {*DATA_TEAM, "auditor"}
COUNCILS = {*OWN, "other-officer", "other-certifier"}
WHY = {"why": "Because"}
HASH = "0" * 64
EVERYBODY = {*PEOPLE}
# Method and address → one like it, the body, who may do it, and who sees it and may not; it is nobody else's.
MATRIX: dict[tuple[str, str], tuple[str, object, set[str], set[str]]] = {
    ("GET", "/api/v1/rounds"): ("/api/v1/rounds", None, EVERYBODY, set()),
    ("GET", "/api/v1/rounds/{slug}/{period}"): (ROUND, None, {*COUNCILS, *ALL_READERS, "receiver"}, set()),
    ("POST", "/api/v1/rounds/{slug}/{period}/freeze"): (
        f"{ROUND}/freeze", WHY, {"collector"}, {*COUNCILS, *ALL_READERS, "receiver"},
    ),
    ("POST", "/api/v1/rounds/{slug}/{period}/chases"): (
        f"{ROUND}/chases", WHY, {"collector"}, {*COUNCILS, *ALL_READERS, "receiver"},
    ),
    ("GET", "/api/v1/rounds/{slug}/{period}/parts/{gss}"): (PART, None, {*OWN, *ALL_READERS}, set()),
    ("POST", "/api/v1/rounds/{slug}/{period}/parts/{gss}/declarations"): (
        f"{PART}/declarations", {"cell": "PS1.4", "value": 1, **WHY}, {"officer"}, {*OWN, *ALL_READERS},
    ),
    ("POST", "/api/v1/rounds/{slug}/{period}/parts/{gss}/explanations"): (
        f"{PART}/explanations", {"check": "moved-against-last-year", **WHY}, {"officer"}, {*OWN, *ALL_READERS},
    ),
    ("POST", "/api/v1/rounds/{slug}/{period}/parts/{gss}/confirmations"): (
        f"{PART}/confirmations", {"cells_sha256": HASH, "except": []}, {"certifier"}, {*OWN, *ALL_READERS},
    ),
    ("POST", "/api/v1/rounds/{slug}/{period}/parts/{gss}/disputes"): (
        f"{PART}/disputes", {"cells": [{"cell": "PS1.2", **WHY}]}, {"certifier"}, {*OWN, *ALL_READERS},
    ),
    ("POST", "/api/v1/rounds/{slug}/{period}/parts/{gss}/disputes/{cell}/withdrawal"): (
        f"{PART}/disputes/PS1.2/withdrawal", WHY, {"certifier"}, {*OWN, *ALL_READERS},
    ),
    **{
        ("POST", f"/api/v1/rounds/{{slug}}/{{period}}/parts/{{gss}}/{act}"): (
            f"{PART}/{act.format(cell='PS1.2')}", WHY, DATA_TEAM, {*OWN, "auditor"},
        )
        for act in ("disputes/{cell}/acceptance", "disputes/{cell}/acceptance/agreement",
                    "declarations/{cell}/agreement")
    },
    ("GET", "/api/v1/rounds/{slug}/{period}/releases"): (
        RELEASES, None, {*COUNCILS, *ALL_READERS, "receiver"}, set(),
    ),
    ("POST", "/api/v1/rounds/{slug}/{period}/releases"): (
        RELEASES, {"answers": []}, {"releaser", "second-releaser"}, {*COUNCILS, *ALL_READERS, "receiver"},
    ),
    **{
        ("POST", f"/api/v1/rounds/{{slug}}/{{period}}/releases/{{version}}/{act}"): (
            f"{RELEASES}/1/{act}", WHY, {"second-releaser"}, ALL_READERS,
        )
        for act in ("agreement", "refusal", "withdrawal")
    },
    ("POST", "/api/v1/rounds/{slug}/{period}/releases/{version}/cells/{gss}/{cell}/questions"): (
        f"{RELEASES}/1/cells/{ADUR}/PS1.2/questions", {"text": "Why?"}, {"receiver"}, {*OWN, *ALL_READERS},
    ),
    ("POST", "/api/v1/rounds/{slug}/{period}/releases/{version}/cells/{gss}/{cell}/answers"): (
        f"{RELEASES}/1/cells/{ADUR}/PS1.2/answers", {"text": "So"}, {*OWN, *DATA_TEAM}, {"receiver", "auditor"},
    ),
    ("POST", "/api/v1/releases/{slug}/{period}/{version}/acknowledgements"): (
        f"/api/v1/releases/{RETURN}/{PERIOD}/1/acknowledgements", {"receipt": HASH}, {"receiver"}, ALL_READERS,
    ),
    ("GET", "/api/v1/releases/{slug}/{period}/{version}/package.zip"): (
        f"/api/v1/releases/{RETURN}/{PERIOD}/1/package.zip", None, {"receiver", *ALL_READERS}, set(),
    ),
    ("GET", "/api/v1/explanations"): ("/api/v1/explanations", None, EVERYBODY, set()),
    ("GET", "/api/v1/quarantined-files"): ("/api/v1/quarantined-files", None, EVERYBODY, set()),
    ("POST", "/api/v1/sources/{standard}/{gss}/explanations"): (
        f"{SOURCE}/explanations", {"code": "code-unknown", "until": "2999-12-31", **WHY}, {"officer"},
        {*OWN, *ALL_READERS},
    ),
    **{
        ("POST", f"/api/v1/explanations/{{number}}/{act}"): (
            f"/api/v1/explanations/1/{act}", WHY, able, {*OWN, *ALL_READERS},
        )
        for act, able in (("agreement", {"collector"}), ("refusal", {"collector"}), ("withdrawal", {"officer"}))
    },
    **{
        ("POST", f"/api/v1/sources/{{standard}}/{{gss}}/quarantined-files/{{sha256}}/{act}"): (
            f"{SOURCE}/quarantined-files/{HASH}/{act}", WHY, {"collector"}, {*OWN, *ALL_READERS},
        )
        for act in ("acceptance", "refusal")
    },
    ("POST", "/api/v1/sources/{standard}/{gss}/collections"): (
        f"{SOURCE}/collections", WHY, {"collector"}, {*OWN, *ALL_READERS},
    ),
    ("GET", "/api/v1/audit"): ("/api/v1/audit", None, EVERYBODY, set()),
    ("GET", "/api/v1/people"): ("/api/v1/people", None, {"administrator", *ALL_READERS}, set()),
    ("POST", "/api/v1/people/{person}/grants"): (
        "/api/v1/people/1/grants", {"role": "auditor", **WHY}, {"administrator"}, ALL_READERS,
    ),
    ("POST", "/api/v1/people/{person}/grants/{number}/end"): (
        "/api/v1/people/1/grants/1/end", WHY, {"administrator"}, ALL_READERS,
    ),
}  # fmt: skip


def private_routes(life: Life) -> Iterator[tuple[str, str]]:
    """Yield the method and address of every route that asks who is asking."""
    for route in life.client.app.routes:  # type: ignore[attr-defined]
        if isinstance(route, APIRoute) and any(
            dependency.call is authenticated_caller for dependency in route.dependant.dependencies
        ):
            yield from ((method, route.path) for method in route.methods if method != "HEAD")


def outcome(status: int) -> str:
    return {401: "who?", 403: "not allowed", 404: "nothing here"}.get(status, "theirs")


def test_every_private_address_is_in_the_matrix(life: Life) -> None:
    assert {*private_routes(life)} == {*MATRIX}


def test_every_address_answers_everybody_as_the_matrix_says(life: Life) -> None:
    """The round is released, so that nobody's act changes what the next one sees but by the state."""
    life.freeze_and_propose()
    assert life.post("second-releaser", f"{RELEASES}/1/agreement", WHY).status_code == 201
    life.shrink(STANDARD, HASH)
    life.ask_for_waiver(STANDARD)
    wrong = []
    for (method, _), (address, body, able, seeing) in MATRIX.items():
        for who in (None, *PEOPLE):
            answer = life.get(who, address) if method == "GET" else life.post(who, address, body)
            expected = "theirs" if who in able else "not allowed" if who in seeing else "nothing here"
            if (got := outcome(answer.status_code)) != (expected if who else "who?"):
                wrong.append((method, address, who, got, expected))
            assert answer.status_code < 500 or address.endswith(".zip"), answer.text  # it is not built yet
    assert wrong == []


def test_what_is_not_theirs_is_not_there_whatever_the_body_is(life: Life) -> None:
    life.freeze_and_propose()
    life.ask_for_waiver(STANDARD)
    for (method, _), (address, _, able, seeing) in MATRIX.items():
        for who in {*PEOPLE} - able - seeing if method == "POST" else ():
            assert life.post(who, address, {}).status_code == 404, (who, address)


def test_what_does_not_exist_looks_like_what_is_somebody_else_s(life: Life) -> None:
    for address in (f"{ROUND}/parts/E07000999", f"{ROUND}/parts/E92000001", "/api/v1/rounds/pay_check/2025-Q1",
                    "/api/v1/rounds/planning_matters/2024-25", "/api/v1/rounds/planning_matters/1999-Q1"):  # fmt: skip
        missing, foreign = life.get("collector", address), life.get("other-officer", f"{ROUND}/parts/{ADUR}")
        assert (missing.status_code, missing.json()) == (foreign.status_code, foreign.json()), address


def test_lists_hold_only_what_is_theirs(life: Life) -> None:
    def codes(who: str) -> list[list[str]]:
        return [[part["gss"] for part in made["authorities"]] for made in life.get(who, "/api/v1/rounds").json()]

    arun = "E07000224"
    expected = {
        "officer": [[ADUR]], "certifier": [[ADUR]], "other-officer": [[arun]], "other-certifier": [[arun]],
        "receiver": [[]],
    }  # fmt: skip
    for who in PEOPLE:
        assert codes(who) == expected.get(who, [[ADUR, arun]] if who in ALL_READERS else []), who
    assert life.get("receiver", ROUND).json()["receipt"] is None


def test_an_unreleased_return_s_states_are_nowhere_public(life: Life) -> None:
    life.confirm()
    life.freeze_and_propose()
    for address in ("/status", "/status/feed.atom", "/api/v1/audit/head", f"/returns/{RETURN}", "/api/v1/openapi.json"):
        text = life.client.get(address).text
        assert "confirm-cells" not in text
        assert "Certifier" not in text


@pytest.mark.parametrize("text", ["\0", "x" * 5000, " ", "\ud800"])
def test_odd_texts_are_refused_and_never_a_failure_of_ours(life: Life, text: str) -> None:
    for who, address, body in (
        ("collector", f"{ROUND}/freeze", {"why": text}),
        ("certifier", f"{PART}/disputes", {"cells": [{"cell": text, "why": text}]}),
        ("officer", f"{PART}/declarations", {"cell": text, "value": text, "why": text, "until": text}),
    ):
        answer = life.client.post(address, headers=life.headers(who), content=to_json(body))
        assert answer.status_code == 422, answer.text
    assert life.client.get("/api/v1/audit?subject=%00", headers=life.headers("auditor")).status_code == 422
    assert (
        life.client.get("/api/v1/audit?after=9999999999999999999", headers=life.headers("auditor")).status_code == 422
    )
    assert life.post("certifier", f"{PART}/disputes", {"cells": []}).status_code == 422
    for content in (b"", b"{", b"[]", b'{"why": NaN}', b'{"why": %s}' % (b"9" * 5000)):
        assert (
            life.client.post(f"{ROUND}/freeze", headers=life.headers("collector"), content=content).status_code == 422
        )


def to_json(body: object) -> bytes:
    import json

    return json.dumps(body).encode()
