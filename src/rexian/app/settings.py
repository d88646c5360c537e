"""The settings of one instance: 12-factor environment variables with the prefix `REXIAN_`, all with defaults.

What the launcher decides at start (free ports, generated secrets) it hands to the processes through these same
variables, so that a process started by systemd or in a container is configured in no other way.
"""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def default_home() -> Path:
    """`/var/lib/rexian` for root, else the user's XDG data directory."""
    if os.geteuid() == 0:
        return Path("/var/lib/rexian")
    data_home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data_home) / "rexian"


class Settings(BaseSettings):
    """Every setting with its unit; see docs/ for the operators' table."""

    model_config = SettingsConfigDict(env_prefix="REXIAN_", extra="ignore")

    home: Path = Field(default_factory=default_home, description="data directory of this instance")
    cache: Path | None = Field(None, description="downloads shared by instances; default <home>/cache")
    log_level: str = "INFO"
    centre_zone: str = Field("Asia/Shanghai", description="IANA zone in which times are shown")
    media_node: str = Field("m1", description="short name of the media node; ids of its channels begin with it")

    http_host: str = Field("127.0.0.1", description="address the web application listens on")
    http_port: int | None = Field(None, description="port of the web application; default: 8329 or the next free one")
    tls_cert: Path | None = None
    tls_key: Path | None = None

    database_url: str | None = Field(None, description="PostgreSQL URL; absent = the embedded server")
    fund_database_url: str | None = Field(
        None, description="SQLAlchemy URL of the fund's books; absent = the demo data"
    )
    fund_mapping: Path | None = Field(None, description="mapping file of the fund's books; absent = our own names")
    fund_service_token: SecretStr | None = Field(None, description="bearer token for books over HTTP")
    credentials_database_url: str | None = Field(
        None, description="PostgreSQL URL for the hotline's query passwords; absent = beside the fund's books"
    )
    nats_url: str | None = Field(None, description="NATS URL; absent = the embedded server")

    ari_url: str = Field("http://127.0.0.1:8088", description="base URL of Asterisk's HTTP server")
    ari_user: str = "rexian"
    ari_password: SecretStr = SecretStr("")
    ari_application: str = "rexian"
    asterisk_home: Path | None = Field(None, description="Asterisk's run-time folder; default <home>/asterisk")
    sip_host: str = "127.0.0.1"
    sip_port: int | None = Field(None, description="UDP port for the trunk and SIP phones; default: a free one")
    rtp_ports: str | None = Field(None, description="RTP port range as `first-last`; default: a free range")
    trunk_peers: str = Field(
        "127.0.0.9", description="addresses the demo trunk's calls come from, comma separated; default: its citizens"
    )
    phone_question_seconds: int = Field(
        10, ge=0, description="how often Asterisk asks each agent's phone whether it is there; 0 = never"
    )
    run_as: str = Field("nobody", description="unprivileged account for PostgreSQL and Asterisk when started by root")

    browser_opus: bool = Field(False, description="agents' browsers speak Opus, transcoded for each call, not G.711")
    recording_days_talk: int = Field(730, ge=0, description="days a talk's recording is kept; 0 = for good")
    recording_days_consult: int = Field(730, ge=0, description="days a consultation's recording is kept; 0 = for good")
    recording_days_complaint: int = Field(
        1096, ge=0, description="days a recording is kept that was marked as a complaint; 0 = for good"
    )
    overlooked_seconds: float = Field(
        10, ge=0, description="how long a caller beside an idle agent is no alarm; 0 = ever"
    )
    slow_request_seconds: float = Field(
        1, ge=0, description="requests to Asterisk so slow turn new calls away; 0 = never"
    )
    storing_wait_seconds: float = Field(
        30,
        ge=0,
        le=300,
        description="how long recordings may wait to be stored while calls need processors; 0 = never",
    )
    seat_no_phone_seconds: float = Field(120, ge=0, description="how long a seat may be without a phone; 0 = ever")
    seat_silent_ready_seconds: float = Field(180, ge=0, description="how long a ready seat's page may be silent")
    seat_silent_not_ready_seconds: float = Field(900, ge=0, description="the same while it is not ready")
    seat_silent_wrap_up_seconds: float = Field(300, ge=0, description="the same in wrap-up")
    seat_warning_seconds: float = Field(60, gt=0, description="from the warning to the signing out")

    flow_http_hosts: str = Field("", description="hosts that a flow's http node may ask, by commas; host or host:port")

    health_port: int = Field(0, description="loopback port of this process's /healthz, /readyz, /metrics; 0 = any")
    demo: bool = Field(True, description="fill an empty instance with demo data")

    @property
    def asterisk_folder(self) -> Path:
        return self.asterisk_home or self.home / "asterisk"

    @property
    def cache_folder(self) -> Path:
        return self.cache or self.home / "cache"

    @property
    def recordings_folder(self) -> Path:
        """Where sealed recordings are kept."""
        return self.home / "recordings"

    @property
    def log_folder(self) -> Path:
        """`<process>.log` of each process that the launcher runs."""
        return self.home / "logs"

    @property
    def master_key_file(self) -> Path:
        return self.home / "secrets" / "master.key"

    @property
    def run_folder(self) -> Path:
        """`<process>.json` with {"pid", "port", "started_at"} for each process; `instance.json` with URLs and ports."""
        return self.home / "run"
