"""What an announcement must be before it goes on, and how far it is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.announcements import (
    MOST_LETTERS_ANYWHERE,
    AnnouncementState,
    Channel,
    Steps,
    place_in_words,
    refuse_people,
    refuse_text,
    state_words,
)
from saturday.rules.refusals import NotAllowedNow

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
PEOPLE = [("Nguyễn Văn An", "0912 345 678"), ("Lê Thị Bình", ""), ("Tài", "0977000111")]


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (Steps(), AnnouncementState.DRAFT),
        (Steps(NOON), AnnouncementState.WAITING),
        (Steps(NOON, NOON), AnnouncementState.APPROVED),
        (Steps(NOON, NOON, NOON), AnnouncementState.PUBLISHED),
    ],
)
def test_the_last_step_taken_is_the_state(steps: Steps, state: AnnouncementState) -> None:
    assert steps.state is state


@pytest.mark.parametrize(
    ("channel", "text", "reason"),
    [
        (Channel.WEBSITE, " \n", "Tin chưa có chữ nào. Hãy ghi nội dung."),
        (Channel.ZALO_OFFICIALS, "ă" * 701, "Tin dài 701 ký tự, tối đa 700. Hãy bớt chữ."),
        (Channel.ZALO_VILLAGES, "ă" * 742, "Tin dài 742 ký tự, tối đa 700. Hãy bớt chữ."),
        (Channel.FANPAGE, "ă" * 8001, "Tin dài 8001 ký tự, tối đa 8000. Hãy bớt chữ."),
    ],
)
def test_an_empty_and_a_too_long_text_are_refused(channel: Channel, text: str, reason: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_text(channel, text)

    assert (refusal.value.reason, refusal.value.field) == (reason, "text")


@pytest.mark.parametrize(
    ("channel", "length"),
    [
        (Channel.ZALO_VILLAGES, 700),
        (Channel.WEBSITE, 701),
        (Channel.WEBSITE, MOST_LETTERS_ANYWHERE),
    ],
)
def test_a_text_up_to_its_channels_length_passes(channel: Channel, length: int) -> None:
    refuse_text(channel, "ă" * length)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Gặp Nguyễn Văn An ở bàn số 1.", "tên Nguyễn Văn An"),
        ("gặp NGUYỄN VĂN AN,", "tên Nguyễn Văn An"),
        ("Gặp Nguyễn\nVăn An", "tên Nguyễn Văn An"),
        ("(Lê Thị Bình)", "tên Lê Thị Bình"),
        ("Gọi 0912345678.", "số điện thoại 0912 345 678 của Nguyễn Văn An"),
        ("Gọi 0912.345.678 nhé", "số điện thoại 0912 345 678 của Nguyễn Văn An"),
        ("Gọi 0977-000-111", "số điện thoại 0977000111 của Tài"),
    ],
)
def test_names_and_telephones_of_people_are_refused(text: str, named: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_people(text, PEOPLE)

    assert refusal.value.reason.startswith(f"Có {named} trong tin công khai. Hãy bỏ")
    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    "text",
    [
        "Gọi Trung tâm theo số 0238 3872 105.",
        "Tài liệu gốc mang theo.",  # a name of one word may be any word
        "Nguyễn Văn Anh và Nguyễn Văn",
        "Năm 2026, 12 thôn, bản",
        "",
    ],
)
def test_other_words_and_numbers_pass(text: str) -> None:
    refuse_people(text, PEOPLE)


@given(st.text(max_size=60))
def test_any_text_is_either_refused_or_free_of_the_name(text: str) -> None:
    try:
        refuse_people(text, [("Lê Văn", "")])
    except NotAllowedNow:
        assert "lê" in text.lower()
    else:
        assert " lê văn " not in f" {text.lower()} "


@pytest.mark.parametrize(
    ("channel", "approved", "out"),
    [
        (Channel.WEBSITE, "đã duyệt, chờ đăng", "đã đăng cổng thông tin"),
        (Channel.FANPAGE, "đã duyệt, chờ đăng", "đã đăng Fanpage"),
        (Channel.ZALO_OFFICIALS, "đã duyệt, chờ gửi", "đã gửi Zalo"),
        (Channel.ZALO_VILLAGES, "đã duyệt, chờ gửi", "đã gửi Zalo"),
        (Channel.LOUDSPEAKER, "đã duyệt, chờ phát", "đã phát loa"),
        (Channel.VILLAGE, "đã duyệt, chờ đăng", "đã đăng trang thôn, bản"),
        (Channel.NOTICE_BOARD, "đã duyệt, chờ dán", "đã dán bảng tin"),
    ],
)
def test_each_channel_goes_out_in_its_own_word(channel: Channel, approved: str, out: str) -> None:
    assert state_words(channel, AnnouncementState.DRAFT) == "dự thảo"
    assert state_words(channel, AnnouncementState.APPROVED) == approved
    assert state_words(channel, AnnouncementState.PUBLISHED) == out == channel.out_words


@pytest.mark.parametrize(
    ("place", "village", "said"),
    [
        ("Trung tâm", "", "Trung tâm"),
        ("Nhà văn hóa", "Thôn 12", "Nhà văn hóa, Thôn 12"),
        ("Nhà văn hóa thôn 12", "Thôn 12", "Nhà văn hóa thôn 12"),
        ("", "Thôn 12", "Thôn 12"),
    ],
)
def test_a_place_names_its_village_once(place: str, village: str, said: str) -> None:
    assert place_in_words(place, village) == said
