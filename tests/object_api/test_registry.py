"""Objects are found by their manifests; a broken one harms no other."""

from pathlib import Path

import pytest

import rexian.objects
from rexian.object_api.errors import ImplementationInvalid, ManifestInvalid
from rexian.object_api.manifest import read_manifest
from rexian.object_api.registry import discover, load

pytestmark = pytest.mark.parts

MANIFEST = """
object_api = 1
name = "{name}"
version = "1.2.3"
implementation = "code:Thing"
[rules.ask]
"""
CODE = """
class Thing:
    async def open(self, ports): ...
    async def answer(self, request): ...
    async def close(self): ...
"""


def write_object(root: Path, name: str, *, manifest: str = MANIFEST, code: str = CODE) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "manifest.toml").write_text(manifest.format(name=name))
    (folder / "code.py").write_text(code)
    return folder


def test_the_shipped_objects_are_found_and_load() -> None:
    found = discover([Path(path) for path in rexian.objects.__path__])
    assert "fund_account" in found
    assert type(load(found["fund_account"])).__module__ == "rexian.objects.fund_account.business_object"


def test_an_object_outside_the_package_is_found_and_loads(tmp_path: Path) -> None:
    write_object(tmp_path, "json")  # a folder may be called like a module of Python
    found = discover([tmp_path])
    assert found["json"].manifest.version == "1.2.3"
    assert type(load(found["json"])).__name__ == "Thing"


def test_a_broken_manifest_leaves_the_others_alone(tmp_path: Path) -> None:
    write_object(tmp_path, "broken", manifest="name = ")
    write_object(tmp_path, "good")
    assert set(discover([tmp_path])) == {"good"}


def test_of_two_with_one_name_the_first_root_counts(tmp_path: Path) -> None:
    first = write_object(tmp_path / "first", "thing")
    write_object(tmp_path / "second", "thing")
    assert discover([tmp_path / "first", tmp_path / "second"])["thing"].folder == first


@pytest.mark.parametrize(
    "change",
    [
        ("object_api = 1", "object_api = 2"),
        ('name = "{name}"', 'name = "other"'),
        ('version = "1.2.3"', 'version = "1"'),
        ("code:Thing", "../code:Thing"),
        ("[rules.ask]", "[rules]"),
        ("[rules.ask]", "[limits]\nmemory_mb = 1\n[rules.ask]"),
        ("[rules.ask]", "surprise = 1\n[rules.ask]"),
    ],
)
def test_a_wrong_manifest_is_one_clear_error(tmp_path: Path, change: tuple[str, str]) -> None:
    folder = write_object(tmp_path, "thing", manifest=MANIFEST.replace(*change))
    with pytest.raises(ManifestInvalid) as refused:
        read_manifest(folder)
    assert refused.value.details["folder"] == "thing"


def test_code_that_does_not_keep_the_contract_is_refused(tmp_path: Path) -> None:
    write_object(tmp_path, "half", code="class Thing:\n    async def open(self, ports): ...\n")
    with pytest.raises(ImplementationInvalid):
        load(discover([tmp_path])["half"])
