"""The snapshot control starts from when the database is away."""

from pathlib import Path

import pytest
from tests.control.calls.floor import centre_configuration

from rexian.app.centre_snapshot import CentreSnapshot
from rexian.kit.crypto import KeyRing

pytestmark = pytest.mark.parts

CENTRE = centre_configuration("a", "b", announcement="请稍候。")


def test_it_comes_back_as_it_was_and_hides_its_secrets(tmp_path: Path) -> None:
    file = tmp_path / "control" / "centre.sealed"
    snapshot = CentreSnapshot(file, KeyRing.load(tmp_path / "keys"))
    assert snapshot.read() is None
    snapshot.write(CENTRE)
    assert snapshot.read() == CENTRE
    for secret in (CENTRE.agents[0].sip_secret, CENTRE.agents[0].sip_username):
        assert secret.encode() not in file.read_bytes()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_one_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    file = tmp_path / "centre.sealed"
    snapshot = CentreSnapshot(file, KeyRing.load(tmp_path / "keys"))
    snapshot.write(CENTRE)
    whole = file.read_text()
    for damaged in (whole[: len(whole) // 2], "", "nonsense"):
        file.write_text(damaged)
        assert snapshot.read() is None
    file.write_text(whole)
    assert CentreSnapshot(file, KeyRing.load(tmp_path / "other-keys")).read() is None
    file.unlink()
    file.mkdir()
    assert snapshot.read() is None


def test_one_of_another_shape_is_none(tmp_path: Path) -> None:
    ring = KeyRing.load(tmp_path / "keys")
    file = tmp_path / "centre.sealed"
    file.write_text(ring.seal_text('{"revision": 1}', context="centre configuration"))
    assert CentreSnapshot(file, ring).read() is None
