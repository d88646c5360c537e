"""The written contracts are what the code says, and a drift is noticed."""

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner

from rexian.access.live.messages import DeskMessage, ServerPing
from rexian.app import contracts
from rexian.app.cli import app
from rexian.control.contracts.desk import AgentState, AttachedData, AttachedValue, DeskView, DeskWork, WorkPhase

pytestmark = pytest.mark.pure

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_written_contracts_are_true() -> None:
    assert contracts.drifted() == []


def test_a_changed_contract_is_noticed(tmp_path: Path) -> None:
    contracts.write(tmp_path)
    assert contracts.drifted(tmp_path) == []
    (tmp_path / contracts.LIVE_FILE).write_text("{}")

    assert contracts.drifted(tmp_path) == [tmp_path / contracts.LIVE_FILE]


def test_the_command_writes_and_checks(tmp_path: Path) -> None:
    commands = CliRunner()
    folder = str(tmp_path / "contracts")

    assert commands.invoke(app, ["contracts", "check", folder]).exit_code == 1
    assert commands.invoke(app, ["contracts", "write", folder]).exit_code == 0
    assert commands.invoke(app, ["contracts", "check", folder]).exit_code == 0


def test_every_operation_says_how_its_errors_look() -> None:
    document = contracts.documents()[contracts.OPENAPI_FILE]
    operations = [operation for path in document["paths"].values() for operation in path.values()]

    assert all("application/problem+json" in operation["responses"]["default"]["content"] for operation in operations)
    assert "Problem" in document["components"]["schemas"]


def test_a_live_message_fits_its_schema() -> None:
    schema = contracts.documents()[contracts.LIVE_FILE]
    server = {**schema["properties"]["server"], "$defs": schema["$defs"]}
    messages = [ServerPing(type="ping", time=NOON), DeskMessage(sequence=7, type="desk", time=NOON, data=_desk())]

    for message in messages:
        jsonschema.validate(json.loads(TypeAdapter(type(message)).dump_json(message)), server)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"type": "desk", "sequence": 7}, server)


def _desk() -> DeskView:
    work = DeskWork(
        contact_id="c1",
        phase=WorkPhase.RINGING,
        caller_number="138****8000",
        called_number="12329",
        queue_name="人工服务",
        queued_at=NOON,
        offered_at=NOON,
        attached=AttachedData(values=(AttachedValue("balance", "1.00", "amount"),)),
    )
    return DeskView("a1", AgentState.RINGING, NOON, "system", "", None, None, True, work, ())
