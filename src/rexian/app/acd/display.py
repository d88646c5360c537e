"""The simulation's results as tables for a person. A figure that nobody is counted in shows as "—"."""

from collections.abc import Callable, Mapping, Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from rexian.app.acd.erlang_check import CaseResult, Comparison
from rexian.app.acd.measures import DayFigures, ForecastError
from rexian.app.acd.replay import Replay
from rexian.app.acd.strategies import StrategyResult

NONE = "—"


Row = tuple[str, Callable[[DayFigures], str]]

SERVICE_ROWS: tuple[Row, ...] = (
    ("calls offered", lambda figures: str(figures.all.offered)),
    ("service level", lambda figures: percent(figures.all.service_level)),
    ("answered", lambda figures: percent(figures.all.answer_rate)),
    ("abandoned", lambda figures: str(figures.all.abandoned)),
    ("overflowed", lambda figures: str(figures.all.overflowed)),
    ("mean answer, s", lambda figures: number(figures.all.mean_answer_seconds)),
    ("95 % wait, s", lambda figures: number(figures.all.p95_wait_seconds)),
    ("longest wait, s", lambda figures: number(figures.all.longest_wait_seconds)),
    ("overtaken", lambda figures: percent(figures.all.overtaken_share)),
)
LOAD_ROWS: tuple[Row, ...] = (
    ("occupancy", lambda figures: percent(figures.load.occupancy)),
    ("lowest", lambda figures: percent(figures.load.lowest_occupancy)),
    ("highest", lambda figures: percent(figures.load.highest_occupancy)),
    ("spread", lambda figures: percent(figures.load.spread)),
    ("fewest by agent", lambda figures: str(figures.load.fewest_answered)),
    ("most by agent", lambda figures: str(figures.load.most_answered)),
)
FORECAST_ROWS: tuple[Row, ...] = (
    ("told their wait", lambda figures: _of_forecast(figures, lambda error: error.callers)),
    ("  mean wait, s", lambda figures: _of_forecast(figures, lambda error: error.mean_wait_seconds)),
    ("  forecast off by, s", lambda figures: _of_forecast(figures, lambda error: error.bias_seconds)),
    ("  mean error, s", lambda figures: _of_forecast(figures, lambda error: error.mean_error_seconds)),
)


def show_strategies(results: Sequence[StrategyResult], within_seconds: float, console: Console) -> None:
    """A column for each rule; callers first, then agents, then the engine's own forecast."""
    title = f"the rules on the same callers (service level: within {within_seconds:g} s)"
    show_side_by_side(title, {result.name: result.figures for result in results}, console)


def show_side_by_side(title: str, columns: Mapping[str, DayFigures], console: Console) -> None:
    """Days beside one another."""
    table = Table(title=title, box=SIMPLE, collapse_padding=True, pad_edge=False)
    table.add_column("", no_wrap=True)
    for name in columns:
        table.add_column(name.replace("_", " "), justify="right")
    for rows in (SERVICE_ROWS, LOAD_ROWS, FORECAST_ROWS):
        for name, of in rows:
            table.add_row(name, *(of(figures) for figures in columns.values()), end_section=name == rows[-1][0])
    console.print(table)


def show_queues(title: str, figures: DayFigures, console: Console) -> None:
    """The queues of one day, each in a column."""
    table = Table(title=title, box=SIMPLE, collapse_padding=True, pad_edge=False)
    table.add_column("", no_wrap=True)
    for queue_id in figures.queues:
        table.add_column(queue_id, justify="right")
    alone = [DayFigures(service, {}, figures.load) for service in figures.queues.values()]
    for name, of in SERVICE_ROWS:
        table.add_row(name, *(of(queue) for queue in alone))
    console.print(table)


def show_replay(title: str, found: Replay, console: Console) -> None:
    """Recorded, replayed and changed beside one another, and what the changes did to the callers."""
    columns = {"recorded": found.recorded, "replayed as it is": found.replayed}
    if found.changed is not None:
        columns["changed"] = found.changed
    show_side_by_side(title, columns, console)
    if found.differences is not None:
        told = found.differences
        console.print(
            f"with the changes {told.other_agent} had another agent, {told.waited_less} waited less and"
            f" {told.waited_more} more ({told.saved_seconds:+.0f} s saved in all), {told.answered_only_now} more were"
            f" answered who had not been, {told.answered_no_more} no more",
            highlight=False,
        )


def show_check(results: Sequence[CaseResult], comparisons: Sequence[Comparison], console: Console) -> None:
    """Every case and figure, all seeds side by side."""
    seeds = sorted({result.seed for result in results})
    table = Table(title="simulation against formula", box=SIMPLE)
    for name in ("case", "figure", "formula", *(f"seed {seed}" for seed in seeds)):
        table.add_column(name, justify="left" if name in ("case", "figure") else "right")
    rows: dict[tuple[str, str], list[Comparison]] = {}
    for comparison in comparisons:
        rows.setdefault((comparison.case.name, comparison.measure.value), []).append(comparison)
    for (case, measure), found in rows.items():
        table.add_row(case, measure, f"{found[0].expected:.6g}", *(_check_cell(each) for each in found))
    console.print(table)


def _check_cell(comparison: Comparison) -> str:
    mark = "" if comparison.ok else " [red]✗[/]"
    return f"{comparison.estimate.mean:.6g} ± {comparison.relative_half_width:.2%}{mark}"


def _of_forecast(figures: DayFigures, of: Callable[[ForecastError], float]) -> str:
    error = figures.all.forecast
    return NONE if error is None else f"{of(error):.0f}"


def percent(share: float | None) -> str:
    """A share with one decimal."""
    return NONE if share is None else f"{share:.1%}"


def number(value: float | None) -> str:
    """Seconds with one decimal."""
    return NONE if value is None else f"{value:.1f}"
