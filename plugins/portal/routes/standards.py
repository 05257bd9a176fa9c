"""Standards: what councils publish, field by field, with a template to fill in and the Table Schema."""

from functools import cache

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from expectations.suites import column_rules, suite_for
from plugins.portal.addresses_in_text import split_addresses
from plugins.portal.pages import render_page
from transforms.domain.codelist import Codelist
from transforms.domain.standard import DatasetStandard, Edition, Field
from transforms.example_record import example_value, fields_to_fill
from transforms.render.csv_text import csv_header
from transforms.render.reference.table_schema import table_schema
from transforms.render.template_workbook import template_workbook
from transforms.render.template_workbook.explained import required, written
from transforms.returns import RETURNS
from transforms.standards import STANDARDS, standard

router = APIRouter(prefix="/standards")
JSON, CSV = "application/schema+json", "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("")
def standards_page(request: Request) -> HTMLResponse:
    """List every dataset standard."""
    return render_page(request, "standards.html", standards=STANDARDS)


@router.get("/{slug}")
def standard_page(request: Request, slug: str) -> HTMLResponse:
    """Show a standard: its editions, fields and lists, and the returns that read it."""
    declared = declared_standard(slug)
    returns = [definition for definition in RETURNS if slug in definition.all_standards]
    lists: dict[Codelist, list[str]] = {}
    for field in declared.all_fields:
        if field.codelist:
            lists.setdefault(field.codelist, []).append(field.name)
    return render_page(
        request, "standard.html", standard=declared, returns=returns, lists=list(lists.items()), example=example_value,
        source=split_addresses(declared.source),
    )  # fmt: skip


@router.get("/{slug}/fields/{name:path}")
def field_page(request: Request, slug: str, name: str) -> HTMLResponse:
    """Show one field: its meaning, the headers that match it, its list and its rules."""
    declared = declared_standard(slug)
    field, editions = field_of(declared, name)
    rules = {
        rule.name: rule
        for edition in editions
        for rule in (*column_rules(edition), *suite_for(declared, edition))
        if name in (rule.field, *rule.fields)
    }
    return render_page(
        request, "field.html", standard=declared, field=field, editions=editions, rules=list(rules.values()),
        source=split_addresses(declared.source), required=required, written=written, example=example_value,
    )  # fmt: skip


@router.get("/{slug}/{edition}/template.csv")
def download_template(slug: str, edition: str) -> Response:
    """Download a CSV file with the header that a file should have."""
    declared = declared_standard(slug)
    names = [field.name for field in fields_to_fill(declared, edition_of(declared, edition))]
    return Response(csv_header(names), media_type=CSV, headers=_attachment(f"{slug}-{edition}.csv"))


@router.get("/{slug}/{edition}/template.xlsx")
def download_template_workbook(slug: str, edition: str) -> Response:
    """Download a workbook to fill in, with lists as drop-downs, an example and the meaning of each field."""
    content = workbook_of(slug, edition_of(declared_standard(slug), edition).name)
    return Response(content, media_type=XLSX, headers=_attachment(f"{slug}-{edition}.xlsx"))


@router.get("/{slug}/{edition}/schema.json")
def get_schema(slug: str, edition: str) -> Response:
    """Get the JSON Table Schema of an edition."""
    declared = declared_standard(slug)
    return Response(table_schema(declared, edition_of(declared, edition)), media_type=JSON)


@cache
def workbook_of(slug: str, edition: str) -> bytes:
    """Return the template workbook of an edition."""
    declared = declared_standard(slug)
    return template_workbook(declared, edition_of(declared, edition))


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def declared_standard(slug: str) -> DatasetStandard:
    """Return the standard called `slug`; raise 404 where there is none."""
    try:
        return standard(slug)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def edition_of(declared: DatasetStandard, name: str) -> Edition:
    """Return one edition of a standard; raise 404 where there is none."""
    for edition in declared.editions:
        if edition.name == name:
            return edition
    raise HTTPException(404, f"{declared.title} has no edition called {name}")


def field_of(declared: DatasetStandard, name: str) -> tuple[Field, list[Edition]]:
    """Return a field as its newest edition declares it, and the editions that have it; raise 404 where none has."""
    editions = [edition for edition in declared.editions if any(field.name == name for field in edition.fields)]
    if not editions:
        raise HTTPException(404, f"{declared.title} has no field called {name}")
    return editions[0].field(name), editions
