"""The platform's schema, step by step: `versions/` holds dated, numbered Alembic revisions, run by `rexian migrate`."""

from pathlib import Path

from rexian.kit import database

SCRIPTS = Path(__file__).parent


async def migrate(url: str) -> None:
    """Bring the database at `url` to the newest revision."""
    await database.upgrade(url, SCRIPTS)
