"""Fetching from a small archive on loopback, signed with a key made for the test."""

import asyncio
import hashlib
import lzma
import subprocess
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from rexian.kit.clock import ManualClock
from rexian.kit.debian import FetchedPackages, PackageRequest, Progress, fetch_packages, fetching
from rexian.kit.debian.errors import (
    ContentMismatch,
    DiskFull,
    MajorVersionDiffers,
    MirrorUnreachable,
    PackageAbsent,
    PackageFetchError,
    SignatureBad,
)
from rexian.kit.debian.mirror import machine_architecture

pytestmark = pytest.mark.parts

REQUEST = PackageRequest("greeter", 3, leave_out=frozenset({"setup"}))


class Archive:
    """A Debian archive in a folder: build it, damage it, serve it."""

    def __init__(self, folder: Path, keyrings: Path) -> None:
        self.folder = folder
        self.keyrings = keyrings
        self.gpg_home = folder.parent / "gpg"
        self.gpg_home.mkdir(mode=0o700)
        keyrings.mkdir()
        self._gpg("--quick-generate-key", "Test archive", "ed25519", "sign", "never")
        (keyrings / "debian-archive-test.gpg").write_bytes(self._gpg("--export"))
        self.requests: list[str] = []

    def _gpg(self, *arguments: str) -> bytes:
        command = ("gpg", "--homedir", str(self.gpg_home), "--batch", "--yes", "--passphrase", "", *arguments)
        return subprocess.run(command, check=True, capture_output=True).stdout

    def stop_agent(self) -> None:
        subprocess.run(["gpgconf", "--homedir", str(self.gpg_home), "--kill", "gpg-agent"], check=True)

    def package(self, name: str, version: str, depends: str = "") -> str:
        tree = self.folder.parent / f"tree-{name}"
        (tree / "DEBIAN").mkdir(parents=True)
        (tree / "opt" / name).mkdir(parents=True)
        (tree / "opt" / name / "hello.txt").write_text(name)
        fields = f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: Test <test@example.org>\n"
        (tree / "DEBIAN" / "control").write_text(f"{fields}Description: test\n")
        file = self.folder / "pool" / f"{name}.deb"
        file.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["dpkg-deb", "--build", "--root-owner-group", str(tree), str(file)], check=True, capture_output=True
        )
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        place = f"Filename: pool/{name}.deb\nSize: {file.stat().st_size}\nSHA256: {digest}\n"
        return f"{fields}{place}Installed-Size: 1\nDepends: {depends}\n"

    def publish(
        self, stanzas: list[str], architecture: str, valid_until: str = "Sat, 01 Jan 2050 00:00:00 UTC"
    ) -> None:
        packed = lzma.compress("\n".join(stanzas).encode())
        suite = self.folder / "dists" / "testing"
        index = suite / "main" / f"binary-{architecture}" / "Packages.xz"
        index.parent.mkdir(parents=True, exist_ok=True)
        index.write_bytes(packed)
        line = f" {hashlib.sha256(packed).hexdigest()} {len(packed)} {index.relative_to(suite)}"
        text = f"Origin: Test\nSuite: testing\nValid-Until: {valid_until}\nSHA256:\n{line}\n"
        (suite / "Release").write_text(text)
        self._gpg("--clearsign", "--output", str(suite / "InRelease"), str(suite / "Release"))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request.path)
        file = self.folder / request.path.lstrip("/")
        return web.FileResponse(file) if file.is_file() else web.Response(status=404)


@pytest.fixture
async def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Archive]:
    archive = Archive(tmp_path / "archive", tmp_path / "keyrings")
    stanzas = [archive.package("greeter", "1:3.1-1", "words, setup"), archive.package("words", "2.0")]
    archive.publish(stanzas, await machine_architecture())
    application = web.Application()
    application.router.add_get("/{path:.*}", archive.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    monkeypatch.setenv("REXIAN_DEBIAN_MIRROR", f"http://127.0.0.1:{runner.addresses[0][1]}")
    yield archive
    await runner.cleanup()
    archive.stop_agent()


async def fetch(
    tmp_path: Path, request: PackageRequest = REQUEST, progress: Progress = fetching.no_progress
) -> FetchedPackages:
    clock = ManualClock(datetime(2030, 1, 1, tzinfo=UTC))
    return await fetch_packages(
        request,
        tmp_path / "target",
        cache=tmp_path / "cache",
        clock=clock,
        progress=progress,
        keyring_folder=tmp_path / "keyrings",
    )


def debris(tmp_path: Path) -> list[Path]:
    """What must not be there after a failure: the target, half of it, half a download."""
    patterns = ("target", ".target*", "cache/*.part", "cache/.release-*")
    return [path for pattern in patterns for path in tmp_path.glob(pattern)]


async def fails_without_debris(
    tmp_path: Path, error: type[PackageFetchError], request: PackageRequest = REQUEST
) -> str:
    with pytest.raises(error) as caught:
        await fetch(tmp_path, request)
    assert not debris(tmp_path)
    return caught.value.message


async def test_a_package_is_unpacked_with_what_it_needs(archive: Archive, tmp_path: Path) -> None:
    fetched = await fetch(tmp_path)
    assert fetched.version == "1:3.1-1"
    assert fetched.packages == ("greeter", "words")
    assert (tmp_path / "target/opt/words/hello.txt").read_text() == "words"
    assert debris(tmp_path) == [tmp_path / "target"]


async def test_a_second_time_loads_only_the_signed_release(archive: Archive, tmp_path: Path) -> None:
    await fetch(tmp_path)
    (tmp_path / "target").rename(tmp_path / "earlier")
    archive.requests.clear()
    await fetch(tmp_path)
    assert archive.requests == ["/dists/testing/InRelease"]


async def test_progress_ends_at_the_whole(archive: Archive, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    await fetch(tmp_path, progress=lambda name, done, total: seen.append((name, done, total)))
    downloads = [step for step in seen if step[0].startswith("download")]
    unpacked = [step for step in seen if step[0].startswith("unpack")]
    assert downloads[-1][1] == downloads[-1][2] > 0
    assert [step[1:] for step in unpacked] == [(1, 2), (2, 2)]


async def test_an_expired_release_is_accepted(archive: Archive, tmp_path: Path) -> None:
    stanzas = [archive.package("late", "3.0")]
    archive.publish(stanzas, await machine_architecture(), valid_until="Tue, 01 Jan 2019 00:00:00 UTC")
    assert (await fetch(tmp_path, PackageRequest("late", 3))).version == "3.0"


async def test_a_release_signed_by_a_stranger_is_refused(archive: Archive, tmp_path: Path) -> None:
    (archive.keyrings / "debian-archive-test.gpg").write_bytes(b"")
    await fails_without_debris(tmp_path, SignatureBad)


async def test_a_withdrawn_key_does_not_count(archive: Archive, tmp_path: Path) -> None:
    (archive.keyrings / "debian-archive-test.gpg").rename(archive.keyrings / "debian-archive-removed-keys.gpg")
    await fails_without_debris(tmp_path, SignatureBad)


async def test_a_release_changed_after_signing_is_refused(archive: Archive, tmp_path: Path) -> None:
    file = archive.folder / "dists/testing/InRelease"
    file.write_text(file.read_text().replace("Origin: Test", "Origin: Evil"))
    assert "changed" in await fails_without_debris(tmp_path, SignatureBad)


async def test_text_before_the_signed_part_is_not_read(archive: Archive, tmp_path: Path) -> None:
    file = archive.folder / "dists/testing/InRelease"
    forged = f"SHA256:\n {'0' * 64} 1 main/binary-{await machine_architecture()}/Packages.xz\n\n"
    file.write_text(forged + file.read_text())
    assert (await fetch(tmp_path)).version == "1:3.1-1"


async def test_a_package_that_is_not_the_signed_one_is_thrown_away(archive: Archive, tmp_path: Path) -> None:
    (archive.folder / "pool/words.deb").write_bytes(b"other")
    assert "words" in await fails_without_debris(tmp_path, ContentMismatch)
    assert not list((tmp_path / "cache").glob("words_*"))


async def test_an_index_that_is_not_the_signed_one_is_refused(archive: Archive, tmp_path: Path) -> None:
    index = next((archive.folder / "dists").rglob("Packages.xz"))
    index.write_bytes(lzma.compress(b"Package: greeter\n"))
    await fails_without_debris(tmp_path, ContentMismatch)


async def test_a_package_that_is_not_there_has_its_own_error(archive: Archive, tmp_path: Path) -> None:
    message = await fails_without_debris(tmp_path, PackageAbsent, PackageRequest("nothing", 1))
    assert message == "The Debian archive has no package nothing."


async def test_another_major_version_is_one_clear_error(archive: Archive, tmp_path: Path) -> None:
    message = await fails_without_debris(tmp_path, MajorVersionDiffers, PackageRequest("greeter", 2))
    assert message == "Debian testing offers greeter 3, but only version 2 was tested with this release."


async def test_a_disk_that_is_too_small_is_told_before_anything_is_loaded(archive: Archive, tmp_path: Path) -> None:
    stanza = archive.package("huge", "3.0").replace("Installed-Size: 1\n", f"Installed-Size: {2**50}\n")
    archive.publish([stanza], await machine_architecture())
    assert "MB free" in await fails_without_debris(tmp_path, DiskFull, PackageRequest("huge", 3))
    assert "/pool/huge.deb" not in archive.requests


async def test_no_network_is_one_clear_error_unless_all_was_fetched_before(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fetch(tmp_path)
    (tmp_path / "target").rename(tmp_path / "earlier")
    monkeypatch.setenv("REXIAN_DEBIAN_MIRROR", "http://127.0.0.1:9")
    assert (await fetch(tmp_path)).version == "1:3.1-1"
    (tmp_path / "target").rename(tmp_path / "again")
    (tmp_path / "cache" / "InRelease.testing").unlink()
    assert "check the network" in await fails_without_debris(tmp_path, MirrorUnreachable)


async def test_being_cancelled_leaves_nothing_half_written(archive: Archive, tmp_path: Path) -> None:
    started = asyncio.Event()

    def note(name: str, _done: int, _total: int) -> None:
        started.set()

    async with asyncio.TaskGroup() as group:
        job = group.create_task(fetch(tmp_path, progress=note))
        await started.wait()
        job.cancel()
    assert job.cancelled()
    assert not debris(tmp_path)


async def test_two_at_the_same_time_do_not_disturb_each_other(archive: Archive, tmp_path: Path) -> None:
    both = await asyncio.gather(fetch(tmp_path), fetch(tmp_path))
    assert [fetched.version for fetched in both] == ["1:3.1-1", "1:3.1-1"]
    assert debris(tmp_path) == [tmp_path / "target"]
    assert (tmp_path / "target/opt/words/hello.txt").read_text() == "words"
