"""Settings of the `objects` process alone."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ObjectHostSettings(BaseSettings):
    """Beside the instance's settings, with the same prefix."""

    model_config = SettingsConfigDict(env_prefix="REXIAN_", extra="ignore")

    extra_objects: Path | None = Field(default=None, description="folder of further business objects, one folder each")
