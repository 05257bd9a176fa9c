"""The register of sources in force: that of the repository, with every change since."""

from typing import TYPE_CHECKING

from plugins.storage.warehouse.source_changes import load_source_changes
from transforms.registers import sources
from transforms.registers.source_changes import apply_changes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.settings import Settings
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source


def register_in_force(deployment: "Deployment") -> "tuple[Source, ...]":
    """Return the sources of a deployment: the register's, with every change since."""
    with deployment.transaction() as connection:
        return load_register(connection, deployment.settings)


def load_register(connection: "Connection", settings: "Settings") -> "tuple[Source, ...]":
    """Return the same in a transaction that is open already."""
    return apply_changes(sources(settings.sources), load_source_changes(connection))
