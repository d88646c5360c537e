"""The simulation's results as tables for a person. A figure that nobody is counted in shows as "—"."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from rexian.app.acd.erlang_check import CaseResult, Comparison
from rexian.app.acd.measures import DayFigures, ForecastError, Load, Service
from rexian.app.acd.strategies import StrategyResult

NONE = "—"


def show_strategies(results: Sequence[StrategyResult], within_seconds: float, console: Console) -> None:
    """Callers first, then agents."""
    table = Table(title=f"the rules on the same callers (service level: within {within_seconds:g} s)")
    names = ("rule", "service level", "answered", "mean answer", "95 % wait", "longest", "overtaken")
    for name in (*names, "occupancy", "lowest-highest", "spread", "answered by one", "forecast error"):
        table.add_column(name, justify="left" if name == "rule" else "right")
    for result in results:
        table.add_row(result.name, *_service_cells(result.figures.all), *_load_cells(result.figures))
    console.print(table)


def show_queues(figures: DayFigures, console: Console) -> None:
    """The queues of one strategy, each in a line."""
    table = Table(title="the queues as planned")
    names = ("queue", "offered", "abandoned", "overflowed", "service level", "answered", "mean answer", "95 % wait")
    for name in (*names, "longest", "overtaken"):
        table.add_column(name, justify="left" if name == "queue" else "right")
    for queue_id, service in figures.queues.items():
        counts = (str(service.offered), str(service.abandoned), str(service.overflowed))
        table.add_row(queue_id, *counts, *_service_cells(service))
    console.print(table)


def show_check(results: Sequence[CaseResult], comparisons: Sequence[Comparison], console: Console) -> None:
    """Every case and figure, all seeds side by side."""
    seeds = sorted({result.seed for result in results})
    table = Table(title="simulation against formula")
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


def _service_cells(service: Service) -> tuple[str, ...]:
    return (
        percent(service.service_level),
        percent(service.answer_rate),
        seconds(service.mean_answer_seconds),
        seconds(service.p95_wait_seconds),
        seconds(service.longest_wait_seconds),
        percent(service.overtaken_share),
    )


def _load_cells(figures: DayFigures) -> tuple[str, ...]:
    load: Load = figures.load
    return (
        percent(load.occupancy),
        f"{load.lowest_occupancy:.0%}-{load.highest_occupancy:.0%}",
        percent(load.spread),
        f"{load.fewest_answered}-{load.most_answered}",
        _forecast(figures.all.forecast),
    )


def _forecast(error: ForecastError | None) -> str:
    if error is None:
        return NONE
    return f"{error.bias_seconds:+.0f} ± {error.mean_error_seconds:.0f} s of {error.mean_wait_seconds:.0f} s"


def percent(share: float | None) -> str:
    """A share with one decimal."""
    return NONE if share is None else f"{share:.1%}"


def seconds(value: float | None) -> str:
    """A span with one decimal."""
    return NONE if value is None else f"{value:.1f} s"
