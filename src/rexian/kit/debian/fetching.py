"""Debian packages unpacked into a folder, without root and without touching the machine's own packages.

Decides the order: signed release, index, closure, parallel downloads into a cache, unpacking beside the target and one
rename at the end. Called by whoever needs a program that this machine's Debian release does not have. Which packages,
and how the program is then run (its libraries are newer than the machine's), is left to the caller.
"""

import asyncio
import errno
import lzma
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog

from rexian.kit.clock import Clock
from rexian.kit.debian.download import Downloader, file_matches
from rexian.kit.debian.errors import (
    DiskFull,
    MajorVersionDiffers,
    MirrorUnreachable,
    PackageAbsent,
    UnpackFailed,
)
from rexian.kit.debian.index import Package, PackageIndex, Relation
from rexian.kit.debian.mirror import apt_proxy, machine_architecture, mirror_address
from rexian.kit.debian.release import KEYRING_FOLDER, Checksum, Release, verify_release
from rexian.kit.debian.versions import DebianVersion
from rexian.kit.errors import RexianError

log = structlog.get_logger(__name__)

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is (bytes, or packages while unpacking)."""

Result = TypeVar("Result")

_PARALLEL_DOWNLOADS = 8
_PARALLEL_UNPACKING = 2


@dataclass(frozen=True, slots=True)
class PackageRequest:
    """What to fetch: a package of a suite, the major version that was tested, and what it can run without."""

    package: str
    major_version: int
    suite: str = "testing"
    leave_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FetchedPackages:
    """What was unpacked: the requested package's version, the closure's size and where it lies."""

    folder: Path
    version: str
    packages: tuple[str, ...]
    download_bytes: int


def no_progress(_name: str, _done: int, _total: int) -> None:
    """Tells nobody."""


async def fetch_packages(
    request: PackageRequest,
    target: Path,
    *,
    cache: Path,
    clock: Clock,
    progress: Progress = no_progress,
    keyring_folder: Path = KEYRING_FOLDER,
) -> FetchedPackages:
    """Fetch a package with all it needs and unpack them into `target`, which must not exist yet.

    Raises the errors of `rexian.kit.debian.errors`; then `target` does not exist and only whole, checked files stay in
    `cache`.
    """
    _make_folder(cache)
    async with Downloader(await mirror_address(), proxy=await apt_proxy()) as downloader:
        release = await _signed_release(downloader, request.suite, cache, keyring_folder)
        _warn_if_expired(release, clock)
        index = await _package_index(downloader, release, request.suite, cache)
        packages = _resolve(index, request)
        _check_space(packages, target)
        files = await _download_all(downloader, packages, cache, progress)
    await _unpack_all(files, target, progress)
    return FetchedPackages(
        folder=target,
        version=packages[0].version,
        packages=tuple(sorted(package.name for package in packages)),
        download_bytes=sum(package.size_bytes for package in packages),
    )


def _resolve(index: PackageIndex, request: PackageRequest) -> list[Package]:
    wanted = index.find(Relation(request.package))
    if wanted is None:
        raise PackageAbsent(f"The Debian archive has no package {request.package}.", package=request.package)
    offered = DebianVersion(wanted.version).major
    if offered != request.major_version:
        raise MajorVersionDiffers(
            f"Debian {request.suite} offers {request.package} {offered}, but only version {request.major_version} "
            "was tested with this release.",
            offered=offered,
            tested=request.major_version,
        )
    return index.closure([request.package], leave_out=request.leave_out)


async def _signed_release(downloader: Downloader, suite: str, cache: Path, keyring_folder: Path) -> Release:
    """The newest release the mirror has; without a network the one that was fetched before."""
    file = cache / f"InRelease.{suite}"
    with tempfile.TemporaryDirectory(prefix=".release-", dir=cache) as folder:
        fresh = Path(folder) / "InRelease"
        try:
            await downloader.fetch(f"dists/{suite}/InRelease", fresh)
        except MirrorUnreachable:
            if not file.is_file():
                raise
            log.warning("the mirror cannot be reached, the package index fetched before is used", suite=suite)
            shutil.copyfile(file, fresh)
        release = await verify_release(fresh, keyring_folder)
        fresh.replace(file)
    return release


def _warn_if_expired(release: Release, clock: Clock) -> None:
    if release.has_expired(clock.now()):
        valid_until = str(release.valid_until)
        log.warning("the package index is past its valid-until date", suite=release.suite, valid_until=valid_until)


async def _package_index(downloader: Downloader, release: Release, suite: str, cache: Path) -> PackageIndex:
    name = f"main/binary-{await machine_architecture()}/Packages.xz"
    checksum = release.files.get(name)
    if checksum is None:
        raise PackageAbsent("The Debian archive has no packages for this machine's architecture.")
    file = cache / f"Packages.{checksum.sha256[:16]}.xz"
    if not file_matches(file, checksum):
        folder = f"dists/{suite}/{name.rpartition('/')[0]}"
        try:
            await downloader.fetch(f"{folder}/by-hash/SHA256/{checksum.sha256}", file, checksum)
        except MirrorUnreachable:
            await downloader.fetch(f"dists/{suite}/{name}", file, checksum)
    return await asyncio.to_thread(lambda: PackageIndex(lzma.decompress(file.read_bytes()).decode()))


def _check_space(packages: list[Package], target: Path) -> None:
    parent = next(folder for folder in target.parents if folder.exists())
    needed = sum(package.installed_bytes + package.size_bytes for package in packages)
    free = shutil.disk_usage(parent).free
    if free < needed:
        raise DiskFull(
            f"The disk that holds {parent} has {free // 2**20} MB free, but {needed // 2**20} MB are needed:"
            " make room and try again.",
            free_bytes=free,
            needed_bytes=needed,
        )


async def _download_all(downloader: Downloader, packages: list[Package], cache: Path, progress: Progress) -> list[Path]:
    """The package files in the cache; what is there already and right is not fetched again."""
    total = sum(package.size_bytes for package in packages)
    done = 0
    gate = asyncio.Semaphore(_PARALLEL_DOWNLOADS)

    async def bring(package: Package) -> Path:
        nonlocal done
        checksum = Checksum(package.sha256, package.size_bytes)
        file = cache / f"{package.name}_{package.sha256[:16]}.deb"
        async with gate:
            if not await asyncio.to_thread(file_matches, file, checksum):
                await downloader.fetch(package.filename, file, checksum)
        done += package.size_bytes
        progress(f"download {package.name}", done, total)
        return file

    return await _all_or_first_error([bring(package) for package in packages])


async def _unpack_all(files: list[Path], target: Path, progress: Progress) -> None:
    """Unpack beside the target and rename at the end, so that the target is whole or not there."""
    _make_folder(target.parent)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    gate = asyncio.Semaphore(_PARALLEL_UNPACKING)
    done = 0

    async def unpack(file: Path) -> None:
        nonlocal done
        async with gate:
            await _unpack(file, staging)
        done += 1
        progress(f"unpack {file.name.partition('_')[0]}", done, len(files))

    try:
        await _all_or_first_error([unpack(file) for file in files])
        _publish(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


def _publish(staging: Path, target: Path) -> None:
    """Give the unpacked folder its name, unless another process was faster with the same packages."""
    staging.chmod(0o755)
    try:
        staging.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise


async def _unpack(file: Path, folder: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *("dpkg-deb", "--extract", str(file), str(folder)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return
    text = complaint.decode(errors="replace").strip()
    if "No space left" in text:
        raise DiskFull(f"The disk is full: the packages could not be unpacked below {folder.parent}.")
    raise UnpackFailed(f"The package file {file.name} could not be unpacked.", complaint=text)


async def _all_or_first_error(jobs: Iterable[Coroutine[None, None, Result]]) -> list[Result]:
    """Run the jobs together; the first that fails ends the others, and its error is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except* (RexianError, OSError) as failures:
        raise _first(failures) from None
    return [task.result() for task in tasks]


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = failures
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
