"""Which way does an opinion go, by when must it be answered, and what is not kept here?

Nghị định 20/2008/NĐ-CP: a named one has a name, an address and a telephone; it is written down,
sorted, handled or sent on, and answered. Complaints (khiếu nại) and denunciations (tố cáo) are
shown to the citizens' reception and never kept.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from saturday.rules.calendar import Calendar
from saturday.rules.coded import Coded
from saturday.rules.refusals import NotAllowedNow, refuse_when

LONGEST_CONTENT = 4000
SHORTEST_CONTENT = 10  # letters: less says nothing that could be answered
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that reads like another
_CODE_LENGTH = 10


class FeedbackKind(Coded):
    """What an opinion is (loại)."""

    REPORT = "REPORT", "phản ánh"
    PROPOSAL = "PROPOSAL", "kiến nghị"
    QUESTION = "QUESTION", "hỏi đáp"
    PRAISE = "PRAISE", "khen"

    @property
    def asks_for_answer(self) -> bool:
        """Whether somebody waits for an answer: praise is only passed on."""
        return self is not FeedbackKind.PRAISE


class FeedbackSource(Coded):
    """Which way an opinion came (nơi đến)."""

    DESK = "DESK", "tại quầy"
    VILLAGE = "VILLAGE", "thôn, bản gửi lên"
    TELEPHONE = "TELEPHONE", "điện thoại"
    MEETING = "MEETING", "giấy ghi ở cuộc họp thôn, bản"
    PUBLIC_FORM = "PUBLIC_FORM", "biểu mẫu trên mạng"


class Voice(Coded):
    """Who speaks (người nêu)."""

    CITIZEN = "CITIZEN", "người dân"
    VILLAGE_HEAD = "VILLAGE_HEAD", "trưởng thôn, trưởng bản"
    FRONT = "FRONT", "Mặt trận"


class AnswerWay(Coded):
    """Which way an answer goes (hình thức trả lời)."""

    LETTER = "LETTER", "bằng văn bản"
    TELEPHONE = "TELEPHONE", "qua điện thoại"
    IN_PERSON = "IN_PERSON", "trực tiếp"
    MEETING = "MEETING", "đọc tại cuộc họp thôn, bản"
    CODE = "CODE", "tra cứu theo mã trên phiếu"


class FeedbackState(Coded):
    """How far it is (trạng thái)."""

    NEW = "NEW", "mới ghi nhận"
    SORTED = "SORTED", "đã giao, chờ nhận"
    HANDLING = "HANDLING", "đang xử lý"
    TRANSFERRED = "TRANSFERRED", "đã chuyển nơi khác"
    DECLINED = "DECLINED", "không tiếp nhận"
    ANSWERED = "ANSWERED", "đã trả lời"
    CLOSED = "CLOSED", "đã báo lại, đóng"

    @property
    def is_open(self) -> bool:
        """Whether the commune still has to do something about it."""
        return self in OPEN


OPEN = frozenset({FeedbackState.NEW, FeedbackState.SORTED, FeedbackState.HANDLING})
_WITH_OWNER = frozenset({FeedbackState.SORTED, FeedbackState.HANDLING})


class FeedbackStep(Coded):
    """One step of the way, as the history names it (bước xử lý)."""

    RECORD = "RECORD", "ghi nhận"
    ASSIGN = "ASSIGN", "giao xử lý"
    TAKE_UP = "TAKE_UP", "nhận xử lý"
    GIVE_BACK = "GIVE_BACK", "xin thôi xử lý"
    TRANSFER = "TRANSFER", "chuyển nơi khác"
    DECLINE = "DECLINE", "không tiếp nhận"
    ANSWER = "ANSWER", "trả lời"
    CLOSE = "CLOSE", "báo lại cho người nêu"
    REOPEN = "REOPEN", "mở lại"


# From which states each step may be taken; and to which it leads.
_FROM: Mapping[FeedbackStep, frozenset[FeedbackState]] = MappingProxyType(
    {
        FeedbackStep.ASSIGN: OPEN,
        FeedbackStep.TAKE_UP: frozenset({FeedbackState.SORTED}),
        FeedbackStep.GIVE_BACK: _WITH_OWNER,
        FeedbackStep.TRANSFER: OPEN,
        FeedbackStep.DECLINE: OPEN,
        FeedbackStep.ANSWER: OPEN,
        FeedbackStep.CLOSE: frozenset({FeedbackState.ANSWERED, FeedbackState.TRANSFERRED}),
        FeedbackStep.REOPEN: frozenset(FeedbackState) - OPEN,
    }
)
_TO: Mapping[FeedbackStep, FeedbackState] = MappingProxyType(
    {
        FeedbackStep.RECORD: FeedbackState.NEW,
        FeedbackStep.ASSIGN: FeedbackState.SORTED,
        FeedbackStep.TAKE_UP: FeedbackState.HANDLING,
        FeedbackStep.GIVE_BACK: FeedbackState.NEW,
        FeedbackStep.TRANSFER: FeedbackState.TRANSFERRED,
        FeedbackStep.DECLINE: FeedbackState.DECLINED,
        FeedbackStep.ANSWER: FeedbackState.ANSWERED,
        FeedbackStep.CLOSE: FeedbackState.CLOSED,
        FeedbackStep.REOPEN: FeedbackState.NEW,
    }
)


def may_take(step: FeedbackStep, state: FeedbackState) -> bool:
    """Say whether a step may be taken from a state: for the buttons of a page."""
    return state in _FROM.get(step, frozenset())


def after(step: FeedbackStep, state: FeedbackState) -> FeedbackState:
    """Give the state to which a step leads; NotAllowedNow when it may not be taken now."""
    if not may_take(step, state):
        words = f"Ý kiến này {state.words}, nên không {step.words} được. Hãy tải lại trang."
        raise NotAllowedNow(words)
    return _TO[step]


@dataclass(frozen=True, slots=True)
class Limits:
    """Working days within which an opinion is sent on, or answered (thời hạn)."""

    forward: int = 5  # Nghị định 20/2008/NĐ-CP: what another body decides
    answer: int = 10  # the commune's own; cần Trung tâm xác nhận

    @classmethod
    def of(cls, forward: str, answer: str) -> "Limits":
        """Read them from the settings; what is no whole number stays as usual."""
        usual = cls()
        return cls(_days(forward, usual.forward), _days(answer, usual.answer))


def _days(text: str, usual: int) -> int:
    return int(text) if text.isdecimal() and 0 < int(text) <= 60 else usual  # noqa: PLR2004 - two months


@dataclass(frozen=True, slots=True)
class Standing:
    """What a limit depends on (tình trạng)."""

    state: FeedbackState
    kind: FeedbackKind
    since: date  # received, or opened again
    is_named: bool


def due_on(standing: Standing, limits: Limits, calendar: Calendar) -> date | None:
    """Give the last day of the next step; none for what has no limit.

    What nobody owns yet must be owned or sent on within the limit for sending on; the answer
    counts from the same day.
    """
    days = limits.answer if standing.state in _WITH_OWNER else limits.forward
    return _last_day(days, standing, calendar)


def answer_due_on(standing: Standing, limits: Limits, calendar: Calendar) -> date | None:
    """Give the last day for the answer, also while nobody owns it; none for what has no limit."""
    return _last_day(limits.answer, standing, calendar)


def _last_day(days: int, standing: Standing, calendar: Calendar) -> date | None:
    """Count working days; a góp ý without a name has no legal limit, nor has praise."""
    if not (standing.state.is_open and standing.is_named and standing.kind.asks_for_answer):
        return None
    return calendar.add_working_days(standing.since, days)


@dataclass(frozen=True, slots=True)
class InTime:
    """The earliest days whose limits have not passed on a day (mốc còn hạn)."""

    forward: date
    answer: date

    @classmethod
    def on(cls, day: date, limits: Limits, calendar: Calendar) -> "InTime":
        """Find them, so that a question need not count the limit of each row."""
        return cls(
            calendar.add_working_days(day, -limits.forward),
            calendar.add_working_days(day, -limits.answer),
        )


def reminder(owner: str, owed: Sequence[tuple[str, str]]) -> str:
    """Write the message to those who owe answers: numbers and limits, never who said what."""
    lines = [f"Trung tâm nhắc {owner}: {len(owed)} ý kiến của người dân đang chờ."]
    lines += [f"- Số {number}: {left}." for number, left in owed]
    lines.append("Trả lời, hoặc xin thôi xử lý, ở mục Phản ánh của trang Ngày thứ 7 vì dân.")
    return "\n".join(lines)


def refuse_content(content: str) -> None:
    """Refuse what says nothing, or more than anybody reads."""
    short = "Hãy ghi nội dung ý kiến, ít nhất một câu."
    refuse_when(len(content) < SHORTEST_CONTENT, short, field="content")
    long = f"Nội dung dài quá {LONGEST_CONTENT} chữ. Hãy viết gọn lại."
    refuse_when(len(content) > LONGEST_CONTENT, long, field="content")


def refuse_half_named(name: str, address: str, phone: str) -> None:
    """Refuse a named one that lacks what the decree asks: name, address and telephone."""
    for field, value in (("name", name), ("address", address), ("phone", phone)):
        refuse_when(not value, missing(field), field=field)


def refuse_naming(text: str, name: str, phone: str) -> None:
    """Refuse to let many hear who it was: no name is read out, and no telephone number."""
    told = "Câu này được đọc cho nhiều người nghe. Hãy bỏ họ tên, số điện thoại của người phản ánh."
    digits = "".join(filter(str.isdigit, text))
    refuse_when(name and name.casefold() in text.casefold(), told, field="text")
    refuse_when(phone and phone in digits, told, field="text")


def missing(field: str) -> str:
    """Say what a named one lacks."""
    words = {"name": "họ và tên", "address": "địa chỉ", "phone": "số điện thoại"}[field]
    return f"Hãy ghi {words}. Không muốn ghi tên thì chọn “Góp ý không ghi tên”."


def new_code() -> str:
    """Draw the code of a slip, by which its holder asks where it stands: 50 random bits."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))


def code_from(bits: bytes) -> str:
    """Give the code that these random bits stand for: it can be made again from where they are."""
    return "".join(_CODE_LETTERS[one % len(_CODE_LETTERS)] for one in bits[:_CODE_LENGTH])


def show_code(code: str) -> str:
    """Show a code in two groups: "K7M2P-QX4TD"."""
    half = _CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def read_code(text: str) -> str:
    """Read a code as typed: blanks, hyphens and small letters don't matter; "" when it is none."""
    letters = "".join(one for one in text.upper() if one.isalnum())
    is_one = len(letters) == _CODE_LENGTH and all(one in _CODE_LETTERS for one in letters)
    return letters if is_one else ""


class StrangerAct(Coded):
    """What people do here without signing in (việc của người ngoài), as far as it is counted."""

    SEND = "SEND", "gửi ý kiến"
    LOOK_UP = "LOOK_UP", "tra cứu sai mã"
    VILLAGE = "VILLAGE", "thôn, bản gửi khó khăn"


# Within an hour: from one machine (a whole village may stand behind one), and from all of them.
_MOST: Mapping[StrangerAct, tuple[int, int]] = MappingProxyType(
    {
        StrangerAct.SEND: (10, 60),
        StrangerAct.LOOK_UP: (20, 600),
        StrangerAct.VILLAGE: (10, 350),
    }
)


def is_too_often(act: StrangerAct, from_machine: int, from_all: int) -> bool:
    """Say whether one more in this hour is too much."""
    most_of_one, most_of_all = _MOST[act]
    return from_machine >= most_of_one or from_all >= most_of_all
