"""The commands `rexian flow …`: check a flow file, and run the test cases it carries."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from rexian.control.ivr.document import FlowDocument
    from rexian.control.ivr.problems import Problem

flow = typer.Typer(no_args_is_help=True, help="Flows of the voice menu: check a file, run its own test cases.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
FlowFile = Annotated[Path, typer.Argument(help="A flow document; its sub-flows lie in the same folder.")]
EXIT_FAILED = 1


@flow.command()
def check(file: FlowFile, as_json: AsJson = False) -> None:
    """Tell all that is wrong with a flow, each with its node and a code; exit code 0 only when nothing is."""
    from rexian.app.ivr.knowledge import running_centre, without_centre
    from rexian.app.settings import Settings
    from rexian.control.ivr.check import check as check_flow
    from rexian.kit.logging import configure_logging

    configure_logging("flow", level="ERROR", readable=True)
    settings = Settings()
    centre = asyncio.run(running_centre(settings))
    document, problems = _read(file)
    if document is not None:
        problems += check_flow(document, centre or without_centre(settings.home))
    notes = [] if centre else ["no instance runs here: queues, offices and calendars were not looked up"]
    _tell(file, problems, notes, as_json=as_json)


@flow.command("test")
def run_tests(file: FlowFile, as_json: AsJson = False) -> None:
    """Run the test cases that a flow carries; exit code 0 only when it has some and all pass."""
    from rexian.control.ivr.cases import failures

    document, problems = _read(file)
    if document is not None and not problems:
        problems = failures(document)
    count = len(document.tests) if document else 0
    failed = len(problems)
    notes = [f"{count - failed} of {count} test cases pass"] if document and failed <= count else []
    _tell(file, problems, notes, as_json=as_json, failed=count == 0)


def _read(file: Path) -> "tuple[FlowDocument | None, list[Problem]]":
    """The linked document as far as it can be read, and what is wrong with its form and its sub-flows."""
    from rexian.control.ivr.document import read_beside, read_flow
    from rexian.control.ivr.linking import linked
    from rexian.control.ivr.problems import FlowInvalid, Problem

    try:
        document = read_flow(file.name, file.read_bytes())
        return linked(document, read_beside(file, document))
    except OSError as error:
        return None, [Problem("file_unreadable", details={"reason": error.strerror or type(error).__name__})]
    except FlowInvalid as error:
        return None, list(error.found)


def _tell(file: Path, problems: "list[Problem]", notes: list[str], *, as_json: bool, failed: bool = False) -> None:
    if as_json:
        found = [{"code": each.code, "node_id": each.node_id, "text": str(each)} for each in problems]
        sys.stdout.write(json.dumps({"problems": found, "notes": notes}, ensure_ascii=False, indent=2) + "\n")
    else:
        console = Console()
        for each in problems:
            console.print(f"{file.name}: {each} [{each.code}]", highlight=False, markup=False, soft_wrap=True)
        for note in notes:
            console.print(note, highlight=False, markup=False, soft_wrap=True)
        if not problems and not failed:
            console.print(f"{file.name}: nothing wrong", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(EXIT_FAILED if problems or failed else 0)
