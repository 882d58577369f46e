"""Where in a Word file does each element of an official paper stand?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from saturday.papers.reading import Line, WordFile
from saturday.vietnamese.names import fold

# A body's name begins with one of these; what stands above it is the body it belongs to.
_BODIES = (
    "ban",
    "bo",
    "chi cuc",
    "cong an",
    "cuc",
    "dang uy",
    "doan",
    "hoi",
    "phong",
    "so",
    "to",
    "tram",
    "trung tam",
    "truong",
    "ubnd",
    "uy ban",
    "van phong",
)
_TOP = 40  # lines in which the heading is looked for
_LOOSE_HEAD = 12  # lines it may take when it stands in no table
_NUMBER = re.compile(r"Số\s*(:|\d)")
_BLANK = re.compile(r"[_\s]*")
_PART = re.compile(r"[IVX]+\.\s")
_CLAUSE = re.compile(r"\d+\.\s")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The lines of each element; an element that is not there has none."""

    file: WordFile
    country: Line | None  # Quốc hiệu
    motto: Line | None  # Tiêu ngữ
    under_motto: tuple[Line, ...]
    parent: tuple[Line, ...]  # cơ quan chủ quản
    issuer: tuple[Line, ...]
    under_issuer: tuple[Line, ...]
    number: Line | None
    place_date: Line | None
    kind: Line | None  # tên loại; a công văn has none
    subject: tuple[Line, ...]
    under_subject: tuple[Line, ...]
    addressee: Line | None
    body: tuple[Line, ...]
    last: Line | None  # the last words before the signature
    recipients_title: Line | None
    recipients: tuple[Line, ...]
    capacity: tuple[Line, ...]
    signer: Line | None

    @property
    def is_register(self) -> bool:
        return any(fold(line.text).startswith("so dang ky") for line in self.file.lines)

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn: it begins with its addressee, without a kind."""
        return self.kind is None and self.addressee is not None


def is_blank(line: Line) -> bool:
    """Whether it shows no words; underscores typed for a rule are none."""
    return _BLANK.fullmatch(line.text) is not None


def is_part(line: Line) -> bool:
    """Whether it is a heading like "I. MỤC ĐÍCH"."""
    return _PART.match(line.text) is not None


def is_titled_clause(line: Line) -> bool:
    """Whether it is a heading like "1. Mục đích": short, and no sentence."""
    few = len(line.text.split()) <= 14  # noqa: PLR2004 - a title's length, by look
    return _CLAUSE.match(line.text) is not None and few and line.text[-1] not in ".;,"


def dissect(file: WordFile) -> Anatomy:
    """Find every element of a paper."""
    lines = file.lines
    country = _find(lines[:_TOP], "cong hoa xa hoi")
    motto = _find(lines[:_TOP], "doc lap")
    head, rest = _split_head(lines, country or motto)
    left = [line for line in head if _is_left_of(line, country or motto)]
    number = next((line for line in head if _NUMBER.match(line.text)), None)
    names = _up_to(left, number)
    issuer_at = _issuer_starts(names)
    body, tail = _split_tail(rest)
    kind, subject, under_subject, content = _title(body)
    title, recipients, signature = _signature(tail)
    return Anatomy(
        file=file,
        country=country,
        motto=motto,
        under_motto=_after(lines, motto),
        parent=tuple(names[:issuer_at]),
        issuer=tuple(names[issuer_at:]),
        under_issuer=_after(lines, names[-1] if names else None),
        number=number,
        place_date=next((line for line in head if _is_date(line)), None),
        kind=kind,
        subject=subject,
        under_subject=under_subject,
        addressee=_find(content, "kinh gui"),
        body=tuple(_prose(content)),
        last=next((line for line in reversed(body) if not is_blank(line)), None),
        recipients_title=title,
        recipients=recipients,
        capacity=signature[:-1],
        signer=signature[-1] if signature else None,
    )


def _find(lines: Iterable[Line], *beginnings: str) -> Line | None:
    return next((line for line in lines if fold(line.text).startswith(beginnings)), None)


def _place(lines: Sequence[Line], line: Line) -> int:
    return next(place for place, one in enumerate(lines) if one is line)


def _split_head(lines: Sequence[Line], mark: Line | None) -> tuple[Sequence[Line], Sequence[Line]]:
    """Part the heading's table from what follows; without a table, the first lines."""
    if mark is None:
        return (), lines
    end = _LOOSE_HEAD
    if mark.cell:
        table = mark.cell.table
        end = 1 + max(
            place for place, one in enumerate(lines) if one.cell and one.cell.table == table
        )
    return lines[:end], lines[end:]


def _is_left_of(line: Line, mark: Line | None) -> bool:
    if mark is None or mark.cell is None or line.cell is None:
        return False
    return line.cell.table == mark.cell.table and line.cell.column < mark.cell.column


def _up_to(lines: Iterable[Line], end: Line | None) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        if line is end:
            break
        if not is_blank(line):
            found.append(line)
    return found


def _issuer_starts(names: Sequence[Line]) -> int:
    starts = [
        place
        for place, line in enumerate(names)
        if re.match(rf"({'|'.join(_BODIES)})\b", fold(line.text))
    ]
    return starts[-1] if starts else 0


def _after(lines: Sequence[Line], line: Line | None) -> tuple[Line, ...]:
    """Give the line, the wordless ones below it, and the next when a line is drawn from there."""
    if line is None:
        return ()
    found = [line]
    for one in lines[_place(lines, line) + 1 :]:
        if not is_blank(one):
            return (*found, one) if one.rule is not None else tuple(found)
        if one.cell == line.cell:
            found.append(one)
    return tuple(found)


def _is_date(line: Line) -> bool:
    """Tell place and date from a letter's subject, which may name a date too."""
    words = fold(line.text)
    return not words.startswith("v/v") and all(one in words for one in ("ngay", "thang", "nam"))


def _split_tail(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Part the text from Nơi nhận and the signature."""
    title = _find(lines, "noi nhan:")
    if title is None:
        return lines, ()
    start = _place(lines, title)
    while title.cell and start and _same_table(lines[start - 1], title):
        start -= 1
    return lines[:start], lines[start:]


def _same_table(one: Line, other: Line) -> bool:
    return bool(one.cell and other.cell and one.cell.table == other.cell.table)


def _title(
    lines: Sequence[Line],
) -> tuple[Line | None, tuple[Line, ...], tuple[Line, ...], Sequence[Line]]:
    """Give kind, subject, the lines under it, and the text that follows."""
    kind = next((line for line in lines if not is_blank(line)), None)
    if kind is None or not _is_title(kind):
        return None, (), (), lines
    subject: list[Line] = []
    for line in lines[_place(lines, kind) + 1 :]:
        if is_blank(line) or not (line.align == "center" or line.bold):
            break
        subject.append(line)
    last = subject[-1] if subject else kind
    return kind, tuple(subject), _after(lines, last), lines[_place(lines, last) + 1 :]


def _is_title(line: Line) -> bool:
    """Whether it can be a kind with its subject: set apart from the text, and no address."""
    apart = line.align == "center" or line.bold or line.text.isupper()
    return apart and line.cell is None and not fold(line.text).startswith("kinh gui")


def _prose(lines: Iterable[Line]) -> Iterator[Line]:
    """Give the text's paragraphs: neither tables nor whom the paper is addressed to."""
    addressed = False
    for line in lines:
        starts = fold(line.text).startswith("kinh gui")
        addressed = starts or (addressed and line.text.startswith("-"))
        if not addressed and not is_blank(line) and line.cell is None:
            yield line


def _signature(
    tail: Sequence[Line],
) -> tuple[Line | None, tuple[Line, ...], tuple[Line, ...]]:
    """Give Nơi nhận, its list, and the lines from the signer's capacity to the name."""
    title = _find(tail, "noi nhan:")
    if title is None:
        return None, (), ()
    below = [line for line in tail[_place(tail, title) + 1 :] if not is_blank(line)]
    if title.cell is None:
        recipients = [line for line in below if line.text.startswith("-")]
        return title, tuple(recipients), tuple(line for line in below if line not in recipients)
    column = title.cell.column
    same = [line for line in below if _same_table(line, title) and line.cell]
    inside = [line for line in tail if _same_table(line, title) and not is_blank(line)]
    return (
        title,
        tuple(line for line in same if line.cell and line.cell.column == column),
        tuple(line for line in inside if line.cell and line.cell.column > column),
    )
