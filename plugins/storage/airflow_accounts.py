"""The accounts of Airflow's pages on several machines: its administrator, and the viewer with which the portal reads.

    python -m plugins.storage.airflow_accounts

Known   Airflow keeps the accounts in its database (its FAB auth manager), as hashes of their passwords.
        docker-compose.yml runs this at every start, so that a password that was changed takes effect. People get
        accounts of their own on Airflow's pages (Security).
"""

import os
from collections.abc import Mapping
from typing import Any

ADMIN_PASSWORD, VIEWER_PASSWORD = "AIRFLOW_ADMIN_PASSWORD", "AIRFLOW_PORTAL_PASSWORD"
ACCOUNTS = {"admin": ("Admin", ADMIN_PASSWORD), "portal": ("Viewer", VIEWER_PASSWORD)}


def ensure_accounts(security: Any, environment: Mapping[str, str]) -> None:  # noqa: ANN401 - FAB is on the image alone
    """Make both accounts where they are missing, and give each its password."""
    for name, (role, variable) in ACCOUNTS.items():
        password = environment[variable]
        user = security.find_user(username=name)
        if user:
            security.reset_password(user.id, password)
        else:
            security.add_user(name, name, "council-returns", f"{name}@invalid", security.find_role(role), password)


if __name__ == "__main__":
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder

    with get_application_builder() as builder:
        ensure_accounts(builder.sm, os.environ)
