"""What passes over the desk: what is counted, what is refused, and in which words."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.intake import (
    MOST_AT_ONCE,
    DeskCounts,
    Outcome,
    entry_number,
    parse_entry_number,
    refuse_desk,
    refuse_moment,
    refuse_outside,
    refuse_quantity,
    refuse_without_reason,
    sum_in_words,
)
from saturday.rules.refusals import NotAllowedNow
from tests.factories import at

SATURDAY = date(2026, 4, 11)
O = Outcome  # noqa: E741 - the tables below stay readable


def test_the_eight_keys_count_what_people_come_for() -> None:
    assert [one.words for one in Outcome] == [
        "giải quyết, trả ngay",
        "tiếp nhận, hẹn trả",
        "yêu cầu bổ sung (mẫu 02)",
        "từ chối tiếp nhận (mẫu 03)",
        "chỉ dẫn sang nơi khác",
        "trả kết quả",
        "hướng dẫn trực tuyến",
        "chỉ góp ý, phản ánh",
    ]


@pytest.mark.parametrize(
    ("outcome", "is_received", "needs_procedure"),
    [
        (O.SETTLED, True, True),
        (O.RECEIVED, True, True),
        (O.SUPPLEMENT, False, True),
        (O.REFUSED, False, True),
        (O.REDIRECTED, False, False),
        (O.HANDED_OVER, False, False),
        (O.GUIDED, False, False),
        (O.OPINION, False, False),
    ],
)
def test_what_was_received_and_what_must_be_named(
    outcome: Outcome,
    is_received: bool,  # noqa: FBT001 - a table
    needs_procedure: bool,  # noqa: FBT001 - as above
) -> None:
    assert outcome.is_received is is_received
    assert outcome.needs_procedure is needs_procedure


@pytest.mark.parametrize(
    ("written", "letter", "number"),
    [
        ("0038", "", 38),
        ("38", "", 38),
        ("B0001", "B", 1),
        ("b1", "B", 1),
        ("12345", "", 12345),
    ],
)
def test_a_number_is_read_as_it_is_written(written: str, letter: str, number: int) -> None:
    assert parse_entry_number(written) == (letter, number)


@pytest.mark.parametrize("written", ["", "B", "0", "0000", "123456", "1a", "ớ1", "٣", "-1", "BB1"])
def test_what_is_no_number_is_none(written: str) -> None:
    assert parse_entry_number(written) is None


@given(st.sampled_from(["", "B", "C", "Z"]), st.integers(1, 99_999))
def test_a_written_number_is_read_back(letter: str, number: int) -> None:
    assert parse_entry_number(entry_number(letter, number)) == (letter, number)


@pytest.mark.parametrize("quantity", [None, 0, -1, MOST_AT_ONCE + 1])
def test_no_copies_and_too_many_are_refused(quantity: int | None) -> None:
    with pytest.raises(NotAllowedNow, match="Số lượng từ 1 đến 999") as refusal:
        refuse_quantity(quantity)
    assert refusal.value.field == "quantity"


@pytest.mark.parametrize("quantity", [1, 64, MOST_AT_ONCE])
def test_copies_of_one_thing_are_one_line(quantity: int) -> None:
    refuse_quantity(quantity)


@pytest.mark.parametrize(
    ("happened", "now", "words"),
    [
        ("2026-04-10 23:59", "2026-04-11 09:00", "Hãy ghi giờ trong thứ Bảy, 11/4."),
        ("2026-04-12 00:00", "2026-04-13 09:00", "Hãy ghi giờ trong thứ Bảy, 11/4."),
        ("2026-04-11 09:01", "2026-04-11 09:00", "Giờ này chưa đến. Hãy ghi giờ đã qua."),
    ],
)
def test_a_moment_of_another_day_or_still_to_come_is_refused(
    happened: str, now: str, words: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_moment(at(happened), SATURDAY, at(now))
    assert refusal.value.reason == words


@pytest.mark.parametrize("now", ["2026-04-11 08:20", "2026-04-13 09:00"])
def test_what_happened_on_the_day_may_be_written_later(now: str) -> None:
    refuse_moment(at("2026-04-11 08:20"), SATURDAY, at(now))


@pytest.mark.parametrize("hour", [time(7, 29), time(11, 31), time(20)])
def test_an_hour_outside_the_morning_is_refused_with_what_to_do(hour: time) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_outside(hour, time(7, 30), time(11, 30), "Hãy ghi lý do.")
    said = "Giờ này ngoài giờ làm việc của buổi (7 giờ 30 – 11 giờ 30). Hãy ghi lý do."
    assert (refusal.value.reason, refusal.value.field) == (said, "hour")


@pytest.mark.parametrize("hour", [time(7, 30), time(11, 30)])
def test_the_first_and_the_last_minute_are_of_the_morning(hour: time) -> None:
    refuse_outside(hour, time(7, 30), time(11, 30), "")


def test_where_no_hours_are_set_no_hour_is_outside() -> None:
    refuse_outside(time(20), None, None, "")


@pytest.mark.parametrize(
    ("today", "gone", "closed", "words"),
    [
        (10, "", "", "Buổi chưa đến. Trang này mở ghi vào thứ Bảy, 11/4."),
        (11, "đã hủy vì mưa bão", "", "Buổi này không tổ chức: đã hủy vì mưa bão."),
        (11, "", "Buổi đã chốt lúc 12 giờ 05.", "Buổi đã chốt lúc 12 giờ 05."),
    ],
)
def test_a_desk_that_is_not_open_says_why(today: int, gone: str, closed: str, words: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_desk(SATURDAY, date(2026, 4, today), gone=gone, closed=closed)
    assert refusal.value.reason == words


@pytest.mark.parametrize("today", [11, 12, 30])
def test_the_desk_is_open_on_its_day_and_later(today: int) -> None:
    refuse_desk(SATURDAY, date(2026, 4, today))


def test_a_correction_needs_a_reason() -> None:
    refuse_without_reason("đếm lại")
    with pytest.raises(NotAllowedNow, match="Hãy ghi lý do") as refusal:
        refuse_without_reason("  ", field="void_reason")
    assert refusal.value.field == "void_reason"


WHOLE_STORY = (
    "58 lượt = 39 tiếp nhận + 4 yêu cầu bổ sung + 2 chỉ dẫn nơi khác + 5 trả kết quả"
    " + 6 hướng dẫn trực tuyến + 2 góp ý, phản ánh"
)
STORY = {
    O.SETTLED: 25,
    O.RECEIVED: 14,
    O.SUPPLEMENT: 4,
    O.REDIRECTED: 2,
    O.HANDED_OVER: 5,
    O.GUIDED: 6,
    O.OPINION: 2,
}


@pytest.mark.parametrize(
    ("visits", "by_outcome", "words"),
    [
        (0, {}, "0 lượt = 0"),
        (
            58,
            STORY,
            WHOLE_STORY,
        ),
        (1, {O.REFUSED: 1}, "1 lượt = 1 từ chối"),
        (
            2,
            {O.SETTLED: 2, O.GUIDED: 1},
            "2 lượt = 2 tiếp nhận + 1 hướng dẫn trực tuyến − 1 việc của cùng một người",
        ),
    ],
)
def test_the_sum_of_people_leaves_nothing_out(
    visits: int, by_outcome: dict[Outcome, int], words: str
) -> None:
    counts = DeskCounts(visits, by_outcome)

    assert sum_in_words(counts) == counts.in_words == words


def test_received_is_settled_and_with_an_appointment() -> None:
    counts = DeskCounts(58, STORY)

    assert (counts.received, counts.of(O.SETTLED), counts.of(O.REFUSED), counts.lines) == (
        39,
        25,
        0,
        58,
    )
