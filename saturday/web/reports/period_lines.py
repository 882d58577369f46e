"""Which lines of the log does a number of a report count?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Self

from sqlalchemy import Select, func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.figures import Key, Span, behind, counted_lines
from saturday.models.intake import IntakeEntry
from saturday.models.period_tables import lines_of, name_of, paid_lines, shown
from saturday.papers.spreadsheet import Book
from saturday.rules.columns import Column, ColumnKind, Layout, Values
from saturday.rules.intake import RECEIVED_HERE, Filing, Outcome
from saturday.rules.periods import Period
from saturday.rules.reporting import DESK, FORM, Indicator
from saturday.rules.statistics import Dimension
from saturday.vietnamese.dates import clock as hour_words
from saturday.web.fields import LONGEST_NUMBER
from saturday.web.reports.arranged import ANY, COLUMNS, NOBODY, WAYS

ASKED = ("so", "buoi", "chia", "gia-tri", "cot", "ket-qua")  # what an address says of a number
ON_A_PAGE = 200
AT_ONCE = 500  # rows that are held while a workbook is written
TEXT, DAY, NUMBER = ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.NUMBER
LAYOUT = Layout(
    (
        Column("day", "Buổi", DAY),
        Column("number", "Số", TEXT),
        Column("hour", "Giờ", TEXT),
        Column("hamlet", "Thôn, bản", TEXT),
        Column("code", "Mã thủ tục", TEXT),
        Column("procedure", "Thủ tục", TEXT),
        Column("quantity", "Số lượng", NUMBER),
        Column("outcome", "Kết quả", TEXT),
        Column("filing", "Hình thức nộp", TEXT),
        Column("dossier", "Mã hồ sơ", TEXT),
        Column("due", "Hẹn trả", DAY),
        Column("returned", "Đã trả", DAY),
        Column("fee", "Phí, lệ phí (đồng)", NUMBER),
        Column("payment", "Cách trả phí", TEXT),
    )
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "received": "tổng số",
        "online": "trong kỳ, trực tuyến",
        "direct": "trong kỳ, trực tiếp, bưu chính",
        "carried": "từ kỳ trước",
        "returned": "đã giải quyết",
        "early": "đã trả, trước hạn",
        "on_time": "đã trả, đúng hạn",
        "late": "đã trả, quá hạn",
        "pending": "đang giải quyết",
        "open": "đang giải quyết, trong hạn",
        "overdue": "đang giải quyết, quá hạn",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which number was opened, as the address says (con số cần xem)."""

    period: Period
    question: Select[IntakeEntry]
    words: str

    @classmethod
    def of(cls, period: Period, typed: Mapping[str, str]) -> Self | None:
        """Read an address; None when it names no number."""
        indicator = typed.get("so", "").upper()
        if indicator in {one.value for one in Indicator}:
            return cls._figure(period, Indicator(indicator), _day(typed.get("buoi", "")))
        by = WAYS.get(typed.get("chia", ""))
        if by is None:
            return None
        key = _key(by, typed["gia-tri"]) if "gia-tri" in typed else ...
        found = cls._cell(period, by, key, typed)
        whose = name_of(db.session, period, by, key) if key is not ... else ""
        return replace(found, words=f"{whose}: {found.words}") if found and whose else found

    @classmethod
    def _cell(
        cls, period: Period, by: Dimension, key: Key, typed: Mapping[str, str]
    ) -> Self | None:
        """Read which cell of a table is meant: a column of the form, or an outcome."""
        column, outcome = typed.get("cot", ""), typed.get("ket-qua", "")
        if column in COLUMNS:
            span = Span(period, clock.today())
            return cls(period, behind(span, by, key, *COLUMNS[column]), f"Hồ sơ {WORDS[column]}")
        if outcome == ANY:
            return cls(period, counted_lines(period, by, key), "Việc tại quầy")
        if outcome not in {one.value for one in Outcome}:
            return None
        one = Outcome(outcome)
        return cls(period, counted_lines(period, by, key, one), one.words.capitalize())

    @classmethod
    def _figure(cls, period: Period, one: Indicator, day: date | None) -> Self:
        if one in FORM:
            span, sorts = Span(period, clock.today()), COLUMNS[one.name.lower()]
            question = behind(span, Dimension.SUBJECT_AREA, ..., *sorts)
            return cls(period, question, f"Hồ sơ {WORDS[one.name.lower()]}")
        words = one.words[:1].upper() + one.words[1:]
        if one in {Indicator.MONEY, Indicator.CASHLESS}:
            question = paid_lines(period, cashless=one is Indicator.CASHLESS)
            return cls(period, question, words)
        return cls(period, lines_of(period, outcomes=_OUTCOMES[one], day=day), words)

    @property
    def count(self) -> int:
        """How many lines there are."""
        lines = self.question.order_by(None).with_only_columns(IntakeEntry.id).subquery()
        return db.session.scalars(select(func.count()).select_from(lines)).one()

    def page(self, after: str) -> tuple[Sequence[IntakeEntry], bool]:
        """Give a page of the lines after one, and whether there are more."""
        question = shown(self.question).where(IntakeEntry.id > _number(after))
        found = db.session.scalars(question.limit(ON_A_PAGE + 1)).all()
        return found[:ON_A_PAGE], len(found) > ON_A_PAGE

    def book(self) -> Book:
        """Give all of them as a workbook, row by row."""
        return Book("Dòng nhật ký", LAYOUT, self._rows())

    def _rows(self) -> Iterator[Values]:
        question = shown(self.question).execution_options(yield_per=AT_ONCE)
        for one in db.session.scalars(question):
            yield values_of(one)
            db.session.expunge(one)


_OUTCOMES: Mapping[Indicator, Sequence[Outcome]] = MappingProxyType(
    {
        Indicator.VISITS: (),
        Indicator.RECEIVED: tuple(RECEIVED_HERE),
        **{one: (outcome,) for one, outcome in DESK.items()},
    }
)


def values_of(row: IntakeEntry) -> Values:
    """Give the cells of a line; nobody's name is among them."""
    procedure, hamlet, returned = row.procedure, row.visit.hamlet, row.returned
    return {
        "day": row.duty_session.day,
        "number": row.full_number,
        "hour": hour_words(row.happened_at.time()),
        "hamlet": hamlet.name if hamlet else "",
        "code": procedure.code if procedure else "",
        "procedure": row.matter,
        "quantity": row.quantity,
        "outcome": row.outcome.words,
        "filing": row.filing.words if row.outcome.is_received else "",
        "dossier": row.dossier_code,
        "due": row.due_on,
        "returned": returned.returned_on if returned else None,
        "fee": row.fee,
        "payment": row.payment.words if row.fee and row.payment else "",
    }


def _key(by: Dimension, words: str) -> Key:
    """Read a value of a dimension; what is none finds nothing."""
    if words == NOBODY:
        return None
    if by is Dimension.PROCEDURE:
        return words
    if by is Dimension.FILING:
        return Filing(words) if words in {one.value for one in Filing} else None
    return _number(words)


def _number(words: str) -> int:
    """Read the number of a row; none has 0."""
    return int(words) if words.isdecimal() and len(words) <= LONGEST_NUMBER else 0


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
