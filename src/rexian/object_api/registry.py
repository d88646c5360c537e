"""Finds business objects: every folder with a manifest below the given roots."""

import importlib
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import structlog

from rexian.object_api.contract import BusinessObject
from rexian.object_api.errors import ImplementationInvalid, ManifestInvalid
from rexian.object_api.manifest import MANIFEST_FILE, Manifest, read_manifest

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class FoundObject:
    """A business object on disk, its code not yet loaded."""

    manifest: Manifest
    folder: Path


def discover(roots: Iterable[Path], folders: Iterable[Path] = ()) -> dict[str, FoundObject]:
    """The objects below `roots`, then those that are `folders` themselves, by name; of one name the first counts.

    One broken manifest does not take the others away: it is logged and left out.
    """
    found: dict[str, FoundObject] = {}
    below = [file.parent for root in roots for file in sorted(root.glob(f"*/{MANIFEST_FILE}"))]
    for folder in [*below, *folders]:
        try:
            manifest = read_manifest(folder)
        except ManifestInvalid as error:
            log.error("business object left out", **error.details)
            continue
        found.setdefault(manifest.name, FoundObject(manifest, folder))
    return found


def load(found: FoundObject) -> BusinessObject:
    """Import the object's code and build it. Raises ImplementationInvalid, or what its import raises."""
    module_name, class_name = found.manifest.implementation.split(":")
    module = importlib.import_module(f"{_package_of(found.folder)}.{module_name}")
    implementation = getattr(module, class_name, None)
    if not isinstance(implementation, type):
        raise ImplementationInvalid(implementation=found.manifest.implementation)
    if not all(callable(getattr(implementation, verb, None)) for verb in ("open", "answer", "close")):
        raise ImplementationInvalid(implementation=found.manifest.implementation)
    built: BusinessObject = implementation()
    return built


def _package_of(folder: Path) -> str:
    """The package to import from: the folder's own where Python knows it, else one made for the folder."""
    shipped = f"rexian.objects.{folder.name}"
    specification = importlib.util.find_spec(shipped)
    locations = list(specification.submodule_search_locations or []) if specification else []
    if str(folder.resolve()) in [str(Path(location).resolve()) for location in locations]:
        return shipped
    package = f"rexian_extra_object_{folder.name}"
    made = importlib.machinery.ModuleSpec(package, None, is_package=True)
    made.submodule_search_locations = [str(folder)]
    sys.modules[package] = importlib.util.module_from_spec(made)
    return package
