"""`rexian recordings check`: is every talk of a day recorded, whole and unaltered?"""

import asyncio
import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

recordings = typer.Typer(no_args_is_help=True, help="Recordings: are they complete?")

EXIT_FAILED = 1
SHOWN = 50


@recordings.callback()
def _group() -> None:
    """Recordings: are they complete?"""


@recordings.command()
def check(
    day: Annotated[str, typer.Argument(help="YYYY-MM-DD in the centre's zone. Default: yesterday.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare what was to be recorded with what is stored, and read every file. Exit code 0 only when all is there."""
    from rexian.app.recordings.checked import check_instance
    from rexian.app.settings import Settings

    settings = Settings()
    wanted = _day(day) if day else _yesterday(ZoneInfo(settings.centre_zone))
    report = asyncio.run(check_instance(settings, wanted))
    if as_json:
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        console = Console(soft_wrap=True)
        console.print(
            f"{report.day}: {report.complete} of {report.segments} recordings complete ({report.share_complete:.2%}), "
            f"{report.captured_seconds:.1f} of {report.expected_seconds:.1f} s",
            highlight=False,
        )
        for found in report.incomplete[:SHOWN]:
            captured = "-" if found.captured_seconds is None else f"{found.captured_seconds:.1f}"
            line = f"  {found.fault:<12} {captured:>8} of {found.expected_seconds:8.1f} s  {found.recording_id}"
            console.print(f"{line}  contact {found.contact_id}", highlight=False)
        if report.deleted or report.unfinished:
            console.print(f"  beside them {report.deleted} deleted, {report.unfinished} not over yet", highlight=False)
    raise typer.Exit(0 if report.complete == report.segments else EXIT_FAILED)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no day: write it as 2026-03-02.") from None


def _yesterday(zone: ZoneInfo) -> date:
    return datetime.now(UTC).astimezone(zone).date() - timedelta(days=1)
