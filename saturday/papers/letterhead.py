"""What words do all papers share: heading, signature, number and date?"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date, time
from typing import Annotated, ClassVar, Self, cast, get_args, get_origin, get_type_hints

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.plan import DutySession
from saturday.papers.variables import Says
from saturday.papers.widths import width_mm
from saturday.rules.lifecycle import PaperMark
from saturday.rules.numbering import Issuer
from saturday.vietnamese.dates import clock_short, long_day, official_date

# Room for the clerk's pen: number and date are given after the signature (Nghị định 30/2020,
# Điều 15.2).
BLANK_NUMBER = " " * 6
_HEADING_SIZE = 12  # points
_HEADING_WIDTH_MM = 58


def blank_date(year: int) -> str:
    """Leave the day and month of a paper to be written in."""
    return f"ngày      tháng      năm {year}"


def broken(name: str) -> tuple[str, ...]:
    """Set a body's name in one line, or in two of about equal length when it is long."""
    words = name.split()
    if width_mm(name, _HEADING_SIZE) <= _HEADING_WIDTH_MM or len(words) == 1:
        return (name,)
    pairs = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return min(pairs, key=lambda pair: max(width_mm(line, _HEADING_SIZE) for line in pair))


def title_lines(title: str, day: date) -> tuple[str, ...]:
    """Set a title as its maker broke it; the day of the Saturday never breaks over two lines."""
    lines = tuple(line.strip() for line in title.splitlines() if line.strip())
    words, found, rest = title.strip().rpartition(f" {long_day(day)}")
    return (words, found.strip()) if found and not rest and len(lines) == 1 else lines


def basis(plan: Document | None, commune: Commune, year: int) -> str:
    """Name the plan a paper carries out; cited for the first time, it is named in full."""
    body = f"Ủy ban nhân dân {commune.name}"
    if plan is None or plan.dated_on is None:
        return f"Thực hiện kế hoạch “Ngày thứ 7 vì dân” năm {year} của {body}"
    title = " ".join(plan.title.split())
    cited = f"Kế hoạch số {plan.full_number} {official_date(plan.dated_on)} của {body}"
    return f"Thực hiện {cited} về {title[:1].lower()}{title[1:]}"


def own_hours(starts_at: time | None, ends_at: time | None, duty_session: DutySession) -> str:
    """Say a person's hours when they are not the whole half-day."""
    first, last = starts_at or duty_session.starts_at, ends_at or duty_session.ends_at
    whole = (first, last) == (duty_session.starts_at, duty_session.ends_at)
    if whole or first is None or last is None:
        return ""
    return f"{clock_short(first)}–{clock_short(last)}"


def listed(recipients: Iterable[str]) -> tuple[str, ...]:
    """Set recipients one on a line, each with its semicolon and the last with a full stop."""
    lines = [f"- {one.strip(' -;.')};" for one in recipients if one.strip(" -;.")]
    return (*lines[:-1], *(f"{line[:-1]}." for line in lines[-1:]))


def ended(text: str) -> str:
    """End the last words of a paper with the mark that nothing follows."""
    return text.rstrip(" ./") + "./."


def replaced_words(document: Document) -> str:
    """Say at the end of a notice which earlier one it takes the place of; else nothing."""
    old = document.amends if document.amends_as is PaperMark.REPLACED else None
    if old is None or old.dated_on is None:
        return ""
    number = f"{old.full_number} {official_date(old.dated_on)}"
    return f". Thông báo này thay thế Thông báo số {number}"


@dataclass(frozen=True, slots=True)
class Heading:
    """Who issues a paper, with which number, where and when."""

    parent: Annotated[
        str, Says("Cơ quan chủ quản; trống khi văn bản là của UBND xã", "UBND XÃ ANH SƠN")
    ]
    issuer: Annotated[
        tuple[str, ...],
        Says("Cơ quan ban hành, mỗi dòng một phần của tên", "TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
    ]
    place: Annotated[str, Says("Địa danh", "Anh Sơn")]
    date: Annotated[
        str, Says("Ngày, tháng, năm; dự thảo chừa chỗ để ghi", "ngày 07 tháng 4 năm 2026")
    ]
    symbol: Annotated[str, Says("Ký hiệu", "TB-TTPVHCC")] = ""
    number: Annotated[str, Says("Số; dự thảo chừa chỗ để ghi", "05")] = BLANK_NUMBER

    @classmethod
    def of(cls, document: Document, commune: Commune, body: str) -> Self:
        """Head a paper of the commune itself, or of a body below it."""
        own = document.issuer is Issuer.COMMITTEE
        name = commune.name.upper()
        return cls(
            parent="" if own else f"UBND {name}",
            issuer=("ỦY BAN NHÂN DÂN", name) if own else broken(body.upper()),
            place=commune.place,
            date=blank_date(document.drafted_at.year),
            symbol=document.symbol,
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs (quyền hạn, chức vụ, họ tên người ký)."""

    capacity: Annotated[
        tuple[str, ...],
        Says("Quyền hạn, chức vụ người ký, mỗi dòng như in ra", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    ]
    name: Annotated[str, Says("Họ tên người ký", "Trần Quốc Ứng (mẫu)")]

    @classmethod
    def of(cls, document: Document) -> Self:
        """Give the lines of the signer as the paper's maker chose them."""
        return cls(tuple(document.signer_capacity.splitlines()), document.signer_name)


@dataclass(frozen=True, slots=True)
class Paper:
    """The finished words of one Word template."""

    TEMPLATE: ClassVar[str]
    NOT_PRINTED: ClassVar[frozenset[str]] = frozenset()  # words that its template does without

    def as_words(self) -> dict[str, object]:
        """Give the words as plain values that JSON can keep."""
        return asdict(self)

    @classmethod
    def from_words(cls, words: Mapping[str, object]) -> Self:
        """Read back what as_words gave, also when it has been through JSON."""
        return cast("Self", _rebuilt(cls, words))


@dataclass(frozen=True, slots=True)
class HeadedPaper(Paper):
    """A paper with a heading, so that number and date can be set on it later."""

    heading: Heading

    def numbered(self, number: str, dated_on: date) -> Self:
        """Give the same paper with its number and date; nothing else changes."""
        return replace(
            self, heading=replace(self.heading, number=number, date=official_date(dated_on))
        )


def _rebuilt(kind: object, value: object) -> object:
    if isinstance(kind, type) and is_dataclass(kind):
        hints, words = get_type_hints(kind), cast("Mapping[str, object]", value)
        return kind(
            **{
                field.name: _rebuilt(hints[field.name], words[field.name])
                for field in fields(kind)
                if field.name in words
            }
        )
    if get_origin(kind) is tuple:
        return tuple(_rebuilt(get_args(kind)[0], one) for one in cast("Iterable[object]", value))
    return value
