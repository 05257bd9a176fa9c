"""The tables of sources that are more than one file.

Grain:  set_file    these bytes at this address, one file of an authority's set
"""

from sqlalchemy import Column, Date, DateTime, Table, Text

from plugins.storage.warehouse.tables import METADATA

SET_FILE = Table(
    "set_file",
    METADATA,
    Column("standard", Text, primary_key=True),
    Column("authority_gss", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("content_sha256", Text, nullable=False),  # without the volatile fields
    Column("source_url", Text, nullable=False),  # the address of the register that led to it
    Column("file_name", Text, nullable=False),
    Column("published", Date, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("fetched_at", DateTime(timezone=True), nullable=False),  # the last time that it answered so
)
