"""What the terminal shows while an instance starts: each step, how far it is, how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

Steps = dict[str, TaskID]


class StartProgress:
    """Bars on a terminal; plain lines at the end of each step elsewhere (a log, a pipe)."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()
        self._bars = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[detail]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._tasks: Steps = {}

    @contextmanager
    def shown(self) -> Iterator["StartProgress"]:
        """Show the bars while the block runs."""
        if not self._console.is_terminal:
            yield self
            return
        with self._bars:
            yield self

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step; nothing is printed for it when the block raises."""
        started = time.monotonic()
        self._tasks[name] = self._bars.add_task(name, total=None, detail="")
        try:
            yield
        finally:
            self._bars.remove_task(self._tasks.pop(name))
        self.say(f"[green]✓[/] {name} [dim]{time.monotonic() - started:.1f} s[/]")

    def advance(self, name: str, detail: str, done: int, total: int) -> None:
        """How far a step is, in any unit; `detail` says at what."""
        if name in self._tasks:
            self._bars.update(self._tasks[name], completed=done, total=total or None, detail=detail)

    def say(self, text: str) -> None:
        """Print a line above the bars."""
        self._console.print(text, highlight=False, soft_wrap=True)

    @property
    def elapsed_seconds(self) -> float:
        return time.monotonic() - self._started
