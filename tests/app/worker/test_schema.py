"""The tables that the migrations make are the ones the models describe."""

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

import rexian
from rexian.kit.database import metadata

pytestmark = pytest.mark.parts

ROOT = Path(rexian.__file__).parent
MODULES = [
    import_module(".".join(("rexian", *path.relative_to(ROOT).with_suffix("").parts)))
    for path in sorted(ROOT.rglob("models.py"))
]
TABLES = {
    model.__tablename__
    for module in MODULES
    for model in vars(module).values()
    if getattr(model, "__module__", "") == module.__name__ and hasattr(model, "__tablename__")
}


def test_models_and_migrations_agree(database_url: str) -> None:
    assert {"users", "call_records", "contact_keys", "facts", "queues", "recordings", "trunks"} <= TABLES

    def is_ours(name: str | None, kind: str, parents: dict[str, str | None]) -> bool:
        return (name if kind == "table" else parents.get("table_name", "")) in {*TABLES, ""} or kind == "schema"

    engine = create_engine(database_url)
    options = {"include_name": is_ours, "compare_type": True, "compare_server_default": False}
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    assert [found for found in differences if _table_of(found) in TABLES] == []


def _table_of(difference: object) -> str:
    """The table a difference is about, in any of Alembic's shapes."""
    if isinstance(difference, list):
        return _table_of(difference[0])
    parts = difference if isinstance(difference, tuple) else ()
    for part in parts:
        name = getattr(getattr(part, "table", part), "name", part)
        if name in TABLES:
            return str(name)
    return ""
