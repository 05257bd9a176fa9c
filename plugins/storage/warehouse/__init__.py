"""The warehouse: PostgreSQL, through SQLAlchemy Core; one module per thing that is recorded.

The names of the assets that collections tell assemblies about are here too, so that DAG files need nothing heavier.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airflow.sdk import Asset


def standardised_asset(standard: str) -> "Asset":
    """Return the asset of the standardised tables of one dataset standard; its partitions are periods."""
    from airflow.sdk import Asset

    return Asset(name=f"standardised/{standard}", uri=f"council-returns://standardised/{standard}")


def assembly_asset(return_slug: str) -> "Asset":
    """Return the asset of the assemblies of one return; its partitions are periods."""
    from airflow.sdk import Asset

    return Asset(name=f"returns/{return_slug}", uri=f"council-returns://returns/{return_slug}")
