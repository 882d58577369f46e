"""Which words stand on the report of one Saturday (báo cáo buổi), from the Centre to UBND xã?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune
from saturday.models.daily import REASON_EXPIRED, DailySheet, DayFigures, OfficerDay
from saturday.models.documents import Document
from saturday.models.plan import DutySession
from saturday.papers.assignment_notice import post_of
from saturday.papers.letterhead import (
    HeadedPaper,
    Heading,
    Signature,
    basis,
    ended,
    listed,
    title_lines,
)
from saturday.papers.variables import ORDER, Says
from saturday.rules.closing import Handled, dossiers_in_words
from saturday.rules.intake import Outcome, Satisfaction
from saturday.rules.lifecycle import PaperMark
from saturday.vietnamese.dates import hours_in_words, long_day, official_date

WHOLE = "Cộng"
NO_TROUBLE = "Không có."
_COUNT = Says("Số hồ sơ", "39", "0", "18")
_OPINIONS = Says("Số kiến nghị tiếp nhận", "2", "0")


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One subject area with what became of its dossiers; the last two were not told at first."""

    order: Annotated[str, ORDER]
    name: Annotated[str, Says("Lĩnh vực", "Chứng thực", "Hộ tịch")]
    received: Annotated[str, _COUNT]
    settled: Annotated[str, _COUNT]
    appointed: Annotated[str, _COUNT]
    supplement: Annotated[str, _COUNT]
    refused: Annotated[str, _COUNT]
    dossiers: Annotated[str, Says("Số hồ sơ đã xử lý", "43", "0")] = ""
    opinions: Annotated[str, _OPINIONS] = ""

    @classmethod
    def of(cls, order: str, name: str, counts: Mapping[Outcome, int]) -> Self:
        """Set one row."""
        settled, appointed = counts.get(Outcome.SETTLED, 0), counts.get(Outcome.RECEIVED, 0)
        handled = Handled.of(counts)
        return cls(
            order,
            name,
            str(settled + appointed),
            str(settled),
            str(appointed),
            str(counts.get(Outcome.SUPPLEMENT, 0)),
            str(counts.get(Outcome.REFUSED, 0)),
            str(handled.dossiers),
            str(handled.opinions),
        )


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One officer with what he did."""

    order: Annotated[str, ORDER]
    name: Annotated[str, Says("Họ và tên", "Lô Thị Bình (mẫu)", "Vi Văn Đức (mẫu)")]
    post: Annotated[str, Says("Chức vụ, đơn vị", "Chuyên viên, Phòng Kinh tế")]
    dossiers: Annotated[str, Says("Số hồ sơ đã xử lý", "21", "0")]
    opinions: Annotated[str, _OPINIONS]

    @classmethod
    def of(cls, order: int, one: OfficerDay) -> Self:
        """Set one row."""
        said = one.said
        post = post_of(one.post, one.unit)
        return cls(str(order), one.name, post, str(said.dossiers), str(said.opinions))


@dataclass(frozen=True, slots=True)
class SessionReport(HeadedPaper):
    """The words of session_report.docx."""

    TEMPLATE: ClassVar[str] = "session_report.docx"

    subject: Annotated[
        tuple[str, ...],
        Says(
            "Trích yếu, mỗi dòng một dòng",
            "Kết quả thực hiện “Ngày thứ 7 vì dân”",
            "thứ Bảy, ngày 11 tháng 4 năm 2026",
        ),
    ]
    addressee: Annotated[str, Says("Nơi kính gửi", "Ủy ban nhân dân xã Anh Sơn")]
    opening: Annotated[
        str,
        Says(
            "Câu mở đầu: căn cứ và việc báo cáo",
            "Thực hiện Kế hoạch số 50/KH-UBND, Trung tâm báo cáo kết quả như sau:",
        ),
    ]
    time: Annotated[
        str, Says("Thời gian", "Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026.")
    ]
    place: Annotated[str, Says("Địa điểm", "Trung tâm Phục vụ hành chính công xã Anh Sơn.")]
    results: Annotated[
        tuple[str, ...],
        Says("Các phép cộng của số liệu, mỗi dòng một đoạn", "58 lượt = 39 tiếp nhận + 19 khác."),
    ]
    areas: Annotated[tuple[AreaRow, ...], Says("Bảng số liệu theo lĩnh vực")]
    officers: Annotated[tuple[OfficerRow, ...], Says("Bảng số liệu theo công chức")]
    difficulties: Annotated[
        tuple[str, ...],
        Says("Khó khăn, vướng mắc, mỗi dòng một đoạn", "Mất điện 8 phút, từ 9 giờ 10."),
    ]
    closing: Annotated[
        str,
        Says("Đoạn cuối, đã có dấu ./.", "Trung tâm báo cáo Ủy ban nhân dân xã xem xét./."),
    ]
    recipients: Annotated[
        tuple[str, ...], Says("Nơi nhận, mỗi dòng một nơi", "- Như trên;", "- Lưu: VT.")
    ]
    signature: Signature

    @classmethod
    def wanted(cls, duty_session: DutySession) -> Select[DailySheet]:
        """Ask for what was confirmed of each officer."""
        return DailySheet.of_session(duty_session)

    @classmethod
    def of(
        cls,
        figures: DayFigures,
        satisfied: Mapping[Satisfaction, int],
        document: Document,
        commune: Commune,
        plan: Document | None,
    ) -> Self:
        """Set the figures of one Saturday; ``plan`` is the issued plan that is carried out."""
        held = figures.duty_session
        body = f"Ủy ban nhân dân {commune.name}"
        centre = f"{commune.centre} {commune.name}"
        remark = held.closing.remark if held.closing else ""
        return cls(
            heading=Heading.of(document, commune, commune.centre),
            subject=title_lines(document.title, held.day),
            addressee=body,
            opening=f"{basis(plan, commune, held.day.year)}, {centre} báo cáo kết quả như sau:",
            time=_time(held),
            place=f"{(held.place or commune.centre).rstrip(' .')}.",
            results=(*_results(figures, satisfied), *_corrected(figures)),
            areas=tuple(_areas(figures)),
            officers=tuple(_officers(figures)),
            difficulties=tuple(remark.splitlines()) or (NO_TROUBLE,),
            closing=ended(f"{centre} báo cáo {body} xem xét, chỉ đạo{_replaced(document)}"),
            recipients=listed(document.recipients.splitlines()),
            signature=Signature.of(document),
        )


def title_of(held: DutySession) -> str:
    """Give the usual subject."""
    return f"Kết quả thực hiện “Ngày thứ 7 vì dân”\n{long_day(held.day)}"


def changed(then: SessionReport, now: SessionReport) -> Iterator[str]:
    """Name what the rows say otherwise than the report; that free words expired is no change."""
    before = dict(enumerate(then.results))
    for place, line in enumerate(now.results):
        if before.get(place) != line and REASON_EXPIRED not in line:
            yield f"Nay là: {line}"
    if (then.areas, _told(then)) != (now.areas, _told(now)):
        yield "Bảng số liệu theo lĩnh vực hoặc theo công chức đã đổi."
    if then.difficulties != now.difficulties != (NO_TROUBLE,):
        yield "Khó khăn, vướng mắc của buổi đã đổi."


def _told(report: SessionReport) -> frozenset[OfficerRow]:
    """Give what is said of the officers, in whichever order."""
    return frozenset(replace(one, order="") for one in report.officers)


def _time(held: DutySession) -> str:
    """Say when it was held."""
    if held.starts_at is None or held.ends_at is None:
        words = long_day(held.day)
        return f"{words[:1].upper()}{words[1:]}."
    return f"{hours_in_words(held.starts_at, held.ends_at).capitalize()}, {long_day(held.day)}."


def _results(figures: DayFigures, satisfied: Mapping[Satisfaction, int]) -> Iterator[str]:
    """Prove the counts: people, dossiers received, dossiers to be dealt with."""
    counts, dossiers = figures.counts, figures.dossiers
    if not counts.lines:
        yield "Trong buổi không có lượt công dân nào."
        return
    yield f"Số lượt công dân: {counts.in_words}."
    at_once, later = counts.of(Outcome.SETTLED), counts.of(Outcome.RECEIVED)
    yield (
        f"Hồ sơ tiếp nhận: {counts.received} hồ sơ = {at_once} giải quyết, trả ngay "
        f"+ {later} hẹn trả; nộp trực tuyến tại chỗ {dossiers.online}, "
        f"trực tiếp và bưu chính {dossiers.direct}."
    )
    yield (
        f"Hồ sơ phải giải quyết: {dossiers_in_words(dossiers)} "
        f"({dossiers.open} trong hạn, {dossiers.overdue} quá hạn)."
    )
    if sum(satisfied.values()):
        said = ", ".join(f"{satisfied.get(one, 0)} {one.words}" for one in Satisfaction)
        yield f"Mức độ hài lòng: {said}."


def _corrected(figures: DayFigures) -> Iterator[str]:
    """Explain each officer's figure that is not the log's: the tables can then be added up."""
    for one in figures.officers:
        if one.reason:
            both = f"{one.said.words}; nhật ký có {one.counted.words}"
            yield f"{one.name} đã xử lý {both}. Lý do: {one.reason.rstrip(' .')}."


def _areas(figures: DayFigures) -> Iterator[AreaRow]:
    """Give the fields that had a dossier or an opinion, and their sum."""
    named = [one for one in figures.areas if one.handled != Handled()]
    for order, one in enumerate(named, start=1):
        yield AreaRow.of(str(order), one.name, one.counts)
    if named:
        yield AreaRow.of("", WHOLE, figures.counts.by_outcome)


def _officers(figures: DayFigures) -> Iterator[OfficerRow]:
    """Give the officers, and their sum."""
    for order, one in enumerate(figures.officers, start=1):
        yield OfficerRow.of(order, one)
    if figures.officers:
        said = figures.handled
        yield OfficerRow("", WHOLE, "", str(said.dossiers), str(said.opinions))


def _replaced(document: Document) -> str:
    """Say which earlier report it takes the place of; else nothing."""
    old = document.amends if document.amends_as is PaperMark.REPLACED else None
    if old is None or old.dated_on is None:
        return ""
    number = f"{old.full_number} {official_date(old.dated_on)}"
    return f". Báo cáo này thay thế Báo cáo số {number}"
