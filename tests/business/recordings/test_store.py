"""The store on a disk keeps a sealed file once, whole and unchanged, wherever it was made."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rexian.business.recordings.store import FolderStore

pytestmark = pytest.mark.parts

OTHER_DISK = Path("/dev/shm")
KEY = "2026/01/02/r1.sealed"


@pytest.fixture(params=["the same disk", "another disk"])
def work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    if request.param == "the same disk":
        yield tmp_path
        return
    if not OTHER_DISK.is_dir() or OTHER_DISK.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this machine has one file system only")
    with tempfile.TemporaryDirectory(dir=OTHER_DISK) as folder:
        yield Path(folder)


async def test_a_file_is_kept_when_its_first_name_is_gone(work: Path, tmp_path: Path) -> None:
    store, sealed = FolderStore(tmp_path / "recordings"), work / "r1.sealed"
    sealed.write_bytes(b"sealed sound")
    stored = await store.put(KEY, sealed)
    sealed.unlink()
    kept = await store.local_copy(KEY)
    assert kept.read_bytes() == b"sealed sound"
    assert stored.size_bytes == 12
    assert kept.stat().st_mode & 0o777 == 0o440
    assert [path.name for path in kept.parent.iterdir()] == ["r1.sealed"]


async def test_what_is_there_stays(work: Path, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "recordings")
    for content in (b"first", b"another"):
        sealed = work / "r1.sealed"
        sealed.unlink(missing_ok=True)
        sealed.write_bytes(content)
        stored = await store.put(KEY, sealed)
    assert (await store.local_copy(KEY)).read_bytes() == b"first"
    assert stored.size_bytes == 5


async def test_what_a_killed_worker_left_half_copied_is_written_over(work: Path, tmp_path: Path) -> None:
    store, sealed = FolderStore(tmp_path / "recordings"), work / "r1.sealed"
    sealed.write_bytes(b"sealed sound")
    folder = (tmp_path / "recordings" / KEY).parent
    folder.mkdir(parents=True)
    (folder / ".r1.sealed.draft").write_bytes(b"sea")
    await store.put(KEY, sealed)
    assert (await store.local_copy(KEY)).read_bytes() == b"sealed sound"
