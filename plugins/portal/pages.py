"""Rendering pages: the templates, and the filters that all of them have."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape
from starlette.responses import HTMLResponse

from transforms.domain import period
from transforms.render.cell_values import value_in_words
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


SIGNED_IN = (("Your work", "/work"),)  # where people can sign in


class PageNotFound(HTTPException):
    """Raised when there is nothing at an address; `instead` has the words and addresses of pages to open."""

    def __init__(self, detail: str, *instead: tuple[str, str]) -> None:
        super().__init__(404, detail)
        self.instead = instead


def render_page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    """Return a page: the template rendered with `context` and what every page has."""
    navigation = [
        {"text": words, "href": address, "active": request.url.path.startswith(address)}
        for words, address in (*NAVIGATION, *(SIGNED_IN if deployment_of(request).settings.sign_in else ()))
    ]
    of_every_page = {
        "navigation": navigation, "serviceName": SERVICE, "serviceUrl": "/",
        "is_demonstration": deployment_of(request).settings.is_demonstration,
    }  # fmt: skip
    text = templates().get_template(template).render(request=request, status=status, **of_every_page, **context)
    return HTMLResponse(text, status)


def deployment_of(request: Request) -> "Deployment":
    """Return the deployment that the portal shows."""
    deployment: Deployment = request.app.state.deployment
    return deployment


@cache
def templates() -> Environment:
    """Return the templates of the portal and of GOV.UK Frontend."""
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
        "of_cell": lambda value, cell: value_in_words(cell, value),
        "in_every": in_every,
        "severity": severity_in_words,
        "thousands": thousands,
        "sentence": sentence,
        "period": period_in_words,
    }
    return environment


def day_in_words(day: date | datetime | None) -> str:
    """Return a day in words: 9 April 2025; blank where there is none."""
    return period.day_in_words(day) if day else ""


def period_in_words(name: str) -> str:
    """Return a period in words: October to December 2025."""
    return period.parse_period(name).in_words


def severity_in_words(severity: str) -> str:
    """Return a severity in words: critical, warning, for information."""
    return "for information" if severity == "info" else severity


def thousands(number: int | None) -> str:
    """Return a number with commas between the thousands; a dash where there is none."""
    return "–" if number is None else f"{number:,}"


def sentence(words: Iterable[str]) -> str:
    """Return words as they are listed in a sentence: a, b and c."""
    *earlier, last = list(words) or [""]
    return f"{', '.join(earlier)} and {last}" if earlier else last
