"""Standards: what councils publish, field by field, with a template to fill in and the Table Schema."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from expectations.suites import column_rules, suite_for
from plugins.portal.pages import page
from transforms.domain.standard import DatasetStandard, Edition, Field
from transforms.render.csv_text import csv_header
from transforms.render.reference.table_schema import table_schema
from transforms.returns import RETURNS
from transforms.standards import STANDARDS, standard

router = APIRouter(prefix="/standards")
JSON, CSV = "application/schema+json", "text/csv; charset=utf-8"


@router.get("")
def list_standards(request: Request) -> HTMLResponse:
    """List every dataset standard."""
    return page(request, "standards.html", standards=STANDARDS)


@router.get("/{slug}")
def show_standard(request: Request, slug: str) -> HTMLResponse:
    """Show a standard: its editions, fields, lists and rules, and the returns that it feeds."""
    declared = declared_standard(slug)
    feeds = [one for one in RETURNS if slug in one.reads]
    lists = {field.codelist.slug: field.codelist for field in declared.all_fields if field.codelist}
    return page(request, "standard.html", standard=declared, feeds=feeds, lists=list(lists.values()))


@router.get("/{slug}/fields/{name:path}")
def show_field(request: Request, slug: str, name: str) -> HTMLResponse:
    """Show one field: its meaning, the headers that are taken for it, its list and its rules."""
    declared = declared_standard(slug)
    field, editions = field_of(declared, name)
    rules = {
        rule.name: rule
        for edition in editions
        for rule in (*column_rules(edition), *suite_for(declared, edition))
        if name in (rule.field, *rule.fields)
    }
    return page(request, "field.html", standard=declared, field=field, editions=editions, rules=list(rules.values()))


@router.get("/{slug}/{edition}/template.csv")
def give_template(slug: str, edition: str) -> Response:
    """Give a CSV with the header that a file should have."""
    names = [field.name for field in edition_of(declared_standard(slug), edition).fields]
    said = {"Content-Disposition": f'attachment; filename="{slug}-{edition}.csv"'}
    return Response(csv_header(names), media_type=CSV, headers=said)


@router.get("/{slug}/{edition}/schema.json")
def give_schema(slug: str, edition: str) -> Response:
    """Give the JSON Table Schema of an edition."""
    declared = declared_standard(slug)
    return Response(table_schema(declared, edition_of(declared, edition)), media_type=JSON)


def declared_standard(slug: str) -> DatasetStandard:
    """Return the standard called `slug`, or say that there is none."""
    try:
        return standard(slug)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error


def edition_of(declared: DatasetStandard, name: str) -> Edition:
    """Return one edition of a standard, or say that there is none."""
    for edition in declared.editions:
        if edition.name == name:
            return edition
    raise HTTPException(404, f"{declared.title} has no edition called {name}")


def field_of(declared: DatasetStandard, name: str) -> tuple[Field, list[Edition]]:
    """Return a field as its newest edition declares it, and the editions that have it."""
    editions = [edition for edition in declared.editions if any(field.name == name for field in edition.fields)]
    if not editions:
        raise HTTPException(404, f"{declared.title} has no field called {name}")
    return editions[0].field(name), editions
