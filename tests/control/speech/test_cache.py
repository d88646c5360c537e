"""The clip cache on a real disk."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from rexian.control.speech.cache import ClipCache
from rexian.control.speech.errors import VoiceFailed
from rexian.control.speech.loudness import LineSound
from rexian.kit.clock import ManualClock

pytestmark = pytest.mark.parts

SOUND = LineSound(np.arange(-400, 400, dtype=np.int16), -3.0, -20.0)


def test_a_stored_clip_is_found_again_by_another_process(tmp_path: Path, clock: ManualClock) -> None:
    stored = ClipCache(tmp_path, clock).store("您好", "voice", SOUND)
    found = ClipCache(tmp_path, clock).find("您好", "voice")
    assert found == stored
    assert found.path.read_bytes() == SOUND.values.astype("<i2").tobytes()
    assert found.seconds == 0.1
    assert found.line_path == str(found.path)[: -len(".sln")]
    assert found.path.is_absolute()


def test_text_and_voice_tell_clips_apart(tmp_path: Path, clock: ManualClock) -> None:
    cache = ClipCache(tmp_path, clock)
    cache.store("您好", "voice", SOUND)
    assert cache.find("您好", "other") is None
    assert cache.find("你好", "voice") is None


def test_the_sentence_is_nowhere_on_the_disk(tmp_path: Path, clock: ManualClock) -> None:
    ClipCache(tmp_path, clock).store("尾号八零零零", "voice", SOUND)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert not any("尾号".encode() in path.read_bytes() or "尾号" in path.name for path in files)


@pytest.mark.parametrize("damage", ["sound", "facts", "emptied", "no facts"])
def test_a_damaged_clip_is_not_found(tmp_path: Path, clock: ManualClock, damage: str) -> None:
    cache = ClipCache(tmp_path, clock)
    clip = cache.store("您好", "voice", SOUND)
    facts = clip.path.with_suffix(".json")
    match damage:
        case "sound":
            clip.path.unlink()
        case "facts":
            facts.write_text("{")
        case "emptied":
            clip.path.write_bytes(b"")
        case "no facts":
            facts.unlink()
    assert cache.find("您好", "voice") is None
    cache.store("您好", "voice", SOUND)
    assert cache.find("您好", "voice") == clip


def test_the_least_recently_used_clip_goes_first(tmp_path: Path, clock: ManualClock) -> None:
    cache = ClipCache(tmp_path, clock, limit_bytes=3 * 1600)
    for text in "一二三":
        cache.store(text, "voice", SOUND)
        clock.advance(1)
    assert cache.find("一", "voice") is not None
    clock.advance(1)
    cache.store("四", "voice", SOUND)
    kept = [text for text in "一二三四" if cache.find(text, "voice")]
    assert kept == ["一", "三", "四"]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.sln")) <= 3 * 1600


def test_old_clips_are_forgotten(tmp_path: Path, clock: ManualClock) -> None:
    cache = ClipCache(tmp_path, clock, keep_seconds=600)
    cache.store("旧", "voice", SOUND)
    clock.advance(601)
    cache.store("新", "voice", SOUND)
    assert cache.find("旧", "voice") is None
    assert cache.find("新", "voice") is not None
    clock.advance(601)
    assert cache.prune() == 1
    assert not list(tmp_path.rglob("*.json"))


def test_a_clip_can_be_removed_at_once(tmp_path: Path, clock: ManualClock) -> None:
    cache = ClipCache(tmp_path, clock)
    clip = cache.store("您好", "voice", SOUND)
    cache.forget(clip)
    cache.forget(clip)
    assert cache.find("您好", "voice") is None


def test_a_full_disk_is_a_typed_error(tmp_path: Path, clock: ManualClock) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(VoiceFailed):
        ClipCache(blocked, clock).store("您好", "voice", SOUND)


def test_a_clip_is_found_within_5_ms_among_many(tmp_path: Path, clock: ManualClock) -> None:
    cache = ClipCache(tmp_path, clock)
    for number in range(1000):
        cache.store(f"提示{number}", "voice", SOUND)
    spans = []
    for number in range(200):
        start = time.perf_counter()
        assert cache.find(f"提示{number}", "voice") is not None
        spans.append(time.perf_counter() - start)
    assert sorted(spans)[len(spans) // 2] < 0.005


def test_no_draft_is_left_behind(tmp_path: Path, clock: ManualClock) -> None:
    ClipCache(tmp_path, clock).store("您好", "voice", SOUND)
    assert not [name for _, _, names in os.walk(tmp_path) for name in names if name.startswith(".")]
