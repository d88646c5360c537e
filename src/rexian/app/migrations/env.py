"""Run by Alembic: one transaction for each revision, one migration at a time, never waiting long behind a lock."""

from alembic import context
from sqlalchemy import create_engine, text

from rexian.kit.database import metadata

ADVISORY_LOCK = 7_329_12329
LOCK_TIMEOUT = "10s"


def run() -> None:
    """Upgrade over the URL that rexian.kit.database.upgrade has set."""
    engine = create_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_advisory_lock({ADVISORY_LOCK})"))
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
