"""Routes: one module a noun, each with a `router`."""

from plugins.portal.routes import (
    about,
    cells,
    checks,
    collections,
    councils,
    coverage,
    dags,
    home,
    issue_codes,
    metrics,
    releases,
    reporting_ledger,
    reports,
    returns,
    rules,
    sign_in,
    standards,
    status,
    work,
    work_people,
    work_threads,
)

ROUTERS = (
    home.router,
    councils.router,
    standards.router,
    rules.router,
    issue_codes.router,
    cells.router,  # /returns/{slug}/cells/{cell} before /returns/{slug}/{period}/{gss}
    releases.router,  # /returns/{slug}/{period}/releases before /returns/{slug}/{period}/{gss}
    returns.router,
    coverage.router,
    reporting_ledger.router,
    collections.router,
    status.router,
    metrics.router,
    dags.router,
    reports.router,
    checks.router,
    about.router,
    sign_in.router,
    work.router,
    work_threads.router,
    work_people.router,
)
