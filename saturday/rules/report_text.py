"""What does a report say in words, before the Centre puts in its own?

Every sentence is drafted from figures alone: no name of a person, nothing that somebody said.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from saturday.rules.coded import Coded
from saturday.rules.intake import Outcome
from saturday.rules.refusals import refuse_when
from saturday.rules.reporting import PeriodFigures, days_in_words
from saturday.rules.statistics import percent
from saturday.vietnamese.dates import day_month
from saturday.vietnamese.numbers import quantity

LONGEST_TEXT = 4000
NEXT_DAYS = 3  # Saturdays to come that a report names
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
        yield one.gone.replace("Buổi này", f"Buổi {day_month(one.day)}")


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


# --- The year ------------------------------------------------------------------------------------


def share_of_promise(held: int, promised: int) -> str:
    """Say how much of a promise was kept: "11 trên 11 (100,0 %)"; of none there is no share."""
    share = Fraction(held, promised) if promised else None
    return f"{held} trên {promised} ({percent(share)})" if share is not None else f"{held} trên 0"
