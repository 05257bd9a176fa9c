"""Lineage for other tools: what a step read and wrote, as OpenLineage datasets in the store.

Source: https://openlineage.io/docs/spec/naming/ (of S3 the namespace is the bucket, the name the key or its prefix);
        `airflow.providers.openlineage.api` of Airflow's own provider.
Known   nothing is said unless AIRFLOW__OPENLINEAGE__TRANSPORT says to whom. A dataset is a prefix of the archive
        (plugins/storage/archive.py), not each of its objects, of which a run has thousands.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.settings import Store


def record_lineage(store: "Store", inputs: Iterable[str], outputs: Iterable[str]) -> None:
    """Emit which prefixes of the store the running task read and which it wrote; a failure to is logged and no more."""
    from airflow.providers.openlineage import conf

    if conf.is_disabled():  # the rest takes a second to import
        return
    from airflow.providers.openlineage.api import emit_dataset_lineage
    from openlineage.client.event_v2 import Dataset

    namespace = f"s3://{store.bucket}"
    emit_dataset_lineage(
        inputs=[Dataset(namespace, prefix) for prefix in inputs],
        outputs=[Dataset(namespace, prefix) for prefix in outputs],
    )
