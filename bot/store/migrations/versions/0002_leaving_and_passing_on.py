"""Leaving and coming back (tokens, return codes), the duty list, and what retention goes by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_UNANSWERED = sa.text("answered_at is null and from_whom = 'person'")


def upgrade() -> None:
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(40), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("insert into tokens (token_hash, conversation, created_at) select token_hash, id, created_at from conversations")
    op.drop_index("ix_conversations_token_hash", "conversations")
    op.drop_column("conversations", "token_hash")
    op.add_column("conversations", sa.Column("shared", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("conversations", sa.Column("opened_at", sa.DateTime(timezone=True)))
    op.create_table(
        "return_codes",
        sa.Column("conversation", sa.String(40), sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False, index=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "duty_list",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("conversation", sa.String(40), nullable=False, index=True),
        sa.Column("concern", sa.String(120), nullable=False),
        sa.Column("data_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("conversation", "concern", name="one_concern_once"),
    )
    op.create_index("unanswered", "messages", ["conversation"], sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED)


def downgrade() -> None:
    op.drop_index("unanswered", "messages")
    op.drop_table("duty_list")
    op.drop_table("return_codes")
    op.drop_column("conversations", "opened_at")
    op.drop_column("conversations", "shared")
    op.add_column("conversations", sa.Column("token_hash", sa.String(64)))
    op.create_index("ix_conversations_token_hash", "conversations", ["token_hash"])
    op.execute(
        "update conversations set token_hash = coalesce((select min(token_hash) from tokens where conversation = conversations.id), '')"
    )
    op.drop_table("tokens")
