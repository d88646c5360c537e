"""Where business objects are found: the shipped ones, those of installed packages, those dropped into a folder."""

import os
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import structlog
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

import rexian.objects

ENTRY_POINTS = "rexian.objects"
"""Group of the entry points by which a package brings objects; each names a package folder with a manifest."""

log = structlog.get_logger(__name__)


class ObjectHostSettings(BaseSettings):
    """Beside the instance's settings, with the same prefix."""

    model_config = SettingsConfigDict(env_prefix="REXIAN_", extra="ignore")

    objects: str | None = Field(
        default=None, description="folders of further business objects, one folder each; default <home>/objects"
    )


def shipped_folders() -> list[Path]:
    """Folders that hold the objects of the product."""
    return [Path(path) for path in rexian.objects.__path__]


def dropped_folders(home: Path) -> list[Path]:
    """Folders into which a site drops objects of its own."""
    named = ObjectHostSettings().objects
    return [Path(each) for each in named.split(os.pathsep) if each] if named else [home / "objects"]


def installed_objects() -> list[Path]:
    """The folders of objects that installed packages bring; nothing of them is imported here."""
    return list(_installed())


def _installed() -> Iterator[Path]:
    for entry_point in entry_points(group=ENTRY_POINTS):
        try:
            specification = find_spec(entry_point.module)
        except ModuleNotFoundError:
            specification = None
        if specification is None or not specification.submodule_search_locations:
            log.error("entry point names no package", name=entry_point.name)
            continue
        yield Path(specification.submodule_search_locations[0])
