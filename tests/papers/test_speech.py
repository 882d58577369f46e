"""Tests: how a script becomes sound."""

import shutil
import time
import wave
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from threading import Thread

import pytest

from saturday.papers import speech
from saturday.papers.speech import Reader, Sound, SpeechUnavailable, can_speak, speak
from saturday.rules.broadcasts import SoundKind, SpokenVoice
from tests.papers.test_pdf import ends

SECOND = 22050
COPY = 'for last; do :; done; cp "$FAKE_WAV" "$last"'  # what a fake espeak-ng makes


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of programs before those of the machine, and an own place for files."""
    for name in ("programs", "temp"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "voice.wav").write_bytes(silence(2))
    monkeypatch.setenv("FAKE_WAV", str(tmp_path / "voice.wav"))
    return tmp_path / "programs"


@pytest.fixture
def only_fakes(programs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the machine have no espeak-ng and no lame but those that a test makes."""
    for tool in ("cp", "cat", "sleep", "sh"):
        found = shutil.which(tool)
        (programs / tool).symlink_to(found or "")
    monkeypatch.setenv("PATH", str(programs))
    return programs


def silence(seconds: int) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, SECOND, 0, "NONE", ""))
        sound.writeframes(bytes(2 * SECOND * seconds))
    return file.getvalue()


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def left_over() -> list[Path]:
    return list(Path(gettempdir()).iterdir())


def reason(*, limit: float = 5) -> str:
    with pytest.raises(SpeechUnavailable) as caught:
        speak("mười một", Reader(), limit=limit)
    return caught.value.reason


def test_a_machine_without_a_voice_says_so(only_fakes: Path) -> None:
    del only_fakes

    assert not can_speak()
    assert "chưa cài espeak-ng" in reason()


def test_a_wav_is_made_where_lame_is_missing(only_fakes: Path) -> None:
    program(only_fakes, "espeak-ng", COPY)

    assert can_speak()
    assert speak("mười một", Reader()) == [Sound(SoundKind.WAV, silence(2), 2)]
    assert left_over() == []


def test_lame_packs_it_where_it_is_installed(only_fakes: Path) -> None:
    program(only_fakes, "espeak-ng", COPY)
    program(only_fakes, "lame", 'for last; do :; done; echo ID3 > "$last"')

    made = speak("mười một", Reader())

    assert [(one.kind, one.seconds) for one in made] == [(SoundKind.WAV, 2), (SoundKind.MP3, 2)]
    assert made[1].content == b"ID3\n"
    assert left_over() == []


@pytest.mark.parametrize("script", ["exit 1", "sleep 600", 'for last; do :; done; : > "$last"'])
def test_the_wav_does_where_lame_fails(only_fakes: Path, script: str) -> None:
    program(only_fakes, "espeak-ng", COPY)
    program(only_fakes, "lame", script)

    made = speak("mười một", Reader(), limit=0.3)

    assert [one.kind for one in made] == [SoundKind.WAV]
    assert left_over() == []


def test_the_script_goes_by_standard_input_never_as_a_word(only_fakes: Path) -> None:
    told = only_fakes.parent
    program(only_fakes, "espeak-ng", f'cat > {told}/typed; echo "$@" > {told}/words; {COPY}')

    speak("-w đường/dẫn $(sleep 9)", Reader(SpokenVoice.SOUTH, 140))

    assert (told / "typed").read_text("utf-8") == "-w đường/dẫn $(sleep 9)"
    words = (told / "words").read_text("utf-8")
    assert words.startswith("-v vi-vn-x-south -s 106 -b 1 --stdin -w ")


def test_a_hanging_voice_is_ended_with_all_it_started(only_fakes: Path) -> None:
    told, started = only_fakes.parent, time.monotonic()
    hang = f"echo $$ > {told}/own; sleep 600 & echo $! > {told}/child; wait"
    program(only_fakes, "espeak-ng", hang)

    assert "quá lâu nên đã dừng" in reason(limit=0.3)

    assert time.monotonic() - started < 1.3
    pids = [int((told / name).read_text("utf-8")) for name in ("own", "child")]
    assert all(ends(pid) for pid in pids)
    assert left_over() == []


def test_what_a_voice_leaves_running_is_ended_after_it(only_fakes: Path) -> None:
    told = only_fakes.parent
    program(only_fakes, "espeak-ng", f"sleep 600 & echo $! > {told}/child\n{COPY}")

    speak("mười một", Reader())

    assert ends(int((told / "child").read_text("utf-8")))


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        "exec 0<&-",  # gone before it heard a word
        'for last; do :; done; echo "not sound" > "$last"',
        'for last; do :; done; : > "$last"',
    ],
)
def test_a_voice_that_says_nothing_is_said_in_words(only_fakes: Path, script: str) -> None:
    program(only_fakes, "espeak-ng", script)

    assert "không đọc được bản tin này" in reason()
    assert left_over() == []


def test_a_wav_without_sound_is_none(only_fakes: Path) -> None:
    (only_fakes.parent / "voice.wav").write_bytes(silence(0))
    program(only_fakes, "espeak-ng", COPY)

    assert "không đọc được bản tin này" in reason()


def test_a_voice_that_cannot_start_is_said_in_words(only_fakes: Path) -> None:
    file = only_fakes / "espeak-ng"
    file.write_bytes(b"\x7fELF")
    file.chmod(0o755)

    assert "Không chạy được espeak-ng" in reason()


def test_only_one_bulletin_is_read_at_a_time(only_fakes: Path) -> None:
    program(only_fakes, "espeak-ng", f"sleep 0.5; {COPY}")
    first = Thread(target=speak, args=("một", Reader()))

    first.start()
    while not speech._one_at_a_time.locked():
        time.sleep(0.01)
    said = reason(limit=0.1)
    first.join()

    assert "đang đọc một bản tin khác" in said
    assert not speech._one_at_a_time.locked()


@pytest.mark.speech
@pytest.mark.skipif(not can_speak(), reason="espeak-ng is not installed")
@pytest.mark.parametrize("voice", list(SpokenVoice))
def test_the_true_voice_reads_at_about_the_speed_that_is_set(voice: SpokenVoice) -> None:
    script = "Ủy ban nhân dân xã mở buổi làm việc thứ Bảy, ngày mười một tháng Tư. " * 6

    slow, fast = (speak(script, Reader(voice, speed))[0] for speed in (125, 200))

    minutes = (slow.seconds or 0) / 60
    assert 100 < len(script.split()) / minutes < 150
    assert (fast.seconds or 0) < (slow.seconds or 0)


@pytest.mark.speech
@pytest.mark.skipif(not can_speak(), reason="espeak-ng is not installed")
def test_a_long_bulletin_is_read_well_within_the_limit() -> None:
    script = "Kính thưa toàn thể Nhân dân. " * 60

    assert len(speak(script, Reader())[0].content) > 1_000_000
