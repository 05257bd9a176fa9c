"""Rules: what every published file is checked for, each a sentence that is true of good data."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from expectations.rule import Rule
from expectations.suites import RULES_VERSION, every_rule
from plugins.portal.pages import render_page
from plugins.portal.routes.standards import declared_standard
from transforms.domain.issue import issue_type
from transforms.domain.standard import DatasetStandard
from transforms.findings.issue_table import fix_for
from transforms.standards import STANDARDS

router = APIRouter(prefix="/rules")


@router.get("")
def rules_page(request: Request) -> HTMLResponse:
    """List the rules of every standard."""
    counts = [(declared, len(rules_of(declared))) for declared in STANDARDS]
    return render_page(request, "rules.html", counts=counts, version=RULES_VERSION)


@router.get("/{slug}")
def standard_rules_page(request: Request, slug: str) -> HTMLResponse:
    """List the rules of one standard."""
    declared = declared_standard(slug)
    return render_page(request, "rules_of_standard.html", standard=declared, rules=list(rules_of(declared).values()))


@router.get("/{slug}/{name:path}")
def rule_page(request: Request, slug: str, name: str) -> HTMLResponse:
    """Show one rule."""
    declared = declared_standard(slug)
    rule = rules_of(declared).get(name)
    if rule is None:
        raise HTTPException(404, f"{declared.title} has no rule called {name}")
    field = next((candidate for candidate in declared.all_fields if candidate.name == rule.field), None)
    fix = fix_for(rule.code, field) if field else None
    return render_page(request, "rule.html", standard=declared, rule=rule, kind=issue_type(rule.code), fix=fix)


def rules_of(declared: DatasetStandard) -> dict[str, Rule]:
    """Return the rules of all editions of a standard by name."""
    return {rule.name: rule for edition in declared.editions for rule in every_rule(declared, edition)}
