"""What is told of a Saturday while it runs, and which counts can be true?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from saturday.rules.coded import Coded
from saturday.rules.intake import DeskCounts, Filing, Outcome, Satisfaction, sum_in_words
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import clock, day_month, hours, listed_day, weekday

MOST_PEOPLE = 999  # who wait, come in or answer: more is a slip of the hand
USUAL_CHECKLIST = "desk.checklist"  # the setting that holds the commune's usual list
MOST_ITEMS = 20
LONGEST_ITEM = 120


class CountKind(Coded):
    """What was counted of the people there (loại số đếm)."""

    WAITING = "WAITING", "đang chờ"
    CAME_IN = "CAME_IN", "đã vào cửa từ đầu buổi"


@dataclass(frozen=True, slots=True)
class Crowd:
    """The most people who waited, where and when (lúc đông nhất)."""

    count: int
    place: str
    seen_at: time

    @property
    def words(self) -> str:
        where = f"{self.place}, " if self.place else ""
        return f"{self.count} người ({where}{clock(self.seen_at)})"


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What is known of one Saturday's desk at a moment (số liệu của buổi)."""

    day: date
    told_at: datetime
    counts: DeskCounts
    filed: Mapping[Filing, int] = field(default_factory=dict)  # dossiers received, by their way
    returned_late: int = 0
    waiting_results: int = 0  # dossiers of all Saturdays whose result was not handed over yet
    overdue: int = 0  # of these, past their day
    crowd: Crowd | None = None
    last_at: time | None = None  # of the last line written
    satisfied: Mapping[Satisfaction, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """A Saturday as the weekly calendar tells it (buổi trong lịch công tác tuần)."""

    day: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    leaders: Sequence[str] = ()
    leads: Sequence[str] = ()  # of the Centre


def noon_message(figures: DayFigures) -> tuple[str, ...]:
    """Tell a leader the Saturday in six lines; what nobody wrote down is said to be unknown."""
    moment, counts = figures.told_at, figures.counts
    now = clock(moment.time())
    later = "" if moment.date() == figures.day else f", {listed_day(moment.date())}"
    head = f"Ngày thứ 7 vì dân, {listed_day(figures.day)}/{figures.day.year}"
    return (
        f"{head}: số liệu lúc {now}{later}.",
        f"{sum_in_words(counts)}." if counts.lines else "Chưa có lượt công dân nào.",
        _received(figures),
        _results(figures),
        _crowd(figures),
        f"{_satisfied(figures.satisfied)}; góp ý, phản ánh {counts.of(Outcome.OPINION)}.",
    )


def _received(figures: DayFigures) -> str:
    counts = figures.counts
    ways = ", ".join(
        f"{way.words} {figures.filed[way]}" for way in Filing if figures.filed.get(way)
    )
    return (
        f"Tiếp nhận {counts.received} hồ sơ: trả ngay {counts.of(Outcome.SETTLED)}, "
        f"hẹn trả {counts.of(Outcome.RECEIVED)}{f'; {ways}' if ways else ''}."
    )


def _results(figures: DayFigures) -> str:
    late = f" ({figures.returned_late} quá hạn)" if figures.returned_late else ""
    return (
        f"Trả {figures.counts.of(Outcome.HANDED_OVER)} kết quả đã hẹn{late}; "
        f"còn {figures.waiting_results} hồ sơ chưa trả, quá hạn {figures.overdue}."
    )


def _crowd(figures: DayFigures) -> str:
    crowd = figures.crowd
    waited = f"Chờ đông nhất {crowd.words}" if crowd else "Chưa ghi số người chờ"
    last = f"lượt cuối lúc {clock(figures.last_at)}" if figures.last_at else "chưa có lượt nào"
    return f"{waited}; {last}."


def _satisfied(satisfied: Mapping[Satisfaction, int]) -> str:
    if not any(satisfied.values()):
        return "Chưa ghi mức độ hài lòng"
    said = ", ".join(f"{level.words} {satisfied.get(level, 0)}" for level in Satisfaction)
    return said[:1].upper() + said[1:]


def calendar_line(turn: Turn) -> str:
    """Write the line of a Saturday for the weekly calendar (lịch công tác tuần)."""
    name = weekday(turn.day)
    when = f"{name[:1].upper()}{name[1:]} ({day_month(turn.day)})"
    span = f"{hours(turn.starts_at, turn.ends_at)}, " if turn.starts_at and turn.ends_at else ""
    place = f" tại {turn.place}" if turn.place else ""
    who = [
        f"{title}: {', '.join(names)}"
        for title, names in (
            ("lãnh đạo trực", turn.leaders),
            ("phụ trách tại Trung tâm", turn.leads),
        )
        if names
    ]
    said = "; ".join(who)
    people = f" {said[:1].upper()}{said[1:]}." if said else ""
    return f"{when}: {span}Ngày thứ 7 vì dân{place}.{people}"


def checklist_lines(text: str) -> list[str]:
    """Read the things to see to, one a line; raise NotAllowedNow when they can't be a list."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    refuse_when(not lines, "Hãy ghi ít nhất một mục, mỗi mục một dòng.", field="texts")
    many = f"Tối đa {MOST_ITEMS} mục, để in vừa nửa trang."
    refuse_when(len(lines) > MOST_ITEMS, many, field="texts")
    long = next((one for one in lines if len(one) > LONGEST_ITEM), "")
    words = f"Mục “{long[:30]}…” dài quá {LONGEST_ITEM} ký tự. Hãy viết ngắn hơn."
    refuse_when(long, words, field="texts")
    return lines


def refuse_people(count: int | None) -> None:
    """Refuse a number of people that cannot be."""
    fits = count is not None and 0 <= count <= MOST_PEOPLE
    refuse_when(not fits, f"Số người từ 0 đến {MOST_PEOPLE}.", field="count")


def refuse_answers(counts: Iterable[tuple[str, int]]) -> None:
    """Refuse a number of answers that cannot be, at its field."""
    for name, count in counts:
        fits = 0 <= count <= MOST_PEOPLE
        refuse_when(not fits, f"Số phiếu từ 0 đến {MOST_PEOPLE}.", field=name)
