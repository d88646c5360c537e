import wave
from pathlib import Path

import numpy as np
import pytest

from rexian.control.asterisk.server.music import LEVEL_DBFS, LOOP_SECONDS, waiting_music, write_music

pytestmark = pytest.mark.parts


def test_the_loop_has_its_length_and_level_and_clips_nowhere() -> None:
    music = waiting_music().astype(float)
    assert len(music) == LOOP_SECONDS * 8000
    assert 20 * np.log10(np.sqrt(np.mean(music**2)) / 32768) == pytest.approx(LEVEL_DBFS, abs=0.1)
    assert np.abs(music).max() < 16000


def test_no_second_of_it_is_silent_and_its_end_runs_into_its_beginning() -> None:
    music = waiting_music().astype(float)
    seconds = np.sqrt(np.mean(music.reshape(-1, 8000) ** 2, axis=1))
    assert seconds.min() > seconds.mean() / 4
    step_at_seam = abs(music[0] - music[-1])
    assert step_at_seam <= np.abs(np.diff(music)).max()


def test_it_is_the_same_every_time_and_written_as_telephone_wav(tmp_path: Path) -> None:
    file = write_music(tmp_path)
    with wave.open(str(file)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        assert sound.readframes(sound.getnframes()) == waiting_music().tobytes()
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
