"""The board says who is missing, when, and who must act."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.coverage import (
    Gap,
    Need,
    Presence,
    coverage,
    fails_sentence,
    gap_hours,
    gap_sentence,
    reminder,
    who_sends_whom,
)

START, TEN, END = time(7, 30), time(10, 0), time(11, 30)
DUE = datetime(2026, 4, 3, 17, 0)  # noqa: DTZ001
THURSDAY = datetime(2026, 4, 2, 9, 0)  # noqa: DTZ001
MONDAY = datetime(2026, 4, 6, 9, 10)  # noqa: DTZ001

LAND = Need("LAND", "Đất đai (chỉ tiếp nhận)", 1, START, END, "Phòng Kinh tế")
TRADE = Need("BUSINESS", "Hộ kinh doanh, nông nghiệp", 2, START, END, "Phòng Kinh tế")
SIGNER = Need("CERTIFICATION_SIGNER", "Ký chứng thực", 1, START, END, None, ("chứng thực bản sao",))
LEADER = Need("LEADER", "Lãnh đạo UBND", 1, START, END)


def only_gap(need: Need, *present: Presence) -> Gap:
    """Give the one gap of one duty."""
    (gap,) = coverage([need], present)
    return gap


def test_a_duty_held_the_whole_half_day_is_covered() -> None:
    assert coverage([LAND], [Presence("LAND", START, END)]) == []
    assert coverage([LAND], [Presence("LAND", time(7, 0), time(12, 0))]) == []


def test_two_people_may_share_the_half_day() -> None:
    shared = [Presence("LAND", TEN, END), Presence("LAND", START, TEN)]

    assert coverage([LAND], shared) == []


def test_a_duty_that_needs_nobody_is_covered() -> None:
    assert coverage([Need("GUIDANCE", "Hướng dẫn", 0, START, END)], []) == []


def test_nobody_on_a_duty_is_a_gap_for_the_whole_half_day() -> None:
    gap = only_gap(LAND, Presence("CERTIFICATION", START, END))

    assert (gap.code, gap.name) == ("LAND", "Đất đai (chỉ tiếp nhận)")
    assert (gap.have, gap.need, gap.missing) == (0, 1, 1)
    assert not gap.is_partial
    assert gap_hours(gap) == "Đất đai (chỉ tiếp nhận): chưa có người"


def test_too_few_people_are_a_gap() -> None:
    gap = only_gap(TRADE, Presence("BUSINESS", START, END))

    assert (gap.have, gap.need, gap.missing) == (1, 2, 1)
    assert gap_hours(gap) == "Hộ kinh doanh, nông nghiệp: còn thiếu 1 người"


def test_hours_without_anybody_are_named() -> None:
    gap = only_gap(SIGNER, Presence("CERTIFICATION_SIGNER", START, TEN))

    assert gap.uncovered == ((TEN, END),)
    assert gap_hours(gap) == "Ký chứng thực: chưa có người từ 10 giờ 00 đến 11 giờ 30"


def test_several_spans_without_anybody_are_all_named() -> None:
    nine = time(9, 0)
    gap = only_gap(SIGNER, Presence("CERTIFICATION_SIGNER", nine, TEN))

    assert gap.uncovered == ((START, nine), (TEN, END))
    assert gap_hours(gap) == (
        "Ký chứng thực: chưa có người từ 7 giờ 30 đến 9 giờ 00, từ 10 giờ 00 đến 11 giờ 30"
    )


def test_spans_that_touch_are_joined_even_when_different_people_come_and_go() -> None:
    gap = only_gap(TRADE, Presence("BUSINESS", START, TEN), Presence("BUSINESS", TEN, time(11, 0)))

    assert gap.uncovered == ((START, END),)
    assert gap.have == 0


def test_people_outside_the_hours_do_not_count() -> None:
    assert only_gap(SIGNER, Presence("CERTIFICATION_SIGNER", time(13, 0), time(16, 0))).have == 0


@given(
    st.integers(0, 3),
    st.lists(st.tuples(st.integers(6, 13), st.integers(6, 13)).map(sorted), max_size=5),
)
def test_a_gap_is_found_exactly_when_an_hour_lacks_people(
    count: int, shifts: list[list[int]]
) -> None:
    need = Need("LAND", "Đất đai", count, time(7), time(12))
    gaps = coverage([need], [Presence("LAND", time(start), time(end)) for start, end in shifts])
    there = {hour: sum(start <= hour < end for start, end in shifts) for hour in range(7, 12)}
    lacking = {hour for hour, people in there.items() if people < count}
    found = {
        hour for gap in gaps for start, end in gap.uncovered for hour in range(start.hour, end.hour)
    }

    assert found == lacking
    assert all(gap.have == min(there.values()) for gap in gaps)


@pytest.mark.parametrize(
    ("gap", "who_and_whom"),
    [
        (only_gap(LAND), "Phòng Kinh tế cần cử người trực lĩnh vực đất đai"),
        (
            only_gap(TRADE),
            "Phòng Kinh tế cần cử 2 người trực lĩnh vực hộ kinh doanh, nông nghiệp",
        ),
        (
            only_gap(SIGNER, Presence("CERTIFICATION_SIGNER", START, TEN)),
            "Trung tâm cần phân công người ký chứng thực, từ 10 giờ 00 đến 11 giờ 30,",
        ),
        (only_gap(LEADER), "Chủ tịch UBND xã cần cử lãnh đạo trực"),
    ],
)
def test_a_gap_says_who_must_send_whom_by_when(gap: Gap, who_and_whom: str) -> None:
    sentence = gap_sentence(gap, due=DUE, now=THURSDAY)

    assert sentence == f"{who_and_whom} trước 17 giờ thứ Sáu, 03/4 (còn 1 ngày)."


def test_at_the_limit_itself_nothing_is_late_yet() -> None:
    today = "trước 17 giờ thứ Sáu, 03/4 (hôm nay)."

    assert gap_sentence(only_gap(LAND), due=DUE, now=DUE).endswith(today)
    assert reminder("Phòng Kinh tế", [], day=date(2026, 4, 11), due=DUE, now=DUE).endswith(today)


def test_after_the_limit_a_gap_says_how_late_it_is() -> None:
    partial = only_gap(SIGNER, Presence("CERTIFICATION_SIGNER", START, TEN))

    assert gap_sentence(only_gap(LAND), due=DUE, now=MONDAY) == (
        "Phòng Kinh tế cần cử người trực lĩnh vực đất đai, đã quá hạn 3 ngày."
    )
    assert gap_sentence(partial, due=DUE, now=MONDAY) == (
        "Trung tâm cần phân công người ký chứng thực, từ 10 giờ 00 đến 11 giờ 30, "
        "đã quá hạn 3 ngày."
    )


def test_without_a_limit_a_gap_names_none() -> None:
    partial = only_gap(SIGNER, Presence("CERTIFICATION_SIGNER", START, TEN))

    assert gap_sentence(only_gap(LAND), due=None, now=MONDAY) == (
        "Phòng Kinh tế cần cử người trực lĩnh vực đất đai."
    )
    assert gap_sentence(partial, due=None, now=MONDAY) == (
        "Trung tâm cần phân công người ký chứng thực, từ 10 giờ 00 đến 11 giờ 30."
    )


def test_who_must_send_several_is_named_once() -> None:
    partial = only_gap(SIGNER, Presence("CERTIFICATION_SIGNER", START, TEN))

    assert who_sends_whom([only_gap(LAND), partial, only_gap(TRADE)]) == [
        (
            "Phòng Kinh tế cần cử: người trực lĩnh vực đất đai; "
            "2 người trực lĩnh vực hộ kinh doanh, nông nghiệp"
        ),
        "Trung tâm cần phân công: người ký chứng thực từ 10 giờ 00 đến 11 giờ 30",
    ]
    assert who_sends_whom([]) == []


def test_a_gap_says_which_procedures_fail() -> None:
    assert fails_sentence(only_gap(SIGNER)) == (
        "Thiếu người này thì không làm xong trong buổi: chứng thực bản sao."
    )
    assert not fails_sentence(only_gap(LAND))


def test_a_reminder_is_ready_to_be_pasted() -> None:
    text = reminder("Phòng Kinh tế", [LAND, TRADE], day=date(2026, 4, 11), due=DUE, now=THURSDAY)

    assert text == (
        "Phòng Kinh tế chưa gửi danh sách cử công chức trực thứ Bảy, 11/4.\n"
        "Cần cử: 1 người đất đai; 2 người hộ kinh doanh, nông nghiệp.\n"
        "Đề nghị gửi về Trung tâm Phục vụ hành chính công "
        "trước 17 giờ thứ Sáu, 03/4 (còn 1 ngày)."
    )


def test_a_late_reminder_says_so_and_needs_no_duties() -> None:
    text = reminder("Phòng Kinh tế", [], day=date(2026, 4, 11), due=DUE, now=MONDAY)

    assert text == (
        "Phòng Kinh tế chưa gửi danh sách cử công chức trực thứ Bảy, 11/4.\n"
        "Hạn gửi là 17 giờ thứ Sáu, 03/4 (quá hạn 3 ngày). "
        "Đề nghị gửi ngay về Trung tâm Phục vụ hành chính công."
    )
