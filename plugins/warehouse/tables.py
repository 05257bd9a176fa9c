"""The tables of the warehouse: what happened, in PostgreSQL. What was found is in the archive.

Grain:  attempt      one try at one source
        collection   one source in one run
        snapshot     these bytes from this source on this day
        checked      these bytes, as this authority's, under these rules
        outcome      one rule on one checked file
        issue_count  one issue code on one checked file
        release      one assembly of a return with one result
Known   a snapshot is known from `usable_from`: the day it was fetched, or the day a shrunken one was confirmed.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData()


def _key(name: str, kind: type = Text) -> "Column[object]":
    return Column(name, kind, primary_key=True)


ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("run_id", Text, nullable=False),
    Column("authority_gss", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("final_url", Text, nullable=False),
    Column("redirects", JSONB, nullable=False),
    Column("status", Integer),
    Column("headers", JSONB, nullable=False),
    Column("size", BigInteger),
    Column("sha256", Text),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("error", Text),
    Index("attempt_by_source", "standard", "authority_gss", "day"),
)

COLLECTION = Table(
    "collection",
    METADATA,
    _key("run_id"),
    _key("standard"),
    _key("authority_gss"),
    Column("day", Date, nullable=False),
    Column("outcome", Text, nullable=False),  # answered, unchanged, unreachable, refused, too-large
    Column("sha256", Text),  # of the snapshot that this answer is, or is unchanged from
    Column("issue", Text),  # the issue code of the source itself
    Column("finished_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("in_use_state", Text),  # current, last-good or none
    Column("in_use_day", Date),
    Column("in_use_sha256", Text),
    Column("reason", Text),  # why it is not current
    Column("since", Date),  # since when
    Index("collection_by_source", "standard", "authority_gss", "day"),
)

SNAPSHOT = Table(
    "snapshot",
    METADATA,
    _key("standard"),
    _key("authority_gss"),
    _key("fetched_on", Date),
    _key("sha256"),
    Column("content_sha256", Text, nullable=False),  # without the volatile fields
    Column("file_name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("url", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("fetched_at", DateTime(timezone=True), nullable=False),
    Column("run_id", Text, nullable=False),
    Column("state", Text, nullable=False),  # collected, usable, held-back or unusable
    Column("reason", Text),
    Column("usable_from", Date),
    Column("rows_usable", BigInteger),
    Column("settled_by", Text),  # the run that judged it, or let it be used after it was held back
    Index("snapshot_by_state", "standard", "state"),
)

CHECKED = Table(
    "checked",
    METADATA,
    _key("standard"),
    _key("sha256"),
    _key("authority_gss"),
    _key("rules_version"),
    Column("edition", Text, nullable=False),
    Column("encoding", Text),
    Column("header_line", Integer),
    Column("rows", BigInteger, nullable=False),
    Column("rows_usable", BigInteger, nullable=False),
    Column("is_tabular", Boolean, nullable=False),
    Column("columns", JSONB, nullable=False),
    Column("checked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

OUTCOME = Table(
    "outcome",
    METADATA,
    _key("standard"),
    _key("sha256"),
    _key("authority_gss"),
    _key("rules_version"),
    _key("rule"),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("tested", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
)

ISSUE_COUNT = Table(
    "issue_count",
    METADATA,
    _key("standard"),
    _key("sha256"),
    _key("authority_gss"),
    _key("rules_version"),
    _key("code"),
    _key("severity"),
    Column("count", BigInteger, nullable=False),
)

RELEASE = Table(
    "release",
    METADATA,
    _key("return_slug"),
    _key("period"),
    _key("as_known", Date),
    _key("receipt"),
    Column("version", Integer, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("definition_version", Text, nullable=False),
    Column("rules_versions", JSONB, nullable=False),
    Column("is_complete", Boolean, nullable=False),  # every authority that is asked, the switches as declared
    Column("switches", JSONB, nullable=False),
    Column("authorities", JSONB, nullable=False),
    Column("authorities_with_data", Integer, nullable=False),
    Column("response_rate_pct", Numeric(4, 1)),
    Column("computed", BigInteger, nullable=False),
    Column("inferred", BigInteger, nullable=False),
    Column("not_derivable", BigInteger, nullable=False),
    Column("no_data", BigInteger, nullable=False),
    Column("exceptions", BigInteger, nullable=False),
    Column("checks_failed", Boolean, nullable=False),
    Column("released_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("last_run_id", Text, nullable=False),
    Column("frozen_on", Date),
)

IN_USE = """
create view in_use as
select distinct on (standard, authority_gss)
       standard, authority_gss, day, in_use_state as state, in_use_day, in_use_sha256, reason, since
from collection
where in_use_state is not null
order by standard, authority_gss, day desc, finished_at desc
"""
