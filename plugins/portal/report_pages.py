"""The pages of one report, for a file that was collected and for one that somebody checks: the same words for both."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import HTTPException, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from plugins.portal.pages import page
from plugins.portal.views.findings import NO_COLUMN, Choice, FindingsPage
from plugins.portal.views.published_rows import Rows
from plugins.portal.views.reports import ReportView, workbook_of
from transforms.domain.issue import ISSUE_TYPES
from transforms.render.issues_csv import report_csv
from transforms.render.report_json import report_json

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.portal.views.changes_since_last_file import Beside
    from transforms.domain.sheet import Sheet

CSV, JSON = "text/csv; charset=utf-8", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_KINDS = 40  # of one severity, on the first page
NEAR = 2  # numbers of pages named around the one that is shown

Ages = Callable[["pa.Table"], Mapping[str, date]]


@dataclass(frozen=True)
class Place:
    """Where the pages of one report are, and what is known of its file beside its findings."""

    base: str
    whose: str
    file_name: str
    crumbs: tuple[Mapping[str, str], ...]
    facts: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)  # what the first page says besides

    def below(self) -> list[Mapping[str, str]]:
        """Return the crumbs of a page beneath the report."""
        return [*self.crumbs, {"text": "Report", "href": self.base}]


def show_report(request: Request, place: Place, shown: ReportView, beside: "Beside | None" = None) -> HTMLResponse:
    """Show the report: verdict, what to mend first, what changed, and the ways on."""
    return _page(
        request, "report.html", place, shown, crumbs=list(place.crumbs), beside=beside,
        rhythm=_over_time(shown, beside), kinds=ISSUE_TYPES, between_codes=_between_codes(shown),
        before_base=_before(place, shown, beside), most=MOST_KINDS, **place.notes,
    )  # fmt: skip


def show_findings(
    request: Request, place: Place, shown: ReportView, choice: Choice, number: int, ages: Ages | None = None
) -> HTMLResponse:
    """Show one page of the chosen findings, each with its line."""
    found = shown.findings.page(choice, number)
    return _page(
        request, "findings.html", place, shown, crumbs=place.below(), found=found, choice=choice, no_column=NO_COLUMN,
        ages=ages(found.table) if ages else {}, pagination=_pagination(place.base, choice, found),
        titles={code: kind.title for code, kind in ISSUE_TYPES.items()},
        codes=sorted({one.code for one in shown.fix_priorities}, key=lambda code: ISSUE_TYPES[code].title),
        columns=sorted({one.column for one in shown.fix_priorities if one.column}),
        rules={(one.priority.code, one.priority.column): one.rules for found in shown.groups.values() for one in found},
        has_file_findings=any(one.column is None for one in shown.fix_priorities),
    )  # fmt: skip


def show_rows(request: Request, place: Place, shown: ReportView, rows: Rows) -> HTMLResponse:
    """Show the published rows around a line."""
    return _page(request, "rows.html", place, shown, crumbs=place.below(), around=rows)


def show_outcomes(request: Request, place: Place, shown: ReportView) -> HTMLResponse:
    """Show what became of every rule."""
    return _page(request, "outcomes.html", place, shown, crumbs=place.below())


def give_csv(place: Place, shown: ReportView, name: str) -> Response:
    """Give the findings as `council-returns check --format csv` writes them."""
    return _download(report_csv(shown.report.issues), CSV, f"{name}.csv", place)


def give_between(place: Place, issues: "pa.Table", name: str) -> Response:
    """Give what was found between a file and the one before it as CSV, in the columns of the findings."""
    return _download(report_csv(issues), CSV, f"{name}-since.csv", place)


def give_json(place: Place, shown: ReportView, name: str) -> Response:
    """Give the report as `council-returns check --format json` writes it."""
    return _download(
        report_json(shown.report, shown.fix_priorities, is_read=shown.is_read), JSON, f"{name}.json", place
    )


def give_workbook(place: Place, shown: ReportView, name: str, sheet: "Sheet | None") -> Response:
    """Give the workbook of the report, the published rows with their findings marked."""
    return _download(iter([workbook_of(shown, sheet)]), XLSX, f"{name}.xlsx", place)


def line_asked(line: int) -> int:
    """Return a line that somebody asked for, or say that there is none such."""
    if line < 1:
        raise HTTPException(404, "lines count from 1")
    return line


def _page(request: Request, template: str, place: Place, shown: ReportView, **facts: object) -> HTMLResponse:
    answer = page(request, template, 200, place=place, shown=shown, **facts)
    answer.headers.update(place.headers)
    return answer


def _download(pieces: Iterator[bytes], kind: str, name: str, place: Place) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **place.headers}
    return StreamingResponse(pieces, media_type=kind, headers=headers)


def _over_time(shown: ReportView, beside: "Beside | None") -> list[tuple[str, str, str, int, int]]:
    """Return the rules over time with what became of them: sentence, outcome, reason, tested, failed."""
    if beside is None:
        return []
    from expectations.history_rules import history_rules

    sentences = {rule.name: rule.sentence for rule in history_rules(shown.standard)}
    return [
        (sentences.get(one.rule, one.rule), one.outcome, one.reason or "", one.tested, one.failed)
        for one in beside.outcomes
    ]


def _between_codes(shown: ReportView) -> set[str]:
    """Return the codes of what is found between two files."""
    from expectations.history_rules import history_rules

    return {rule.code for rule in history_rules(shown.standard)}


def _before(place: Place, shown: ReportView, beside: "Beside | None") -> str:
    """Return the address of the report on the file before, which was checked under the same rules."""
    if beside is None or beside.compared is None:
        return ""
    return place.base.replace(shown.report.sha256, beside.compared.before_sha256)


def _pagination(base: str, choice: Choice, found: FindingsPage) -> dict[str, object]:
    """Return what GOV.UK's pagination needs; nothing where there is one page."""
    if found.pages == 1:
        return {}

    def address(number: int) -> str:
        asked = {name: word for name, word in vars(choice).items() if word} | {"page": str(number)}
        return f"{base}/findings?{urlencode(asked)}"

    near = range(max(found.number - NEAR, 1), min(found.number + NEAR, found.pages) + 1)
    items: list[dict[str, object]] = []
    before = 0
    for number in sorted({1, *near, found.pages}):
        if number > before + 1:
            items.append({"ellipsis": True})
        items.append({"number": f"{number:,}", "href": address(number), "current": number == found.number})
        before = number
    links: dict[str, object] = {"items": items, "landmarkLabel": "Pages of findings"}
    if found.number > 1:
        links["previous"] = {"href": address(found.number - 1)}
    if found.number < found.pages:
        links["next"] = {"href": address(found.number + 1)}
    return links
