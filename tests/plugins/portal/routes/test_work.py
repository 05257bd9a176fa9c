"""The pages of councils, the data team and departments, without scripts."""

import re
from html import unescape

import httpx
import pytest

from plugins.storage.warehouse.people import record_person
from tests.plugins.portal.example_sign_in import provider
from tests.plugins.portal.routes.signed_in import PART, ROUND, life, send, sign_in_as
from tests.plugins.submissions.life import ADUR, ARUN, CELLS, PERIOD, RETURN, Life

__all__ = ["life", "provider"]

pytestmark = pytest.mark.platform


def test_a_return_goes_all_the_way_by_pages(life: Life) -> None:
    sign_in_as(life, "officer")
    page = life.client.get(PART).text
    assert "Decisions have changed by more than half" in page
    assert 'action="' + PART + '/confirm"' not in page
    assert send(life, PART, "explain", check="moved-against-last-year", why="A new town").status_code == 303
    assert "A new town" in life.client.get(PART).text
    assert send(life, PART, "declare", cell="PS1.4", value="4", why="Counted", until="").status_code == 303
    derived = send(life, PART, "declare", cell="PS1.2", value="7", why="We think so")
    assert (derived.status_code, "dispute it instead" in derived.text) == (409, True)
    assert 'value="7"' in derived.text
    assert "We think so" in derived.text
    sign_in_as(life, "certifier")
    cells = re.search(r'name="cells_sha256" value="([0-9a-f]{64})"', life.client.get(PART).text)
    assert cells
    life.assemble("2025-04-04", adur={"PS1.2": ("32", "computed")})
    late = send(life, PART, "confirm", cells_sha256=cells[1])
    assert (late.status_code, "PS1.2 is now 32" in unescape(late.text)) == (409, True)
    cells = re.search(r'name="cells_sha256" value="([0-9a-f]{64})"', late.text)
    assert cells
    left_out = {"except": "PS1.3 = We count otherwise\n"}
    assert send(life, PART, "confirm", cells_sha256=cells[1], **left_out).status_code == 303
    assert "We count otherwise" in life.client.get(PART).text
    assert life.client.get(f"{ROUND}/parts/{ARUN}").status_code == 404
    sign_in_as(life, "collector")
    assert "2 of 2" not in life.client.get(ROUND).text
    blank = send(life, ROUND, "freeze", why=" ")
    assert (blank.status_code, "why is blank" in blank.text.lower()) == (422, True)
    assert send(life, ROUND, "freeze", why="Now").status_code == 303
    assert life.client.get(f"{ROUND}?state=confirmed").text.count(f"{ROUND}/parts/") == 1
    sign_in_as(life, "releaser")
    assert "1 council" in life.client.get(ROUND).text
    assert send(life, ROUND, "propose").status_code == 422
    assert send(life, ROUND, "propose", **{"part:proposed": "On leave"}).status_code == 303
    assert "/releases/1/agree" not in life.client.get(ROUND).text
    sign_in_as(life, "second-releaser")
    assert "/releases/1/agree" in life.client.get(ROUND).text
    assert send(life, ROUND, "releases/1/agree", why="").status_code == 303
    sign_in_as(life, "receiver")
    page = life.client.get(ROUND).text
    receipt = re.search(r'receipt <code class="app-code">([0-9a-f]{64})', page)
    assert receipt
    assert "/parts/" not in page
    assert send(life, ROUND, "releases/1/acknowledge", receipt="0" * 64).status_code == 409
    assert send(life, ROUND, "releases/1/acknowledge", receipt=receipt[1]).status_code == 303
    assert "The department has acknowledged it" in life.client.get(ROUND).text
    token = re.search(r'name="form_token" value="([^"]+)"', life.client.get("/work").text)
    assert token
    assert life.client.post(f"{ROUND}/nothing", data={"form_token": token[1]}).status_code == 404


def test_whoever_is_signed_in_sees_only_what_is_theirs(life: Life) -> None:
    sees = {}
    for who in ("officer", "other-officer", "collector", "auditor", "receiver", "administrator", "stranger"):
        sign_in_as(life, who)
        sees[who] = [life.client.get(address).status_code for address in (ROUND, PART, "/work")]
    assert sees == {
        "officer": [200, 200, 200], "other-officer": [200, 404, 200], "collector": [200, 200, 200],
        "auditor": [200, 200, 200], "receiver": [200, 404, 200], "administrator": [404, 404, 200],
        "stranger": [404, 404, 200],
    }  # fmt: skip
    sign_in_as(life, "other-officer")
    assert "Adur" not in life.client.get(ROUND).text


def tasks_of(life: Life, who: str) -> list[str]:
    """Return what the first page says that somebody needs to do."""
    sign_in_as(life, who)
    return re.findall(r'task-list__link" href="[^"]+">([^<]+)<', unescape(life.client.get("/work").text))


def confirm(life: Life, **form: str) -> httpx.Response:
    """Confirm what the page of Adur's part shows, as its certifier."""
    sign_in_as(life, "certifier")
    cells = re.search(r'name="cells_sha256" value="([0-9a-f]{64})"', life.client.get(PART).text)
    assert cells
    return send(life, PART, "confirm", cells_sha256=cells[1], **form)


def release(life: Life) -> None:
    """Freeze the round and release it, by two people."""
    for who, act, form in (
        ("collector", "freeze", {"why": "Now"}),
        ("releaser", "propose", {"part:proposed": "On leave"}),
        ("second-releaser", "releases/1/agree", {}),
    ):
        sign_in_as(life, who)
        assert send(life, ROUND, act, **form).status_code == 303


def test_what_needs_somebody_is_listed_until_it_is_done(life: Life) -> None:
    adur = "Adur District Council: Planning matters: district planning return, January to March 2025"
    assert tasks_of(life, "officer") == [f"Answer 1 question of {adur}"]
    assert send(life, PART, "explain", check="moved-against-last-year", why="A new town").status_code == 303
    assert tasks_of(life, "officer") == []
    assert tasks_of(life, "certifier") == [f"Confirm 3 cells of {adur}"]
    assert confirm(life).status_code == 303
    assert tasks_of(life, "certifier") == []
    life.assemble("2025-04-04", adur={"PS1.2": ("32", "computed")})
    assert tasks_of(life, "certifier") == [f"Confirm 1 cell that changed since you confirmed {adur}"]
    assert confirm(life).status_code == 303
    sign_in_as(life, "collector")
    assert send(life, ROUND, "freeze", why="Now").status_code == 303
    assert [words.partition(" of ")[0] for words in tasks_of(life, "releaser")] == ["Propose the release"]
    assert send(life, ROUND, "propose", **{"part:proposed": "On leave"}).status_code == 303
    assert tasks_of(life, "releaser") == []
    assert [words.partition(" of ")[0] for words in tasks_of(life, "second-releaser")] == ["Agree to version 1"]
    assert send(life, ROUND, "releases/1/agree").status_code == 303
    assert [words.partition(" of ")[0] for words in tasks_of(life, "receiver")] == ["Acknowledge version 1"]


def test_a_question_about_a_cell_is_asked_and_answered_on_its_page(life: Life) -> None:
    confirm(life)
    release(life)
    cells = f"{ROUND}/releases/1/cells"
    thread = f"{cells}/{ADUR}/PS1.2"
    sign_in_as(life, "receiver")
    found = life.client.get(cells, params={"area": f" {ADUR} ", "cell": "PS1.2"})
    assert (found.status_code, found.headers["Location"]) == (303, thread)
    for area, cell in (("", ""), (ADUR, "PS9.9"), ("../..", "PS1.2"), ("E07000999", "PS1.2")):
        there = life.client.get(cells, params={"area": area, "cell": cell}).headers["Location"]
        assert life.client.get(there).status_code == 404, (area, cell)
    assert send(life, thread, "answer", text="So").status_code == 403
    assert send(life, thread, "ask", text=" ").status_code == 422
    assert send(life, thread, "ask", text="Why <so> many?\nTell us").status_code == 303
    assert "Why &lt;so&gt; many?" in life.client.get(thread).text
    assert "not answered yet" in life.client.get(ROUND).text
    sign_in_as(life, "other-officer")
    assert life.client.get(thread).status_code == 404
    asked = "Answer what the department asks about PS1.2 of Adur District Council: "
    for who in ("officer", "collector"):
        assert tasks_of(life, who)[-1].startswith(asked), who
    sign_in_as(life, "officer")
    assert "not answered yet" in life.client.get(PART).text
    too_long = send(life, thread, "answer", text="x" * 4001)
    assert (too_long.status_code, "x" * 4001 in too_long.text) == (422, True)
    assert send(life, thread, "answer", text="A new town").status_code == 303
    assert "answered on" in life.client.get(PART).text
    sign_in_as(life, "receiver")
    assert "A new town" in life.client.get(thread).text


def test_a_confirmation_can_be_printed_without_what_was_left_out_or_disputed(life: Life) -> None:
    record = f"{PART}/confirmation"
    sign_in_as(life, "certifier")
    assert life.client.get(record).status_code == 404
    assert send(life, PART, "dispute", cell="PS1.2", why="We count 30", value="30").status_code == 303
    assert confirm(life, **{"except": "PS1.3 = We count otherwise"}).status_code == 303
    page = life.client.get(record).text
    assert "Ceri Certifier confirmed 1 cell on" in page
    assert re.findall(r'<th scope="row">([^<]+)<', page) == ["PS1.4"]
    assert "We count otherwise" in page
    assert send(life, PART, "withdraw-dispute", cell="PS1.2", why="31 is right").status_code == 303
    assert "withdraw-dispute" not in life.client.get(PART).text
    sign_in_as(life, "other-officer")
    assert life.client.get(record).status_code == 404


def test_a_part_is_the_form_with_what_changed_marked_and_each_figure_leading_to_its_records(life: Life) -> None:
    assert confirm(life, **{"except": "PS1.4 = We count otherwise"}).status_code == 303
    life.assemble("2025-04-04", adur={"PS1.2": ("32", "computed")})
    page = unescape(life.client.get(PART).text)
    assert "3 cells: 1 not confirmed, 1 confirmed, 1 changed since confirmed." in page
    cell = rf'<a href="/returns/{RETURN}/{PERIOD}/{ADUR}/PS1\.%s\?as-known=2025-04-04">'
    lines = {
        r"2 Received in the quarter": cell % "2" + r'32</a><strong class="app-mark">changed</strong>.*was 31',
        r"3 Withdrawn, called in or turned away": cell % "3" + r'2 <span class="app-sign">\[e\]</span></a>\s*</td>',
        r"4 Decisions": cell % "4" + r'<span class="app-sign">\[z\]</span></a><strong class="app-mark">not confirmed<',
    }
    for words, content in lines.items():
        assert re.search(rf'<th scope="row">{words}</th>\s*<td[^>]*>\s*{content}', page), words
    assert re.findall(r'<th scope="row"><a class="govuk-link"[^>]+>([^<]+)<', page) == ["PS1.2", "PS1.4"]


def test_what_checks_ask_is_listed_with_its_records_and_its_answer_for_those_who_see_the_council(life: Life) -> None:
    page = f"{ROUND}/questions"
    sign_in_as(life, "collector")
    text = unescape(life.client.get(page).text)
    assert "1 question, 1 not answered." in text
    assert f'href="/returns/{RETURN}/{PERIOD}/{ADUR}/PS1.2?as-known=2025-04-03"' in text
    assert "Decisions have changed by more than half, and by more than 10, in a year" in text
    sign_in_as(life, "officer")
    assert send(life, PART, "explain", check="moved-against-last-year", why="A new town").status_code == 303
    assert "A new town" in life.client.get(page).text
    sign_in_as(life, "other-officer")
    assert "No check asks anything." in life.client.get(page).text
    sign_in_as(life, "nobody")
    assert life.client.get(page).status_code == 404


def test_an_administrator_grants_and_ends_roles_on_a_page_that_data_team_and_auditor_see_besides(life: Life) -> None:
    sees = {}
    for who in ("officer", "collector", "receiver", "auditor"):
        sign_in_as(life, who)
        page = life.client.get("/work/people")
        sees[who] = (page.status_code, "Grant the role" in page.text, send_people(life, "grant").status_code)
    assert sees == {
        "officer": (404, False, 404), "collector": (200, False, 403), "receiver": (404, False, 404),
        "auditor": (200, False, 403),
    }  # fmt: skip
    sign_in_as(life, "administrator")
    page = unescape(life.client.get("/work/people").text)
    assert "Certifier for Adur District Council as head of planning" in page
    form = {"person": str(life.people["nobody"]), "role": "officer", "scope": "Adur", "why": "She is new"}
    refused = send_people(life, "grant", **form)
    assert (refused.status_code, 'value="Adur"' in refused.text, "She is new" in refused.text) == (422, True, True)
    for odd in ({"person": "9" * 30}, {"person": "²"}, {"person": ""}):
        assert send_people(life, "grant", **form | odd).status_code == 404, odd
    assert send_people(life, "grant", **form | {"scope": ADUR, "since": "soon"}).status_code == 422
    own = form | {"person": str(life.people["administrator"]), "scope": ADUR}
    assert send_people(life, "grant", **own).status_code == 403
    assert send_people(life, "grant", **form | {"scope": ADUR}).status_code == 303
    [number] = re.findall(
        r"Officer for Adur District Council<span class=\"app-quiet\">Number (\d+), from (?!1 January 2025)",
        life.client.get("/work/people").text,
    )
    assert send_people(life, "end", person=form["person"], grant=number, why="She left").status_code == 303
    assert send_people(life, "end", person=form["person"], grant=number, why="Again").status_code == 409


def test_a_council_without_data_is_listed_with_the_reason_and_asked_for_it(life: Life) -> None:
    life.assemble("2025-04-05", arun=dict.fromkeys(CELLS, ("", "no-data")))
    sign_in_as(life, "collector")
    page = unescape(life.client.get(ROUND, params={"state": "no-data"}).text)
    assert "1 of 2 councils" in page
    assert re.findall(rf"{ROUND}/parts/(\w+)", page) == [ARUN]
    assert "Planning applications: " in page
    [letter] = re.findall(r'app-words">([^<]+)<', life.client.get(f"{ROUND}/reminders?state=no-data").text)
    assert "we have no data of Arun District Council yet, and need it by 15 May 2025. " in unescape(letter)
    sign_in_as(life, "other-officer")
    assert "Planning applications: " in life.client.get(ROUND).text


def send_people(life: Life, act: str, **form: str) -> httpx.Response:
    """Send a form of the page of people."""
    return post(life, f"/work/people/{act}", **form)


def post(life: Life, address: str, **form: str) -> httpx.Response:
    """Send a form to an address whose page may have none for this person, with the token that their first page has."""
    token = re.search(r'name="form_token" value="([^"]+)"', life.client.get("/work").text)
    assert token
    return life.client.post(address, data={"form_token": token[1], **form})


def test_a_collector_finds_a_draft_for_each_council_that_has_not_confirmed_and_has_them_reminded(life: Life) -> None:
    confirm(life)
    reminders = f"{ROUND}/reminders"
    for who in ("certifier", "releaser", "auditor", "receiver"):
        sign_in_as(life, who)
        assert life.client.get(reminders).status_code == 404, who
    with life.deployment.transaction() as connection:
        record_person(connection, life.issuer, "other-officer", "Oscar Officer", "oscar@arun.example")
    sign_in_as(life, "collector")
    page = unescape(life.client.get(reminders).text)
    assert "1 council of 2" in page
    assert "3 cells of Arun District Council wait to be confirmed. Please confirm them by 15 May 2025" in page
    assert 'href="mailto:oscar@arun.example?subject=Planning%20matters' in page
    assert send(life, ROUND, "reminders", why=" ").status_code == 422
    assert send(life, ROUND, "reminders", why="A week is left").status_code == 303
    assert "People were reminded last on" in life.client.get(reminders).text
    assert life.acts()[-1] == "chase-round"
    sign_in_as(life, "auditor")
    assert post(life, reminders, why="A week is left").status_code == 403
