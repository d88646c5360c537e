"""Sealed files come back whole, in streams and in ranges; a damaged one is never opened; the key file is private."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from rexian.kit.crypto import DataKey, KeyRing, SealBroken
from rexian.kit.crypto.files import CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES

pytestmark = pytest.mark.parts

SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing.load(tmp_path / "secrets" / "master.key")


@pytest.fixture
def key(ring: KeyRing) -> DataKey:
    return ring.new_data_key()


def sealed_file(key: DataKey, folder: Path, content: bytes) -> Path:
    source, target = folder / "clear", folder / "sealed"
    source.write_bytes(content)
    key.seal_file(source, target)
    return target


def test_the_key_file_is_private_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "master.key"
    token = KeyRing.load(path).seal_text("13800001234", context="test")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]
    assert KeyRing.load(path).open_text(token, context="test") == "13800001234"


@pytest.mark.parametrize("size", SIZES)
def test_a_file_comes_back_whole_as_stream_and_in_ranges(key: DataKey, tmp_path: Path, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    path = sealed_file(key, tmp_path, content)
    assert b"".join(key.open_stream(path)) == content
    assert key.clear_size(path) == size
    for start, length in ((0, size), (size // 2, 10), (max(0, size - 3), 100), (CHUNK_BYTES - 2, 5), (size, 1)):
        assert key.read_range(path, start, length) == content[start : start + length]
    key.open_file(path, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == content


def test_the_digest_is_that_of_the_sealed_file(key: DataKey, tmp_path: Path) -> None:
    (tmp_path / "clear").write_bytes(b"voice")
    digest = key.seal_file(tmp_path / "clear", tmp_path / "sealed")
    assert digest == hashlib.sha256((tmp_path / "sealed").read_bytes()).hexdigest()
    assert b"voice" not in (tmp_path / "sealed").read_bytes()


def cut_at_chunk(sealed: bytes) -> bytes:
    return sealed[: HEADER_BYTES + SEALED_CHUNK_BYTES]


def cut_inside_chunk(sealed: bytes) -> bytes:
    return sealed[:-1]


def swap_chunks(sealed: bytes) -> bytes:
    header, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    first, second = body[:SEALED_CHUNK_BYTES], body[SEALED_CHUNK_BYTES : 2 * SEALED_CHUNK_BYTES]
    return header + second + first + body[2 * SEALED_CHUNK_BYTES :]


def repeat_chunk(sealed: bytes) -> bytes:
    chunk = sealed[HEADER_BYTES : HEADER_BYTES + SEALED_CHUNK_BYTES]
    return sealed[:HEADER_BYTES] + chunk + sealed[HEADER_BYTES:]


def change_salt(sealed: bytes) -> bytes:
    return sealed[: HEADER_BYTES - 1] + bytes([sealed[HEADER_BYTES - 1] ^ 1]) + sealed[HEADER_BYTES:]


@pytest.mark.parametrize("damage", [cut_at_chunk, cut_inside_chunk, swap_chunks, repeat_chunk, change_salt])
def test_a_damaged_file_does_not_open_and_leaves_nothing(
    key: DataKey, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = sealed_file(key, tmp_path, bytes(2 * CHUNK_BYTES + 10))
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SealBroken):
        key.open_file(path, tmp_path / "opened")
    assert not [file for file in tmp_path.iterdir() if "opened" in file.name]


def test_a_cut_file_is_noticed_by_a_range_before_the_cut(key: DataKey, tmp_path: Path) -> None:
    path = sealed_file(key, tmp_path, bytes(2 * CHUNK_BYTES + 10))
    path.write_bytes(cut_at_chunk(path.read_bytes()))
    with pytest.raises(SealBroken):
        key.read_range(path, 0, 10)
