"""What a start fills in: demo data in an instance's own databases, nothing in a fund database that is another's."""

from pathlib import Path

import psycopg
import pytest

from rexian.app.demo.fund import plain_url
from rexian.app.launcher.content import fill_demo
from rexian.app.settings import Settings

pytestmark = pytest.mark.parts


def tell_nobody(_what: str, _done: int, _of: int) -> None:
    """Progress is of no interest here."""


async def test_fund_data_that_the_settings_name_is_never_filled(
    database_url: str, empty_database_url: str, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "home", database_url=database_url, fund_database_url=empty_database_url)
    await fill_demo(settings, tell_nobody)
    with psycopg.connect(plain_url(empty_database_url)) as fund, psycopg.connect(plain_url(database_url)) as centre:
        assert fund.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        assert centre.execute("SELECT count(*) FROM queues").fetchone() == (2,)
