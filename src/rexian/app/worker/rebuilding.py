"""`rexian facts rebuild`: everything that is derived from facts, made again."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from rexian.analysis.call_records.derivation import rebuild
from rexian.kit.database import Database


async def rebuild_derived(database_url: str, console: Console) -> int:
    """Rebuild the call records with a progress bar; gives their number. Safe while the worker runs."""
    database = Database.connect(database_url)
    columns = (TextColumn("call records"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("call records", total=None)
            return await rebuild(database, lambda done, total: bar.update(task, completed=done, total=total))
    finally:
        await database.close()
