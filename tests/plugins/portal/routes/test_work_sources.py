"""The page of files and findings: quarantined files, waivers and collections, each for those who may decide."""

import re
from datetime import date
from html import unescape

import pytest

from plugins.portal.views.today import today
from plugins.submissions.finding_explanations import Author, propose_explanation
from tests.plugins.portal.example_sign_in import provider
from tests.plugins.portal.routes.signed_in import PART, life, send, sign_in_as
from tests.plugins.submissions.life import ADUR, ARUN, Life
from transforms.findings.explanations import ExplanationKind

__all__ = ["life", "provider"]

pytestmark = pytest.mark.platform
PAGE, STANDARD, SHA256 = "/work/sources", "brownfield_land", "a" * 64
FILE, EXPLAIN = f"sources/{STANDARD}/{ADUR}/files/{SHA256}", f"{PAGE}/{STANDARD}/{ADUR}/explain"
UNTIL = date(2099, 1, 1)


def page_of(life: Life, who: str, page: str = PAGE) -> str:
    sign_in_as(life, who)
    return unescape(life.client.get(page).text)


def act(life: Life, path: str, **form: str) -> tuple[int, str]:
    """Send a form of the page, and return the status and what was wrong with it."""
    token = re.search(r'name="form_token" value="([^"]+)"', life.client.get("/work").text)
    assert token
    answer = life.client.post(f"/work/{path}", data={"form_token": token[1], **form})
    problem = re.search(r'error-summary__list"><li>([^<]+)', answer.text)
    return answer.status_code, unescape(problem[1]) if problem else ""


def typed(life: Life, path: str, **form: str) -> set[str]:
    """Send a form of the page, and return the ids of the fields of the answer that hold its reason."""
    token = re.search(r'name="form_token" value="([^"]+)"', life.client.get("/work").text)
    assert token
    answer = life.client.post(f"/work/{path}", data={"form_token": token[1], **form})
    areas = re.findall(r'<textarea[^>]* id="([^"]+)"[^>]*>([^<]*)<', answer.text)
    return {name for name, text in areas if text == form["why"]}


def test_a_quarantined_file_is_decided_on_by_a_collector_and_seen_by_its_council(life: Life) -> None:
    life.shrink(STANDARD, SHA256)
    words = "10 usable records, against 100 in the file of 2 April 2025. First fetched on 3 April 2025."
    assert words in page_of(life, "officer")
    assert "Accept the file" not in page_of(life, "officer")
    assert act(life, f"{FILE}/accept", why="So")[0] == 403
    assert "No file is quarantined." in page_of(life, "other-officer")
    for who in ("receiver", "nobody"):
        sign_in_as(life, who)
        assert life.client.get(PAGE).status_code == 404, who
    assert "Accept or refuse the quarantined file" in page_of(life, "collector", "/work")
    assert act(life, f"{FILE}/refuse", why=" ") == (422, "Why is blank: say it in a sentence")
    assert act(life, f"{FILE}/refuse", why="It holds one site alone")[0] == 303
    assert re.search(r"Refused</strong>.*It holds one site alone", page_of(life, "officer"), re.S)
    assert "quarantined file" not in page_of(life, "collector", "/work")
    assert act(life, f"{FILE}/accept", why="They split the register")[0] == 303
    assert act(life, f"{FILE}/accept", why="Again")[0] == 409
    assert act(life, f"{FILE}/delete", why="So")[0] == 404


def test_a_waiver_is_approved_by_another_person_and_withdrawn_by_who_asked(life: Life) -> None:
    account = f"person/{life.people['officer']}"
    numbers = []
    for kind in ExplanationKind:
        subject, period = ["f" * 64], (today(life.deployment), UNTIL)
        with life.deployment.transaction() as connection:
            author = Author("Olive Officer", account)
            source = (STANDARD, ADUR)
            numbers.append(propose_explanation(connection, author, kind, source, subject, "Our own term", period))
    explanation, waiver = numbers
    assert "Our own term" not in page_of(life, "other-officer")
    page = page_of(life, "collector")
    assert page.index("Waiver asked for") < page.index("Explained</strong>")
    assert "Approve or refuse the waiver that a council asks for" in page_of(life, "collector", "/work")
    assert act(life, f"explanations/{explanation}/approve")[0] == 409
    assert act(life, f"explanations/{explanation}/refuse", why="It is a mistake")[0] == 303
    assert act(life, f"explanations/{waiver}/approve")[0] == 303
    assert "Waived</strong>" in page_of(life, "officer")
    sign_in_as(life, "auditor")
    assert act(life, f"explanations/{waiver}/refuse", why="So")[0] == 403
    sign_in_as(life, "officer")
    assert act(life, f"explanations/{waiver}/withdraw", why="We have fixed it")[0] == 303
    assert "None applies today." in page_of(life, "officer")


def test_what_is_typed_stays_in_its_own_form_where_an_act_is_refused(life: Life) -> None:
    life.shrink(STANDARD, SHA256)
    author, period = Author("Olive Officer", f"person/{life.people['officer']}"), (today(life.deployment), UNTIL)
    with life.deployment.transaction() as connection:
        number = propose_explanation(
            connection, author, ExplanationKind.EXPLANATION, (STANDARD, ADUR), ["f" * 64], "Our own term", period
        )
    sign_in_as(life, "collector")
    assert typed(life, f"explanations/{number}/approve", why="They are right") == {f"explanation-why-{number}"}
    collect = {"standard": STANDARD, "council": "no such council", "why": "They are right"}
    assert typed(life, "sources/collect", **collect) == {"collect-why"}
    assert act(life, f"{FILE}/refuse", why="It holds one site alone")[0] == 303
    assert typed(life, f"{FILE}/refuse", why="They are right") == {"file-why-1"}


def test_what_can_t_be_explained_is_said_and_what_is_typed_stays(life: Life) -> None:
    page = page_of(life, "officer", f"{EXPLAIN}?code=code-unknown&column=Decision")
    assert f"No file of {STANDARD} has been collected from {ADUR} yet." in page
    assert act(life, f"sources/{STANDARD}/{ADUR}/explain", code="code-unknown", why="So")[0] == 422
    sign_in_as(life, "collector")
    form = {"code": "code-unknown", "why": "So", "until": "2099-01-01"}
    assert act(life, f"sources/{STANDARD}/{ADUR}/explain", **form) == (403, "This is for an officer of the authority")
    sign_in_as(life, "other-officer")
    assert life.client.get(EXPLAIN).status_code == 404


def test_one_council_is_collected_now_by_its_name(life: Life) -> None:
    sign_in_as(life, "collector")
    form = {"standard": STANDARD, "council": "adur district council", "why": "They have fixed it"}
    assert act(life, "sources/collect", **form)[0] == 303
    assert act(life, "sources/collect", **form)[0] == 409
    assert act(life, "sources/collect", **form | {"council": ARUN})[0] == 303
    assert act(life, "sources/collect", **form | {"council": ""}) == (
        422, "Council is blank",
    )  # fmt: skip
    status, words = act(life, "sources/collect", **form | {"council": "Nowhere"})
    assert (status, words.startswith("No council has this name")) == (422, True)
    assert life.acts().count("request-collection") == 2


def test_two_people_of_the_data_team_accept_the_value_of_a_dispute_and_one_agrees_to_a_declared_one(
    life: Life,
) -> None:
    sign_in_as(life, "officer")
    assert send(life, PART, "declare", cell="PS1.4", value="4", why="Counted").status_code == 303
    sign_in_as(life, "certifier")
    assert send(life, PART, "dispute", cell="PS1.2", value="30", why="One was withdrawn").status_code == 303
    assert "Values that the council gave" not in page_of(life, "auditor", PART)
    assert "Agree to 4 for PS1.4" in page_of(life, "collector", PART)
    assert send(life, PART, "agree-to-declaration", cell="PS1.4", why="We looked").status_code == 303
    assert send(life, PART, "propose-acceptance", cell="PS1.2", why="They are right").status_code == 303
    assert "the data team agrees" in page_of(life, "collector", PART)
    assert "Values that the council gave" not in page_of(life, "collector", PART)
    assert "Accept 30 for PS1.2" in page_of(life, "releaser", PART)
    assert send(life, PART, "accept-value", cell="PS1.2", why="They are").status_code == 303
    assert "Disputed" not in page_of(life, "officer", PART)
