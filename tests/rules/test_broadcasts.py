"""Tests: when a bulletin is played, and which files of sound are taken."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.broadcasts import (
    LARGEST_SOUND,
    USUAL_HOURS,
    Slots,
    SoundKind,
    SpokenVoice,
    coming,
    nearest,
    refuse_slots,
    refuse_sound,
    refuse_twice,
    sniff,
    speed_of,
    usual_slots,
    voice_of,
)
from saturday.rules.refusals import NotAllowedNow

SATURDAY = date(2026, 4, 11)
WAV = b"RIFF\x24\0\0\0WAVEfmt "


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-04-{text}")


def test_the_four_days_before_are_usual() -> None:
    slots = usual_slots(SATURDAY, date(2026, 3, 31), is_held=True)

    assert [f"{one:%d %H:%M}" for one in slots.each()] == [
        "07 05:30",
        "07 17:00",
        "08 05:30",
        "08 17:00",
        "09 05:30",
        "09 17:00",
        "10 05:30",
        "10 17:00",
    ]


@pytest.mark.parametrize(
    ("today", "is_held", "first", "last"),
    [
        (date(2026, 4, 9), True, 9, 10),  # opened late: the days that are left
        (date(2026, 4, 11), True, 10, 10),
        (date(2026, 4, 10), False, 10, 11),  # moved on Friday night: the own morning counts
        (date(2026, 4, 1), False, 7, 11),
    ],
)
def test_what_is_left_of_the_usual_days(
    today: date,
    is_held: bool,  # noqa: FBT001 - a column of the table
    first: int,
    last: int,
) -> None:
    slots = usual_slots(SATURDAY, today, is_held=is_held)

    assert (slots.first.day, slots.last.day, slots.hours) == (first, last, USUAL_HOURS)


def test_a_commune_keeps_its_own_hours() -> None:
    slots = usual_slots(SATURDAY, date(2026, 4, 10), is_held=True, hours=[time(18), time(6)])

    assert [f"{one:%d %H:%M}" for one in slots.each()] == ["10 06:00", "10 18:00"]


@pytest.mark.parametrize(
    ("slots", "field", "words"),
    [
        (Slots(date(2026, 4, 9), date(2026, 4, 8)), "last", "Ngày cuối phải từ ngày đầu"),
        (Slots(date(2026, 4, 9), date(2026, 4, 12)), "last", "không sau 11/4"),
        (Slots(date(2026, 3, 27), date(2026, 4, 8)), "first", "từ 28/3 trở đi"),
        (
            Slots(SATURDAY, SATURDAY, tuple(time(hour) for hour in range(5, 12))),
            "hours",
            "tối đa 6 giờ",
        ),
    ],
)
def test_days_and_hours_that_make_no_sense(slots: Slots, field: str, words: str) -> None:
    with pytest.raises(NotAllowedNow) as caught:
        refuse_slots(slots, SATURDAY)

    assert caught.value.field == field
    assert words in caught.value.reason


def test_a_fortnight_and_six_hours_are_allowed() -> None:
    hours = tuple(time(hour) for hour in (5, 6, 6, 11, 16, 17, 18))

    refuse_slots(Slots(date(2026, 3, 28), SATURDAY, hours), SATURDAY)


def test_only_what_comes_before_people_do_is_planned() -> None:
    each = [at("10 17:00"), at("10 20:00"), at("11 05:30"), at("11 07:30")]

    assert coming(each, at("10 17:00"), at("11 07:30")) == [at("10 20:00"), at("11 05:30")]


@pytest.mark.parametrize(
    ("played", "planned", "found"),
    [
        ("07 05:34", ["07 05:30", "07 17:00"], "07 05:30"),
        ("07 16:40", ["07 05:30", "07 17:00"], "07 17:00"),
        ("07 20:00", ["07 05:30", "07 17:00"], "07 17:00"),
        ("07 20:01", ["07 05:30", "07 17:00"], None),
        ("07 11:00", ["07 05:30", "07 17:00"], None),
        ("07 11:00", [], None),
    ],
)
def test_a_playing_is_the_planned_one_nearest_to_it(
    played: str, planned: list[str], found: str | None
) -> None:
    assert nearest(at(played), map(at, planned)) == (at(found) if found else None)


def test_one_playing_is_not_noted_twice() -> None:
    refuse_twice(at("07 17:20"), [at("07 17:10"), at("07 05:30")])

    with pytest.raises(NotAllowedNow) as caught:
        refuse_twice(at("07 17:19"), [at("07 05:30"), at("07 17:10")])

    assert caught.value.reason == "Đã ghi lượt phát lúc 17 giờ 10, 07/4."


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (WAV, SoundKind.WAV),
        (b"OggS\0\x02", SoundKind.OGG),
        (b"ID3\x04\0", SoundKind.MP3),
        (b"\xff\xfb\x90\x64", SoundKind.MP3),  # MPEG 1, layer III
        (b"\xff\xf3\x80\xc4", SoundKind.MP3),  # MPEG 2, as lame packs speech
        (b"\xff\xfd\x90\x64", None),  # layer II
        (b"\xff\xeb\x90\x64", None),  # a version that does not exist
        (b"\xff\xfb\xf0\x64", None),  # rates that do not exist
        (b"\xff\xfb\x00\x64", None),
        (b"\xff\xfb\x9c\x64", None),
        (b"\xff\xd8\xff\xe0", None),  # a picture
        (b"\xff\xfb", None),
        (b"RIFF\x24\0\0\0AVI LIST", None),
        (b"\0\0\0\x20ftypM4A ", None),
        (b"#!AMR\n", None),
        (b"%PDF-1.7", None),
        (b"MZ\x90\0", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_bytes(beginning: bytes, kind: SoundKind | None) -> None:
    assert sniff(beginning) is kind


@given(st.binary(max_size=64))
def test_no_bytes_upset_the_look_at_them(content: bytes) -> None:
    assert sniff(content) in {None, *SoundKind}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Hãy chọn một tệp âm thanh."),
        (b"#!AMR\n", "không phải wav, mp3 hay ogg"),
        (WAV + bytes(LARGEST_SOUND), "Tệp lớn 15 MB, tối đa 15 MB."),
    ],
)
def test_files_that_are_refused(content: bytes, words: str) -> None:
    with pytest.raises(NotAllowedNow) as caught:
        refuse_sound(content)

    assert words in caught.value.reason
    assert caught.value.field == "sound"


def test_the_largest_file_is_taken() -> None:
    assert refuse_sound(WAV + bytes(LARGEST_SOUND - len(WAV))) is SoundKind.WAV


@pytest.mark.parametrize(
    ("kept", "speed"),
    [("125", 125), ("110", 110), ("200", 200), ("109", 125), ("201", 125), ("", 125), ("²", 125)],
)
def test_a_speed_that_cannot_be_heard_is_the_usual_one(kept: str, speed: int) -> None:
    assert speed_of(kept) == speed


@pytest.mark.parametrize(
    ("kept", "voice"),
    [
        ("vi-vn-x-south", SpokenVoice.SOUTH),
        ("vi", SpokenVoice.NORTH),
        ("", SpokenVoice.NORTH),
        ("en", SpokenVoice.NORTH),
    ],
)
def test_an_unknown_voice_is_the_north_one(kept: str, voice: SpokenVoice) -> None:
    assert voice_of(kept) is voice
