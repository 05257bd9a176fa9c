"""Sources: quarantined files accepted or refused, one collected now, findings explained, waivers decided on."""

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from plugins.pipeline.ledgers.explain_findings import FindingSelection, explain_selection, selected_findings
from plugins.portal.accounts.sessions import PostedForm, SignedIn, SignedInNow
from plugins.portal.pages import deployment_of
from plugins.portal.upload_checks.form import FormError, authority_code
from plugins.portal.views.today import today
from plugins.portal.views.work import authority_name
from plugins.portal.views.work_sources import list_source_acts, sees_sources
from plugins.portal.work_pages import Act, carry_out_form, day_of, lead_back, render_work_page, text_of
from plugins.storage.register import load_register
from plugins.storage.warehouse.explanations import APPROVED, REFUSED, WITHDRAWN
from plugins.storage.warehouse.people import load_signature
from plugins.storage.warehouse.quarantine import ACCEPTED
from plugins.submissions.finding_explanations import decide_on_explanation
from plugins.submissions.refusals import ActRefused, InvalidInput, NotVisible
from plugins.submissions.source_acts import decide_on_file, expect_source, request_collection
from plugins.submissions.visibility import NOTHING, acting_codes
from transforms.domain.issue_types import ISSUE_TYPES
from transforms.findings.explanations import ExplanationKind
from transforms.rounds.roles import Access, Role
from transforms.standards import STANDARDS, standard

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(prefix="/work")
SOURCES = "/work/sources"


@router.get("/sources")
def sources_page(request: Request, person: SignedInNow) -> Response:
    """Show what waits to be decided about sources, and what was explained."""
    return _sources_page(request, person)


@router.post("/sources/collect")
def collect_now(request: Request, person: SignedInNow, form: PostedForm) -> Response:
    """Have a dataset of one council collected now."""
    deployment = deployment_of(request)
    day = today(deployment)

    def ask(connection: "Connection", access: Access) -> object:
        source = text_of(form, "standard"), _code_of(text_of(form, "council"))
        register = load_register(connection, deployment.settings)
        return request_collection(connection, access, source, register, text_of(form, "why"), day)

    refusal = carry_out_form(request, person, {"collect": ask}, "collect")
    return _sources_page(request, person, refusal, form) if refusal else lead_back(f"{SOURCES}#collect")


@router.post("/sources/{slug}/{gss}/files/{sha256}/{decision}")
def act_on_file(
    request: Request, person: SignedInNow, form: PostedForm, slug: str, gss: str, sha256: str, decision: str
) -> Response:
    """Accept or refuse a quarantined file."""
    day = today(deployment_of(request))

    def decide(decided: str) -> Act:
        return lambda connection, access: decide_on_file(
            connection, access, (slug, gss), sha256, decided, text_of(form, "why"), day
        )

    refusal = carry_out_form(request, person, {"accept": decide(ACCEPTED), "refuse": decide(REFUSED)}, decision)
    return _sources_page(request, person, refusal, form) if refusal else lead_back(SOURCES)


@router.post("/explanations/{number}/{decision}")
def act_on_explanation(request: Request, person: SignedInNow, form: PostedForm, number: int, decision: str) -> Response:
    """Approve or refuse a waiver, or withdraw what one wrote."""
    day = today(deployment_of(request))

    def decide(decided: str) -> Act:
        return lambda connection, access: decide_on_explanation(
            connection, access, number, decided, text_of(form, "why"), day
        )

    acts = {"approve": decide(APPROVED), "refuse": decide(REFUSED), "withdraw": decide(WITHDRAWN)}
    refusal = carry_out_form(request, person, acts, decision)
    return _sources_page(request, person, refusal, form) if refusal else lead_back(f"{SOURCES}#explanations")


@router.get("/sources/{slug}/{gss}/explain")
def explain_page(
    request: Request, person: SignedInNow, slug: str, gss: str, code: str = "", column: str = ""
) -> Response:
    """Show the findings that are to be explained, and a form for the words."""
    return _explain_page(request, person, FindingSelection(slug, gss, code or None, column or None))


@router.post("/sources/{slug}/{gss}/explain")
def explain(request: Request, person: SignedInNow, form: PostedForm, slug: str, gss: str) -> Response:
    """Explain findings, or ask for a waiver of them."""
    deployment = deployment_of(request)
    day = today(deployment)
    selection = FindingSelection(slug, gss, text_of(form, "code") or None, text_of(form, "column") or None)
    kind = ExplanationKind.WAIVER if text_of(form, "kind") == "waiver" else ExplanationKind.EXPLANATION

    def write(connection: "Connection", access: Access) -> object:
        until = day_of(form, "until")
        if until is None:
            raise InvalidInput("until is blank", {"until": "Enter the last day on which it applies"})
        return explain_selection(connection, deployment, access, kind, selection, text_of(form, "why"), (day, until))

    refusal = carry_out_form(request, person, {"explain": write}, "explain")
    return _explain_page(request, person, selection, refusal, form) if refusal else lead_back(f"/councils/{gss}/{slug}")


def _sources_page(
    request: Request,
    person: SignedIn,
    refusal: ActRefused | None = None,
    form: Any = None,  # noqa: ANN401
) -> Response:
    deployment = deployment_of(request)
    day = today(deployment)
    with deployment.transaction() as connection:
        access = person.access(connection)
        if not sees_sources(access):
            raise NotVisible(NOTHING)
        acts = list_source_acts(connection, access, load_signature(connection, access.person), day)
    standards = sorted((declared.title, declared.slug) for declared in STANDARDS)
    return render_work_page(
        request, person, "work_sources.html", refusal, acts=acts, form=form or {},
        standards=[(slug, title) for title, slug in standards],
    )  # fmt: skip


def _explain_page(
    request: Request,
    person: SignedIn,
    selection: FindingSelection,
    refusal: ActRefused | None = None,
    form: Any = None,  # noqa: ANN401
) -> Response:
    deployment = deployment_of(request)
    slug, gss = selection.source
    day = today(deployment)
    with deployment.transaction() as connection:
        access = person.access(connection)
    expect_source(access, gss, day)
    if slug not in {declared.slug for declared in STANDARDS}:
        raise NotVisible(NOTHING)
    count, problem = 0, ""
    try:
        _, count = selected_findings(deployment, selection)
    except InvalidInput as error:
        problem = error.sentence
    kind = ISSUE_TYPES.get(selection.code or "")
    return render_work_page(
        request, person, "work_explain.html", refusal, selection=selection, count=count, problem=problem,
        council=authority_name(gss), dataset=standard(slug).title, title=kind.title if kind else selection.code or "",
        is_officer=access.has(Role.OFFICER, *acting_codes(gss, day)), form=form or {},
    )  # fmt: skip


def _code_of(words: str) -> str:
    """Return the GSS code of a council by its name or code; raise InvalidInput where it is not clear which is meant."""
    try:
        gss = authority_code(words)
    except FormError as error:
        raise InvalidInput(error.words, {"council": error.words}) from error
    if gss is None:
        raise InvalidInput("council is blank", {"council": "Enter the name of a council, or its GSS code"})
    return gss
