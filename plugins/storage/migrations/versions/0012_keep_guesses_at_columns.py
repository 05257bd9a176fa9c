"""Keep of a checked file which fields its unread columns may be."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of files that were checked before nothing was guessed."""
    op.add_column("checked", sa.Column("guesses", JSONB(), server_default="{}", nullable=False))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("checked", "guesses")
