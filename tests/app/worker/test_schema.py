"""The tables that the migrations make are the ones the models describe."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

import rexian.analysis.call_records.models
import rexian.analysis.facts.models
import rexian.business.access_control.models
import rexian.business.calendar.models
import rexian.business.caller_marks.models
import rexian.business.contact_keys.models
import rexian.business.directory.models
import rexian.business.organisation.models
import rexian.business.recordings.models
import rexian.business.trunks.models
from rexian.kit.database import metadata

pytestmark = pytest.mark.parts

MODULES = (
    rexian.analysis.facts.models,
    rexian.analysis.call_records.models,
    rexian.business.access_control.models,
    rexian.business.calendar.models,
    rexian.business.caller_marks.models,
    rexian.business.contact_keys.models,
    rexian.business.directory.models,
    rexian.business.organisation.models,
    rexian.business.recordings.models,
    rexian.business.trunks.models,
)
TABLES = {
    model.__tablename__
    for module in MODULES
    for model in vars(module).values()
    if getattr(model, "__module__", "") == module.__name__ and hasattr(model, "__tablename__")
}


def test_models_and_migrations_agree(database_url: str) -> None:
    assert len(TABLES) == 24

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
