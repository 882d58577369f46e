"""Which words do the reports of a period and of a year share?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.period_tables import Table
from saturday.models.reports import Review
from saturday.papers.charts import Illustration, charts_of
from saturday.papers.letterhead import HeadedPaper, Heading, Signature, basis, ended, listed
from saturday.papers.variables import ORDER, Says
from saturday.rules.lifecycle import PaperMark
from saturday.rules.report_text import Section, opinions, results
from saturday.rules.reporting import (
    OTHER_RETURNS_MEANS,
    PUNCTUALITY,
    PUNCTUALITY_MEANS,
    Compared,
    Indicator,
    PeriodFigures,
    SaturdayFigures,
)
from saturday.rules.statistics import Dossiers
from saturday.vietnamese.dates import numeric_day, official_date
from saturday.vietnamese.numbers import quantity

WHOLE = "Cộng"
_SHOWN_CHANGES = 8
_COUNT = Says("Số hồ sơ của cột này trong Biểu II.06a", "39", "18", "0", "25")


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """One row of the figures, with the periods it is compared with."""

    order: Annotated[str, ORDER]
    name: Annotated[str, Says("Chỉ tiêu", "Lượt công dân", "Hồ sơ tiếp nhận")]
    now: Annotated[str, Says("Số của kỳ này", "58", "39")]
    before: Annotated[str, Says("Số của kỳ trước", "46", "31")]
    change: Annotated[str, Says("So với kỳ trước", "tăng 12 (26,1 %)", "giảm 3 (7,1 %)")]
    year_before: Annotated[str, Says("Số cùng kỳ năm trước", "40", "28")]

    @classmethod
    def of(cls, order: str, one: Compared) -> "ReportedFigure":
        """Set one row; a part of the figure above has a dash instead of a number."""
        name = f"- {one.name}" if one.is_part else one.name
        return cls(order, name, one.now, one.before, one.change, one.year_before)


@dataclass(frozen=True, slots=True)
class ReportedSaturday:
    """One Saturday with what passed over its desk."""

    order: Annotated[str, ORDER]
    day: Annotated[str, Says("Ngày của buổi", "28/3/2026", "11/4/2026")]
    visits: Annotated[str, Says("Lượt công dân", "12", "58")]
    received: Annotated[str, Says("Hồ sơ tiếp nhận", "10", "39")]
    settled: Annotated[str, Says("Giải quyết, trả ngay", "5", "25")]
    returned: Annotated[str, Says("Trả kết quả tại buổi", "1", "5")]
    note: Annotated[str, Says("Ghi chú: lưu động, dời, hủy, chưa chốt", "", "lưu động")]

    @classmethod
    def of(cls, order: int, one: SaturdayFigures) -> "ReportedSaturday":
        """Set one Saturday; one to come has no figures."""
        values = {key: "" if one.is_to_come else str(n) for key, n in one.values.items()}
        return cls(
            order=str(order),
            day=numeric_day(one.day),
            visits=values[Indicator.VISITS],
            received=values[Indicator.RECEIVED],
            settled=values[Indicator.SETTLED],
            returned=values[Indicator.HANDED_OVER],
            note=state_of(one),
        )


@dataclass(frozen=True, slots=True)
class ReportedDossiers:
    """One row of Biểu II.06a, by its columns."""

    order: Annotated[str, ORDER]
    name: Annotated[str, Says("Lĩnh vực", "Chứng thực", "Hộ tịch", "Đất đai")]
    received: Annotated[str, _COUNT]
    online: Annotated[str, _COUNT]
    direct: Annotated[str, _COUNT]
    carried: Annotated[str, _COUNT]
    returned: Annotated[str, _COUNT]
    early: Annotated[str, _COUNT]
    on_time: Annotated[str, _COUNT]
    late: Annotated[str, _COUNT]
    pending: Annotated[str, _COUNT]
    open: Annotated[str, _COUNT]
    overdue: Annotated[str, _COUNT]

    @classmethod
    def of(cls, order: str, name: str, dossiers: Dossiers) -> "ReportedDossiers":
        """Set one row."""
        return cls(order, name, **{one: str(getattr(dossiers, one)) for one in COLUMNS})


# Columns 3 to 13 of Biểu II.06a, as a row of dossiers and a row of the paper name them.
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "received": "Tổng số tiếp nhận",
        "online": "Trong kỳ, trực tuyến",
        "direct": "Trong kỳ, trực tiếp, bưu chính",
        "carried": "Từ kỳ trước",
        "returned": "Tổng số đã giải quyết",
        "early": "Trước hạn",
        "on_time": "Đúng hạn",
        "late": "Quá hạn",
        "pending": "Tổng số đang giải quyết",
        "open": "Trong hạn",
        "overdue": "Quá hạn, chưa trả",
    }
)
_PARAGRAPHS = "mỗi dòng một đoạn"


@dataclass(frozen=True, slots=True)
class Report(HeadedPaper):
    """What a report to UBND xã says, whatever the period."""

    subject: Annotated[
        tuple[str, ...],
        Says(
            "Trích yếu, mỗi dòng một dòng",
            "Kết quả thực hiện “Ngày thứ 7 vì dân”",
            "tháng 4 (15/3 – 14/4/2026)",
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
    organisation: Annotated[
        tuple[str, ...],
        Says(f"Công tác tổ chức, {_PARAGRAPHS}", "Đã tổ chức 02 buổi: 28/3, 11/4."),
    ]
    results: Annotated[
        tuple[str, ...],
        Says(f"Các phép cộng của số liệu, {_PARAGRAPHS}", "Hồ sơ: 39 + 9 = 30 + 18."),
    ]
    figures: Annotated[tuple[ReportedFigure, ...], Says("Bảng số liệu chính")]
    before: Annotated[
        str,
        Says("Kỳ trước; trống khi kỳ đó chưa có số liệu", "tháng 3 (15/02 – 14/3/2026)"),
    ]
    year_before: Annotated[
        str,
        Says("Cùng kỳ năm trước; trống khi chưa có số liệu", "tháng 4 (15/3 – 14/4/2025)"),
    ]
    notes: Annotated[
        tuple[str, ...],
        Says(f"Cách tính, ghi dưới bảng, {_PARAGRAPHS}", "Đúng hạn tính trên hồ sơ đã trả."),
    ]
    saturdays: Annotated[tuple[ReportedSaturday, ...], Says("Bảng từng buổi")]
    visits_chart: Illustration
    outcomes_chart: Illustration
    opinions: Annotated[
        tuple[str, ...],
        Says(f"Phản ánh, mức độ hài lòng, {_PARAGRAPHS}", "Đã ghi vào sổ 03 phản ánh."),
    ]
    assessment: Annotated[
        tuple[str, ...], Says(f"Đánh giá chung, {_PARAGRAPHS}", "Đã phục vụ 58 lượt công dân.")
    ]
    difficulties: Annotated[
        tuple[str, ...], Says(f"Khó khăn, vướng mắc, {_PARAGRAPHS}", "Còn 01 hồ sơ quá hạn.")
    ]
    lessons: Annotated[
        tuple[str, ...], Says(f"Rút kinh nghiệm, {_PARAGRAPHS}", "Chuẩn bị sẵn phiếu giấy.")
    ]
    tasks: Annotated[
        tuple[str, ...], Says(f"Nhiệm vụ tới, {_PARAGRAPHS}", "Tổ chức buổi ngày 09/5.")
    ]
    proposals: Annotated[
        tuple[str, ...], Says(f"Đề xuất, kiến nghị, {_PARAGRAPHS}", "Không có đề xuất.")
    ]
    closing: Annotated[
        str, Says("Đoạn cuối, đã có dấu ./.", "Trung tâm báo cáo UBND xã xem xét, chỉ đạo./.")
    ]
    recipients: Annotated[
        tuple[str, ...], Says("Nơi nhận, mỗi dòng một nơi", "- Như trên;", "- Lưu: VT.")
    ]
    signature: Signature
    areas: Annotated[
        tuple[ReportedDossiers, ...], Says("Bảng theo lĩnh vực của phụ lục, cột Biểu II.06a")
    ]
    annex_issuer: Annotated[
        str,
        Says("Cơ quan ban hành, dùng ở phụ lục", "Trung tâm Phục vụ hành chính công xã Anh Sơn"),
    ]


def state_of(one: SaturdayFigures) -> str:
    """Say in a word or two what is to know of a Saturday."""
    if one.gone:
        return one.gone
    if one.is_to_come:
        return "chưa đến"
    words = ("lưu động" if one.is_mobile else "", "" if one.is_closed else "chưa chốt")
    return ", ".join(filter(None, words))


def report_words(
    reviewed: Review, document: Document, commune: Commune, plan: Document | None
) -> dict[str, Any]:
    """Set everything that both reports say."""
    now, period = reviewed.now, reviewed.period
    body = f"{commune.centre} {commune.name}"
    committee = f"Ủy ban nhân dân {commune.name}"
    said = {one.name.lower(): reviewed.wordings[one].lines for one in Section}
    wanted = bool(document.with_charts)
    visits, outcomes = (Illustration.of(one, wanted=wanted) for one in charts_of(now))
    return {
        "heading": Heading.of(document, commune, commune.centre),
        "subject": tuple(line for line in document.title.splitlines() if line),
        "addressee": committee,
        "opening": f"{basis(plan, commune, period.last.year)}, {body} báo cáo kết quả "
        f"{period.words} như sau:",
        "results": tuple(results(now)),
        "figures": set_figures(reviewed.compared),
        "before": _known(reviewed.before),
        "year_before": _known(reviewed.year_before),
        "notes": tuple(_notes(now.other_returns)),
        "saturdays": tuple(
            ReportedSaturday.of(at, one) for at, one in enumerate(now.saturdays, start=1)
        ),
        "visits_chart": visits,
        "outcomes_chart": outcomes,
        "opinions": tuple(opinions(now)),
        **said,
        "closing": ended(f"{body} báo cáo {committee} xem xét, chỉ đạo{_replaces(document)}"),
        "recipients": listed(document.recipients.splitlines()),
        "signature": Signature.of(document),
        "areas": tuple(_areas(reviewed.areas)),
        "annex_issuer": body,
    }


def _known(earlier: PeriodFigures) -> str:
    """Name a period that stands beside the one reported; nothing when nothing was kept of it."""
    return earlier.period.words if earlier.is_on_record else ""


def _replaces(document: Document) -> str:
    """Say which earlier report it takes the place of."""
    old = document.amends if document.amends_as is PaperMark.REPLACED else None
    if old is None or old.dated_on is None:
        return ""
    number = f"{old.full_number} {official_date(old.dated_on)}"
    return f". Báo cáo này thay thế Báo cáo số {number}"


def set_figures(rows: Iterable[Compared]) -> tuple[ReportedFigure, ...]:
    """Set every figure as the report prints it."""
    return tuple(_figures(rows))


def _figures(rows: Iterable[Compared]) -> Iterator[ReportedFigure]:
    order = 0
    for one in rows:
        order += not one.is_part
        yield ReportedFigure.of("" if one.is_part else str(order), one)


def _notes(other_returns: int) -> Iterator[str]:
    yield f"{PUNCTUALITY}: {PUNCTUALITY_MEANS[0].lower()}{PUNCTUALITY_MEANS[1:]}"
    yield f"{OTHER_RETURNS_MEANS}{quantity(other_returns, 'hồ sơ')}."


def _areas(table: Table) -> Iterator[ReportedDossiers]:
    for order, row in enumerate(table.rows, start=1):
        yield ReportedDossiers.of(str(order), row.name, row.dossiers)
    yield ReportedDossiers.of("", WHOLE, table.total)


def changed_report(then: Report, now: Report, *, is_issued: bool) -> list[str]:
    """Name the figures that a frozen report tells otherwise than they are now.

    What was to come when it was issued may have become otherwise: no fault of the report.
    """
    found = [*_changed_figures(then, now), *_changed_areas(then, now)]
    more = len(found) - _SHOWN_CHANGES
    if more > 0:
        return [*found[:_SHOWN_CHANGES], f"Còn {more} số liệu khác đã đổi."]
    if not found and is_issued and replace(now, tasks=then.tasks) == then:
        return []
    return found or ["Lời văn của báo cáo đã đổi."]


def _changed_figures(then: Report, now: Report) -> Iterator[str]:
    for one in changed_figures(then.figures, now.figures):
        yield f"{one.name.removeprefix('- ')} ghi {one.before}, nay là {one.now}."


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure as it was issued, and as it is now (số liệu chênh)."""

    name: str
    before: str
    now: str


def changed_figures(
    then: Iterable[ReportedFigure], now: Iterable[ReportedFigure]
) -> list[Difference]:
    """Set the figures of the period itself, as issued, beside those of now."""
    earlier = {one.name: one.now for one in then}
    pairs = ((one.name, earlier.get(one.name, "không có"), one.now) for one in now)
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def _changed_areas(then: Report, now: Report) -> Iterator[str]:
    earlier = {one.name: one for one in then.areas}
    for one in now.areas:
        old = earlier.get(one.name)
        if one.name != WHOLE and old is not None and _counts(old) != _counts(one):
            yield f"Bảng theo lĩnh vực: dòng {one.name} đã đổi."


def _counts(row: ReportedDossiers) -> list[str]:
    return [getattr(row, one) for one in COLUMNS]
