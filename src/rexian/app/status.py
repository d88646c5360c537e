"""`rexian status`: what each part and process of the instance on this data directory says of itself."""

import asyncio
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import httpx

from rexian.app.launcher.completion import public_url
from rexian.app.launcher.instance import running_settings
from rexian.app.launcher.roles import ROLES, health_port
from rexian.app.launcher.stale import remembered_processes
from rexian.app.settings import Settings
from rexian.kit.bus import Bus
from rexian.kit.database import Database, DatabaseUnavailable

ASK_SECONDS = 3.0


@dataclass(frozen=True)
class PartState:
    """`state`: ready, not_ready (it runs but says no), stopped. `pid` is known of what the launcher has started.

    `checks` are a process's own answers.
    """

    state: str
    pid: int | None = None
    checks: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InstanceStatus:
    """`ok` is true only when every part and process is ready."""

    ok: bool
    home: str
    url: str
    parts: dict[str, PartState]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


async def instance_status(settings: Settings) -> InstanceStatus:
    """Ask everyone at the same time. Raises NotRunning when nothing was ever started here."""
    running = running_settings(settings)
    questions = {
        "postgres": _database(str(running.database_url)),
        "nats": _bus(str(running.nats_url)),
        "asterisk": _asterisk(running),
        **{role: _role(running, role) for role in ROLES},
    }
    answers = await asyncio.gather(*questions.values())
    processes = remembered_processes(running.run_folder)
    parts = {
        name: replace(answer, pid=processes[name].pid if name in processes else None)
        for name, answer in zip(questions, answers, strict=True)
    }
    ok = all(part.state == "ready" for part in parts.values())
    return InstanceStatus(ok, str(running.home), public_url(running), parts)


async def _database(url: str) -> PartState:
    database = Database.connect(url)
    try:
        await database.ping()
    except DatabaseUnavailable:
        return PartState("stopped")
    finally:
        await database.close()
    return PartState("ready")


async def _bus(url: str) -> PartState:
    bus = await Bus.connect(url, name="status")
    state = PartState("ready" if bus.connected else "stopped")
    await bus.close()
    return state


async def _asterisk(settings: Settings) -> PartState:
    """Ready means that SIP is: Asterisk answers pings even when its SIP module has declined to load."""
    url = f"{settings.ari_url}/ari/asterisk/modules/chan_pjsip.so"
    authentication = httpx.BasicAuth(settings.ari_user, settings.ari_password.get_secret_value())
    async with httpx.AsyncClient(trust_env=False, timeout=ASK_SECONDS) as client:
        try:
            answer = await client.get(url, auth=authentication)
        except httpx.HTTPError:
            return PartState("stopped")
    is_ready = answer.status_code == httpx.codes.OK and answer.json().get("status") == "Running"
    return PartState("ready" if is_ready else "not_ready")


async def _role(settings: Settings, role: str) -> PartState:
    port = health_port(settings.run_folder, role)
    if port is None:
        return PartState("stopped")
    async with httpx.AsyncClient(trust_env=False, timeout=ASK_SECONDS) as client:
        try:
            answer = await client.get(f"http://127.0.0.1:{port}/readyz")
            document = answer.json()
        except (httpx.HTTPError, ValueError):
            return PartState("stopped")
    state = "ready" if answer.status_code == httpx.codes.OK else "not_ready"
    return PartState(state, checks=document.get("checks", {}))
