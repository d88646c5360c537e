"""FastSpeech2 and MB-MelGAN (Baker voice) on LiteRT: from worded text to 24 kHz samples, in this process.

Runs in the child of `neural` only, because LiteRT keeps the processor busy for long. Leaves the words and readings
to `wording` and `frontend`.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import flatbuffers  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from rexian.control.speech.errors import NothingToSay
from rexian.control.speech.frontend.clauses import cut
from rexian.control.speech.frontend.symbols import SymbolTable, symbols_of
from rexian.control.speech.voices.assets import ACOUSTIC, SYMBOLS, VOCODER, asset
from rexian.control.speech.wording.free_text import speakable

RATE_HZ = 24_000
_RANDOM_UNIFORM = 148
_PLACEHOLDER_FOR_GREATER_OP_CODES = 127
_HOP = 300
"""Samples of one frame of the mel spectrum."""
_PIECE, _CONTEXT = 160, 20
"""Frames that the vocoder makes at a time, and frames it sees on either side of them."""
_EDGE_LEVEL = 0.005
_EDGE_SECONDS = 0.03
_FADE_SECONDS = 0.005

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """What the model said."""

    values: FloatArray
    syllables: int
    ignored: int
    """Characters left out because nothing is known of how they sound."""


class BakerModel:
    """The loaded models. Not for two threads at a time."""

    def __init__(self) -> None:
        self._table = _read_symbols(asset(SYMBOLS))
        self._acoustic = Interpreter(model_content=_without_flex(asset(ACOUSTIC).read_bytes()), num_threads=1)
        self._vocoder = Interpreter(model_path=str(asset(VOCODER)), num_threads=1)

    def speak(self, text: str) -> Speech:
        """The whole text, clause by clause with the silences between them. Raises NothingToSay."""
        sentence = cut(speakable(text))
        pieces: list[FloatArray] = []
        syllables, ignored = 0, sentence.ignored
        for clause in sentence.clauses:
            symbols = symbols_of(clause.characters, self._table)
            ignored += symbols.ignored
            if symbols.syllables == 0:
                continue
            syllables += symbols.syllables
            pieces.append(_trimmed(self.vocode(self.mel_of(symbols.ids))))
            pieces.append(np.zeros(int(clause.pause_seconds * RATE_HZ), np.float32))
        if syllables == 0:
            raise NothingToSay()
        return Speech(np.concatenate(pieces), syllables, ignored)

    def mel_of(self, ids: tuple[int, ...]) -> FloatArray:
        """Mel spectrum after the post-net, shape [1, frames, 80]."""
        speaker, ratio = np.zeros(1, np.int32), np.ones(1, np.float32)
        inputs = (np.array([ids], np.int32), speaker, ratio, ratio, ratio)
        return _run(self._acoustic, inputs, output=1)

    def vocode(self, mel: FloatArray) -> FloatArray:
        """Samples of a mel spectrum, a piece at a time, so that a long clause needs no more memory than a short one.

        Each piece is run with the frames before and after it that its samples depend on: no joint is heard.
        """
        frames = mel.shape[1]
        pieces = []
        for start in range(0, frames, _PIECE):
            first, last = max(0, start - _CONTEXT), min(frames, start + _PIECE + _CONTEXT)
            sound = _run(self._vocoder, (mel[:, first:last],), output=0)[0, :, 0]
            pieces.append(sound[(start - first) * _HOP :][: _PIECE * _HOP])
        return np.concatenate(pieces)


def _run(interpreter: Interpreter, inputs: tuple[npt.NDArray[np.generic], ...], *, output: int) -> FloatArray:
    """One run; the first input gives the length."""
    details = interpreter.get_input_details()
    interpreter.resize_tensor_input(details[0]["index"], inputs[0].shape)
    interpreter.allocate_tensors()
    for detail, value in zip(details, inputs, strict=True):
        interpreter.set_tensor(detail["index"], value)
    interpreter.invoke()
    result: FloatArray = interpreter.get_tensor(interpreter.get_output_details()[output]["index"])
    return result


def _without_flex(content: bytes) -> bytes:
    """The model with TensorFlow's FlexRandomUniform named as the builtin operator that does the same."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(content, 0))
    for operator in model.operatorCodes:
        if operator.customCode == b"FlexRandomUniform":
            operator.customCode = None
            operator.builtinCode = _RANDOM_UNIFORM
            operator.deprecatedBuiltinCode = _PLACEHOLDER_FOR_GREATER_OP_CODES
    builder = flatbuffers.Builder(len(content))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _read_symbols(path: Path) -> SymbolTable:
    content = json.loads(path.read_text(encoding="utf-8"))
    return SymbolTable(content["symbol_to_id"], content["pinyin_dict"])


def _trimmed(values: FloatArray) -> FloatArray:
    """Without the silence at both ends, so that only the clause's own pause is heard; faded against clicks."""
    heard = np.flatnonzero(np.abs(values) > _EDGE_LEVEL)
    if len(heard) == 0:
        return values[:0]
    edge = int(_EDGE_SECONDS * RATE_HZ)
    kept = values[max(0, heard[0] - edge) : heard[-1] + edge].copy()
    fade = np.linspace(0, 1, min(len(kept), int(_FADE_SECONDS * RATE_HZ)), dtype=np.float32)
    kept[: len(fade)] *= fade
    kept[len(kept) - len(fade) :] *= fade[::-1]
    return kept
