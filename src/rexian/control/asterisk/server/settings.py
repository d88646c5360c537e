"""What one Asterisk instance is told: folders, addresses, ports, trunks. Everything listens on loopback by default."""

from dataclasses import dataclass
from pathlib import Path

from rexian.control.contracts.trunks import DahdiTrunk, LineConfiguration, SipTrunk

CALL_LOG_NAME = "calls.csv"
SYSTEM_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


@dataclass(frozen=True, slots=True)
class ServerFolders:
    """Where an instance keeps its files."""

    configuration: Path
    library: Path
    spool: Path
    log: Path
    run: Path
    music: Path

    @classmethod
    def below(cls, instance: Path) -> "ServerFolders":
        """All folders of an instance side by side below one."""
        names = ("etc", "lib", "spool", "log", "run", "music")
        return cls(*(instance / name for name in names))

    def all(self) -> tuple[Path, ...]:
        """Every folder, parents first."""
        call_log = self.log / "cel-custom"
        own = (self.configuration, self.library, self.library / "keys", self.spool, self.recordings)
        return (*own, self.log, call_log, self.run, self.music)

    @property
    def recordings(self) -> Path:
        """Where ARI recordings appear."""
        return self.spool / "recording"

    @property
    def call_log(self) -> Path:
        """Asterisk's own record of channel events, see `call_log.py`."""
        return self.log / "cel-custom" / CALL_LOG_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """One Asterisk instance, whole.

    A trunk over TCP makes it listen on `sip_port` for TCP too, one over TLS on the port after it.

    `node` is the media node's name: ids of inbound channels begin with it. `opus` lets it speak Opus. `extra_modules`
    and `extra_dialplan` are for comparisons and trials (a plain queue, a fax extension); the product itself needs none.
    """

    folders: ServerFolders
    node: str
    application: str
    ari_user: str
    ari_password: str
    http_port: int
    sip_port: int
    rtp_first_port: int
    rtp_last_port: int
    trunks: tuple[LineConfiguration, ...] = (SipTrunk(),)
    http_address: str = "127.0.0.1"
    sip_address: str = "127.0.0.1"
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_authorities: Path = SYSTEM_AUTHORITIES
    opus: bool = False
    extra_modules: tuple[str, ...] = ()
    extra_dialplan: str = ""
    extra_files: tuple[tuple[str, str], ...] = ()

    @property
    def sip_trunks(self) -> tuple[SipTrunk, ...]:
        """The trunks over SIP."""
        return tuple(trunk for trunk in self.trunks if isinstance(trunk, SipTrunk))

    @property
    def dahdi_trunks(self) -> tuple[DahdiTrunk, ...]:
        """The trunks on E1 lines."""
        return tuple(trunk for trunk in self.trunks if not isinstance(trunk, SipTrunk))

    @property
    def http_url(self) -> str:
        """Where ARI (`/ari`) and the browsers' SIP websocket (`/ws`) answer."""
        return f"http://{self.http_address}:{self.http_port}"
