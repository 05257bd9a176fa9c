"""Declarations: standards with their fields, rules, issue codes, and returns with their cells."""

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException

from expectations.suites import RULES_VERSION
from plugins.portal.api.responses import REFUSALS
from plugins.portal.routes.returns import declared_return
from plugins.portal.routes.rules import rules_of
from plugins.portal.routes.standards import declared_standard
from transforms.domain.issue import ISSUE_TYPES
from transforms.domain.issue_type import IssueType
from transforms.domain.standard import DatasetStandard, Field
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.derivations import derivation
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

router = APIRouter(prefix="/api/v1", tags=["Standards, rules and returns"], responses=REFUSALS)


@dataclass(frozen=True)
class StandardFact:
    """A dataset standard."""

    slug: str
    title: str
    source: str
    frequency: str
    version: str
    key: list[str]
    editions: list[str]
    page: str


@dataclass(frozen=True)
class FieldFact:
    """A field of an edition of a standard; `codes` is its code list, empty where it has none."""

    edition: str
    name: str
    title: str
    description: str
    kind: str
    requirement: str
    is_essential: bool
    is_personal: bool
    aliases: list[str]
    codes: list[str]
    example: str


@dataclass(frozen=True)
class StandardWithFields:
    """A dataset standard and the fields of each of its editions."""

    standard: StandardFact
    fields: list[FieldFact]


@dataclass(frozen=True)
class RuleFact:
    """A rule: a sentence that is true of good data, and what is found where it is not."""

    standard: str
    name: str
    sentence: str
    fields: list[str]
    severity: str
    code: str
    version: str
    page: str


@dataclass(frozen=True)
class IssueCodeFact:
    """Something that a check can find, and how to fix it."""

    code: str
    title: str
    severity: str
    responsibility: str
    dimension: str
    message: str
    fix: str
    page: str


@dataclass(frozen=True)
class CellFact:
    """A cell of a return and how it is derived: a record counts if all `conditions` are true of it."""

    name: str
    label: str
    derivation: str
    conditions: list[str]
    plus: list[str]
    minus: list[str]


@dataclass(frozen=True)
class ReturnFact:
    """A return."""

    slug: str
    title: str
    code: str
    department: str
    basis: str
    version: str
    period_kind: str
    due: str
    reads: list[str]
    page: str
    kind: str


@dataclass(frozen=True)
class ReturnWithCells:
    """A return and its cells in the order of the form."""

    definition: ReturnFact
    cells: list[CellFact]


@router.get("/standards")
def list_standards() -> list[StandardFact]:
    """List the dataset standards."""
    return [_standard(declared) for declared in STANDARDS]


@router.get("/standards/{slug}")
def get_standard(slug: str) -> StandardWithFields:
    """Get a standard with the fields of each edition."""
    declared = declared_standard(slug)
    fields = [_field(edition.name, field) for edition in declared.editions for field in edition.fields]
    return StandardWithFields(_standard(declared), fields)


@router.get("/standards/{slug}/rules")
def list_rules(slug: str) -> list[RuleFact]:
    """List what every file of a standard is checked for."""
    declared = declared_standard(slug)
    return [
        RuleFact(
            slug, rule.name, rule.sentence, list(dict.fromkeys(filter(None, (rule.field, *rule.fields)))),
            rule.severity.value, rule.code, RULES_VERSION, f"/rules/{slug}/{rule.name}",
        )
        for rule in rules_of(declared).values()
    ]  # fmt: skip


@router.get("/issue-codes")
def list_issue_codes() -> list[IssueCodeFact]:
    """List everything that a check can find."""
    return [_issue_code(kind) for kind in ISSUE_TYPES.values()]


@router.get("/issue-codes/{code}")
def get_issue_code(code: str) -> IssueCodeFact:
    """Get one issue code."""
    if code not in ISSUE_TYPES:
        raise HTTPException(404, f"there is no issue code {code}")
    return _issue_code(ISSUE_TYPES[code])


@router.get("/returns")
def list_returns() -> list[ReturnFact]:
    """List the returns."""
    return [return_fact(definition) for definition in RETURNS]


@router.get("/returns/{slug}")
def get_return(slug: str) -> ReturnWithCells:
    """Get a return with its cells and how each is derived."""
    definition = declared_return(slug)
    cells = []
    for cell in definition.cells:
        words = derivation(definition, cell)
        names = [list(part) for part in (words.conditions, words.plus, words.minus)]
        cells.append(CellFact(cell.name, cell.label, words.lead, *names))
    return ReturnWithCells(return_fact(definition), cells)


def return_fact(definition: StatutoryReturn) -> ReturnFact:
    """Return a return as the API gives it."""
    return ReturnFact(
        definition.slug, definition.title, definition.code, definition.department, definition.basis, definition.version,
        definition.period_kind, definition.deadline.words, list(definition.all_standards),
        f"/returns/{definition.slug}", definition.kind,
    )  # fmt: skip


def _standard(declared: DatasetStandard) -> StandardFact:
    editions = [edition.name for edition in declared.editions]
    return StandardFact(
        declared.slug,
        declared.title,
        declared.source,
        declared.frequency,
        declared.version,
        list(declared.key),
        editions,
        f"/standards/{declared.slug}",
    )


def _field(edition: str, field: Field) -> FieldFact:
    codes = [code.code for code in field.codelist.codes] if field.codelist else []
    return FieldFact(
        edition, field.name, field.title, field.description, field.kind.value, field.requirement.value,
        field.is_essential, field.is_personal, list(field.aliases), codes, field.example,
    )  # fmt: skip


def _issue_code(kind: IssueType) -> IssueCodeFact:
    return IssueCodeFact(
        kind.code, kind.title, kind.severity.value, kind.responsibility.value, kind.dimension.value, kind.message,
        kind.fix, f"/issue-codes/{kind.code}",
    )  # fmt: skip
