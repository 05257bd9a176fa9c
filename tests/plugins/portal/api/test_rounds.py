"""The life of a return, walked through the API: from proposed to acknowledged, and everything that is refused."""

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from joserfc.jwk import ECKey

from plugins.storage.warehouse.audit_trail import stream_entries
from tests.plugins.conftest import Page
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, ARUN, CELLS, KEY, PERIOD, RETURN, ROUND, Life, rows
from transforms.audit import verify_trail

pytestmark = pytest.mark.platform
__all__ = ["life"]
PART, RELEASES = f"{ROUND}/parts/{ADUR}", f"{ROUND}/releases"
PACKAGE = f"/api/v1/releases/{RETURN}/{PERIOD}/1"


def states(part: dict) -> dict[str, str]:
    return {cell["cell"]: cell["state"] for cell in part["cells"]}


def test_a_part_is_proposed_confirmed_and_asked_again_for_what_changed(life: Life) -> None:
    part = life.part()
    assert (part["state"], part["round_state"]) == ("proposed", "open")
    assert part["cells_sha256"] == hashlib.sha256(rows(ADUR, CELLS).encode()).hexdigest()
    assert part["cells"][2] == {
        "cell": "PS1.4", "value": None, "origin": "not-derivable", "state": "proposed", "why": "",
        "declared_value": None, "acceptance_proposed": False, "agreed": False, "confirmed_value": None,
    }  # fmt: skip
    assert [question["check"] for question in part["questions"]] == ["moved-against-last-year"]
    answer = life.confirm(**{"except": [{"cell": "PS1.3", "why": "We count otherwise"}]})
    assert (answer.status_code, answer.json()["state"]) == (201, "confirmed")
    assert states(life.part()) == {"PS1.2": "confirmed", "PS1.3": "proposed", "PS1.4": "confirmed"}
    life.assemble("2025-04-04", adur={"PS1.2": ("32", "computed")})
    changed = life.part()
    assert changed["state"] == "lapsed"
    assert states(changed) == {"PS1.2": "lapsed", "PS1.3": "proposed", "PS1.4": "confirmed"}
    assert [(cell["cell"], cell["value"], cell["confirmed_value"]) for cell in changed["changed"]] == [
        ("PS1.2", "32", "31")
    ]
    assert life.part("other-officer", ARUN)["state"] == "proposed"


def test_a_confirmation_of_cells_that_changed_meanwhile_is_told_which_and_records_nothing(life: Life) -> None:
    seen = life.part()["cells_sha256"]
    life.assemble("2025-04-04", adur={"PS1.2": ("32", "computed")})
    before = life.acts()
    answer = life.post("certifier", f"{PART}/confirmations", {"cells_sha256": seen, "except": []}, "k")
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [cell["cell"] for cell in answer.json()["changed"]] == ["PS1.2"]
    assert answer.json()["cells_sha256"] == life.part()["cells_sha256"]
    assert life.acts() == before
    assert life.part()["state"] == "proposed"
    assert life.confirm(key="k2").status_code == 201


def test_the_same_key_gives_the_same_answer_and_one_entry(life: Life) -> None:
    body = {"cells": [{"cell": "PS1.2", "why": "Two are missing", "value": 33}]}
    first = life.post("certifier", f"{PART}/disputes", body, "once")
    again = life.post("certifier", f"{PART}/disputes", body, "once")
    assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)
    assert life.acts().count("dispute-cells") == 1
    other = life.post("certifier", f"{PART}/disputes", {"cells": [{"cell": "PS1.3", "why": "x"}]}, "once")
    assert other.status_code == 422
    assert life.post("other-certifier", f"{ROUND}/parts/{ARUN}/disputes", body, "once").status_code == 201
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: life.post("certifier", f"{PART}/disputes", body, "at once"), range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert life.acts().count("dispute-cells") == 3


def test_confirmations_at_once_lose_nothing(life: Life) -> None:
    def confirm(gss_and_who: tuple[str, str]) -> int:
        return life.confirm(gss_and_who[1], gss_and_who[0]).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(confirm, [(ADUR, "certifier"), (ARUN, "other-certifier")] * 8)) == {201}
    assert life.acts().count("confirm-cells") == 16
    assert {life.part("auditor", gss)["state"] for gss in (ADUR, ARUN)} == {"confirmed"}
    with life.deployment.transaction() as connection:
        assert verify_trail(stream_entries(connection)).broken is None


def test_a_dispute_stands_until_it_is_settled(life: Life) -> None:
    body = {"cells": [{"cell": "PS1.2", "why": "Two are missing", "value": "33"}]}
    assert life.post("certifier", f"{PART}/disputes", body).json()["state"] == "disputed"
    [cell] = [cell for cell in life.part()["cells"] if cell["state"] == "disputed"]
    assert (cell["value"], cell["declared_value"], cell["why"]) == ("31", "33", "Two are missing")
    assert life.confirm().json()["state"] == "disputed"
    withdrawal = f"{PART}/disputes/PS1.2/withdrawal"
    assert life.post("certifier", withdrawal, {"why": "Found them"}).json()["state"] == "confirmed"
    assert life.post("certifier", withdrawal, {"why": "Again"}).status_code == 409


def test_what_can_t_be_derived_is_declared_and_nothing_derived_is_overwritten(life: Life) -> None:
    declaration = {"cell": "PS1.4", "value": "nil", "why": "We decided none", "until": "2025-12-31"}
    answer = life.post("officer", f"{PART}/declarations", declaration)
    assert answer.status_code == 201, answer.text
    part = life.part()
    assert [(cell["value"], cell["origin"]) for cell in part["cells"] if cell["cell"] == "PS1.4"] == [("0", "declared")]
    declared = CELLS | {"PS1.4": ("0", "declared")}
    assert part["cells_sha256"] == hashlib.sha256(rows(ADUR, declared).encode()).hexdigest()
    assert life.post("officer", f"{PART}/declarations", {**declaration, "value": 4}).status_code == 201
    derived = life.post("officer", f"{PART}/declarations", {**declaration, "cell": "PS1.2"})
    assert (derived.status_code, "dispute it instead" in derived.json()["detail"]) == (409, True)
    for field, value in (("value", "many"), ("value", 1e300), ("value", True), ("why", " "), ("until", "soon"),
                         ("until", "2024-01-01"), ("cell", "PS9")):  # fmt: skip
        refused = life.post("officer", f"{PART}/declarations", {**declaration, field: value})
        assert (refused.status_code, field in str(refused.json()["fields"])) == (422, True), (field, refused.text)


def test_who_declared_a_value_does_not_confirm_it(life: Life) -> None:
    life.grant("officer", "certifier", f"{ADUR}/head-of-planning")
    assert life.post("officer", f"{PART}/declarations", {"cell": "PS1.4", "value": 4, "why": "Ours"}).status_code == 201
    assert life.confirm("officer").status_code == 403
    assert life.confirm("officer", **{"except": [{"cell": "PS1.4", "why": "I declared it"}]}).status_code == 201
    assert life.confirm("certifier").status_code == 201


def test_a_check_s_question_is_answered_in_words(life: Life) -> None:
    body = {"check": "moved-against-last-year", "why": "A new town"}
    assert life.post("officer", f"{PART}/explanations", body).status_code == 201
    assert life.part()["questions"][0]["answer"] == "A new town"
    assert life.post("officer", f"{PART}/explanations", {**body, "check": "no-such"}).status_code == 422


def test_a_return_goes_all_the_way(life: Life) -> None:
    life.confirm()
    assert life.post("releaser", RELEASES, {"answers": []}).status_code == 409
    frozen = life.post("collector", f"{ROUND}/freeze", {"why": "Everybody has answered"})
    assert (frozen.json()["state"], frozen.json()["receipt"]) == ("frozen", f"{1:064x}")
    assert life.confirm("other-certifier", ARUN).status_code == 409
    life.assemble("2025-04-09", adur={"PS1.2": ("40", "computed")})
    assert life.part()["cells"][0]["value"] == "31"
    unanswered = life.post("releaser", RELEASES, {"answers": []})
    assert (unanswered.status_code, unanswered.json()["unanswered"]) == (422, [{"part": ARUN, "state": "proposed"}])
    assert life.get("collector", ROUND).json()["to_answer"] == [{"part": ARUN, "state": "proposed"}]
    proposed = life.post("releaser", RELEASES, {"answers": [{"part": ARUN, "why": "On leave"}]})
    assert (proposed.status_code, proposed.json()["version"], proposed.json()["state"]) == (201, 1, "proposed")
    assert life.get("receiver", RELEASES).json() == []
    for decision in ("agreement", "refusal"):
        assert life.post("releaser", f"{RELEASES}/1/{decision}", {"why": "Fine"}).status_code == 403
    agreed = life.post("second-releaser", f"{RELEASES}/1/agreement", {"why": "Fine"})
    assert (agreed.status_code, agreed.json()["state"]) == (201, "released")
    assert life.get("auditor", ROUND).json()["state"] == "released"
    [release] = life.get("receiver", RELEASES).json()
    assert life.post("receiver", f"{PACKAGE}/acknowledgements", {"receipt": "0" * 64}).status_code == 409
    acknowledged = life.post("receiver", f"{PACKAGE}/acknowledgements", {"receipt": release["receipt"]})
    assert (acknowledged.status_code, acknowledged.json()["acknowledged"]) == (201, True)
    question = f"{RELEASES}/1/cells/{ADUR}/PS1.2/questions"
    assert life.post("receiver", question, {"text": "Why so many?"}).status_code == 201
    answer = question.replace("questions", "answers")
    assert life.post("officer", answer, {"text": "A new town"}).json()["is_answer"]
    assert life.post("other-officer", answer, {"text": "Not ours"}).status_code == 404
    assert life.part()["cells"][0]["value"] == "40"  # what became known since is a revision
    assert life.part()["state"] == "lapsed"
    assert life.confirm().status_code == 201
    assert life.propose().json()["version"] == 2
    assert life.post("second-releaser", f"{RELEASES}/2/agreement", {"why": "Fine"}).status_code == 201
    assert [release["state"] for release in life.get("receiver", RELEASES).json()] == ["superseded", "released"]
    withdrawn = life.post("second-releaser", f"{RELEASES}/2/withdrawal", {"why": "A wrong file"}).json()
    assert (withdrawn["state"], withdrawn["why"]) == ("withdrawn", "A wrong file")


def test_a_refused_release_can_be_proposed_again(life: Life) -> None:
    life.freeze_and_propose()
    assert life.propose().status_code == 409
    refused = life.post("second-releaser", f"{RELEASES}/1/refusal", {"why": "Ask Arun first"})
    assert (refused.json()["state"], refused.json()["why"]) == ("refused", "Ask Arun first")
    assert life.post("second-releaser", f"{RELEASES}/1/agreement", {"why": "Fine"}).status_code == 409
    assert life.propose("second-releaser").json()["version"] == 1
    assert life.post("releaser", f"{RELEASES}/1/agreement", {"why": "Now fine"}).status_code == 201


def test_releases_agreed_to_and_refused_at_once_are_settled_once(life: Life) -> None:
    life.freeze_and_propose()
    decisions = ["agreement", "refusal"] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda name: life.post("second-releaser", f"{RELEASES}/1/{name}", {"why": "So"}), decisions)
        )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len({"agree-release", "refuse-release"} & {*life.acts()}) == 1


def test_checks_that_failed_are_answered_before_a_release(life: Life) -> None:
    life.assemble("2025-04-05", failing="identity-broken")
    life.confirm()
    life.confirm("other-certifier", ARUN)
    life.post("collector", f"{ROUND}/freeze", {"why": "Now"})
    assert life.post("releaser", RELEASES, {"answers": []}).json()["unanswered"] == [{"check": "identity-broken"}]
    answers = [{"check": "identity-broken", "why": "Arun knows"}]
    assert life.post("releaser", RELEASES, {"answers": answers}).status_code == 201


def test_a_blank_reason_is_refused_beside_its_field(life: Life) -> None:
    answer = life.post("collector", f"{ROUND}/freeze", {"why": "  "})
    assert (answer.status_code, answer.json()["fields"]) == (422, {"why": "Enter a reason"})
    assert life.post("collector", f"{ROUND}/freeze", {}).status_code == 422
    assert life.post("collector", f"{ROUND}/freeze", {"why": "x", "wy": "y"}).status_code == 422
    assert "freeze-round" not in life.acts()


def test_a_successor_confirms_for_a_body_that_has_ended(life: Life) -> None:
    from datetime import date

    from plugins.submissions.visibility import acting_codes

    assert acting_codes("E07000187", date(2025, 4, 1)) == ("E07000187", "E06000066")
    assert acting_codes("E07000187", date(2020, 4, 1)) == ("E07000187",)
    assert life.part()["acting"] == [ADUR]


def test_a_token_counts_only_from_our_provider_for_us_and_in_its_time(life: Life) -> None:
    stranger = ECKey.generate_key("P-256", {"kid": "first"}, private=True)
    refused = {
        "another key": life.token("officer", stranger),
        "another audience": life.token("officer", aud="somebody-else"),
        "another issuer": life.token("officer", iss="https://login.example.org"),
        "expired": life.token("officer", exp=int(time.time()) - 100),
        "never ends": life.token("officer", exp=None),
        "not yet": life.token("officer", nbf=int(time.time()) + 100),
        "of nobody": life.token(""),
        "no token": "x.y.z",
        "endless": "x" * 20_000,
        "unsigned": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvZmZpY2VyIn0.",
    }
    for name, token in refused.items():
        answer = life.client.get(ROUND, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"'), name
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert life.client.get(ROUND).status_code == 401
    several = life.token("officer", aud=["other", "council-returns"])
    assert life.client.get(ROUND, headers={"Authorization": f"Bearer {several}"}).status_code == 200


def test_a_provider_that_is_away_stops_tokens_and_nothing_public(life: Life) -> None:
    life.site.publish("/jwks", Page(status=500))
    answer = life.get("officer", ROUND)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert life.client.get("/api/v1/audit/head").status_code == 200
    life.site.publish("/jwks", Page(json.dumps({"keys": [KEY.as_dict(private=False)]}).encode()))
    assert life.get("officer", ROUND).status_code == 200


def test_the_audit_trail_can_be_computed_again_from_the_api(life: Life) -> None:
    life.confirm()
    entries = life.get("auditor", "/api/v1/audit").json()
    previous = "0" * 64
    for number, entry in enumerate(entries, 1):
        members = {name: value for name, value in entry.items() if name != "hash"}
        text = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert (entry["number"], entry["previous"]) == (number, previous)
        previous = hashlib.sha256(text.encode()).hexdigest()
        assert entry["hash"] == previous
    assert life.client.get("/api/v1/audit/head").json()["hash"] == previous
    after = life.get("auditor", f"/api/v1/audit?subject={RETURN}/{PERIOD}/{ADUR}&after=3").json()
    assert [entry["act"] for entry in after] == ["confirm-cells"]
    assert life.get("auditor", "/api/v1/audit?subject=&after=").json() == entries
    own = life.get("officer", "/api/v1/audit").json()
    assert {entry["act"] for entry in own} == {"grant-role", "confirm-cells"}
    assert {entry["act"] for entry in life.get("other-officer", "/api/v1/audit").json()} == {"grant-role"}
    assert life.get("nobody", "/api/v1/audit").json() == []
