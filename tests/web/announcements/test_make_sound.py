"""Tests: the sound of a bulletin, made, brought along, heard and dropped."""

import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.broadcasts import NewSound, Recording
from saturday.models.settings import change_settings
from saturday.papers import speech
from saturday.papers.speech import Reader, Sound
from saturday.rules import broadcasts
from saturday.rules.broadcasts import SoundKind, SoundOrigin, SpokenVoice
from tests import factories
from tests.pages import Page, Person
from tests.web.announcements.bulletin_stories import LOA, bulletin, operator

WAV = b"RIFF\x24\0\0\0WAVEfmt "
PUBLIC = "/thong-bao/2026-04-11/ban-tin-am-thanh"


@pytest.fixture
def loa(app: Flask) -> Person:
    """Open the operator's browser: the bulletin is approved."""
    bulletin(factories.duty_session())
    return operator(app)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Reader]]:
    """Let a voice of our own read; gives what it was told to read."""
    told: list[tuple[str, Reader]] = []

    def speak(script: str, reader: Reader) -> list[Sound]:
        assert not db.session().in_transaction(), "the voice must not hold the database"
        told.append((script, reader))
        return [Sound(SoundKind.WAV, WAV, 150), Sound(SoundKind.MP3, b"ID3\x04", 150)]

    monkeypatch.setattr(speech, "can_speak", lambda: True)
    monkeypatch.setattr(speech, "speak", speak)
    return told


def kept() -> list[Recording]:
    return list(db.session.query(Recording).order_by(Recording.id))


def upload(person: Person, content: bytes, name: str = "ban-tin.mp3") -> Page:
    return person.send(person.get(LOA), "/loa/tep", sound=(BytesIO(content), name))


def test_the_machine_reads_what_is_said_not_what_is_written(
    loa: Person, heard: list[tuple[str, Reader]]
) -> None:
    change_settings(db.session, {"speech.voice": "vi-vn-x-central", "speech.speed": "140"}, by=None)
    db.session.commit()

    page = loa.send(loa.get(LOA), "/loa/am-thanh")

    ((script, reader),) = heard
    assert "ngày mười một tháng Tư" in script
    assert reader == Reader(SpokenVoice.CENTRE, 140)
    assert "Máy đọc (.mp3, giọng Trung, 140 tiếng mỗi phút)" in page.main
    assert [one.kind for one in kept()] == [SoundKind.WAV, SoundKind.MP3]


def test_a_second_tap_keeps_no_second_sound(loa: Person, heard: list[tuple[str, Reader]]) -> None:
    page = loa.get(LOA)

    loa.send(page, "/loa/am-thanh")
    loa.send(page, "/loa/am-thanh")

    assert len(heard) == 2
    assert len(kept()) == 2


def test_a_machine_without_a_voice_offers_none(
    loa: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as before:
        before.setattr(speech, "can_speak", lambda: True)
        page = loa.get(LOA)
    monkeypatch.setenv("PATH", str(tmp_path))

    without, pressed = loa.get(LOA), loa.send(page, "/loa/am-thanh")

    assert "Máy chủ chưa cài espeak-ng" in without.main
    assert not without.has_form("/loa/am-thanh")
    assert without.has_form("/loa/tep")
    assert pressed.status == 409
    assert "Hãy tải tệp .txt, hoặc tải tệp ghi âm lên." in pressed.text


def test_a_voice_that_hangs_is_ended_and_said(
    loa: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "espeak-ng"
    fake.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    limited, started = speech.speak, time.monotonic()
    monkeypatch.setattr(speech, "speak", lambda *words: limited(*words, limit=0.2))

    page = loa.send(loa.get(LOA), "/loa/am-thanh")

    assert page.status == 409
    assert "Máy đọc quá lâu nên đã dừng." in page.text
    assert time.monotonic() - started < 2
    assert loa.get(LOA).status == 200
    assert kept() == []


@pytest.mark.speech
@pytest.mark.skipif(not speech.can_speak(), reason="espeak-ng is not installed")
def test_the_true_voice_is_heard(loa: Person) -> None:
    page = loa.send(loa.get(LOA), "/loa/am-thanh")
    address = str(page.soup.select("audio")[-1]["src"])

    sound = loa.get(address).response

    assert sound.mimetype == "audio/wav"
    assert len(sound.get_data()) > 1_000_000
    assert (kept()[0].seconds or 0) > 60


def test_a_recording_is_brought_along_and_heard(loa: Person) -> None:
    page = upload(loa, b"ID3\x04mp3", "../../Bản tin.wav")

    assert page.notice == "Đã lưu tệp ghi âm."
    assert "Tệp ghi âm (.mp3)" in page.main
    (row,) = kept()
    address = f"{LOA}/am-thanh/{row.id}"
    sound = loa.get(address).response
    assert sound.get_data() == b"ID3\x04mp3"
    assert (sound.mimetype, sound.headers["X-Content-Type-Options"]) == ("audio/mpeg", "nosniff")
    saved = loa.get(f"{address}?tai=1").response.headers["Content-Disposition"]
    assert saved.startswith("attachment;")
    assert saved.endswith("2026-04-11.mp3")


def test_a_player_may_ask_for_a_part(loa: Person) -> None:
    upload(loa, b"ID3\x040123456789")
    address = f"{LOA}/am-thanh/{kept()[0].id}"

    part = loa.client.get(address, headers={"Range": "bytes=4-6"})
    whole = loa.client.get(address)
    again = loa.client.get(address, headers={"If-None-Match": whole.headers["ETag"]})

    assert (part.status_code, part.get_data()) == (206, b"012")
    assert part.headers["Content-Range"] == "bytes 4-6/14"
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"", "", "Hãy chọn một tệp âm thanh."),
        (b"MZ\x90\0", "bản tin.mp3", "Tệp này không phải wav, mp3 hay ogg. Hãy chọn tệp khác."),
        (b"\0\0\0\x20ftypM4A ", "ghi âm.m4a", "Tệp này không phải wav, mp3 hay ogg."),
        (
            WAV + bytes(5000),
            "dài.wav",
            "Tệp lớn 0 MB, tối đa 0 MB. Hãy lưu lại dạng mp3.",
        ),
    ],
)
def test_what_is_no_sound_is_refused(
    loa: Person, monkeypatch: pytest.MonkeyPatch, content: bytes, name: str, fault: str
) -> None:
    monkeypatch.setattr(broadcasts, "LARGEST_SOUND", 5000)

    page = upload(loa, content, name)

    assert page.status == 422
    assert page.faults[0].startswith(fault)
    assert kept() == []


def test_a_file_larger_than_any_form_is_refused(
    loa: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(loa.app.config, "MAX_CONTENT_LENGTH", 1000)

    page = upload(loa, WAV + bytes(2000))

    assert page.status == 413
    assert "nhỏ hơn 16 MB" in page.text


def test_the_same_file_twice_is_kept_once(loa: Person) -> None:
    upload(loa, WAV)
    upload(loa, WAV, "ten-khac.wav")

    assert len(kept()) == 1


def test_a_recording_of_the_second_reading_says_so(app: Flask, loa: Person) -> None:
    del app
    assert "phần đọc thứ hai" not in loa.get(LOA).main
    row = bulletin(factories.duty_session(date(2026, 5, 9)))
    row.write_other("Xin chào pi nọng.", "tiếng Thái", by=None)
    row.approve("Lê Thị Duyệt (mẫu)", by=None)
    db.session.commit()
    page = loa.get("/thong-bao/2026-05-09/loa")

    page = loa.send(page, "/loa/tep", sound=(BytesIO(WAV), "a.wav"), is_other="y")

    assert "Tệp ghi âm (.wav), phần đọc thứ hai" in page.main
    assert kept()[0].is_other


def test_a_sound_is_dropped_by_its_saturday_only(loa: Person) -> None:
    page = upload(loa, WAV)
    number = kept()[0].id
    bulletin(factories.duty_session(date(2026, 5, 9)))

    assert loa.get(f"/thong-bao/2026-05-09/loa/am-thanh/{number}").status == 404
    assert loa.send(page, f"/am-thanh/{number}/bo").notice == "Đã bỏ tệp âm thanh."
    assert loa.get(f"{LOA}/am-thanh/{number}").status == 404


def test_only_those_who_play_bring_sound(loa: Person, leader: Person) -> None:
    del loa

    assert leader.post(f"{LOA}/tep", {}).status == 403
    assert leader.post(f"{LOA}/am-thanh", {}).status == 403


def test_people_hear_what_was_on_the_air(loa: Person, stranger: Person) -> None:
    upload(loa, b"ID3\x04mp3")
    before = stranger.get(PUBLIC).status
    loa.send(loa.get(LOA), "/loa/vua-phat")

    sound = stranger.get(PUBLIC).response

    assert before == 404
    assert sound.get_data() == b"ID3\x04mp3"
    assert "Set-Cookie" not in sound.headers


def test_people_hear_no_second_reading_alone(loa: Person, stranger: Person) -> None:
    loa.send(loa.get(LOA), "/loa/vua-phat")
    row = bulletin(factories.duty_session(date(2026, 5, 9)))
    Recording.keep(db.session, row, NewSound(WAV, SoundOrigin.UPLOADED, is_other=True), by=None)
    row.publish(by=None)
    db.session.commit()

    assert stranger.get(PUBLIC).status == 404
    assert stranger.get("/thong-bao/2026-05-09/ban-tin-am-thanh").status == 404
