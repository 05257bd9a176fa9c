"""Pages: the templates, and what all of them know."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape
from starlette.responses import HTMLResponse

from transforms.domain import period
from transforms.render.formulas import formula
from transforms.render.report_words.counts import counted, in_every

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

SERVICE = "Council returns"
NAVIGATION = (
    ("Councils", "/councils"),
    ("Check a file", "/check"),
    ("Standards", "/standards"),
    ("Returns", "/returns"),
    ("Coverage", "/coverage"),
    ("Collections", "/collections"),
)


class NotThere(HTTPException):
    """Raised when nothing is at an address, with what to open instead: words and addresses."""

    def __init__(self, detail: str, *instead: tuple[str, str]) -> None:
        super().__init__(404, detail)
        self.instead = instead


def page(request: Request, template: str, status: int = 200, **facts: object) -> HTMLResponse:
    """Return a page of HTML."""
    navigation = [
        {"text": words, "href": address, "active": request.url.path.startswith(address)}
        for words, address in NAVIGATION
    ]
    text = (
        templates()
        .get_template(template)
        .render(request=request, navigation=navigation, serviceName=SERVICE, serviceUrl="/", status=status, **facts)
    )
    return HTMLResponse(text, status)


def here(request: Request) -> "Deployment":
    """Return the deployment that the portal shows."""
    found: Deployment = request.app.state.here
    return found


@cache
def templates() -> Environment:
    """Return the templates: ours, and those of GOV.UK Frontend."""
    loader = ChoiceLoader(
        [
            PackageLoader("plugins.portal"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    environment = Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "day": day_in_words,
        "counted": counted,
        "in_every": in_every,
        "severity": severity_in_words,
        "thousands": thousands,
        "sentence": sentence,
        "period": period_in_words,
        "formula": formula,
    }
    return environment


def day_in_words(day: date | datetime | None) -> str:
    """Return a day in words; blank where there is none."""
    return period.day_in_words(day) if day else ""


def period_in_words(name: str) -> str:
    """Return a period as people say it: October to December 2025."""
    return period.parse_period(name).in_words


def severity_in_words(severity: str) -> str:
    """Return a severity as a reader takes it: critical, warning, for information."""
    return "for information" if severity == "info" else severity


def thousands(number: int | None) -> str:
    """Return a number with commas between the thousands; a dash where there is none."""
    return "–" if number is None else f"{number:,}"


def sentence(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: a, b and c."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last
