"""What is requested of a return on the platform: which period, as known when, of whom, with the switches set how."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.faults import InputNotReady, UnknownStandard
from plugins.settings import SWITCHES, SettingMissing
from plugins.storage.warehouse.assembly_inputs import load_last_collection_day
from transforms.domain.period import parse_period

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol as DagRun

    from plugins.storage.deployment import Deployment
    from transforms.domain.return_request import ReturnRequest
    from transforms.domain.statutory_return import StatutoryReturn


def return_request(
    deployment: "Deployment",
    slug: str,
    period: str | None = None,
    as_known: date | None = None,
    authorities: Sequence[str] | None = None,
    switches: Mapping[str, str] | None = None,
    today: date | None = None,
    edition: str | None = None,
) -> "ReturnRequest":
    """Return a request with what was not said filled in.

    The as-known day is the last day on which one of the return's standards was collected (up to `today`), the period
    the one due `today` or on that day, the edition that of the period, the authorities all that owe the return on the
    as-known day and all others that have a source of what it reads, the switches as the deployment sets them.
    """
    from transforms.domain.return_request import ReturnRequest
    from transforms.registers import who_owes

    newest = _declared(slug)
    known_on = as_known or _last_day(deployment, newest, today)
    due = parse_period(period) if period else newest.default_period(today or known_on)
    definition = newest.named_edition(edition) if edition else newest.for_period(due)
    settings = _settings(deployment, definition, switches or {})
    owing = {body.gss for body in who_owes(definition.owed_by, known_on)}
    everybody = sorted(owing | _with_source(deployment, definition, known_on))
    requested = tuple(sorted(set(authorities or everybody)))
    return ReturnRequest(
        definition,
        due,
        requested,
        known_on,
        settings,
        owing=tuple(gss for gss in requested if gss in owing),
        is_complete=list(requested) == everybody and not switches and definition is newest.for_period(due),
    )


def request_of_run(
    deployment: "Deployment",
    slug: str,
    dag_run: "DagRun",
    params: Mapping[str, Any],
    today: date | None = None,
) -> "ReturnRequest":
    """Return what a DAG run is for: the period that changed, or what an operator has filled in."""
    period = params.get("period") or getattr(dag_run, "partition_key", None)
    known_on = date.fromisoformat(params["as_known"]) if params.get("as_known") else None
    return return_request(
        deployment,
        slug,
        period,
        known_on,
        params.get("authorities"),
        params.get("switches"),
        today,
        params.get("edition"),
    )


def _settings(deployment: "Deployment", definition: "StatutoryReturn", switches: Mapping[str, str]) -> dict[str, str]:
    """Return the switches as the deployment sets them, and as they are chosen on top."""
    ours = dict(deployment.settings.switches.get(definition.slug, {}))
    try:
        definition.settings(ours)
    except ValueError as error:
        raise SettingMissing(f"{SWITCHES}: {error}.") from error
    return ours | dict(switches)


def _declared(slug: str) -> "StatutoryReturn":
    """Return the definition of a return."""
    from transforms.returns import statutory_return

    try:
        return statutory_return(slug)
    except LookupError as error:
        raise UnknownStandard(str(error)) from error


def _last_day(deployment: "Deployment", definition: "StatutoryReturn", today: date | None) -> date:
    """Return the last day, up to `today`, on which a standard of a return was collected."""
    with deployment.transaction() as connection:
        day = load_last_collection_day(connection, definition.all_standards, today)
    if day is None:
        standards = " and ".join(definition.all_standards)
        raise InputNotReady(f"{standards} has never been collected, so {definition.slug} can't be assembled")
    return day


def _with_source(deployment: "Deployment", definition: "StatutoryReturn", day: date) -> set[str]:
    """Return every authority that has a source of one of the return's standards on `day`."""
    from plugins.storage.register import register_in_force
    from transforms.registers import open_sources

    register = register_in_force(deployment)
    return {
        source.authority_gss
        for standard in definition.all_standards
        for source in open_sources(standard, day, register)
    }
