"""Where objects are found: folders a site drops them into, and packages that bring them by an entry point."""

import shutil
from pathlib import Path

import pytest

from rexian.app.object_host.settings import dropped_folders, installed_objects
from rexian.object_api.registry import discover

pytestmark = pytest.mark.pure

OBJECTS = Path(__file__).parent / "objects_for_tests"


def test_an_installed_package_brings_an_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(OBJECTS / "calm", tmp_path / "citybank_objects" / "calm")
    for package in (tmp_path / "citybank_objects", tmp_path / "citybank_objects" / "calm"):
        (package / "__init__.py").write_text("raise RuntimeError('nothing of it is imported by the host')")
    (tmp_path / "citybank_objects" / "__init__.py").write_text("")
    metadata = tmp_path / "citybank-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: citybank\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(
        "[rexian.objects]\ncalm = citybank_objects.calm\nlost = no_such_package.object\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert installed_objects() == [tmp_path / "citybank_objects" / "calm"]
    assert discover([], installed_objects())["calm"].manifest.version == "0.0.1"


def test_a_site_s_folders_are_named_or_below_its_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REXIAN_OBJECTS", raising=False)
    assert dropped_folders(tmp_path) == [tmp_path / "objects"]
    monkeypatch.setenv("REXIAN_OBJECTS", f"{tmp_path}/a:{tmp_path}/b")
    assert dropped_folders(tmp_path) == [tmp_path / "a", tmp_path / "b"]


def test_of_one_name_the_product_s_own_counts(tmp_path: Path) -> None:
    shutil.copytree(OBJECTS / "calm", tmp_path / "calm")
    found = discover([OBJECTS, tmp_path], [tmp_path / "calm"])
    assert found["calm"].folder == OBJECTS / "calm"
