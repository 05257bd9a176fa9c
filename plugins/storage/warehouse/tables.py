"""The tables of the warehouse, in PostgreSQL: what happened. The findings themselves are in the archive.

Grain:  attempt      one attempt at one source
        collection   one source in one run
        snapshot     these bytes from this source on this day
        checked      these bytes, as this authority's, under these rules
        outcome      one rule on one checked file
        issue_count  one issue code on one checked file
        assembly     one assembly of a return with one result
        comparison   one publication and the one in use before it, under these rules
        ledger       one step of one source's ledger; ledger_count its entries by code, column, state and days to fix
        explanation  what a person wrote about findings; decision what another decided; both are only added to
Known   `info` says who may write (plugins/storage/roles.py): the pipeline may neither change nor delete a row of an
        `append_only` table, and the portal may what `portal` says, otherwise nothing.
        a snapshot is known from `usable_from`: the day it was fetched, or the day a shrunken one was confirmed.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData()
ADDED_BY_PEOPLE = {"append_only": True, "portal": "insert"}  # on pages of the portal, and by commands


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
    Index("attempt_by_run", "standard", "run_id", "authority_gss"),
)

COLLECTION = Table(
    "collection",
    METADATA,
    _key("run_id"),
    _key("standard"),
    _key("authority_gss"),
    Column("day", Date, nullable=False),
    Column("outcome", Text, nullable=False),  # by the words of plugins.fetch.fetch_once.FetchOutcome
    Column("sha256", Text),  # of the snapshot that this answer is, or is unchanged from
    Column("issue", Text),  # the issue code of the source itself
    Column("finished_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("in_use_state", Text),  # current, last-valid or none
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
    Column("state", Text, nullable=False),  # collected, usable, quarantined or unusable
    Column("reason", Text),
    Column("usable_from", Date),
    Column("rows_usable", BigInteger),
    Column("settled_by", Text),  # the run that judged it, or let it be used after it was quarantined
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
    Column("guesses", JSONB, nullable=False, server_default="{}"),  # unread column: the field it may be, and why
    Column("last_day_named", Date),  # in any column of the table; none where that was not kept
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

ASSEMBLY = Table(
    "assembly",
    METADATA,
    _key("return_slug"),
    _key("period"),
    _key("as_known", Date),
    _key("receipt"),
    Column("version", Integer, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("edition", Text, nullable=False, server_default=""),  # of the definition
    Column("definition_version", Text, nullable=False),
    Column("rules_versions", JSONB, nullable=False),
    Column("is_complete", Boolean, nullable=False),  # every authority that is asked, the switches as declared
    Column("switches", JSONB, nullable=False),
    Column("authorities", JSONB, nullable=False),
    Column("authorities_owing", Integer, nullable=False, server_default="0"),
    Column("authorities_asked", Integer, nullable=False, server_default="0"),  # of those: their source is known
    Column("authorities_with_data", Integer, nullable=False),  # of those: they have usable data
    Column("response_rate_pct", Numeric(4, 1)),
    Column("computed", BigInteger, nullable=False),
    Column("inferred", BigInteger, nullable=False),
    Column("declared", BigInteger, nullable=False, server_default="0"),
    Column("not_derivable", BigInteger, nullable=False),
    Column("no_data", BigInteger, nullable=False),
    Column("exceptions", BigInteger, nullable=False),
    Column("checks_failed", Boolean, nullable=False),
    Column("assembled_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("last_run_id", Text, nullable=False),
    Column("frozen_on", Date),
    Column("authorities_computed", Integer),  # anew; none where that was not counted
    Column("authorities_carried", Integer),  # over, from the assembly as known on the day that follows
    Column("carried_from", Date),
    Column("measured_prefix", Text, nullable=False, server_default=""),  # where what was measured is kept
    Column("inputs_hash", Text, nullable=False, server_default=""),  # of all that it was made of
)

COMPARISON = Table(
    "comparison",
    METADATA,
    _key("standard"),
    _key("authority_gss"),
    _key("fetched_on", Date),  # the first day of the publication
    _key("sha256"),
    _key("before_sha256"),  # of the file in use before it, empty where there was none
    _key("rules_version"),
    Column("before_on", Date),
    Column("outcomes", JSONB, nullable=False),
    Column("issues", BigInteger, nullable=False),
    Column("compared_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

LEDGER = Table(
    "ledger",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("standard", Text, nullable=False),
    Column("authority_gss", Text, nullable=False),
    Column("chain", Text, nullable=False),  # one hash over this step and all before it
    Column("follows", Text),  # the chain of the ledger that it was made from
    Column("day", Date, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("by", Text, nullable=False),  # publisher, or rules where the same bytes were checked under new ones
    Column("rules_version", Text, nullable=False),
    Column("is_in_use", Boolean, nullable=False),
    Column("before_sha256", Text),  # of the comparison whose findings it holds, empty where it holds none
    Column("seen_from", Date),
    Column("seen_until", Date),
    Column("history", Text, nullable=False),  # one hash over the publications as they were known
    Column("entries", BigInteger, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    UniqueConstraint("standard", "authority_gss", "chain", name="ledger_chain"),
)

LEDGER_COUNT = Table(
    "ledger_count",
    METADATA,
    Column("ledger_id", BigInteger, ForeignKey("ledger.id", name="ledger_count_of"), primary_key=True),
    _key("code"),
    _key("column"),
    _key("severity"),
    _key("opened_by"),
    _key("state"),
    _key("days", Integer),  # to fix; 0 unless fixed
    Column("count", BigInteger, nullable=False),
)

EXPLANATION = Table(
    "explanation",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),  # explanation or waiver
    Column("standard", Text, nullable=False),
    Column("authority_gss", Text, nullable=False),
    Column("code", Text),
    Column("column", Text),
    Column("values", JSONB),  # that stood there when it was explained
    Column("fingerprints", JSONB),  # instead of code, column and values
    Column("why", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_on", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("account", Text, nullable=False, server_default=""),  # of who proposed it, if they were signed in
    UniqueConstraint("id", "proposed_by", name="explanation_of"),
    Index("explanation_by_source", "standard", "authority_gss"),
    info=ADDED_BY_PEOPLE,
)

DECISION = Table(
    "decision",
    METADATA,
    Column("explanation_id", BigInteger, primary_key=True),
    Column("decision", Text, primary_key=True),  # approved, refused or withdrawn
    Column("proposed_by", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("why", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("account", Text, nullable=False, server_default=""),  # of who decided
    ForeignKeyConstraint(
        ["explanation_id", "proposed_by"], ["explanation.id", "explanation.proposed_by"], name="decision_on"
    ),
    CheckConstraint(
        "decision = 'withdrawn' or folded_name(decided_by) not in ('', folded_name(proposed_by))",
        name="decision_by_another",
    ),
    info=ADDED_BY_PEOPLE,
)

IN_USE = """
create view in_use as
select distinct on (standard, authority_gss)
       standard, authority_gss, day, in_use_state as state, in_use_day, in_use_sha256, reason, since
from collection
where in_use_state is not null
order by standard, authority_gss, day desc, finished_at desc
"""
