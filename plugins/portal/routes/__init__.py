"""Routes: one module a noun, each with a `router`."""

from plugins.portal.routes import about, home, issue_codes, returns, rules, standards

ROUTERS = (home.router, standards.router, rules.router, issue_codes.router, returns.router, about.router)
