"""What does the one-stop system call its columns and procedures?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from saturday.models.base import AnySession, Model
from saturday.models.procedures import Procedure
from saturday.rules.columns import Cell, Column, ColumnKind, Key, Layout, Values, as_text, plain
from saturday.rules.dossier_words import codes_in, plain_words
from saturday.rules.intake import MOST_AT_ONCE
from saturday.rules.refusals import refuse_when
from saturday.rules.sheets import COUNTERS, RawSheet, find_header, in_unicode, likely_header
from saturday.vietnamese.names import nfc

if TYPE_CHECKING:
    from saturday.models.accounts import Account

LONGEST_WORDS = 400
SAMPLES, LONGEST_SAMPLE, LOOKED_AT = 2, 40, 30  # what is shown below a head, from so many rows

COLUMNS = (
    Column(
        "dossier_code",
        "Mã hồ sơ",
        empty="Hãy ghi mã hồ sơ.",
        most=40,
        others=("Số hồ sơ", "Mã số hồ sơ", "Mã hs", "Số biên nhận", "Mã biên nhận", "Mã tra cứu"),
        example="H41.34-260411-0001",
    ),
    Column(
        "received",
        "Ngày tiếp nhận",
        ColumnKind.MOMENT,
        empty="Hãy ghi ngày tiếp nhận.",
        others=(
            "Ngày nhận",
            "Ngày nhận hồ sơ",
            "Ngày tiếp nhận hồ sơ",
            "Thời gian tiếp nhận",
            "Ngày giờ tiếp nhận",
            "Nhận hồ sơ",
            "Ngày nộp",
            "Ngày nộp hồ sơ",
        ),
        example="11/4/2026 8:15",
    ),
    Column(
        "procedure_code",
        "Mã thủ tục",
        others=("Mã tthc", "Mã thủ tục hành chính", "Mã quốc gia"),
        hint="Có mã thì không cần tên",
        example="2.000815",
    ),
    Column(
        "procedure",
        "Tên thủ tục",
        most=LONGEST_WORDS,
        others=(
            "Thủ tục",
            "Tên thủ tục hành chính",
            "Thủ tục hành chính",
            "Tên tthc",
            "Tthc",
            "Dịch vụ công",
            "Tên dịch vụ công",
        ),
        example="Chứng thực bản sao từ bản chính giấy tờ, văn bản",
    ),
    Column(
        "status",
        "Trạng thái",
        others=("Trạng thái hồ sơ", "Tình trạng", "Tình trạng hồ sơ", "Trạng thái xử lý"),
        hint="Yêu cầu bổ sung và từ chối được nhận ra theo chữ",
        example="Đang xử lý",
    ),
    Column(
        "due",
        "Ngày hẹn trả",
        ColumnKind.MOMENT,
        others=(
            "Hẹn trả",
            "Hẹn trả kết quả",
            "Ngày hẹn trả kết quả",
            "Ngày hẹn",
            "Hạn trả",
            "Hạn trả kết quả",
            "Hạn xử lý",
            "Thời gian hẹn trả",
        ),
        hint="Để trống thì tính theo thời hạn của thủ tục",
        example="",
    ),
    Column(
        "returned",
        "Ngày trả kết quả",
        ColumnKind.MOMENT,
        others=("Ngày trả", "Trả kết quả", "Ngày trả thực tế", "Thời gian trả kết quả"),
        hint="Trả ngay trong ngày tiếp nhận thì tính là giải quyết, trả ngay",
        example="",
    ),
    Column(
        "way",
        "Hình thức trả",
        others=(
            "Hình thức nhận kết quả",
            "Phương thức nhận kết quả",
            "Hình thức trả kết quả",
        ),
        example="Tại quầy",
    ),
    Column(
        "filing",
        "Hình thức nộp",
        others=("Hình thức tiếp nhận", "Kênh tiếp nhận", "Phương thức nộp", "Nguồn hồ sơ"),
        example="Trực tiếp",
    ),
    Column(
        "quantity",
        "Số lượng",
        ColumnKind.NUMBER,
        most=MOST_AT_ONCE,
        least=1,
        others=("Sl", "Số bản", "Số bản sao"),
        example="1",
    ),
    Column(
        "name",
        "Người nộp",
        others=(
            "Chủ hồ sơ",
            "Người nộp hồ sơ",
            "Họ tên người nộp",
            "Tên người nộp",
            "Tên tổ chức, cá nhân",
            "Tổ chức, cá nhân",
            "Cá nhân, tổ chức",
            "Công dân",
            "Họ và tên",
        ),
        hint="Dùng để biết các hồ sơ của cùng một người; chỉ lưu khi cài đặt cho ghi tên",
        example="Nguyễn Văn An",
    ),
    Column(
        "phone",
        "Điện thoại",
        others=("Số điện thoại", "SĐT", "Số định danh", "Số cccd", "Cccd", "Số giấy tờ"),
        hint="Điện thoại hoặc số định danh để phân biệt người cùng tên; không lưu",
        example="",
    ),
    Column(
        "address",
        "Địa chỉ",
        most=300,
        others=("Thôn, bản", "Thôn", "Địa chỉ người nộp", "Nơi ở", "Địa chỉ/SĐT"),
        hint="Chỉ lấy tên thôn, bản",
        example="Thôn 1",
    ),
)


class WordKind(StrEnum):
    """Of what a word of a file is the name (loại từ ngữ)."""

    HEAD = "HEAD"
    PROCEDURE = "PROCEDURE"


class FileWord(Model):
    """What the one-stop system calls a column or a procedure (từ ngữ của tệp), told once."""

    __tablename__ = "file_word"
    __table_args__ = (UniqueConstraint("kind", "words"),)

    kind: Mapped[WordKind]
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))  # plain: without marks and signs
    meaning: Mapped[str] = mapped_column(String(40))  # a field, or a code; "" means nothing

    @classmethod
    def told(cls, session: AnySession, kind: WordKind) -> dict[str, str]:
        """Give all words of a kind with their meaning."""
        rows = session.execute(select(cls.words, cls.meaning).where(cls.kind == kind))
        return dict(iter(rows))

    @classmethod
    def tell(
        cls,
        session: AnySession,
        kind: WordKind,
        meanings: Mapping[str, str],
        *,
        by: "Account | None",
    ) -> None:
        """Remember what words mean; what was told before is told anew."""
        asked = select(cls).where(cls.kind == kind, cls.words.in_(list(meanings)))
        known = {row.words: row for row in session.scalars(asked)}
        for words, meaning in meanings.items():
            row = known.get(words) or cls(kind=kind, words=words)
            if row.meaning != meaning:
                row.meaning = meaning
                session.add(row)
                row.note("explain", by=by, meaning=meaning)


@dataclass(frozen=True, slots=True)
class FileHead:
    """A column of a file (cột của tệp): its head, what it means, and what stands below."""

    words: str
    title: str
    meaning: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileWords:
    """What one Saturday's files call things (từ ngữ của các tệp), for one person."""

    session: AnySession
    procedures: Mapping[int, Procedure]  # as they hold on that day
    by: "Account | None" = None

    def layout(self, refuse: Callable[[Values], None]) -> Layout:
        """Describe the columns, with the heads that somebody has told."""
        return Layout(
            columns=COLUMNS,
            keys=(Key(("dossier_code",)),),
            uniques=(Key(("dossier_code",)),),
            heads=FileWord.told(self.session, WordKind.HEAD),
            refuse=refuse,
        )

    def known_procedures(self) -> Mapping[str, int]:
        """Say by which words each procedure is known: its code, its names, and what was told."""
        by_code = self._by_code
        told = FileWord.told(self.session, WordKind.PROCEDURE)
        names = {
            plain_words(name): row.id
            for row in self.procedures.values()
            for name in (row.short_name, row.name)
        }
        return {
            **names,
            **by_code,
            **{words: by_code[code] for words, code in told.items() if code in by_code},
        }

    @property
    def _by_code(self) -> dict[str, int]:
        return {row.code: row.id for row in self.procedures.values()}

    def heads(self, sheet: RawSheet) -> list[FileHead]:
        """Give the heads of a file, each once, with what they mean and what stands below."""
        layout, lines = self.layout(_anything), in_unicode(sheet.lines)
        header = find_header(lines, layout)
        index = header.index if header else likely_header(lines)
        fields = {place: name for name, place in header.places.items()} if header else {}
        found: dict[str, FileHead] = {}
        for place, cell in enumerate(lines[index] if lines else ()):
            words = plain(cell)
            if words and words not in found and words not in COUNTERS:
                below = _samples(lines[index + 1 : index + 1 + LOOKED_AT], place)
                found[words] = FileHead(words, nfc(str(cell)), fields.get(place, ""), below)
        return list(found.values())

    def knows_columns(self, sheet: RawSheet) -> bool:
        """Whether every needed column was recognised."""
        named = {one.meaning for one in self.heads(sheet)}
        return {"dossier_code", "received"} <= named and bool(
            named & {"procedure", "procedure_code"}
        )

    def explain(self, heads: Sequence[FileHead], meanings: Sequence[str]) -> None:
        """Remember which column each head of a file names."""
        titles = {one.field: one.title for one in COLUMNS}
        meanings = [one if one in titles else "" for one in meanings]
        for name, title in titles.items():
            named = [place for place, meaning in enumerate(meanings) if meaning == name]
            twice = f"Hai cột cùng là “{title}”. Hãy để lại một."
            refuse_when(len(named) > 1, twice, field=f"heads-{named[-1]}" if named else None)
        for name in ("dossier_code", "received"):
            refuse_when(name not in meanings, f"Hãy chọn cột nào là “{titles[name]}”.")
        nameless = not {"procedure", "procedure_code"} & set(meanings)
        refuse_when(nameless, "Hãy chọn cột nào là tên hoặc mã thủ tục.")
        changed = zip(heads, meanings, strict=True)
        told = {head.words: meaning for head, meaning in changed if head.meaning != meaning}
        FileWord.tell(self.session, WordKind.HEAD, told, by=self.by)

    def explain_procedures(self, names: Sequence[str], codes: Sequence[str]) -> None:
        """Remember which procedure each name of a file means; "" was not told."""
        pairs, known = zip(names, codes, strict=True), self._by_code
        told = {plain_words(name)[:LONGEST_WORDS]: code for name, code in pairs if code in known}
        FileWord.tell(self.session, WordKind.PROCEDURE, told, by=self.by)


def procedure_meant(values: Values, known: Mapping[str, int]) -> int | None:
    """Find the procedure of a row by its code, else by its name."""
    words = as_text(values.get("procedure"))
    for code in codes_in(f"{as_text(values.get('procedure_code'))} {words}"):
        if code in known:
            return known[code]
    return known.get(plain_words(words)[:LONGEST_WORDS]) if words else None


def _anything(_values: Values) -> None:
    """Refuse no row: only the heads are looked at."""


def _samples(lines: Sequence[Sequence[Cell]], place: int) -> tuple[str, ...]:
    """Give the beginnings of the first different cells below a head."""
    cells = (nfc(as_text(line[place])) for line in lines if place < len(line))
    short = (one[:LONGEST_SAMPLE] + "…" * (len(one) > LONGEST_SAMPLE) for one in cells if one)
    return tuple(islice(dict.fromkeys(short), SAMPLES))
