"""Say of a proposal whether it leads to a file or to a listing of several."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was proposed before are files."""
    op.add_column("proposal", sa.Column("kind", sa.Text(), server_default="file", nullable=False))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("proposal", "kind")
