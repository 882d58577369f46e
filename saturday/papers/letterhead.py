"""What words do all papers share: heading, signature, number and date?"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date
from typing import ClassVar, Self, cast, get_args, get_origin, get_type_hints

from saturday.vietnamese.dates import official_date

# Room for the clerk's pen: number and date are given after the signature (Nghị định 30/2020,
# Điều 15.2).
BLANK_NUMBER = " " * 6


def blank_date(year: int) -> str:
    """Leave the day and month of a paper to be written in."""
    return f"ngày      tháng      năm {year}"


def listed(recipients: Iterable[str]) -> tuple[str, ...]:
    """Set recipients one on a line, each with its semicolon and the last with a full stop."""
    lines = [f"- {one};" for one in recipients]
    return (*lines[:-1], *(f"{line[:-1]}." for line in lines[-1:]))


def ended(text: str) -> str:
    """End the last words of a paper with the mark that nothing follows."""
    return text.rstrip(" ./") + "./."


@dataclass(frozen=True, slots=True)
class Heading:
    """Who issues a paper, with which number, where and when."""

    parent: str  # the body above it; empty for the commune's own
    issuer: tuple[str, ...]
    place: str
    date: str
    symbol: str = ""  # ký hiệu, KH-UBND; empty on a paper without number
    number: str = BLANK_NUMBER


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs (quyền hạn, chức vụ, họ tên người ký)."""

    capacity: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The finished words of one Word template."""

    TEMPLATE: ClassVar[str]

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
