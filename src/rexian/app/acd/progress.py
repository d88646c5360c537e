"""A bar on the error output for work that takes longer than a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

Told = Callable[[str, float], None]
"""Which piece is worked on, and how much of it is done, from 0 to 1. 1.0 may be told several times."""


@contextmanager
def shown(what: str, pieces: int) -> Iterator[Told]:
    """Show how many of so many pieces are done; gone when all is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    finished: dict[str, float] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=pieces)

        def tell(name: str, share: float) -> None:
            finished[name] = max(finished.get(name, 0.0), share)
            bar.update(task, completed=sum(finished.values()), description=f"{what}: {name}")

        yield tell
