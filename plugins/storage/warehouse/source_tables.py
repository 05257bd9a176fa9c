"""The tables of sources: their files where there are several, changes of the register, and proposals of new ones.

Grain:  set_file            these bytes at this address, one file of an authority's set
        source_change       one act on one source; rows are only added
        proposal            one address that a catalogue lists, and the standard that its columns speak of
        proposal_decision   what a person decided about a proposal; rows are only added
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
)

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

SOURCE_CHANGE = Table(
    "source_change",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("act", Text, nullable=False),  # add, pause, resume, end or try
    Column("authority_gss", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("pattern", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("provision", Text, nullable=False),
    Column("outcome", Text, nullable=False),  # of a try
    Column("day", Date, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    info={"append_only": True},
)

PROPOSAL = Table(
    "proposal",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("standard", Text, nullable=False),
    Column("authority_gss", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("dataset", Text, nullable=False),
    Column("publisher", Text, nullable=False),  # as the catalogue names it
    Column("licence", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("catalogue", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("recognised", Integer, nullable=False),  # of its columns, those that are fields of the standard
    Column("columns", Integer, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("kind", Text, nullable=False, server_default="file"),
    UniqueConstraint("standard", "authority_gss", "url", name="proposal_of"),
)

PROPOSAL_DECISION = Table(
    "proposal_decision",
    METADATA,
    Column("proposal_id", BigInteger, ForeignKey("proposal.id", name="proposal_decision_on"), primary_key=True),
    Column("decision", Text, nullable=False),  # accepted or refused
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    info={"append_only": True},
)
