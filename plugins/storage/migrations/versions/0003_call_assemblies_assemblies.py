"""Call an assembly an assembly, a valid file valid and a quarantined one quarantined.

Until now every assembly was called a release; a release is from here on what people have agreed to publish.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATES = (("collection", "in_use_state", "last-good", "last-valid"), ("snapshot", "state", "held-back", "quarantined"))


def upgrade() -> None:
    """Rename the table of assemblies and two states of files."""
    op.rename_table("release", "assembly")
    op.execute("alter index release_pkey rename to assembly_pkey")
    op.alter_column("assembly", "released_at", new_column_name="assembled_at")
    for table, column, before, after in STATES:
        op.execute(f"update {table} set {column} = '{after}' where {column} = '{before}'")  # noqa: S608 (constants)


def downgrade() -> None:
    """Give them their former names back."""
    for table, column, before, after in STATES:
        op.execute(f"update {table} set {column} = '{before}' where {column} = '{after}'")  # noqa: S608 (constants)
    op.alter_column("assembly", "assembled_at", new_column_name="released_at")
    op.execute("alter index assembly_pkey rename to release_pkey")
    op.rename_table("assembly", "release")
