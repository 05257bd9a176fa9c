"""The step that looks for sources in catalogues."""

import logging

from airflow.sdk import task

from plugins.storage.airflow_pools import FETCHING

LOG = logging.getLogger(__name__)


@task(pool=FETCHING)
def discover_sources() -> int:
    """Ask the catalogues of the register and those of councils, write down what looks like a source, and count it."""
    from plugins.pipeline.discover.propose_sources import discover
    from plugins.storage.deployment import open_deployment
    from plugins.storage.register import register_in_force
    from transforms.registers.catalogues import catalogues, own_catalogues

    with open_deployment() as deployment:
        discovery = discover(deployment, [*catalogues(), *own_catalogues(register_in_force(deployment))])
    for problem in discovery.problems:
        LOG.warning("A catalogue could not be searched to its end: %s", problem)
    for sentence in discovery.dismissed:
        LOG.info("Looked into and dismissed: %s", sentence)
    LOG.info("%s proposed of %s files listed", len(discovery.proposals), discovery.files)
    return len(discovery.proposals)
