"""The models in this process: the vocoder's pieces must join without a seam."""

import numpy as np
import pytest

from rexian.control.speech.voices import neural_model
from rexian.control.speech.voices.neural_model import BakerModel

pytestmark = pytest.mark.parts


def test_pieces_sound_like_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    model = BakerModel()
    mel = model.mel_of((1, *range(28, 208, 2), 1))
    assert mel.shape[1] > 2 * neural_model._PIECE
    in_pieces = model.vocode(mel)
    monkeypatch.setattr(neural_model, "_PIECE", 100_000)
    whole = model.vocode(mel)
    assert in_pieces.shape == whole.shape
    assert np.allclose(in_pieces, whole, atol=1e-3)


def test_every_character_is_spoken_or_counted() -> None:
    speech = BakerModel().speak("您好😀")
    assert (speech.syllables, speech.ignored) == (2, 1)
