"""Standards: what councils publish, field by field, with a template to fill in and the Table Schema."""

import re
from functools import cache

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from expectations.suites import column_rules, suite_for
from plugins.portal.pages import page
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
ADDRESS = re.compile(r"https?://[^\s;,<>\"']+")


@router.get("")
def list_standards(request: Request) -> HTMLResponse:
    """List every dataset standard."""
    return page(request, "standards.html", standards=STANDARDS)


@router.get("/{slug}")
def show_standard(request: Request, slug: str) -> HTMLResponse:
    """Show a standard: its editions, fields, lists and rules, and the returns that it feeds."""
    declared = declared_standard(slug)
    feeds = [one for one in RETURNS if slug in one.reads]
    lists: dict[Codelist, list[str]] = {}
    for field in declared.all_fields:
        if field.codelist:
            lists.setdefault(field.codelist, []).append(field.name)
    return page(
        request, "standard.html", standard=declared, feeds=feeds, lists=list(lists.items()), example=example_value,
        source=source_in_parts(declared.source),
    )  # fmt: skip


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
    return page(
        request, "field.html", standard=declared, field=field, editions=editions, rules=list(rules.values()),
        source=source_in_parts(declared.source), required=required, written=written, example=example_value,
    )  # fmt: skip


@router.get("/{slug}/{edition}/template.csv")
def give_template(slug: str, edition: str) -> Response:
    """Give a CSV with the header that a file should have."""
    declared = declared_standard(slug)
    names = [field.name for field in fields_to_fill(declared, edition_of(declared, edition))]
    return Response(csv_header(names), media_type=CSV, headers=_as_file(f"{slug}-{edition}.csv"))


@router.get("/{slug}/{edition}/template.xlsx")
def give_workbook(slug: str, edition: str) -> Response:
    """Give a workbook to fill in, with its lists as drop-downs, an example and what the fields mean."""
    content = workbook_of(slug, edition_of(declared_standard(slug), edition).name)
    return Response(content, media_type=XLSX, headers=_as_file(f"{slug}-{edition}.xlsx"))


@router.get("/{slug}/{edition}/schema.json")
def give_schema(slug: str, edition: str) -> Response:
    """Give the JSON Table Schema of an edition."""
    declared = declared_standard(slug)
    return Response(table_schema(declared, edition_of(declared, edition)), media_type=JSON)


@cache
def workbook_of(slug: str, edition: str) -> bytes:
    """Return the template of an edition, which is always the same."""
    declared = declared_standard(slug)
    return template_workbook(declared, edition_of(declared, edition))


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def source_in_parts(text: str) -> list[tuple[str, bool]]:
    """Return a source as texts, and whether each is an address to follow."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for found in ADDRESS.finditer(text):
        parts += [(text[end : found.start()], False), (found[0], True)]
        end = found.end()
    return [(part, follows) for part, follows in [*parts, (text[end:], False)] if part]


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
