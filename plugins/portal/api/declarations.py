"""What is declared: standards with their fields, rules, issue codes, and returns with their cells."""

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

router = APIRouter(prefix="/api/v1", tags=["What is declared"], responses=REFUSALS)


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
    """A field of an edition of a standard; `codes` is what it may hold, empty where there is no list."""

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
    """Something that can be found, and how to mend it."""

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
    """A cell of a return and how it is derived: all `conditions` hold of every record that counts."""

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


@dataclass(frozen=True)
class ReturnWithCells:
    """A return and its cells in the order of the form."""

    definition: ReturnFact
    cells: list[CellFact]


@router.get("/standards")
def list_standards() -> list[StandardFact]:
    """List the dataset standards."""
    return [_standard(one) for one in STANDARDS]


@router.get("/standards/{slug}")
def give_standard(slug: str) -> StandardWithFields:
    """Give a standard with its fields, edition by edition."""
    declared = declared_standard(slug)
    fields = [_field(edition.name, field) for edition in declared.editions for field in edition.fields]
    return StandardWithFields(_standard(declared), fields)


@router.get("/standards/{slug}/rules")
def list_rules(slug: str) -> list[RuleFact]:
    """List what is tested of every file of a standard."""
    declared = declared_standard(slug)
    return [
        RuleFact(
            slug, one.name, one.sentence, list(dict.fromkeys(filter(None, (one.field, *one.fields)))),
            one.severity.value, one.code, RULES_VERSION, f"/rules/{slug}/{one.name}",
        )
        for one in rules_of(declared).values()
    ]  # fmt: skip


@router.get("/issue-codes")
def list_issue_codes() -> list[IssueCodeFact]:
    """List everything that can be found."""
    return [_issue_code(one) for one in ISSUE_TYPES.values()]


@router.get("/issue-codes/{code}")
def give_issue_code(code: str) -> IssueCodeFact:
    """Give one issue code."""
    if code not in ISSUE_TYPES:
        raise HTTPException(404, f"there is no issue code {code}")
    return _issue_code(ISSUE_TYPES[code])


@router.get("/returns")
def list_returns() -> list[ReturnFact]:
    """List the returns."""
    return [return_fact(one) for one in RETURNS]


@router.get("/returns/{slug}")
def give_return(slug: str) -> ReturnWithCells:
    """Give a return with its cells and how each is derived."""
    definition = declared_return(slug)
    cells = []
    for cell in definition.cells:
        said = derivation(definition, cell)
        names = [list(part) for part in (said.conditions, said.plus, said.minus)]
        cells.append(CellFact(cell.name, cell.label, said.lead, *names))
    return ReturnWithCells(return_fact(definition), cells)


def return_fact(one: StatutoryReturn) -> ReturnFact:
    """Return a return as machines get it."""
    return ReturnFact(
        one.slug, one.title, one.code, one.department, one.basis, one.version, one.period_kind, one.deadline.words,
        list(one.reads), f"/returns/{one.slug}",
    )  # fmt: skip


def _standard(one: DatasetStandard) -> StandardFact:
    editions = [edition.name for edition in one.editions]
    return StandardFact(
        one.slug, one.title, one.source, one.frequency, one.version, list(one.key), editions, f"/standards/{one.slug}"
    )


def _field(edition: str, field: Field) -> FieldFact:
    codes = [code.code for code in field.codelist.codes] if field.codelist else []
    return FieldFact(
        edition, field.name, field.title, field.description, field.kind.value, field.requirement.value,
        field.is_essential, field.is_personal, list(field.aliases), codes, field.example,
    )  # fmt: skip


def _issue_code(one: IssueType) -> IssueCodeFact:
    return IssueCodeFact(
        one.code, one.title, one.severity.value, one.responsibility.value, one.dimension.value, one.message, one.fix,
        f"/issue-codes/{one.code}",
    )  # fmt: skip
