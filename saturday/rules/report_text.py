"""What does a report say in words, before the Centre puts in its own?

Every sentence is drafted from figures alone: no name of a person, nothing that somebody said.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from saturday.rules.coded import Coded
from saturday.rules.intake import Outcome, Satisfaction
from saturday.rules.refusals import refuse_when
from saturday.rules.reporting import PeriodFigures, checks, days_in_words
from saturday.rules.schedule import months_without
from saturday.rules.statistics import percent
from saturday.vietnamese.dates import day_month, numeric_day, official_date
from saturday.vietnamese.numbers import quantity

LONGEST_TEXT = 4000
NEXT_DAYS = 3  # Saturdays to come that a report names
_MONTHS = 12
_CROWD = 5  # people who wait at once: fewer is no trouble


class Section(Coded):
    """One part of a report's words (phần lời văn)."""

    ORGANISATION = "ORGANISATION", "Công tác tổ chức"
    ASSESSMENT = "ASSESSMENT", "Đánh giá chung"
    DIFFICULTIES = "DIFFICULTIES", "Khó khăn, vướng mắc"
    LESSONS = "LESSONS", "Rút kinh nghiệm"
    TASKS = "TASKS", "Nhiệm vụ thời gian tới"
    PROPOSALS = "PROPOSALS", "Đề xuất, kiến nghị"


def drafted(section: Section, figures: PeriodFigures) -> str:
    """Draft a part from the figures, one paragraph a line."""
    return "\n".join(_DRAFTS[section](figures)) or _NOTHING[section]


def refuse_text(text: str) -> None:
    """Refuse a part that says nothing, or more than a report holds."""
    refuse_when(not text.strip(), "Hãy viết nội dung, hoặc lấy lại câu gợi ý.", field="text")
    long = f"Hãy viết ngắn hơn: tối đa {LONGEST_TEXT} ký tự."
    refuse_when(len(text) > LONGEST_TEXT, long, field="text")


def _organisation(figures: PeriodFigures) -> Iterator[str]:
    held, mobile = figures.held, figures.mobile
    if held:
        days = days_in_words([one.day for one in held])
        yield f"Đã tổ chức {quantity(len(held), 'buổi làm việc thứ Bảy')}: {days}."
    if mobile:
        days = days_in_words([one.day for one in mobile])
        yield f"Trong đó có {quantity(len(mobile), 'buổi lưu động')}: {days}."
    for one in figures.gone:
        why = f": {one.reason.strip(' .…;,')}" if one.reason.strip(" .…;,") else ""
        yield f"Buổi {day_month(one.day)} {one.gone}{why}."


def _assessment(figures: PeriodFigures) -> Iterator[str]:
    counts = figures.counts
    if counts.visits:
        served = quantity(counts.visits, "lượt công dân")
        received = quantity(counts.received, "hồ sơ")
        settled = quantity(counts.of(Outcome.SETTLED), "hồ sơ giải quyết, trả ngay")
        yield f"Đã phục vụ {served}, tiếp nhận {received}, trong đó có {settled}."
    if figures.dossiers.punctuality is not None:
        share = percent(figures.dossiers.punctuality)
        returned = quantity(figures.dossiers.returned, "hồ sơ")
        yield f"Đã trả kết quả {returned}; tỷ lệ đúng hạn {share}."
    guided = sum(figures.guided.values())
    if guided:
        yield f"Đã hướng dẫn trực tuyến {quantity(guided, 'lượt công dân')}."
    if figures.content_share is not None:
        asked = quantity(figures.answers, "lượt đánh giá")
        yield f"Trong {asked}, tỷ lệ hài lòng và rất hài lòng là {percent(figures.content_share)}."


def _difficulties(figures: PeriodFigures) -> Iterator[str]:
    said = figures.said
    for day, words in figures.trouble.remarks:
        yield f"Buổi {day_month(day)}: {words.rstrip(' .')}."
    yield from _late(figures.dossiers.late, figures.dossiers.overdue)
    yield from _at_the_desk(figures)
    if said.from_villages:
        yield f"Thôn, bản gửi lên {quantity(said.from_villages, 'khó khăn, ý kiến')}."
    if said.unanswered:
        unanswered = quantity(said.unanswered, "phản ánh, kiến nghị")
        yield f"Còn {unanswered} chưa trả lời đến cuối kỳ."


def _at_the_desk(figures: PeriodFigures) -> Iterator[str]:
    trouble, supplements = figures.trouble, figures.counts.of(Outcome.SUPPLEMENT)
    if supplements:
        areas = ", ".join(f"{name} {count}" for name, count in trouble.supplements)
        where = f" ({areas})" if areas else ""
        yield f"Có {quantity(supplements, 'lượt')} phải bổ sung hồ sơ{where}."
    if trouble.later:
        yield f"Có {quantity(trouble.later, 'lượt')} phải ghi giấy rồi cập nhật sau."
    if trouble.crowd and trouble.crowd.count >= _CROWD:
        day = f" ngày {day_month(trouble.crowd_day)}" if trouble.crowd_day else ""
        yield f"Lúc chờ đông nhất{day}: {trouble.crowd.words}."


def _late(late: int, overdue: int) -> Iterator[str]:
    if late:
        yield f"Có {quantity(late, 'hồ sơ')} trả kết quả quá hạn."
    if overdue:
        yield f"Còn {quantity(overdue, 'hồ sơ')} quá hạn chưa trả kết quả."


def _lessons(figures: PeriodFigures) -> Iterator[str]:
    trouble = figures.trouble
    if figures.counts.of(Outcome.SUPPLEMENT):
        yield "Hướng dẫn kỹ giấy tờ cần mang theo ngay trong tin, bài trước buổi."
    if trouble.later:
        yield "Chuẩn bị sẵn phiếu giấy, nguồn điện và đường mạng dự phòng trước giờ mở cửa."
    if trouble.crowd and trouble.crowd.count >= _CROWD:
        yield "Bố trí thêm người ở quầy đông vào giữa buổi."
    if figures.dossiers.late or figures.dossiers.overdue:
        yield "Rà soát hồ sơ đến hạn vào thứ Sáu trước mỗi buổi."


def _tasks(figures: PeriodFigures) -> Iterator[str]:
    coming = figures.to_come[:NEXT_DAYS]
    if coming:
        yield f"Tổ chức các buổi tiếp theo: {days_in_words(coming)}."
    pending, overdue = figures.dossiers.pending, figures.dossiers.overdue
    if pending:
        first = f", trước hết là {quantity(overdue, 'hồ sơ quá hạn')}" if overdue else ""
        yield f"Trả kết quả {quantity(pending, 'hồ sơ')} còn lại{first}."
    if figures.said.unanswered:
        owed = quantity(figures.said.unanswered, "phản ánh, kiến nghị")
        yield f"Trả lời {owed} còn lại."


def _proposals(figures: PeriodFigures) -> Iterator[str]:
    if figures.dossiers.overdue:
        yield "Đề nghị Ủy ban nhân dân xã chỉ đạo các phòng trả hồ sơ quá hạn."
    if figures.said.unanswered:
        yield "Đề nghị các phòng được giao trả lời phản ánh, kiến nghị đúng thời hạn."


_DRAFTS: Mapping[Section, Callable[[PeriodFigures], Iterator[str]]] = MappingProxyType(
    {
        Section.ORGANISATION: _organisation,
        Section.ASSESSMENT: _assessment,
        Section.DIFFICULTIES: _difficulties,
        Section.LESSONS: _lessons,
        Section.TASKS: _tasks,
        Section.PROPOSALS: _proposals,
    }
)
_NOTHING: Mapping[Section, str] = MappingProxyType(
    {
        Section.ORGANISATION: "Trong kỳ không tổ chức buổi làm việc thứ Bảy nào.",
        Section.ASSESSMENT: "Trong kỳ chưa có lượt công dân nào.",
        Section.DIFFICULTIES: "Số liệu trong kỳ không cho thấy khó khăn, vướng mắc.",
        Section.LESSONS: "Duy trì cách phân công, chuẩn bị như trong kỳ.",
        Section.TASKS: "Tiếp tục thực hiện kế hoạch năm đã ban hành.",
        Section.PROPOSALS: "Không có đề xuất, kiến nghị.",
    }
)


# --- What stands beside the tables ---------------------------------------------------------------


def results(figures: PeriodFigures) -> Iterator[str]:
    """Prove the counts in words, and name what nobody confirmed."""
    yield from (one.words for one in checks(figures) if one.holds and not one.is_inner)
    unclosed = [one.day for one in figures.unclosed]
    if unclosed:
        yield f"Chưa chốt số liệu buổi: {days_in_words(unclosed)}."


def opinions(figures: PeriodFigures) -> Iterator[str]:
    """Say what the register and the box at the desk hold."""
    said, satisfied = figures.said, figures.satisfied
    if said.recorded:
        recorded = quantity(said.recorded, "phản ánh, kiến nghị")
        villages = (
            f", trong đó thôn, bản gửi lên {said.from_villages}" if said.from_villages else ""
        )
        counts = (
            ("đã trả lời", said.answered),
            ("chưa trả lời", said.unanswered),
            ("chuyển nơi khác hoặc không phải trả lời", said.unowed),
        )
        answers = ", ".join(f"{words} {count}" for words, count in counts if count)
        yield f"Đã ghi vào sổ {recorded}{villages}; đến cuối kỳ {answers}."
    else:
        yield "Trong kỳ không ghi nhận phản ánh, kiến nghị."
    if figures.answers:
        levels = ", ".join(f"{one.words} {satisfied.get(one, 0)}" for one in Satisfaction)
        yield f"Mức độ hài lòng qua {quantity(figures.answers, 'lượt đánh giá')}: {levels}."
    else:
        yield "Trong kỳ chưa ghi mức độ hài lòng."


# --- The year ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Promise:
    """What the plan of a year promised, and what was held (lời hứa của kế hoạch)."""

    year: int
    counted_from: date
    planned: Sequence[date]  # Saturdays of the plan that were neither moved nor cancelled
    mobile: Sequence[date]  # of these, the mobile ones
    as_of: date

    @property
    def months(self) -> int:
        """How many Saturdays it promised: one a month, from the plan's date on."""
        return _MONTHS - self.counted_from.month + 1

    @property
    def held(self) -> list[date]:
        """Saturdays that have come."""
        return [one for one in self.planned if one <= self.as_of]

    @property
    def until(self) -> date:
        """Up to which day it is told: the last Saturday held, or the end of a year that is over.

        Not today: the words of a report must not change from one day to the next.
        """
        if self.as_of == date(self.year, _MONTHS, 31):
            return self.as_of
        return max(self.held, default=self.counted_from)

    @property
    def missing(self) -> list[int]:
        """Months that have gone by without one."""
        months = months_without(self.year, self.held, counted_from=self.counted_from)
        return [one for one in months if (self.year, one) < (self.as_of.year, self.as_of.month)]


def promise_in_words(promise: Promise) -> Iterator[str]:
    """Set what was promised against what was held."""
    since = official_date(promise.counted_from)
    months = quantity(promise.months, "buổi")
    yield f"Kế hoạch tính từ {since}: mỗi tháng một buổi, cả năm {months}."
    kept = Fraction(len(promise.held), promise.months)
    until = numeric_day(promise.until)
    yield f"Đến {until} đã tổ chức {quantity(len(promise.held), 'buổi')}, đạt {percent(kept)}."
    held = [one for one in promise.mobile if one <= promise.as_of]
    planned = quantity(len(promise.mobile), "buổi lưu động")
    yield f"Kế hoạch có {planned}; đã tổ chức {quantity(len(held), 'buổi')}."
    if promise.missing:
        months_said = ", ".join(map(str, promise.missing))
        yield f"Chưa có buổi ở tháng: {months_said}."
