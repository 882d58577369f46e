"""What is told of a Saturday while it runs, and which counts can be true?"""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from saturday import clock
from saturday.rules.intake import DeskCounts, Filing, Outcome, Satisfaction
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.running import (
    LONGEST_ITEM,
    MOST_ITEMS,
    MOST_PEOPLE,
    Crowd,
    DayFigures,
    Turn,
    calendar_line,
    checklist_lines,
    noon_message,
    refuse_answers,
    refuse_people,
)

SATURDAY = date(2026, 4, 11)
NOON = datetime(2026, 4, 11, 12, 5, tzinfo=clock.TIMEZONE)
STORY = DayFigures(
    day=SATURDAY,
    told_at=NOON,
    counts=DeskCounts(
        58,
        {
            Outcome.SETTLED: 25,
            Outcome.RECEIVED: 14,
            Outcome.SUPPLEMENT: 4,
            Outcome.REDIRECTED: 2,
            Outcome.HANDED_OVER: 5,
            Outcome.GUIDED: 6,
            Outcome.OPINION: 2,
        },
    ),
    filed={Filing.ONLINE: 14, Filing.DIRECT: 25},
    returned_late=1,
    waiting_results=18,
    overdue=1,
    crowd=Crowd(9, "Chứng thực", time(10, 30)),
    last_at=time(11, 52),
    satisfied={Satisfaction.VERY: 40, Satisfaction.NOT: 1},
)
NOTHING = DayFigures(day=SATURDAY, told_at=NOON, counts=DeskCounts(0, {}))


def test_the_leader_is_told_the_story_in_six_lines() -> None:
    assert noon_message(STORY) == (
        "Ngày thứ 7 vì dân, thứ Bảy, 11/4/2026: số liệu lúc 12 giờ 05.",
        (
            "58 lượt = 39 tiếp nhận + 4 yêu cầu bổ sung + 2 chỉ dẫn nơi khác + 5 trả kết quả "
            "+ 6 hướng dẫn trực tuyến + 2 góp ý, phản ánh."
        ),
        "Tiếp nhận 39 hồ sơ: trả ngay 25, hẹn trả 14; trực tiếp 25, trực tuyến tại chỗ 14.",
        "Trả 5 kết quả đã hẹn (1 quá hạn); còn 18 hồ sơ chưa trả, quá hạn 1.",
        "Chờ đông nhất 9 người (Chứng thực, 10 giờ 30); lượt cuối lúc 11 giờ 52.",
        "Rất hài lòng 40, hài lòng 0, chưa hài lòng 1; góp ý, phản ánh 2.",
    )


def test_what_nobody_wrote_down_is_said_to_be_unknown() -> None:
    assert noon_message(NOTHING) == (
        "Ngày thứ 7 vì dân, thứ Bảy, 11/4/2026: số liệu lúc 12 giờ 05.",
        "Chưa có lượt công dân nào.",
        "Tiếp nhận 0 hồ sơ: trả ngay 0, hẹn trả 0.",
        "Trả 0 kết quả đã hẹn; còn 0 hồ sơ chưa trả, quá hạn 0.",
        "Chưa ghi số người chờ; chưa có lượt nào.",
        "Chưa ghi mức độ hài lòng; góp ý, phản ánh 0.",
    )


def test_figures_of_a_later_day_say_so() -> None:
    monday = datetime(2026, 4, 13, 8, 0, tzinfo=clock.TIMEZONE)

    assert noon_message(replace(STORY, told_at=monday))[0] == (
        "Ngày thứ 7 vì dân, thứ Bảy, 11/4/2026: số liệu lúc 8 giờ, thứ Hai, 13/4."
    )


def test_people_who_waited_everywhere_are_told_without_a_place() -> None:
    assert Crowd(12, "", time(9)).words == "12 người (9 giờ)"


@pytest.mark.parametrize(
    ("turn", "line"),
    [
        (
            Turn(
                SATURDAY,
                time(7, 30),
                time(11, 30),
                "Trung tâm",
                ["Trần Văn Bình (mẫu)"],
                ["Lê Thị Hoa (mẫu)", "Vi Văn Nam (mẫu)"],
            ),
            (
                "Thứ Bảy (11/4): 7 giờ 30 – 11 giờ 30, Ngày thứ 7 vì dân tại Trung tâm. "
                "Lãnh đạo trực: Trần Văn Bình (mẫu); "
                "phụ trách tại Trung tâm: Lê Thị Hoa (mẫu), Vi Văn Nam (mẫu)."
            ),
        ),
        (
            Turn(SATURDAY, leads=["Lê Thị Hoa (mẫu)"]),
            "Thứ Bảy (11/4): Ngày thứ 7 vì dân. Phụ trách tại Trung tâm: Lê Thị Hoa (mẫu).",
        ),
        (Turn(SATURDAY, time(7, 30)), "Thứ Bảy (11/4): Ngày thứ 7 vì dân."),
    ],
)
def test_the_weekly_calendar_has_one_line(turn: Turn, line: str) -> None:
    assert calendar_line(turn) == line


def test_a_list_is_read_line_by_line_each_thing_once() -> None:
    assert checklist_lines(" Điện \n\nMáy in\nĐiện\n") == ["Điện", "Máy in"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n ", "Hãy ghi ít nhất một mục, mỗi mục một dòng."),
        ("\n".join(map(str, range(MOST_ITEMS + 1))), "Tối đa 20 mục, để in vừa nửa trang."),
        (
            "Máy in\n" + "a" * (LONGEST_ITEM + 1),
            f"Mục “{'a' * 30}…” dài quá 120 ký tự. Hãy viết ngắn hơn.",
        ),
    ],
)
def test_what_can_be_no_list_is_refused_at_its_field(text: str, reason: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        checklist_lines(text)

    assert (refusal.value.reason, refusal.value.field) == (reason, "texts")


def test_the_longest_list_is_taken() -> None:
    lines = [str(place).ljust(LONGEST_ITEM, "a") for place in range(MOST_ITEMS)]

    assert checklist_lines("\n".join(lines)) == lines


@pytest.mark.parametrize("count", [0, 9, MOST_PEOPLE])
def test_a_number_of_people_that_can_be_is_taken(count: int) -> None:
    refuse_people(count)
    refuse_answers([("VERY", count)])


@pytest.mark.parametrize("count", [None, -1, MOST_PEOPLE + 1])
def test_a_number_of_people_that_cannot_be_is_refused(count: int | None) -> None:
    with pytest.raises(NotAllowedNow, match=r"Số người từ 0 đến 999\."):
        refuse_people(count)


@pytest.mark.parametrize("count", [-1, MOST_PEOPLE + 1])
def test_a_number_of_answers_that_cannot_be_is_refused_at_its_field(count: int) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_answers([("VERY", 3), ("NOT", count)])

    assert (refusal.value.reason, refusal.value.field) == ("Số phiếu từ 0 đến 999.", "NOT")
