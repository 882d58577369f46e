"""What stands in the printed register, and what does each department owe?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Self

from saturday.extensions import db
from saturday.models.commune import Department
from saturday.models.feedback import Feedback
from saturday.models.feedback_register import Sieve, whole
from saturday.papers.spreadsheet import Book, workbook
from saturday.rules.columns import Column, Layout, Values
from saturday.rules.feedback import FeedbackState, reminder
from saturday.rules.identifiers import show_phone
from saturday.vietnamese.dates import numeric_day
from saturday.web.access import me
from saturday.web.feedback.register import Clockwork

COLUMNS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "number": ("Số", 9),
        "received": ("Ngày nhận", 12),
        "who": ("Người nêu", 28),
        "way": ("Nơi đến", 16),
        "kind": ("Loại", 11),
        "content": ("Nội dung", 44),
        "hamlet": ("Thôn, bản", 16),
        "owner": ("Đơn vị xử lý", 24),
        "due": ("Hạn", 12),
        "outcome": ("Kết quả", 44),
        "answered": ("Ngày trả lời", 12),
        "public": ("Công khai", 10),
        "national": ("Số trên Cổng quốc gia", 22),
    }
)
NOT_PRINTED = "có tên, không in ra"
UNNAMED = "góp ý không ghi tên"
GONE = "đã xóa tên"
SOON = 2  # working days before a limit at which its owner is reminded


@dataclass(frozen=True, slots=True)
class BookRow:
    """One opinion as the register writes it."""

    number: str
    received: str
    who: str
    way: str
    kind: str
    content: str
    hamlet: str
    owner: str
    due: str
    outcome: str
    answered: str
    public: str
    national: str

    @classmethod
    def of(cls, row: Feedback, clockwork: Clockwork) -> Self:
        """Write an opinion in the words of the register."""
        answer, due = row.answer, clockwork.due(row)
        is_answered = answer is not None and row.state in _ANSWERED
        return cls(
            number=row.full_number,
            received=numeric_day(row.received_at),
            who=who_of(row),
            way=row.source.words,
            kind=row.kind.words,
            content=row.content,
            hamlet=row.hamlet.name if row.hamlet else "",
            owner=row.owner.name if row.owner else "",
            due=numeric_day(due) if due else "",
            outcome=_outcome(row),
            answered=numeric_day(answer.answered_on) if answer and is_answered else "",
            public="có" if answer and is_answered and answer.is_public else "",
            national=row.national_number,
        )

    @property
    def values(self) -> Values:
        """Give the cells by the names of their columns."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


_ANSWERED = frozenset({FeedbackState.ANSWERED, FeedbackState.CLOSED})


def who_of(row: Feedback) -> str:
    """Say who said it, as far as it may be printed."""
    voice = "" if row.voice == "CITIZEN" else f"{row.voice.words}: "
    if not row.is_named:
        return f"{voice}{UNNAMED}"
    if row.is_hidden:
        return f"{voice}{NOT_PRINTED}"
    if not row.name:
        return f"{voice}{GONE}"
    return f"{voice}{row.name}, {row.address}, {show_phone(row.phone)}"


def _outcome(row: Feedback) -> str:
    """Say what became of it."""
    answer = row.answer
    if answer is not None and row.state in _ANSWERED:
        return answer.text
    if row.transferred_to:
        return f"Đã chuyển {row.transferred_to}"
    if row.decline_reason:
        return f"Không tiếp nhận: {row.decline_reason}"
    return row.state.words


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """The register of a year, as far as somebody may see it (sổ phản ánh, kiến nghị)."""

    year: int
    rows: Sequence[BookRow]
    told: int  # rows that say who spoke: looking at them is noted

    @classmethod
    def of(cls, year: int) -> Self:
        """Load a year."""
        found = db.session.scalars(whole(Sieve(year=year).of(me()))).all()
        clockwork = Clockwork.now()
        told = sum(bool(one.name) and not one.is_hidden for one in found)
        return cls(year, [BookRow.of(one, clockwork) for one in found], told)


def as_workbook(book: RegisterBook) -> bytes:
    """Write the register as a workbook; every cell is text, whatever it begins with."""
    columns = [Column(name, title, example="x" * wide) for name, (title, wide) in COLUMNS.items()]
    rows = [row.values for row in book.rows]
    return workbook(Book(f"Sổ phản ánh {book.year}", Layout(tuple(columns)), rows))


@dataclass(frozen=True, slots=True)
class Owed:
    """What one owner owes late or soon; without an owner: what the Centre has still to give."""

    owner: Department | None
    rows: Sequence[tuple[Feedback, str, bool]]  # how long there is, and whether it is late

    @classmethod
    def by_owner(cls, rows: Iterable[Feedback], clockwork: Clockwork) -> list[Self]:
        """Put together what each owes, those with the most pressing first."""
        found: dict[Department | None, list[tuple[Feedback, str, bool]]] = {}
        soon = clockwork.calendar.add_working_days(clockwork.today, SOON)
        dated = [(due, row) for row in rows if (due := clockwork.due(row)) and due <= soon]
        for due, row in sorted(dated, key=lambda one: (one[0], one[1].id)):
            line = (row, clockwork.left(row), due < clockwork.today)
            found.setdefault(row.owner, []).append(line)
        return [cls(owner, lines) for owner, lines in found.items()]

    @property
    def name(self) -> str:
        """Name who owes it."""
        return self.owner.name if self.owner else "Trung tâm chưa giao cho đơn vị nào"

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(is_late for _row, _left, is_late in self.rows)

    @property
    def reminder(self) -> str:
        """Write the message for the owner."""
        if self.owner is None:
            return ""
        return reminder(self.name, [(row.full_number, left) for row, left, _late in self.rows])
