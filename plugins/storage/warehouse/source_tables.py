"""The tables of sources: their files where there are several, changes of the register, and proposals of new ones.

Grain:  set_file            these bytes at this address, one file of an authority's set
        source_change       one act on one source; rows are only added
        proposal            one address that a catalogue lists, and the standard that its columns speak of
        proposal_decision   what a person decided about a proposal; rows are only added
        quarantine_decision what a person decided about the quarantined bytes of a source; the newest row holds
        collection_request  one source that a person wants collected now, and the run that did
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

from plugins.storage.warehouse.tables import ADDED_BY_PEOPLE, METADATA

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

QUARANTINE_DECISION = Table(
    "quarantine_decision",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("standard", Text, nullable=False),
    Column("authority_gss", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("decision", Text, nullable=False),  # accepted or refused
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("decision in ('accepted', 'refused')", name="quarantine_decision_is_known"),
    Index("quarantine_decision_by_source", "standard", "authority_gss", "sha256"),
    info=ADDED_BY_PEOPLE,
)

COLLECTION_REQUEST = Table(
    "collection_request",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("standard", Text, nullable=False),
    Column("authority_gss", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("run_id", Text),  # none while it waits
    Index(
        "collection_request_waiting", "standard", "authority_gss", unique=True, postgresql_where=text("run_id is null")
    ),
    info={"portal": "insert"},
)
