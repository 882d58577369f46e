"""Which step may follow, and how far is a Saturday? Stages are judged from facts, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from saturday.rules.coded import Coded
from saturday.rules.deadlines import limit_in_words, time_left
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import days_left, listed_day

_NOTICE_FROM = timedelta(days=10)
_NOTICE_BY = timedelta(days=7)


class PaperState(Coded):
    """How far a paper is (trạng thái văn bản)."""

    DRAFT = "DRAFT", "dự thảo"
    CHECKED = "CHECKED", "đã kiểm tra"
    SIGNED = "SIGNED", "đã ký"
    ISSUED = "ISSUED", "đã phát hành"


class PaperMark(Coded):
    """What a later paper did to an issued one (đính chính, thay thế, thu hồi)."""

    CORRECTED = "CORRECTED", "đã đính chính"
    REPLACED = "REPLACED", "đã thay thế"
    WITHDRAWN = "WITHDRAWN", "đã thu hồi"


class NominationState(Coded):
    """How far a department's list is (trạng thái danh sách)."""

    DRAFT = "DRAFT", "dự thảo"
    SENT = "SENT", "đã gửi"
    RETURNED = "RETURNED", "trả lại"
    APPROVED = "APPROVED", "đã duyệt"


class NominationStep(Coded):
    """What may be done to a department's list."""

    WRITE = "WRITE", "sửa"
    SEND = "SEND", "gửi"
    TAKE_BACK = "TAKE_BACK", "lấy lại"
    RETURN = "RETURN", "trả lại"
    APPROVE = "APPROVE", "duyệt"


class StageState(Coded):
    """How a stage of a Saturday stands, in words."""

    DONE = "DONE", "Xong"
    DOING = "DOING", "Đang làm"
    MISSING = "MISSING", "Còn thiếu"
    NOT_YET = "NOT_YET", "Chưa đến"
    OVERDUE = "OVERDUE", "Quá hạn"


class StageCode(Coded):
    """One stage in the life of a Saturday (bước của buổi)."""

    PLAN = "PLAN", "Kế hoạch"
    PUBLIC_NOTICE = "PUBLIC_NOTICE", "Thông báo"
    LISTS = "LISTS", "Danh sách cử"
    COVERAGE = "COVERAGE", "Phân công"
    ASSIGNMENT_NOTICE = "ASSIGNMENT_NOTICE", "Thông báo phân công"
    DAY = "DAY", "Tiếp nhận"
    GONE = "GONE", "Không tổ chức"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one Saturday at a moment."""

    day: date
    now: datetime
    plan_number: str = ""  # "50/KH-UBND" once issued
    public_notice_on: date | None = None
    public_notice_is_wrong: bool = False  # what it says is no longer so
    is_prepared: bool = False
    lists_wanted: int = 0
    lists_sent: int = 0  # approved ones too
    lists_approved: int = 0
    lists_due: datetime | None = None
    gaps: int = 0
    notice: PaperState | None = None
    notice_number: str = ""
    gone: str = ""  # why it is not held: moved or cancelled, in words
    recorded: int = 0  # officers whose attendance is written down
    unrecorded: int = 0  # officers of the board whose attendance is not
    visits: int = 0  # people served at the desk, once the day has come
    is_closed: bool = False  # whether the day's figures are closed

    @property
    def wants_closing(self) -> bool:
        """Whether the day is over and its figures are open; what was not prepared has none."""
        is_over = self.now.date() > self.day and not self.gone
        return is_over and self.is_prepared and not self.is_closed

    @property
    def is_announced_inside(self) -> bool:
        """Whether the assignment notice is out, so that lists are no longer waited for."""
        return self.notice is PaperState.ISSUED


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage with its state and a few words (bước)."""

    code: StageCode
    state: StageState
    words: str

    @property
    def name(self) -> str:
        return self.code.words


_PAPER_STEPS = frozenset(
    {
        (PaperState.DRAFT, PaperState.CHECKED),
        (PaperState.CHECKED, PaperState.DRAFT),
        (PaperState.CHECKED, PaperState.SIGNED),
        (PaperState.SIGNED, PaperState.ISSUED),
    }
)
_WHY_NOT_FROM: Mapping[PaperState, str] = MappingProxyType(
    {
        PaperState.ISSUED: (
            "Văn bản đã phát hành. Cần sửa thì lập văn bản đính chính, thay thế hoặc thu hồi."
        ),
        PaperState.SIGNED: (
            "Văn bản đã ký chỉ còn phát hành. Nếu sai, hãy phát hành rồi lập văn bản thay thế."
        ),
    }
)
_WHY_NOT_TO: Mapping[PaperState, str] = MappingProxyType(
    {
        PaperState.DRAFT: "Văn bản đang là dự thảo.",
        PaperState.CHECKED: "Văn bản đã kiểm tra xong.",
        PaperState.SIGNED: "Hãy kiểm tra nội dung và thể thức trước khi ghi đã ký.",
        PaperState.ISSUED: "Hãy ghi đã ký trước khi phát hành.",
    }
)
_LIST_STEPS: Mapping[NominationStep, tuple[frozenset[NominationState], str]] = MappingProxyType(
    {
        NominationStep.WRITE: (frozenset(NominationState) - {NominationState.APPROVED}, ""),
        NominationStep.SEND: (frozenset(NominationState) - {NominationState.APPROVED}, ""),
        NominationStep.TAKE_BACK: (
            frozenset({NominationState.SENT}),
            "Chỉ lấy lại được danh sách đã gửi và chưa duyệt.",
        ),
        NominationStep.RETURN: (
            frozenset({NominationState.SENT}),
            "Chỉ trả lại được danh sách đã gửi và chưa duyệt.",
        ),
        NominationStep.APPROVE: (
            frozenset({NominationState.SENT}),
            "Chỉ duyệt được danh sách đã gửi.",
        ),
    }
)


def refuse_step(
    state: PaperState,
    wanted: PaperState,
    *,
    changed: bool = False,
    numbered: bool = True,
    reason: str | None = None,
) -> None:
    """Raise NotAllowedNow unless a paper may go from one state to another.

    ``changed``: its facts are no longer those that were checked; signing is refused then, and
    the caller takes the paper back to DRAFT. A paper that is not ``numbered`` ends at SIGNED.
    """
    ends = wanted is PaperState.ISSUED and not numbered
    refuse_when(ends, "Danh sách không lấy số: đã ký là xong.")
    if (state, wanted) not in _PAPER_STEPS:
        raise NotAllowedNow(_WHY_NOT_FROM.get(state, _WHY_NOT_TO[wanted]))
    stale = wanted is PaperState.SIGNED and changed
    refuse_when(stale, "Nội dung đã đổi sau khi kiểm tra. Văn bản về dự thảo; hãy kiểm tra lại.")
    unexplained = wanted is PaperState.DRAFT and not (reason or "").strip()
    refuse_when(unexplained, "Hãy ghi lý do trả về dự thảo.", field="reason")


def refuse_mark(state: PaperState, mark: PaperMark | None) -> None:
    """Raise NotAllowedNow unless a paper may be corrected, replaced or withdrawn."""
    unissued = "Chỉ đính chính, thay thế, thu hồi được văn bản đã phát hành."
    refuse_when(state is not PaperState.ISSUED, unissued)
    if mark in {PaperMark.REPLACED, PaperMark.WITHDRAWN}:
        reason = f"Văn bản này {mark.words}. Hãy làm với văn bản còn hiệu lực."
        raise NotAllowedNow(reason)


def refuse_list_step(
    state: NominationState, step: NominationStep, *, reason: str | None = None
) -> None:
    """Raise NotAllowedNow unless the step may be taken with a department's list."""
    settled = "Danh sách đã duyệt. Cần đổi người thì dùng mục Thay người."
    refuse_when(state is NominationState.APPROVED, settled)
    states, why_not = _LIST_STEPS[step]
    refuse_when(state not in states, why_not)
    unexplained = step is NominationStep.RETURN and not (reason or "").strip()
    refuse_when(unexplained, "Hãy ghi lý do trả lại.", field="reason")


def stages(facts: Facts) -> tuple[Stage, ...]:
    """Give the stages of a Saturday in their order; a moved or cancelled one has a single stage."""
    if facts.gone:
        return (Stage(StageCode.GONE, StageState.DONE, facts.gone),)
    judged = (
        (StageCode.PLAN, _plan),
        (StageCode.PUBLIC_NOTICE, _public_notice),
        (StageCode.LISTS, _lists),
        (StageCode.COVERAGE, _coverage),
        (StageCode.ASSIGNMENT_NOTICE, _assignment_notice),
        (StageCode.DAY, _day),
    )
    return tuple(Stage(code, *judge(facts)) for code, judge in judged)


def _plan(facts: Facts) -> tuple[StageState, str]:
    if facts.plan_number:
        return StageState.DONE, f"KH {facts.plan_number}"
    return StageState.DOING, "chưa phát hành"


def public_notice_due(day: date) -> date:
    """Give the last day on which the notice to the people is in time."""
    return day - _NOTICE_BY


def is_public_notice_wanted(facts: Facts) -> bool:
    """Whether the days have come in which people are to be told."""
    return facts.is_prepared and facts.now.date() >= facts.day - _NOTICE_FROM


def _public_notice(facts: Facts) -> tuple[StageState, str]:
    """Judge the notice to the people, which goes out 7 to 10 days before."""
    if facts.public_notice_is_wrong:
        return StageState.MISSING, "không còn đúng, cần thay thế"
    if facts.public_notice_on:
        return StageState.DONE, f"đã phát hành {listed_day(facts.public_notice_on)}"
    today, last = facts.now.date(), public_notice_due(facts.day)
    if today < facts.day - _NOTICE_FROM:
        return StageState.NOT_YET, f"phát hành trước {listed_day(last)}"
    left = days_left((last - today).days)
    if today <= last:
        return StageState.MISSING, f"cần phát hành trước {listed_day(last)} ({left})"
    return StageState.OVERDUE, f"chưa phát hành, {left}"


def _lists(facts: Facts) -> tuple[StageState, str]:
    if not facts.is_prepared:
        return StageState.NOT_YET, "chưa mở chuẩn bị"
    sent = f"{facts.lists_sent} trên {facts.lists_wanted} phòng đã gửi"
    if not facts.lists_wanted:
        return StageState.DONE, "không cần phòng nào gửi"
    if facts.lists_sent >= facts.lists_wanted or facts.is_announced_inside:
        return StageState.DONE, sent
    if facts.lists_due is None:
        return StageState.DOING, sent
    if facts.now > facts.lists_due:
        return StageState.OVERDUE, f"{sent}, {time_left(facts.lists_due, facts.now)}"
    return StageState.DOING, f"{sent}, hạn {limit_in_words(facts.lists_due)}"


def lacking_words(gaps: int) -> str:
    """Count the duties that lack somebody, whoever is to bring them: one count everywhere."""
    return f"còn thiếu {gaps} nhiệm vụ" if gaps else "đủ người"


def _coverage(facts: Facts) -> tuple[StageState, str]:
    if not facts.is_prepared:
        return StageState.NOT_YET, "chưa mở chuẩn bị"
    if facts.gaps:
        return StageState.MISSING, lacking_words(facts.gaps)
    if waiting := facts.lists_sent - facts.lists_approved:
        return StageState.DOING, f"{waiting} danh sách chờ duyệt"
    return StageState.DONE, lacking_words(0)


def _assignment_notice(facts: Facts) -> tuple[StageState, str]:
    if facts.is_announced_inside:
        return StageState.DONE, f"đã phát hành, số {facts.notice_number}"
    words = facts.notice.words if facts.notice else "chưa lập"
    if facts.now.date() >= facts.day:
        return StageState.OVERDUE, f"{words}, chưa phát hành" if facts.notice else words
    if facts.notice:
        return StageState.DOING, words
    if facts.is_prepared and not facts.gaps:
        return StageState.MISSING, "đủ người, cần lập"
    return StageState.NOT_YET, "lập khi đủ người, hoặc ghi lý do"


def _day(facts: Facts) -> tuple[StageState, str]:
    today = facts.now.date()
    if today < facts.day:
        return StageState.NOT_YET, days_left((facts.day - today).days)
    served = f"{facts.visits} lượt công dân" if facts.visits else ""
    if today == facts.day:
        words = "hôm nay", served, "đã chốt số liệu" if facts.is_closed else ""
        state = StageState.DONE if facts.is_closed else StageState.DOING
        return state, ", ".join(filter(None, words))
    done, missing = _after_the_day(facts)
    begun = served or ("" if missing else "đã qua")
    told = ", ".join(filter(None, (begun, *done, *missing)))
    return (StageState.MISSING if missing else StageState.DONE), told


def _after_the_day(facts: Facts) -> tuple[list[str], list[str]]:
    """Say what was done about a Saturday that is over, and what is still to be done."""
    done, missing = [], []
    if facts.unrecorded:
        missing.append(f"còn {facts.unrecorded} người chưa chấm công")
    elif facts.recorded:
        done.append("đã chấm công")
    if facts.wants_closing:
        missing.append("chưa chốt số liệu")
    elif facts.is_closed:
        done.append("đã chốt số liệu")
    return done, missing
