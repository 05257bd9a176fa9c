"""Create the warehouse."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

IN_USE = """
create view in_use as
select distinct on (standard, authority_gss)
       standard, authority_gss, day, in_use_state as state, in_use_day, in_use_sha256, reason, since
from collection
where in_use_state is not null
order by standard, authority_gss, day desc, finished_at desc
"""
TABLES = ("attempt", "checked", "collection", "issue_count", "outcome", "release", "snapshot")


def upgrade() -> None:
    """Create every table, and the view of what is in use."""
    _create_attempt()
    _create_checked()
    _create_collection()
    _create_issue_count()
    _create_outcome()
    _create_release()
    _create_snapshot()
    op.execute(IN_USE)


def downgrade() -> None:
    """Drop everything."""
    op.execute("drop view in_use")
    for table in TABLES:
        op.drop_table(table)


def _create_attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("redirects", JSONB(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", JSONB(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("elapsed_ms", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("attempt_by_source", "attempt", ["standard", "authority_gss", "day"], unique=False)


def _create_checked() -> None:
    op.create_table(
        "checked",
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("header_line", sa.Integer(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("rows_usable", sa.BigInteger(), nullable=False),
        sa.Column("is_tabular", sa.Boolean(), nullable=False),
        sa.Column("columns", JSONB(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("standard", "sha256", "authority_gss", "rules_version"),
    )


def _create_collection() -> None:
    op.create_table(
        "collection",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("issue", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("in_use_state", sa.Text(), nullable=True),
        sa.Column("in_use_day", sa.Date(), nullable=True),
        sa.Column("in_use_sha256", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("run_id", "standard", "authority_gss"),
    )
    op.create_index("collection_by_source", "collection", ["standard", "authority_gss", "day"], unique=False)


def _create_issue_count() -> None:
    op.create_table(
        "issue_count",
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("standard", "sha256", "authority_gss", "rules_version", "code", "severity"),
    )


def _create_outcome() -> None:
    op.create_table(
        "outcome",
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("tested", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("standard", "sha256", "authority_gss", "rules_version", "rule"),
    )


def _create_release() -> None:
    op.create_table(
        "release",
        sa.Column("return_slug", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("as_known", sa.Date(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("definition_version", sa.Text(), nullable=False),
        sa.Column("rules_versions", JSONB(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("switches", JSONB(), nullable=False),
        sa.Column("authorities", JSONB(), nullable=False),
        sa.Column("authorities_with_data", sa.Integer(), nullable=False),
        sa.Column("response_rate_pct", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("computed", sa.BigInteger(), nullable=False),
        sa.Column("inferred", sa.BigInteger(), nullable=False),
        sa.Column("not_derivable", sa.BigInteger(), nullable=False),
        sa.Column("no_data", sa.BigInteger(), nullable=False),
        sa.Column("exceptions", sa.BigInteger(), nullable=False),
        sa.Column("checks_failed", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_run_id", sa.Text(), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("return_slug", "period", "as_known", "receipt"),
    )


def _create_snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("usable_from", sa.Date(), nullable=True),
        sa.Column("rows_usable", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("standard", "authority_gss", "fetched_on", "sha256"),
    )
    op.create_index("snapshot_by_state", "snapshot", ["standard", "state"], unique=False)
