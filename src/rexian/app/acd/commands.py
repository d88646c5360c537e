"""The commands `rexian acd …`. Each imports what it needs when it runs; Ctrl-C ends each at once with exit code 130."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Literal

import typer
from rich.console import Console

acd = typer.Typer(no_args_is_help=True, help="The ACD in simulated time, and why a contact went its way.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
EXIT_FAILED = 1
EXIT_STOPPED = 130


@acd.command()
def simulate(
    as_json: AsJson = False,
    check: Annotated[
        Literal["erlang"] | None, typer.Option(help="Compare with the formulas of Erlang B, C and A instead.")
    ] = None,
    plan: Annotated[Path | None, typer.Option(help="A day to simulate (YAML); default: a day of the hotline.")] = None,
    rule: Annotated[list[str] | None, typer.Option(help="Only this rule of the engine; may be repeated.")] = None,
    seed: Annotated[list[int] | None, typer.Option(min=0, help="May be repeated; default: 1, 2 and 3.")] = None,
) -> None:
    """Run made-up days through the engine and compare its rules; or check it against the formulas.

    The check's exit code is 0 only when every comparison holds.
    """
    with _stoppable():
        seeds = list(dict.fromkeys(seed or (1, 2, 3)))
        if check is None:
            _simulate(plan, rule or [], seeds, as_json=as_json)
        else:
            _check(seeds, as_json=as_json)


@acd.command("plan")
def show_plan() -> None:
    """Print the made-up day that `simulate` runs by itself, to begin your own from."""
    from rexian.app.acd.plan import shipped_text

    sys.stdout.write(shipped_text())


@acd.command()
def replay(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The day, in the centre's zone: 2026-03-02.")],
    changed: Annotated[
        Path | None, typer.Option("--with", help="What is to be different: rules, skills, rosters (YAML).")
    ] = None,
    within_seconds: Annotated[float, typer.Option(min=0.0, help="The service level's time.")] = 15.0,
    as_json: AsJson = False,
) -> None:
    """Replay a recorded day through the engine, as it is configured now and with changes, and print the difference."""
    from rexian.app.acd.display import show_replay
    from rexian.app.acd.documents import read_document
    from rexian.app.acd.progress import shown
    from rexian.app.acd.replay import replay as run_replay
    from rexian.app.acd.replay_changes import Otherwise
    from rexian.app.acd.stored import read_day

    with _stoppable():
        otherwise = None if changed is None else read_document(changed, Otherwise)
        recorded, configuration = asyncio.run(read_day(day.date()))
        with shown("replay", 2 if otherwise else 1) as tell:
            found = run_replay(recorded, configuration, otherwise, within_seconds, tell)
    if as_json:
        _print_json({"day": day.date().isoformat(), "service_level_within_seconds": within_seconds} | found.as_json())
    else:
        show_replay(f"{day.date()}, service level within {within_seconds:g} s", found, Console())


@acd.command()
def explain(contact_id: Annotated[str, typer.Argument(metavar="CONTACT")], as_json: AsJson = False) -> None:
    """Tell why a contact waited, and why that agent got it: from the reasons that were stored with each offer."""
    from rexian.app.acd.explained import explanation_json, explanation_lines
    from rexian.app.acd.stored import read_explanation

    explanation, names = asyncio.run(read_explanation(contact_id))
    if as_json:
        _print_json(explanation_json(explanation, names))
        return
    console = Console(soft_wrap=True)
    for line in explanation_lines(explanation, names):
        console.print(line, highlight=False, markup=False)


def _simulate(path: Path | None, rules: list[str], seeds: list[int], *, as_json: bool) -> None:
    from rexian.app.acd.display import show_queues, show_strategies
    from rexian.app.acd.documents import read_document
    from rexian.app.acd.plan import DayPlan, shipped_plan
    from rexian.app.acd.progress import shown
    from rexian.app.acd.reports import strategies_json
    from rexian.app.acd.strategies import compare, rules_named

    plan = shipped_plan() if path is None else read_document(path, DayPlan)
    wanted = rules_named(rules)
    began = perf_counter()
    with shown("days", len(wanted) + 1) as tell:
        results = compare(plan, wanted, seeds, tell)
    took_seconds = perf_counter() - began
    if as_json:
        _print_json(strategies_json(plan, results, seeds, took_seconds))
        return
    console = Console()
    show_queues(f"the queues, {results[0].name}".replace("_", " "), results[0].figures, console)
    show_strategies(results, plan.within_seconds, console)
    calls = sum(result.figures.all.offered for result in results)
    console.print(f"{calls} calls in {took_seconds:.1f} s, seeds {seeds}", highlight=False)


def _check(seeds: list[int], *, as_json: bool) -> None:
    from rexian.app.acd.display import show_check
    from rexian.app.acd.erlang_cases import all_cases
    from rexian.app.acd.erlang_check import check_case, count_comparisons
    from rexian.app.acd.progress import shown
    from rexian.app.acd.reports import CheckReport

    cases = all_cases()
    comparisons = count_comparisons(cases, seeds)
    began, began_cpu = perf_counter(), process_time()
    results = []
    with shown("cases", len(cases) * len(seeds)) as tell:
        for one_seed in seeds:
            for number, case in enumerate(cases):
                name = f"{case.name} seed {one_seed}"
                results.append(check_case(case, number, one_seed, comparisons, partial(tell, name)))
                tell(name, 1.0)
    report = CheckReport(results, seeds, perf_counter() - began, process_time() - began_cpu)
    if as_json:
        _print_json(report.as_json())
    else:
        console = Console()
        show_check(results, report.comparisons, console)
        console.print(report.sentence(), highlight=False)
    raise typer.Exit(0 if report.ok else EXIT_FAILED)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C is an answer, not an error."""
    try:
        yield
    except KeyboardInterrupt:
        Console(stderr=True).print("stopped", highlight=False)
        raise typer.Exit(EXIT_STOPPED) from None


def _print_json(document: object) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
