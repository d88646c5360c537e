"""The command `rexian`: one command for each process and for what an operator asks of an instance.

Every command imports what it needs when it runs, so that `rexian --help` is quick and a role loads only its own code.
An error that a person is meant to understand is printed as one sentence; the exit code is then 1.
"""

import asyncio
import errno
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from rexian.app.acd.commands import acd
from rexian.app.ivr.commands import flow
from rexian.app.object_template.commands import object_commands
from rexian.app.recordings.commands import recordings
from rexian.app.settings import Settings
from rexian.app.users.commands import users
from rexian.kit.errors import RexianError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Rexian (热线): an open contact centre.",
)
facts = typer.Typer(no_args_is_help=True, help="The facts that records and figures are derived from.")
app.add_typer(facts, name="facts")
demo = typer.Typer(no_args_is_help=True, help="Simulated citizens and agents for a running instance with demo data.")
app.add_typer(demo, name="demo")
bench = typer.Typer(no_args_is_help=True, help="Measure how much this machine carries.")
app.add_typer(bench, name="bench")
contracts = typer.Typer(no_args_is_help=True, help="The web contracts that the page's types are generated from.")
app.add_typer(contracts, name="contracts")
app.add_typer(acd, name="acd")
app.add_typer(flow, name="flow")
app.add_typer(recordings, name="recordings")
app.add_typer(users, name="user")
app.add_typer(object_commands, name="object")

trunks = typer.Typer(no_args_is_help=True, help="The lines to the telephone network.")
app.add_typer(trunks, name="trunks")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
ContractsFolder = Annotated[Path | None, typer.Argument(help="Default: web/contracts of the source tree.")]
EXIT_FAILED = 1
EXIT_STOPPED = 130


@app.command()
def up() -> None:
    """Start everything on this machine, watch it, and stop it in order on Ctrl-C."""
    from rexian.app.launcher.content import product_content
    from rexian.app.launcher.up import run_instance
    from rexian.kit.logging import configure_logging

    settings = Settings()
    configure_logging("launcher", level="ERROR", readable=True)
    asyncio.run(run_instance(settings, product_content(settings), Console()))


@app.command()
def status(as_json: AsJson = False) -> None:
    """Tell the state of each part; exit code 0 only when all are ready."""
    from rexian.app.status import instance_status
    from rexian.kit.logging import configure_logging

    configure_logging("status", level="ERROR", readable=True)
    found = asyncio.run(instance_status(Settings()))
    if as_json:
        _print_json(found.as_json())
    else:
        console = Console()
        for name, part in found.parts.items():
            failed = [check for check, answer in part.checks.items() if not answer["ok"]]
            console.print(f"{name:<10} {part.state:<10} {', '.join(failed)}", highlight=False)
        console.print(found.url, highlight=False)
    raise typer.Exit(0 if found.ok else EXIT_FAILED)


@app.command()
def migrate() -> None:
    """Bring the database of REXIAN_DATABASE_URL (or of the running instance) to the newest schema."""
    from rexian.app.launcher.instance import running_settings
    from rexian.app.migrations import migrate as run_migrations

    settings = Settings()
    url = settings.database_url or running_settings(settings).database_url
    asyncio.run(run_migrations(str(url)))


@facts.command()
def rebuild() -> None:
    """Derive all call records again from the facts; the same facts give the same records."""
    from rexian.app.launcher.instance import running_settings
    from rexian.app.worker.rebuilding import rebuild_derived

    settings = Settings()
    url = settings.database_url or running_settings(settings).database_url
    console = Console()
    count = asyncio.run(rebuild_derived(str(url), console))
    console.print(f"{count} call records", highlight=False)


@contracts.command("write")
def write_contracts(folder: ContractsFolder = None) -> None:
    """Write web/contracts from the code; `npm run generate` in web/ makes the page's types from it."""
    from rexian.app.contracts import SOURCE_FOLDER, write

    for path in write(folder or SOURCE_FOLDER):
        Console().print(path, highlight=False, soft_wrap=True)


@contracts.command("check")
def check_contracts(folder: ContractsFolder = None) -> None:
    """Tell which files of web/contracts are not what the code says; exit code 0 only when all are."""
    from rexian.app.contracts import SOURCE_FOLDER, drifted

    found = drifted(folder or SOURCE_FOLDER)
    for path in found:
        sentence = f"{path} is out of date: run `rexian contracts write`."
        Console(stderr=True).print(sentence, highlight=False, soft_wrap=True)
    raise typer.Exit(EXIT_FAILED if found else 0)


@trunks.command("write")
def write_trunks(folder: Annotated[Path, typer.Argument(help="Where to; existing files are replaced.")]) -> None:
    """Write the files of the trunk records for an Asterisk of one's own; they hold passwords of trunks."""
    from rexian.app.launcher.instance import running_settings
    from rexian.app.trunk_files import write_trunk_files

    settings = Settings()
    given = settings if settings.database_url else running_settings(settings)
    for path in asyncio.run(write_trunk_files(given, folder)):
        Console().print(path, highlight=False, soft_wrap=True)


@demo.command()
def call(
    as_json: AsJson = False,
    citizen: Annotated[int, typer.Option(help="Which demo citizen calls, from 0.")] = 0,
    digits: Annotated[str, typer.Option(help="Keys for each prompt that asks, such as '1,{id}#,{password}#,0'.")] = "",
    with_agent: Annotated[bool, typer.Option("--with-agent", help="Bring a demo agent even if one is ready.")] = False,
    patient: Annotated[bool, typer.Option("--patient", help="Hear every prompt to its end before keying.")] = False,
    talk_seconds: Annotated[float | None, typer.Option(min=2.0, max=600.0, help="How long to talk at most.")] = None,
) -> None:
    """Let a simulated citizen call the hotline over SIP; exit code 0 only when all of the call is right."""
    from rexian.app.demo.call import CallOptions, run_call
    from rexian.app.demo.call_report import CallReport
    from rexian.app.launcher.instance import running_settings
    from rexian.kit.logging import configure_logging

    configure_logging("demo", level="ERROR", readable=True)
    console = Console(stderr=as_json, soft_wrap=True)
    tell = partial(console.print, highlight=False, markup=False)
    options = CallOptions(citizen, digits, with_agent, patient, talk_seconds)
    try:
        report = asyncio.run(run_call(running_settings(Settings()), options, tell))
    except RexianError as error:
        if not as_json:
            raise
        report = CallReport(error=error.message)
    for problem in report.problems():
        tell(f"not right: {problem}")
    if as_json:
        _print_json(report.as_json())
    raise typer.Exit(0 if report.ok else EXIT_FAILED)


@demo.command()
def agent(
    staff_number: Annotated[str, typer.Option(help="A demo agent with a SIP phone: 8003 or 8004.")] = "8003",
) -> None:
    """Be an agent without a human: answer call after call until Ctrl-C."""
    from rexian.app.demo.agent import run_agent
    from rexian.app.launcher.instance import running_settings
    from rexian.kit.logging import configure_logging

    configure_logging("demo", level="ERROR", readable=True)
    tell = partial(Console(soft_wrap=True).print, highlight=False, markup=False)
    asyncio.run(_until_told_to_stop(run_agent(running_settings(Settings()), staff_number, tell)))


@demo.command()
def phone() -> None:
    """Be the phone that rings when an agent calls out to a number such as 0371-6666-8888, until Ctrl-C."""
    from rexian.app.demo.called_phone import run_called_phone
    from rexian.app.launcher.instance import running_settings
    from rexian.kit.logging import configure_logging

    configure_logging("demo", level="ERROR", readable=True)
    tell = partial(Console(soft_wrap=True).print, highlight=False, markup=False)
    asyncio.run(_until_told_to_stop(run_called_phone(running_settings(Settings()), tell)))


@bench.command("calls")
def bench_calls(
    as_json: AsJson = False,
    steps: Annotated[str, typer.Option(help="Measure only these calls per second, such as 10,11,12.1.")] = "",
    seconds: Annotated[float | None, typer.Option(min=2.0, max=300.0, help="How long a step lasts.")] = None,
    rounds: Annotated[int | None, typer.Option(min=1, max=9, help="How often; the median counts.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="One round of short steps, in under 4 minutes.")] = False,
) -> None:
    """Find how many calls per second are clean, here and through a plain app_queue; takes up to 15 minutes."""
    from rexian.app.bench.campaign import run_bench
    from rexian.app.bench.report import Findings, show
    from rexian.app.bench.wanted import wanted_from
    from rexian.kit.logging import configure_logging

    configure_logging("bench", level="ERROR", readable=True)
    console = Console(stderr=as_json, soft_wrap=True)
    wanted = wanted_from(steps, seconds=seconds, rounds=rounds, quick=quick)
    found: list[Findings] = []

    async def measure() -> None:
        found.append(await run_bench(wanted, partial(console.print, highlight=False)))

    asyncio.run(_until_told_to_stop(measure()))
    if not found:
        raise typer.Exit(EXIT_STOPPED)
    if as_json:
        _print_json(found[0].as_json())
    else:
        show(found[0], console)


@bench.command("acd")
def bench_acd(
    as_json: AsJson = False,
    agents: Annotated[int, typer.Option(min=10, max=1_000_000, help="How many agents.")] = 10_000,
    queues: Annotated[int, typer.Option(min=1, max=10_000, help="How many queues.")] = 200,
    assignments: Annotated[int, typer.Option(min=100, help="How many contacts are timed.")] = 20_000,
    growth: Annotated[bool, typer.Option("--growth/--no-growth", help="Measure 100 to 100,000 agents too.")] = True,
) -> None:
    """Measure the queueing engine alone: contacts given to agents per second, time of a decision, memory, growth."""
    from rexian.app.bench.acd import GROWTH_AGENTS, run_acd_bench

    console = Console(stderr=as_json, soft_wrap=True)
    tell = partial(console.print, highlight=False)
    found = run_acd_bench(agents, queues, assignments, GROWTH_AGENTS if growth else (), tell).as_json()
    if as_json:
        _print_json(found)
    else:
        for name, value in found.items():
            console.print(f"{name:<28} {value}", highlight=False)


@bench.command("ivr")
def bench_ivr(
    as_json: AsJson = False,
    rounds: Annotated[int, typer.Option(min=1, max=20, help="Of one second each; the median counts.")] = 5,
) -> None:
    """Measure the flow engine alone: events of callers it takes a second on one core."""
    from rexian.app.bench.ivr import run_ivr_bench

    found = run_ivr_bench(rounds).as_json()
    if as_json:
        _print_json(found)
    else:
        for name, value in found.items():
            Console(soft_wrap=True).print(f"{name:<20} {value}", highlight=False)


@app.command()
def control() -> None:
    """Run the process that owns the calls."""
    _run_role("control")


@app.command()
def objects() -> None:
    """Run the process that hosts the business objects."""
    _run_role("objects")


@app.command()
def worker() -> None:
    """Run the process that works off jobs and turns events into facts."""
    _run_role("worker")


@app.command()
def web() -> None:
    """Run the process that serves the API, the live socket and the web application."""
    _run_role("web")


@app.command()
def fetch() -> None:
    """Fetch what is not on this machine yet (Asterisk) into REXIAN_CACHE: a start needs no network afterwards."""
    from rexian.app.launcher.progress import StartProgress
    from rexian.app.parts.asterisk import fetch as fetch_asterisk

    progress = StartProgress(Console())
    with progress.shown(), progress.step("asterisk"):
        asyncio.run(fetch_asterisk(Settings(), partial(progress.advance, "asterisk")))


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Tell what is installed, which voice speaks, and under what licence."""
    from rexian.app.doctor import examine

    findings = asyncio.run(examine(Settings()))
    if as_json:
        _print_json([finding.as_json() for finding in findings])
    else:
        console = Console()
        for finding in findings:
            mark = "[green]✓[/]" if finding.ok else "[red]✗[/]"
            console.print(f"{mark} {finding.name:<12} {escape(finding.detail)}", highlight=False, soft_wrap=True)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else EXIT_FAILED)


def _run_role(role: str) -> None:
    """Run one process until SIGTERM or SIGINT: `rexian.app.processes.<role>.run(settings)`."""
    import uvloop

    from rexian.kit.logging import configure_logging

    settings = Settings()
    configure_logging(role, level=settings.log_level, readable=sys.stderr.isatty())
    os.umask(0o077)
    module = importlib.import_module(f"rexian.app.processes.{role}")
    uvloop.run(_until_told_to_stop(module.run(settings)))


async def _until_told_to_stop(process: Coroutine[Any, Any, None]) -> None:
    """Run a process; SIGTERM and SIGINT cancel it, so that it closes what it has opened."""
    task = asyncio.ensure_future(process)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _print_json(document: object) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def main() -> None:
    """The entry point of `rexian`."""
    exit_with_sentence(app)


def exit_with_sentence(action: Callable[[], object]) -> None:
    """Run `action`; an error that a person can act on ends the process with one sentence and exit code 1."""
    try:
        action()
    except RexianError as error:
        sentence = error.message
    except ValidationError as error:
        first = error.errors()[0]
        sentence = f"The setting REXIAN_{'_'.join(map(str, first['loc'])).upper()} is not valid: {first['msg']}."
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sentence = "The disk is full: make room and start again."
    else:
        return
    Console(stderr=True).print(f"rexian: {sentence}", highlight=False, markup=False, soft_wrap=True)
    sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
