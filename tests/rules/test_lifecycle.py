"""Papers and lists go only the steps they may, and a Saturday's stages follow from its facts."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from saturday.rules.lifecycle import (
    Facts,
    NominationState,
    NominationStep,
    PaperMark,
    PaperState,
    Stage,
    StageCode,
    StageState,
    is_public_notice_wanted,
    public_notice_due,
    refuse_list_step,
    refuse_mark,
    refuse_step,
    stages,
)
from saturday.rules.refusals import NotAllowedNow

DRAFT, CHECKED, SIGNED, ISSUED = PaperState
DAY = date(2026, 4, 11)
DUE = datetime(2026, 4, 3, 17, 0)  # noqa: DTZ001
SATURDAY = 9  # days after that Thursday
THURSDAY = datetime(2026, 4, 2, 9, 0)  # noqa: DTZ001
# The story's Saturday on Thursday 02/4: two of three lists are in, one duty is not covered.
FACTS = Facts(
    day=DAY,
    now=THURSDAY,
    plan_number="50/KH-UBND",
    public_notice_on=date(2026, 4, 1),
    is_prepared=True,
    lists_wanted=3,
    lists_sent=2,
    lists_approved=1,
    lists_due=DUE,
    gaps=1,
)


def stage(code: StageCode, facts: Facts) -> Stage:
    """Give one stage of a Saturday."""
    return next(one for one in stages(facts) if one.code is code)


@pytest.mark.parametrize(
    ("state", "wanted"), [(DRAFT, CHECKED), (CHECKED, SIGNED), (SIGNED, ISSUED)]
)
def test_a_paper_goes_forward_step_by_step(state: PaperState, wanted: PaperState) -> None:
    refuse_step(state, wanted)


def test_a_checked_paper_goes_back_with_a_reason() -> None:
    refuse_step(CHECKED, DRAFT, reason="Sai tên người ký")

    with pytest.raises(NotAllowedNow, match=r"^Hãy ghi lý do trả về dự thảo\.$") as refused:
        refuse_step(CHECKED, DRAFT, reason="  ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("state", "wanted", "sentence"),
    [
        (DRAFT, DRAFT, "Văn bản đang là dự thảo."),
        (DRAFT, SIGNED, "Hãy kiểm tra nội dung và thể thức trước khi ghi đã ký."),
        (DRAFT, ISSUED, "Hãy ghi đã ký trước khi phát hành."),
        (CHECKED, CHECKED, "Văn bản đã kiểm tra xong."),
        (CHECKED, ISSUED, "Hãy ghi đã ký trước khi phát hành."),
        (
            SIGNED,
            DRAFT,
            "Văn bản đã ký chỉ còn phát hành. Nếu sai, hãy phát hành rồi lập văn bản thay thế.",
        ),
        (
            ISSUED,
            DRAFT,
            "Văn bản đã phát hành. Cần sửa thì lập văn bản đính chính, thay thế hoặc thu hồi.",
        ),
    ],
)
def test_another_step_is_refused_with_what_to_do(
    state: PaperState, wanted: PaperState, sentence: str
) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        refuse_step(state, wanted, reason="có lý do")

    assert refused.value.reason == sentence


def test_only_four_steps_exist() -> None:
    def goes(state: PaperState, wanted: PaperState) -> bool:
        try:
            refuse_step(state, wanted, reason="có lý do")
        except NotAllowedNow:
            return False
        return True

    assert {pair for pair in product(PaperState, repeat=2) if goes(*pair)} == {
        (DRAFT, CHECKED),
        (CHECKED, DRAFT),
        (CHECKED, SIGNED),
        (SIGNED, ISSUED),
    }


def test_a_paper_whose_facts_changed_is_not_signed() -> None:
    refuse_step(DRAFT, CHECKED, changed=True)

    with pytest.raises(NotAllowedNow, match=r"^Nội dung đã đổi sau khi kiểm tra\."):
        refuse_step(CHECKED, SIGNED, changed=True)


def test_a_list_ends_when_it_is_signed() -> None:
    refuse_step(CHECKED, SIGNED, numbered=False)

    with pytest.raises(NotAllowedNow, match=r"^Danh sách không lấy số: đã ký là xong\.$"):
        refuse_step(SIGNED, ISSUED, numbered=False)


@pytest.mark.parametrize("mark", [None, PaperMark.CORRECTED])
def test_an_issued_paper_may_be_corrected_again(mark: PaperMark | None) -> None:
    refuse_mark(ISSUED, mark)


@pytest.mark.parametrize("state", [DRAFT, CHECKED, SIGNED])
def test_only_issued_papers_are_corrected_replaced_or_withdrawn(state: PaperState) -> None:
    with pytest.raises(NotAllowedNow, match=r"^Chỉ đính chính, thay thế, thu hồi được"):
        refuse_mark(state, None)


@pytest.mark.parametrize(
    ("mark", "words"), [(PaperMark.REPLACED, "đã thay thế"), (PaperMark.WITHDRAWN, "đã thu hồi")]
)
def test_a_paper_out_of_force_is_left_alone(mark: PaperMark, words: str) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        refuse_mark(ISSUED, mark)

    assert refused.value.reason == f"Văn bản này {words}. Hãy làm với văn bản còn hiệu lực."


LIST_STEPS = {
    NominationState.DRAFT: "WRITE SEND",
    NominationState.SENT: "WRITE SEND TAKE_BACK RETURN APPROVE",
    NominationState.RETURNED: "WRITE SEND",
    NominationState.APPROVED: "",
}


@pytest.mark.parametrize(("state", "step"), [*product(NominationState, NominationStep)])
def test_a_list_goes_only_its_steps(state: NominationState, step: NominationStep) -> None:
    if step in LIST_STEPS[state].split():
        refuse_list_step(state, step, reason="Thiếu người đất đai")
    else:
        with pytest.raises(NotAllowedNow, match=r"\.$"):
            refuse_list_step(state, step, reason="Thiếu người đất đai")


@pytest.mark.parametrize(
    ("state", "step", "sentence"),
    [
        ("APPROVED", "WRITE", "Danh sách đã duyệt. Cần đổi người thì dùng mục Thay người."),
        ("DRAFT", "TAKE_BACK", "Chỉ lấy lại được danh sách đã gửi và chưa duyệt."),
        ("DRAFT", "RETURN", "Chỉ trả lại được danh sách đã gửi và chưa duyệt."),
        ("RETURNED", "APPROVE", "Chỉ duyệt được danh sách đã gửi."),
        ("SENT", "RETURN", "Hãy ghi lý do trả lại."),
    ],
)
def test_a_list_refused_a_step_says_why(state: str, step: str, sentence: str) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        refuse_list_step(NominationState(state), NominationStep(step))

    assert refused.value.reason == sentence


def test_the_story_on_thursday_has_these_stages() -> None:
    assert [(one.name, one.state.words, one.words) for one in stages(FACTS)] == [
        ("Kế hoạch", "Xong", "KH 50/KH-UBND"),
        ("Thông báo", "Xong", "đã phát hành thứ Tư, 01/4"),
        ("Danh sách cử", "Đang làm", "2 trên 3 phòng đã gửi, hạn 17 giờ thứ Sáu, 03/4"),
        ("Phân công", "Còn thiếu", "còn thiếu 1 nhiệm vụ"),
        ("Thông báo phân công", "Chưa đến", "lập khi đủ người, hoặc ghi lý do"),
        ("Tiếp nhận", "Chưa đến", "còn 9 ngày"),
    ]


def test_a_saturday_only_planned_waits_for_its_preparation() -> None:
    facts = Facts(day=date(2026, 5, 9), now=THURSDAY)

    assert [(one.state, one.words) for one in stages(facts)] == [
        (StageState.DOING, "chưa phát hành"),
        (StageState.NOT_YET, "phát hành trước thứ Bảy, 02/5"),
        (StageState.NOT_YET, "chưa mở chuẩn bị"),
        (StageState.NOT_YET, "chưa mở chuẩn bị"),
        (StageState.NOT_YET, "lập khi đủ người, hoặc ghi lý do"),
        (StageState.NOT_YET, "còn 37 ngày"),
    ]


def test_a_saturday_that_needs_nobody_from_the_departments_has_its_lists_and_people() -> None:
    facts = Facts(day=DAY, now=THURSDAY, is_prepared=True)

    assert stage(StageCode.LISTS, facts).words == "không cần phòng nào gửi"
    assert stage(StageCode.COVERAGE, facts).words == "đủ người"


@pytest.mark.parametrize(
    ("days_before", "state", "words"),
    [
        (11, "NOT_YET", "phát hành trước thứ Bảy, 04/4"),
        (10, "MISSING", "cần phát hành trước thứ Bảy, 04/4 (còn 3 ngày)"),
        (7, "MISSING", "cần phát hành trước thứ Bảy, 04/4 (hôm nay)"),
        (6, "OVERDUE", "chưa phát hành, quá hạn 1 ngày"),
    ],
)
def test_the_public_notice_is_wanted_seven_to_ten_days_before(
    days_before: int, state: str, words: str
) -> None:
    now = datetime(2026, 4, 11, 8, 0) - timedelta(days=days_before)  # noqa: DTZ001
    found = stage(StageCode.PUBLIC_NOTICE, replace(FACTS, now=now, public_notice_on=None))

    assert (found.state, found.words) == (state, words)


def test_a_public_notice_that_no_longer_agrees_must_be_replaced() -> None:
    found = stage(StageCode.PUBLIC_NOTICE, replace(FACTS, public_notice_is_wrong=True))

    assert (found.state, found.words) == ("MISSING", "không còn đúng, cần thay thế")


@pytest.mark.parametrize(
    ("day", "is_prepared", "wanted"),
    [(1, True, True), (1, False, False), (10, True, True)],
)
def test_people_are_told_once_it_is_prepared_and_ten_days_are_left(
    *, day: int, is_prepared: bool, wanted: bool
) -> None:
    now = datetime(2026, 4, day, 8, 0)  # noqa: DTZ001

    assert is_public_notice_wanted(replace(FACTS, now=now, is_prepared=is_prepared)) is wanted
    assert not is_public_notice_wanted(replace(FACTS, now=now.replace(month=3)))
    assert public_notice_due(date(2026, 4, 11)) == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        (replace(FACTS, lists_sent=3), "DONE", "3 trên 3 phòng đã gửi"),
        (replace(FACTS, lists_due=None), "DOING", "2 trên 3 phòng đã gửi"),
        (replace(FACTS, now=DUE), "DOING", "2 trên 3 phòng đã gửi, hạn 17 giờ thứ Sáu, 03/4"),
        (
            replace(FACTS, now=DUE + timedelta(days=3)),
            "OVERDUE",
            "2 trên 3 phòng đã gửi, quá hạn 3 ngày",
        ),
        (
            replace(FACTS, now=DUE + timedelta(days=9), notice=ISSUED),
            "DONE",
            "2 trên 3 phòng đã gửi",
        ),
    ],
)
def test_lists_are_waited_for_until_the_notice_is_out(facts: Facts, state: str, words: str) -> None:
    found = stage(StageCode.LISTS, facts)

    assert (found.state, found.words) == (state, words)


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        (replace(FACTS, gaps=0), "DOING", "1 danh sách chờ duyệt"),
        (replace(FACTS, gaps=0, lists_approved=2), "DONE", "đủ người"),
    ],
)
def test_the_board_is_done_when_nobody_is_missing_and_nothing_waits(
    facts: Facts, state: str, words: str
) -> None:
    found = stage(StageCode.COVERAGE, facts)

    assert (found.state, found.words) == (state, words)


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        (replace(FACTS, gaps=0), "MISSING", "đủ người, cần lập"),
        (replace(FACTS, notice=DRAFT), "DOING", "dự thảo"),
        (replace(FACTS, notice=SIGNED), "DOING", "đã ký"),
        (
            replace(FACTS, notice=ISSUED, notice_number="28/TB-TTPVHCC"),
            "DONE",
            "đã phát hành, số 28/TB-TTPVHCC",
        ),
        (
            replace(FACTS, notice=CHECKED, now=THURSDAY + timedelta(days=9)),
            "OVERDUE",
            "đã kiểm tra, chưa phát hành",
        ),
        (replace(FACTS, now=THURSDAY + timedelta(days=9)), "OVERDUE", "chưa lập"),
    ],
)
def test_the_assignment_notice_follows_its_paper(facts: Facts, state: str, words: str) -> None:
    found = stage(StageCode.ASSIGNMENT_NOTICE, facts)

    assert (found.state, found.words) == (state, words)


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (8, "NOT_YET", "còn 1 ngày"),
        (9, "DOING", "hôm nay"),
        (10, "MISSING", "chưa chốt số liệu"),
    ],
)
def test_the_day_itself_comes_and_goes(days: int, state: str, words: str) -> None:
    found = stage(StageCode.DAY, replace(FACTS, now=THURSDAY + timedelta(days=days)))

    assert (found.state, found.words) == (state, words)


@pytest.mark.parametrize(
    ("days", "recorded", "unrecorded", "state", "words"),
    [
        (9, 0, 8, "DOING", "hôm nay"),
        (10, 0, 8, "MISSING", "còn 8 người chưa chấm công, chưa chốt số liệu"),
        (10, 7, 1, "MISSING", "còn 1 người chưa chấm công, chưa chốt số liệu"),
        (10, 8, 0, "DONE", "đã qua, đã chấm công, đã chốt số liệu"),
    ],
)
def test_after_the_day_attendance_is_wanted(
    days: int, recorded: int, unrecorded: int, state: str, words: str
) -> None:
    then = THURSDAY + timedelta(days=days)
    is_closed = not unrecorded
    facts = replace(FACTS, now=then, recorded=recorded, unrecorded=unrecorded, is_closed=is_closed)

    found = stage(StageCode.DAY, facts)

    assert (found.state, found.words) == (state, words)


@pytest.mark.parametrize(
    ("days", "recorded", "unrecorded", "words"),
    [
        (8, 0, 0, "còn 1 ngày"),
        (9, 0, 8, "hôm nay, 58 lượt công dân"),
        (10, 0, 8, "58 lượt công dân, còn 8 người chưa chấm công, chưa chốt số liệu"),
        (10, 8, 0, "58 lượt công dân, đã chấm công, chưa chốt số liệu"),
        (10, 0, 0, "58 lượt công dân, chưa chốt số liệu"),
    ],
)
def test_the_day_tells_how_many_people_came(
    days: int, recorded: int, unrecorded: int, words: str
) -> None:
    then = THURSDAY + timedelta(days=days)
    facts = replace(FACTS, now=then, recorded=recorded, unrecorded=unrecorded, visits=58)

    assert stage(StageCode.DAY, facts).words == words


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (SATURDAY, "DONE", "hôm nay, 58 lượt công dân, đã chốt số liệu"),
        (SATURDAY + 1, "DONE", "58 lượt công dân, đã chốt số liệu"),
    ],
)
def test_figures_that_are_closed_end_the_day(days: int, state: str, words: str) -> None:
    facts = replace(FACTS, now=THURSDAY + timedelta(days=days), visits=58, is_closed=True)

    found = stage(StageCode.DAY, facts)

    assert (found.state, found.words) == (state, words)


def test_a_saturday_that_was_never_prepared_has_nothing_to_close() -> None:
    then = THURSDAY + timedelta(days=SATURDAY + 1)

    found = stage(StageCode.DAY, replace(FACTS, now=then, is_prepared=False))

    assert (found.state, found.words) == (StageState.DONE, "đã qua")


def test_a_saturday_moved_or_cancelled_has_one_stage_that_says_why() -> None:
    gone = "Buổi này đã dời sang 18/4: mưa lũ."

    assert stages(replace(FACTS, gone=gone)) == (Stage(StageCode.GONE, StageState.DONE, gone),)
