"""The life of a return in a browser: each of its people signs in, sees what needs them, and does it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from plugins.local.platform.home import Home
from plugins.portal.application import create_application
from plugins.settings import IdentityProvider, Settings
from plugins.storage.deployment import open_deployment
from plugins.storage.migrations import migrate
from tests.plugins.conftest import Site
from tests.plugins.portal.browsing import as_portal, new_page, served
from tests.plugins.portal.example_sign_in import provider
from tests.plugins.portal.looking import AXE, BUT_COLOURS, NARROW, SCROLLS, TOO_WIDE, VIOLATIONS, WIDE, printed, walk
from tests.plugins.submissions.life import ADUR, PERIOD, RETURN, Life

pytestmark = [pytest.mark.platform, pytest.mark.browser]
__all__ = ["provider"]
ROUND = f"/work/rounds/{RETURN}/{PERIOD}"
PART, THREAD = f"{ROUND}/parts/{ADUR}", f"{ROUND}/releases/1/cells/{ADUR}/PS1.2"


@dataclass
class Office:
    """A portal in which people sign in with a browser, one after the other."""

    address: str
    life: Life
    browser: Browser
    wrong: dict[str, list[str]]

    @contextmanager
    def person(self, who: str, *, scripts: bool = True) -> Iterator[Page]:
        """Somebody who has signed in and is on the first page of their work."""
        page = new_page(self.browser, viewport=WIDE, java_script_enabled=scripts)
        page.route("https://**", lambda route: route.abort())  # the provider's style sheet
        page.goto(f"{self.address}/work")
        page.get_by_role("button", name=who, exact=True).click()
        expect(page.get_by_role("heading", name="Your work")).to_be_visible()
        yield page
        page.context.close()

    def look(self, page: Page, *addresses: str) -> None:
        """Look at pages as whoever is signed in sees them, and keep what is wrong with each."""
        for address in addresses:
            page.goto(self.address + address)
            page.set_viewport_size(WIDE)
            page.evaluate(AXE)
            wrong = [*page.evaluate(VIOLATIONS), *page.evaluate(SCROLLS), *walk(page)]
            page.set_viewport_size(NARROW)
            wrong += [*page.evaluate(TOO_WIDE), *page.evaluate(VIOLATIONS, BUT_COLOURS), *printed(page)]
            page.set_viewport_size(WIDE)
            if wrong:
                self.wrong[address] = wrong


@pytest.fixture
def office(
    deployment: Settings, provider: IdentityProvider, site: Site, home: Home, browser: Browser
) -> Iterator[Office]:
    settings = replace(deployment, sign_in=provider, administrator="administrator", is_demonstration=True)
    migrate(settings.database)
    with open_deployment(settings) as opened, served(as_portal(home, settings)) as address:
        life = Life(opened, TestClient(create_application(settings)), site)
        life.admit()
        life.assemble()
        yield Office(address, life, browser, {})


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, words: str) -> None:
    """Follow a link whose words begin so."""
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()


def an_officer_explains_and_declares(office: Office) -> None:
    with office.person("officer") as page:
        follow(page, "Answer 1 question of Adur District Council")
        page.get_by_label("Your explanation").fill("A new town")
        press(page, "Explain")
        expect(page.get_by_text("The council says: A new town")).to_be_visible()
        page.locator("#declare-cell").fill("PS1.4")
        page.get_by_label("Value", exact=True).fill("four")
        page.locator("#declare-why").fill("Counted by hand")
        press(page, "Declare")
        expect(page.get_by_role("alert")).to_contain_text("“four” is not a number")
        expect(page.locator("#declare-why")).to_have_value("Counted by hand")
        page.get_by_label("Value", exact=True).fill("4")
        press(page, "Declare")
        expect(page.get_by_role("row", name="PS1.4")).to_contain_text("declared")
        office.look(page, "/work", PART)


def a_certifier_confirms_all_but_one_and_disputes_it(office: Office) -> None:
    """Without scripts, as every form has to work."""
    with office.person("certifier", scripts=False) as page:
        follow(page, "Confirm 3 cells of Adur District Council")
        page.locator("#except").fill("PS1.3 = We count otherwise")
        press(page, "Confirm")
        expect(page.get_by_text("3 cells: 1 not confirmed, 2 confirmed.")).to_be_visible()
        page.locator("#dispute-cell").fill("PS1.3")
        page.locator("#dispute-why").fill("Two were withdrawn")
        press(page, "Dispute")
        expect(page.get_by_role("row", name="PS1.3")).to_contain_text("Disputed")
        follow(page, "Last confirmed on")
        expect(page.get_by_role("row", name="PS1.3")).to_have_count(0)
    with office.person("certifier") as page:
        office.look(page, PART, f"{PART}/confirmation")


def the_data_team_freezes_and_two_people_release(office: Office) -> None:
    with office.person("collector") as page:
        follow(page, "Planning matters")
        follow(page, "Who has not confirmed")
        page.get_by_label("Why they are reminded now").fill("A week is left")
        press(page, "Have them reminded")
        office.look(page, f"{ROUND}/reminders", f"{ROUND}/questions", "/work/sources", "/work/calendar")
        page.goto(office.address + ROUND)
        page.get_by_label("State", exact=True).select_option("Disputed")
        press(page, "Show")
        expect(page.get_by_text("1 of 2 councils.")).to_be_visible()
        page.get_by_label("Why it is frozen now").fill("Everybody has answered")
        press(page, "Freeze")
        office.look(page, "/work", ROUND)
    with office.person("releaser") as page:
        follow(page, "Propose the release of Planning matters")
        for words in page.locator("form[action$='/propose'] textarea").all():
            words.fill("They were asked twice")
        office.look(page, ROUND)
        for words in page.locator("form[action$='/propose'] textarea").all():
            words.fill("They were asked twice")
        press(page, "Propose a release")
        expect(page.get_by_role("button", name="Agree to version 1")).to_have_count(0)
    with office.person("second-releaser") as page:
        follow(page, "Agree to version 1 of Planning matters")
        office.look(page, ROUND)
        press(page, "Agree to version 1")
        expect(page.get_by_role("button", name="Withdraw version 1")).to_be_visible()


def the_department_asks_and_acknowledges(office: Office) -> None:
    with office.person("receiver") as page:
        follow(page, "Acknowledge version 1 of Planning matters")
        page.get_by_text("Ask about a cell of version 1").click()
        page.get_by_label("GSS code of the council").fill(ADUR)
        page.get_by_label("Cell", exact=True).fill("PS1.2")
        press(page, "Go to the cell")
        page.get_by_label("Your question").fill("Why so many?")
        press(page, "Ask")
        office.look(page, THREAD)
    with office.person("officer") as page:
        follow(page, "Answer what the department asks about PS1.2")
        page.get_by_label("Your answer").fill("A new town")
        press(page, "Answer")
    with office.person("receiver") as page:
        follow(page, "Acknowledge version 1 of Planning matters")
        expect(page.get_by_role("link", name="PS1.2 of version 1")).to_be_visible()
        page.get_by_label("Receipt of the package").fill(page.locator("main code").first.inner_text())
        press(page, "Acknowledge version 1")
        expect(page.get_by_text("The department has acknowledged it.")).to_be_visible()
        page.goto(f"{office.address}/work")
        follow(page, "Verify a package")
        page.get_by_label("The package").set_input_files({"name": "x.zip", "mimeType": "", "buffer": b"no zip"})
        press(page, "Verify")
        expect(page.get_by_text("Package: it is no zip.")).to_be_visible()
        office.look(page, "/work", ROUND, f"{ROUND}/comparison", "/verify")


def an_auditor_reads_and_changes_nothing(office: Office) -> None:
    with office.person("auditor") as page:
        office.look(page, PART, THREAD)
        page.goto(office.address + PART)
        expect(page.locator("main form[method=post]")).to_have_count(0)


def an_administrator_grants_a_role(office: Office) -> None:
    with office.person("administrator") as page:
        follow(page, "People and roles")
        page.get_by_label("Role", exact=True).select_option("Officer")
        page.get_by_label("For what").fill(ADUR)
        page.locator("#grant-why").fill("She is new")
        press(page, "Grant the role")
        office.look(page, "/work/people", "/work/destinations")


STEPS: tuple[Callable[[Office], None], ...] = (
    an_officer_explains_and_declares,
    a_certifier_confirms_all_but_one_and_disputes_it,
    the_data_team_freezes_and_two_people_release,
    the_department_asks_and_acknowledges,
    an_auditor_reads_and_changes_nothing,
    an_administrator_grants_a_role,
)


def test_a_return_goes_all_the_way_in_a_browser_and_everybody_can_use_each_page(office: Office) -> None:
    for step in STEPS:
        step(office)
    assert office.wrong == {}
