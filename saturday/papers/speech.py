"""How does a script become sound? espeak-ng reads it, lame packs it, where they are installed."""

import shutil
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from saturday.papers import outside
from saturday.rules.broadcasts import SoundKind, SpokenVoice

LIMIT_SECONDS = 10.0
# espeak-ng counts words of English without pauses; measured on a bulletin of ours.
_ITS_SPEED = 0.755
_INSTEAD = "Hãy tải tệp .txt, hoặc tải tệp ghi âm lên."
_one_at_a_time = Lock()


class SpeechUnavailable(Exception):
    """No sound can be had now; the reason says what to do instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and how fast: syllables a minute (giọng và tốc độ đọc)."""

    voice: SpokenVoice = SpokenVoice.NORTH
    speed: int = 125


@dataclass(frozen=True, slots=True)
class Sound:
    """A file of sound with its length (tệp âm thanh)."""

    kind: SoundKind
    content: bytes
    seconds: int | None = None


def can_speak() -> bool:
    """Whether this machine can read a script aloud."""
    return shutil.which("espeak-ng") is not None


def speak(script: str, reader: Reader, *, limit: float = LIMIT_SECONDS) -> list[Sound]:
    """Read a script aloud: a wav, and an mp3 where lame is installed.

    Raises SpeechUnavailable when that can't be done within the limit.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        reason = f"Máy chủ chưa cài espeak-ng nên chưa đọc được. {_INSTEAD}"
        raise SpeechUnavailable(reason)
    if not _one_at_a_time.acquire(timeout=limit):
        reason = "Máy đang đọc một bản tin khác. Hãy thử lại sau một phút."
        raise SpeechUnavailable(reason)
    try:
        with TemporaryDirectory(prefix="saturday-speech-", ignore_cleanup_errors=True) as folder:
            return _read(program, script, reader, Path(folder), limit)
    finally:
        _one_at_a_time.release()


def _read(program: str, script: str, reader: Reader, folder: Path, limit: float) -> list[Sound]:
    made = folder / "bulletin.wav"
    speed = str(round(reader.speed * _ITS_SPEED))
    line = [program, "-v", reader.voice.value, "-s", speed, "-b", "1", "--stdin", "-w", str(made)]
    _run(line, script.encode(), limit)
    seconds = _length(made)
    if seconds is None:
        reason = f"espeak-ng không đọc được bản tin này. {_INSTEAD}"
        raise SpeechUnavailable(reason)
    sound = Sound(SoundKind.WAV, made.read_bytes(), seconds)
    return [sound, *_packed(made, seconds, limit)]


def _length(file: Path) -> int | None:
    """Give the seconds of a wav; none when it holds no sound."""
    try:
        with wave.open(str(file)) as sound:
            return round(sound.getnframes() / sound.getframerate()) or None
    except (OSError, EOFError, wave.Error):
        return None


def _packed(file: Path, seconds: int, limit: float) -> list[Sound]:
    """Pack a wav as mp3; the wav alone does where that is not possible."""
    program, made = shutil.which("lame"), file.with_suffix(".mp3")
    if program is None:
        return []
    try:
        _run(
            [program, "--quiet", "-q", "7", "-m", "m", "-b", "48", str(file), str(made)], b"", limit
        )
    except SpeechUnavailable:
        return []
    content = made.read_bytes() if made.is_file() else b""
    return [Sound(SoundKind.MP3, content, seconds)] if content else []


def _run(line: Sequence[str], typed: bytes, limit: float) -> None:
    """Run a program; say in words what kept it from ending."""
    try:
        outside.run(line, limit=limit, typed=typed)
    except TimeoutError as error:
        reason = f"Máy đọc quá lâu nên đã dừng. {_INSTEAD}"
        raise SpeechUnavailable(reason) from error
    except OSError as error:
        reason = f"Không chạy được espeak-ng trên máy chủ. {_INSTEAD}"
        raise SpeechUnavailable(reason) from error
