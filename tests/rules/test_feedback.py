"""Opinions go their way, have their limit, and what is no opinion is refused."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.calendar import Calendar, CalendarDay, HolidayKind
from saturday.rules.feedback import (
    OPEN,
    FeedbackKind,
    FeedbackState,
    FeedbackStep,
    InTime,
    Limits,
    Standing,
    StrangerAct,
    after,
    answer_due_on,
    code_from,
    due_on,
    is_too_often,
    may_take,
    new_code,
    read_code,
    refuse_content,
    refuse_half_named,
    refuse_naming,
    reminder,
    show_code,
)
from saturday.rules.refusals import NotAllowedNow

SATURDAY = date(2026, 4, 11)
NEW, SORTED, HANDLING = FeedbackState.NEW, FeedbackState.SORTED, FeedbackState.HANDLING
NAMED = Standing(NEW, FeedbackKind.REPORT, SATURDAY, is_named=True)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (NEW, date(2026, 4, 17)),  # owned by somebody, or sent on, within five working days
        (SORTED, date(2026, 4, 24)),
        (HANDLING, date(2026, 4, 24)),
        (FeedbackState.TRANSFERRED, None),
        (FeedbackState.DECLINED, None),
        (FeedbackState.ANSWERED, None),
        (FeedbackState.CLOSED, None),
    ],
)
def test_what_was_said_on_11_4_is_sent_on_or_answered_in_time(
    calendar: Calendar, state: FeedbackState, due: date | None
) -> None:
    assert due_on(replace(NAMED, state=state), Limits(), calendar) == due


@pytest.mark.parametrize(
    ("since", "forward", "answer"),
    [
        (date(2026, 4, 22), date(2026, 5, 4), date(2026, 5, 11)),  # past 27/4, 30/4 and 01/5
        (date(2026, 2, 12), date(2026, 2, 26), date(2026, 3, 5)),  # past the week of Tết
        (date(2025, 8, 29), date(2025, 9, 9), date(2025, 9, 16)),  # past 01/9 and 02/9
    ],
)
def test_a_limit_passes_over_holidays(
    calendar: Calendar, since: date, forward: date, answer: date
) -> None:
    new, handled = replace(NAMED, since=since), replace(NAMED, since=since, state=HANDLING)

    assert due_on(new, Limits(), calendar) == forward
    assert due_on(handled, Limits(), calendar) == answer
    assert answer_due_on(new, Limits(), calendar) == answer
    assert answer_due_on(handled, Limits(), calendar) == answer


@pytest.mark.parametrize(
    "standing",
    [replace(NAMED, is_named=False), replace(NAMED, kind=FeedbackKind.PRAISE)],
    ids=["without a name", "praise"],
)
def test_what_nobody_waits_for_has_no_limit(calendar: Calendar, standing: Standing) -> None:
    assert due_on(standing, Limits(), calendar) is None
    assert answer_due_on(standing, Limits(), calendar) is None


@given(since=days, forward=st.integers(1, 20), answer=st.integers(1, 40))
def test_a_limit_is_a_working_day_with_just_so_many_between(
    calendar: Calendar, since: date, forward: int, answer: int
) -> None:
    limits = Limits(forward, answer)

    for state, number in ((NEW, forward), (HANDLING, answer)):
        due = due_on(replace(NAMED, since=since, state=state), limits, calendar)
        assert due is not None
        assert calendar.is_working_day(due)
        assert calendar.working_days_between(since, due) == number - 1


@given(since=days)
def test_a_limit_that_would_pass_a_new_holiday_moves_on(calendar: Calendar, since: date) -> None:
    due = due_on(replace(NAMED, since=since), Limits(), calendar)
    assert due is not None
    off = CalendarDay(due, HolidayKind.SUBSTITUTE, "nghỉ thêm", "")
    others = tuple(row for row in calendar.days if row.day != due)

    later = due_on(replace(NAMED, since=since), Limits(), Calendar((*others, off), ()))

    assert later == calendar.next_working_day(due)


@pytest.mark.parametrize(
    ("forward", "answer", "limits"),
    [
        ("3", "7", Limits(3, 7)),
        ("", "", Limits(5, 10)),
        ("0", "61", Limits(5, 10)),
        ("năm", "-1", Limits(5, 10)),
    ],
)
def test_limits_are_whole_numbers_of_days(forward: str, answer: str, limits: Limits) -> None:
    assert Limits.of(forward, answer) == limits


# From which states each step may be taken; a step that is not named may never.
WAY = {
    FeedbackStep.ASSIGN: "NEW SORTED HANDLING",
    FeedbackStep.TAKE_UP: "SORTED",
    FeedbackStep.GIVE_BACK: "SORTED HANDLING",
    FeedbackStep.TRANSFER: "NEW SORTED HANDLING",
    FeedbackStep.DECLINE: "NEW SORTED HANDLING",
    FeedbackStep.ANSWER: "NEW SORTED HANDLING",
    FeedbackStep.CLOSE: "TRANSFERRED ANSWERED",
    FeedbackStep.REOPEN: "TRANSFERRED DECLINED ANSWERED CLOSED",
}


@pytest.mark.parametrize("step", FeedbackStep)
def test_a_step_is_taken_only_where_it_makes_sense(step: FeedbackStep) -> None:
    allowed = [state for state in FeedbackState if may_take(step, state)]

    assert allowed == [FeedbackState[one] for one in WAY.get(step, "").split()]
    for state in set(FeedbackState) - set(allowed):
        with pytest.raises(NotAllowedNow, match="Hãy tải lại trang"):
            after(step, state)


@pytest.mark.parametrize("state", FeedbackState)
def test_every_end_can_be_opened_again_and_ends_once_more(state: FeedbackState) -> None:
    if state not in OPEN:
        state = after(FeedbackStep.REOPEN, state)

    assert after(FeedbackStep.CLOSE, after(FeedbackStep.ANSWER, state)) is FeedbackState.CLOSED


@pytest.mark.parametrize("content", ["", "Chậm quá", "a" * 4001])
def test_an_opinion_says_something_and_not_too_much(content: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_content(content)

    assert refusal.value.field == "content"


def test_an_ordinary_opinion_is_taken() -> None:
    refuse_content("Loa của bản nghe không rõ và chỉ đọc tiếng phổ thông.")
    refuse_half_named("Lô Thị Mẫu", "Thôn 1 (mẫu)", "0912345678")


@pytest.mark.parametrize(
    ("name", "address", "phone", "field"),
    [
        ("", "Thôn 1", "0912345678", "name"),
        ("Lô Thị Mẫu", "", "0912345678", "address"),
        ("Lô Thị Mẫu", "Thôn 1", "", "phone"),
    ],
)
def test_a_named_one_is_named_wholly(name: str, address: str, phone: str, field: str) -> None:
    with pytest.raises(NotAllowedNow, match="Góp ý không ghi tên") as refusal:
        refuse_half_named(name, address, phone)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    "text",
    [
        "Đã trả lời bà LÔ THỊ MẪU tại nhà.",
        "Xã đã gọi số 0912345678.",
        "Xã đã gọi số 0912 345 678, máy bận.",
        "Xã đã gọi 0912.345.678.",
    ],
)
def test_who_it_was_is_not_told_to_many(text: str) -> None:
    with pytest.raises(NotAllowedNow, match="Hãy bỏ họ tên, số điện thoại") as refusal:
        refuse_naming(text, "Lô Thị Mẫu", "0912345678")

    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    ("name", "phone"), [("Lô Thị Mẫu", "0912345678"), ("", ""), ("Lô Thị Mẫu", "")]
)
def test_an_answer_that_names_nobody_may_be_told(name: str, phone: str) -> None:
    refuse_naming("Đã sửa đèn đường ở Thôn 1 ngày 12/4/2026, chi 350.000 đồng.", name, phone)


def test_a_code_is_read_as_people_copy_it_from_a_slip() -> None:
    code = new_code()

    for typed in (code, show_code(code), show_code(code).lower(), f" {code[:3]} {code[3:]} "):
        assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "K7M2P", "K7M2P-QX4T0", "K7M2P-QX4TDD", "' OR 1=1 --"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""


def test_codes_do_not_repeat() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("act", "from_machine", "from_all", "too_often"),
    [
        (StrangerAct.SEND, 9, 59, False),
        (StrangerAct.SEND, 10, 10, True),
        (StrangerAct.SEND, 0, 60, True),
        (StrangerAct.LOOK_UP, 19, 599, False),
        (StrangerAct.LOOK_UP, 20, 20, True),
        (StrangerAct.LOOK_UP, 0, 600, True),
        (StrangerAct.VILLAGE, 9, 349, False),
        (StrangerAct.VILLAGE, 10, 10, True),
    ],
)
def test_strangers_wait_who_come_too_often(
    act: StrangerAct, from_machine: int, from_all: int, *, too_often: bool
) -> None:
    assert is_too_often(act, from_machine, from_all) is too_often


@given(st.binary(min_size=32, max_size=32))
def test_a_code_made_of_bits_is_a_code_and_the_same_each_time(bits: bytes) -> None:
    code = code_from(bits)

    assert read_code(show_code(code)) == code == code_from(bits)


def test_the_reminder_tells_numbers_and_limits_only() -> None:
    owed = [("07/2026", "quá hạn 2 ngày làm việc"), ("09/2026", "hạn hôm nay")]

    assert reminder("Phòng Kinh tế", owed).splitlines() == [
        "Trung tâm nhắc Phòng Kinh tế: 2 ý kiến của người dân đang chờ.",
        "- Số 07/2026: quá hạn 2 ngày làm việc.",
        "- Số 09/2026: hạn hôm nay.",
        "Trả lời, hoặc xin thôi xử lý, ở mục Phản ánh của trang Ngày thứ 7 vì dân.",
    ]


@given(day=days, since=days, forward=st.integers(1, 30), answer=st.integers(1, 30))
def test_the_earliest_day_in_time_is_where_limits_begin_to_hold(
    calendar: Calendar, day: date, since: date, forward: int, answer: int
) -> None:
    limits = Limits(forward, answer)
    in_time = InTime.on(day, limits, calendar)

    for state, first in ((NEW, in_time.forward), (HANDLING, in_time.answer)):
        due = due_on(replace(NAMED, state=state, since=since), limits, calendar)
        assert due is not None
        assert (due < day) is (since < first)
