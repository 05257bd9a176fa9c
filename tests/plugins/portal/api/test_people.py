"""People through the API: roles are granted and ended by administrators, never their own, once for each key."""

import pytest

from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, ROUND, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]
WHY = {"why": "New in post"}


def test_a_role_is_granted_and_ended_and_both_stay_in_the_trail(life: Life) -> None:
    address = f"/api/v1/people/{life.people['nobody']}/grants"
    body = {"role": "officer", "scope": ADUR, **WHY}
    assert life.get("nobody", f"{ROUND}/parts/{ADUR}").status_code == 404
    first, again = (life.post("administrator", address, body, "key") for _ in range(2))
    assert (first.status_code, first.content) == (201, again.content)
    assert life.get("nobody", f"{ROUND}/parts/{ADUR}").status_code == 200
    ended = life.post("administrator", f"{address}/{first.json()['number']}/end", WHY)
    assert (ended.status_code, len(ended.json()["grants"])) == (201, 1)
    assert life.get("nobody", f"{ROUND}/parts/{ADUR}").status_code == 404
    assert life.post("administrator", f"{address}/{first.json()['number']}/end", WHY).status_code == 409
    listed = {person["subject"]: person["grants"] for person in life.get("auditor", "/api/v1/people").json()}
    assert [grant["role"] for grant in listed["nobody"]] == ["officer"]


def test_a_wrong_grant_is_refused_and_nobody_grants_themselves_a_role(life: Life) -> None:
    own = f"/api/v1/people/{life.people['administrator']}/grants"
    other = f"/api/v1/people/{life.people['nobody']}/grants"
    assert life.post("administrator", own, {"role": "auditor", **WHY}).status_code == 403
    assert life.post("administrator", "/api/v1/people/999999/grants", {"role": "auditor", **WHY}).status_code == 404
    for wrong in (
        {"role": "king"}, {"role": "officer", "scope": "E0"}, {"role": "auditor", "since": "soon"},
        {"role": "auditor", "since": "2025-02-02", "until": "2025-02-01"}, {"role": "auditor", "why": " "},
    ):  # fmt: skip
        assert life.post("administrator", other, WHY | wrong).status_code == 422, wrong


def test_who_acts_too_often_within_a_minute_is_told_when_to_try_again(life: Life) -> None:
    life.client.app.state.act_limits.most = 2  # type: ignore[attr-defined]
    address = f"{ROUND}/freeze"
    answers = [life.post("releaser", address, {"why": " "}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [403, 403, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].json()["status"] == 429
    assert life.post("collector", address, {"why": " "}).status_code == 422
