"""Tests: a report's words are drafted from figures, in sentences that an official would write."""

from dataclasses import replace
from datetime import date, time

import pytest

from saturday.rules.intake import DeskCounts, Guidance
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.report_text import (
    LONGEST_TEXT,
    Promise,
    Section,
    drafted,
    opinions,
    promise_in_words,
    refuse_text,
    results,
)
from saturday.rules.reporting import Said, SaturdayFigures, Trouble
from saturday.rules.running import Crowd
from tests.rules.test_reporting import APRIL, FIGURES, MARCH, MAY, NOTHING, SATURDAY

NOBODY = DeskCounts(0, {})
TROUBLE = Trouble(
    later=6,
    crowd=Crowd(9, "Chứng thực", time(10, 30)),
    crowd_day=APRIL,
    supplements=[("Đất đai", 3), ("Bảo trợ xã hội", 1)],
    remarks=[(APRIL, "Mất điện 8 phút.")],
)
WHOLE = replace(
    FIGURES, trouble=TROUBLE, guided={Guidance.VNEID: 4, None: 2}, to_come=[MAY, date(2026, 6, 6)]
)

TOLD = [
    (Section.ORGANISATION, ["Đã tổ chức 01 buổi làm việc thứ Bảy: 11/4."]),
    (
        Section.ASSESSMENT,
        [
            (
                "Đã phục vụ 58 lượt công dân, tiếp nhận 39 hồ sơ, trong đó có 25 hồ sơ giải quyết, "
                "trả ngay."
            ),
            "Đã trả kết quả 30 hồ sơ; tỷ lệ đúng hạn 93,5 %.",
            "Đã hướng dẫn trực tuyến 06 lượt công dân.",
            "Trong 46 lượt đánh giá, tỷ lệ hài lòng và rất hài lòng là 97,8 %.",
        ],
    ),
    (
        Section.DIFFICULTIES,
        [
            "Buổi 11/4: Mất điện 8 phút.",
            "Có 01 hồ sơ trả kết quả quá hạn.",
            "Còn 01 hồ sơ quá hạn chưa trả kết quả.",
            "Có 04 lượt phải bổ sung hồ sơ (Đất đai 3, Bảo trợ xã hội 1).",
            "Có 06 lượt phải ghi giấy rồi cập nhật sau.",
            "Lúc chờ đông nhất ngày 11/4: 9 người (Chứng thực, 10 giờ 30).",
            "Thôn, bản gửi lên 01 khó khăn, ý kiến.",
            "Còn 02 phản ánh, kiến nghị chưa trả lời đến cuối kỳ.",
        ],
    ),
    (
        Section.LESSONS,
        [
            "Hướng dẫn kỹ giấy tờ cần mang theo ngay trong tin, bài trước buổi.",
            "Chuẩn bị sẵn phiếu giấy, nguồn điện và đường mạng dự phòng trước giờ mở cửa.",
            "Bố trí thêm người ở quầy đông vào giữa buổi.",
            "Rà soát hồ sơ đến hạn vào thứ Sáu trước mỗi buổi.",
        ],
    ),
    (
        Section.TASKS,
        [
            "Tổ chức các buổi tiếp theo: 09/5, 06/6.",
            "Trả kết quả 18 hồ sơ còn lại, trước hết là 01 hồ sơ quá hạn.",
            "Trả lời 02 phản ánh, kiến nghị còn lại.",
        ],
    ),
    (
        Section.PROPOSALS,
        [
            "Đề nghị Ủy ban nhân dân xã chỉ đạo các phòng trả hồ sơ quá hạn.",
            "Đề nghị các phòng được giao trả lời phản ánh, kiến nghị đúng thời hạn.",
        ],
    ),
]


@pytest.mark.parametrize(("section", "lines"), TOLD)
def test_a_part_is_drafted_from_the_figures(section: Section, lines: list[str]) -> None:
    assert drafted(section, WHOLE).replace("\N{NO-BREAK SPACE}", " ").splitlines() == lines


@pytest.mark.parametrize("section", Section)
def test_of_nothing_each_part_says_so(section: Section) -> None:
    said = drafted(section, NOTHING)

    assert said.endswith(".")
    assert "\n" not in said


def test_what_is_not_known_is_left_out() -> None:
    trouble = Trouble(crowd=Crowd(5, "", time(9)), supplements=())
    plain = replace(
        FIGURES,
        dossiers=replace(FIGURES.dossiers, late=0, on_time=26, overdue=0, open=18),
        said=Said(),
        trouble=trouble,
    )

    assert drafted(Section.DIFFICULTIES, plain).splitlines() == [
        "Có 04 lượt phải bổ sung hồ sơ.",
        "Lúc chờ đông nhất: 5 người (9 giờ).",
    ]
    assert drafted(Section.TASKS, plain) == "Trả kết quả 18 hồ sơ còn lại."
    few = replace(plain, trouble=Trouble(crowd=Crowd(4, "", time(9))))
    assert "đông" not in drafted(Section.DIFFICULTIES, few) + drafted(Section.LESSONS, few)


def test_mobile_moved_and_cancelled_saturdays_are_named() -> None:
    moved = SaturdayFigures(
        MARCH, NOBODY, is_held=False, gone="dời sang 11/4", reason="trước ngày bầu cử."
    )
    dropped = SaturdayFigures(MAY, NOBODY, is_held=False, gone="đã hủy")
    figures = replace(FIGURES, saturdays=[moved, replace(SATURDAY, is_mobile=True), dropped])

    assert drafted(Section.ORGANISATION, figures).splitlines() == [
        "Đã tổ chức 01 buổi làm việc thứ Bảy: 11/4.",
        "Trong đó có 01 buổi lưu động: 11/4.",
        "Buổi 28/3 dời sang 11/4: trước ngày bầu cử.",
        "Buổi 09/5 đã hủy.",
    ]


def test_results_prove_the_counts_and_name_days_that_nobody_closed() -> None:
    told = list(results(FIGURES))
    assert [one.partition(":")[0] for one in told] == ["Lượt công dân", "Hồ sơ"]

    unclosed = replace(FIGURES, saturdays=[replace(SATURDAY, is_closed=False)])
    assert list(results(unclosed))[-1] == "Chưa chốt số liệu buổi: 11/4."


def test_opinions_and_slips_are_told_or_said_to_be_none() -> None:
    assert list(opinions(FIGURES)) == [
        (
            "Đã ghi vào sổ 03 phản ánh, kiến nghị, trong đó thôn, bản gửi lên 1; "
            "đến cuối kỳ đã trả lời 1, chưa trả lời 2."
        ),
        "Mức độ hài lòng qua 46 lượt đánh giá: rất hài lòng 31, hài lòng 14, chưa hài lòng 1.",
    ]
    assert list(opinions(NOTHING)) == [
        "Trong kỳ không ghi nhận phản ánh, kiến nghị.",
        "Trong kỳ chưa ghi mức độ hài lòng.",
    ]
    told = next(iter(opinions(replace(FIGURES, said=Said(2, 0, 0, 2)))))
    assert told == "Đã ghi vào sổ 02 phản ánh, kiến nghị; đến cuối kỳ chưa trả lời 2."
    told = next(iter(opinions(replace(FIGURES, said=Said(2, 0, 2)))))
    assert told == "Đã ghi vào sổ 02 phản ánh, kiến nghị; đến cuối kỳ đã trả lời 2."


def test_what_was_sent_on_or_not_taken_is_owed_by_nobody() -> None:
    figures = replace(FIGURES, said=Said(3, 0, 1))

    assert next(iter(opinions(figures))) == (
        "Đã ghi vào sổ 03 phản ánh, kiến nghị; đến cuối kỳ đã trả lời 1, "
        "chuyển nơi khác hoặc không phải trả lời 2."
    )
    parts = (Section.DIFFICULTIES, Section.TASKS, Section.PROPOSALS)
    assert all("phản ánh" not in drafted(one, figures) for one in parts)


def promise(as_of: date, *planned: date, mobile: tuple[date, ...] = ()) -> Promise:
    return Promise(2026, date(2026, 2, 11), planned, mobile, as_of)


def test_a_promise_counts_from_the_date_of_the_plan() -> None:
    told = promise(date(2026, 5, 20), MARCH, APRIL, date(2026, 6, 6), mobile=(APRIL,))

    assert (told.months, told.held, told.missing) == (11, [MARCH, APRIL], [2])
    assert list(promise_in_words(told)) == [
        "Kế hoạch tính từ ngày 11 tháng 02 năm 2026: mỗi tháng một buổi, cả năm 11 buổi.",
        "Đến 11/4/2026 đã tổ chức 02 buổi, đạt 18,2\N{NO-BREAK SPACE}%.",
        "Kế hoạch có 01 buổi lưu động; đã tổ chức 01 buổi.",
        "Chưa có buổi ở tháng: 2.",
    ]


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 3, 1), "11/02/2026"),  # none was held: from the plan's date
        (date(2026, 4, 11), "11/4/2026"),
        (date(2026, 5, 20), "11/4/2026"),
        (date(2026, 12, 30), "11/4/2026"),
        (date(2026, 12, 31), "31/12/2026"),
    ],
)
def test_a_promise_is_told_alike_on_each_day_between_two_saturdays(today: date, until: str) -> None:
    told = list(promise_in_words(promise(today, MARCH, APRIL)))[1]

    assert told.startswith(f"Đến {until} đã tổ chức")


def test_a_promise_that_was_kept_names_no_month() -> None:
    told = promise(date(2026, 4, 20), date(2026, 2, 28), MARCH, APRIL, MAY)

    assert told.missing == []
    assert len(list(promise_in_words(told))) == 3


@pytest.mark.parametrize("text", ["", " \n ", "a" * (LONGEST_TEXT + 1)])
def test_a_part_is_neither_empty_nor_endless(text: str) -> None:
    with pytest.raises(NotAllowedNow) as caught:
        refuse_text(text)

    assert caught.value.field == "text"


def test_a_part_in_between_is_kept() -> None:
    refuse_text("a" * LONGEST_TEXT)
