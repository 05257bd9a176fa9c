"""Find the attempts of a run without reading all: what it took is shown on its page and to Prometheus."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("attempt_by_run", "attempt", ["standard", "run_id", "authority_gss"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("attempt_by_run", table_name="attempt")
