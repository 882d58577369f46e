"""What does Nghị định 30/2020, Phụ lục I, ask of each element of a paper?"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from saturday.papers.anatomy import Anatomy, is_blank, is_part, is_titled_clause
from saturday.papers.reading import Line, Sheet
from saturday.papers.widths import width_mm
from saturday.rules.numbering import DocumentKind
from saturday.vietnamese.names import fold


class Profile(StrEnum):
    """Which rules a paper is held to."""

    DOCUMENT = "DOCUMENT"  # with number and signature
    INTERNAL = "INTERNAL"  # a list between units: no number
    LIST = "LIST"  # a register: no heading, no signature


Judge = Callable[[Anatomy], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the decree asks; its judge gives a sentence for each place that breaks it."""

    code: str
    profiles: frozenset[Profile]
    judge: Judge


EVERY = frozenset(Profile)
LETTERS = frozenset({Profile.DOCUMENT, Profile.INTERNAL})
NUMBERED = frozenset({Profile.DOCUMENT})
REGISTERS = frozenset({Profile.LIST})

_FONT = "Times New Roman"
_COUNTRY = re.compile("CỘNG (HÒA|HOÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_NUMBER = re.compile(r"Số:\s*(?P<number>\d*)[a-zđ]?\s*/\s*(?P<symbol>\S.*)")
_SYMBOL = re.compile(r"[A-ZĐ][A-Za-zĐ]*(-[A-ZĐ][A-Za-zĐ0-9]*)*")
_PLACE_DATE = re.compile(
    r"[^,]+, ngày\s+(?P<day>\d*)\s*tháng\s+(?P<month>\d*)\s*năm\s+(?P<year>\d{4})"
)
_BASIS = re.compile(r"(Căn cứ|Theo đề nghị|Xét)\b")
_DEGREE = re.compile(r"(PGS|GS|TS|ThS|Th\.S|BS|KS|CN)\b\.?")
_BLACK = {"auto", "000000"}
_REGISTER_COLUMNS = 10
_ADDRESSED = {"BÁO CÁO", "TỜ TRÌNH", "DANH SÁCH", "CÔNG ĐIỆN"}


@dataclass(frozen=True, slots=True)
class Look:
    """How the lines of one element look; None leaves a matter open."""

    code: str
    name: str
    lines: Callable[[Anatomy], Sequence[Line]]
    sizes: tuple[float, float]
    bold: bool | None = None
    italic: bool | None = None
    centred: bool = False
    capitals: bool = False
    needed: bool = False
    profiles: frozenset[Profile] = LETTERS

    def rules(self) -> Iterator[Rule]:
        """Make a rule of each thing it says."""
        yield self._rule("size", self._wrong_size)
        if self.needed:
            yield Rule(f"{self.code}-missing", self.profiles, self._missing)
        if self.bold is not None:
            words = "chưa in đậm" if self.bold else "không in đậm"
            yield self._rule("bold", lambda line: _unless(line.bold is self.bold, words))
        if self.italic is not None:
            slant = "chưa in nghiêng" if self.italic else "không in nghiêng, dùng chữ đứng"
            yield self._rule("italic", lambda line: _unless(line.italic is self.italic, slant))
        if self.centred:
            yield self._rule(
                "centred", lambda line: _unless(line.align == "center", "chưa canh giữa")
            )
        if self.capitals:
            yield self._rule(
                "capitals", lambda line: _unless(line.text.isupper(), "chưa viết bằng chữ in hoa")
            )

    def _rule(self, what: str, fault: Callable[[Line], str]) -> Rule:
        def judge(paper: Anatomy) -> Iterator[str]:
            for line in self.lines(paper):
                words = fault(line)
                if words:
                    yield f"{self.name} {quoted(line)} {words}."

        return Rule(f"{self.code}-{what}", self.profiles, judge)

    def _wrong_size(self, line: Line) -> str:
        low, high = self.sizes
        wrong = [size for size in line.sizes if not low <= size <= high]
        if not wrong:
            return ""
        wanted = f"{low:g}" if low == high else f"{low:g} đến {high:g}"
        return f"có cỡ chữ {_decimal(wrong[0])}, cần {wanted}"

    def _missing(self, paper: Anatomy) -> Iterator[str]:
        if not self.lines(paper) and not (paper.is_letter and self.code in {"kind", "subject"}):
            yield f"Chưa có {self.name[0].lower() if self.code != 'country' else 'Q'}{self.name[1:]}."


def _unless(right: bool, words: str) -> str:  # noqa: FBT001 - reads as a sentence
    return "" if right else words


def _decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def quoted(line: Line) -> str:
    """Show a line by its first words."""
    words = line.text.split()
    return f"“{' '.join(words[:6])}{'…' if len(words) > 6 else ''}”"  # noqa: PLR2004 - enough to find it


def _one(line: Line | None) -> tuple[Line, ...]:
    return (line,) if line else ()


LOOKS = (
    Look("country", "Quốc hiệu", lambda it: _one(it.country), (12, 13), bold=True, needed=True),
    Look("motto", "Tiêu ngữ", lambda it: _one(it.motto), (13, 14), bold=True, needed=True),
    Look("parent", "Tên cơ quan chủ quản", lambda it: it.parent, (12, 13), bold=False),
    Look(
        "issuer",
        "Tên cơ quan ban hành",
        lambda it: it.issuer,
        (12, 13),
        bold=True,
        capitals=True,
        needed=True,
    ),
    Look(
        "number",
        "Số, ký hiệu",
        lambda it: _one(it.number),
        (13, 13),
        bold=False,
        italic=False,
        needed=True,
        profiles=NUMBERED,
    ),
    Look(
        "date",
        "Địa danh, thời gian ban hành",
        lambda it: _one(it.place_date),
        (13, 14),
        bold=False,
        italic=True,
        needed=True,
    ),
    Look(
        "kind",
        "Tên loại văn bản",
        lambda it: _one(it.kind),
        (13, 14),
        bold=True,
        centred=True,
        capitals=True,
        needed=True,
    ),
    Look(
        "subject",
        "Trích yếu",
        lambda it: it.subject,
        (13, 14),
        bold=True,
        centred=True,
        needed=True,
    ),
    Look("addressee", "Dòng", lambda it: _one(it.addressee), (13, 14), bold=False, italic=False),
    Look(
        "part",
        "Đề mục",
        lambda it: [line for line in it.body if is_part(line)],
        (13, 14),
        bold=True,
        capitals=True,
    ),
    Look(
        "clause",
        "Khoản có tiêu đề",
        lambda it: [line for line in it.body if is_titled_clause(line)],
        (13, 14),
        bold=True,
    ),
    Look("body", "Đoạn", lambda it: _sentences(it), (13, 14), italic=False),
    Look(
        "recipients-title",
        "Dòng",
        lambda it: _one(it.recipients_title),
        (12, 12),
        bold=True,
        italic=True,
    ),
    Look(
        "recipient",
        "Dòng nơi nhận",
        lambda it: it.recipients,
        (11, 11),
        bold=False,
        italic=False,
    ),
    Look(
        "capacity",
        "Quyền hạn, chức vụ người ký",
        lambda it: it.capacity,
        (13, 14),
        bold=True,
        capitals=True,
        needed=True,
    ),
    Look("signer", "Họ tên người ký", lambda it: _one(it.signer), (13, 14), bold=True),
)


def _sentences(paper: Anatomy) -> list[Line]:
    """Give the text without headings and without the grounds, which stand in italics."""
    return [
        line
        for line in paper.body
        if not is_part(line) and not is_titled_clause(line) and not _BASIS.match(line.text)
    ]


def _everything(paper: Anatomy) -> Iterator[Line]:
    file = paper.file
    yield from (line for line in (*file.lines, *file.header, *file.first_header) if line.text)


def paper_size(paper: Anatomy) -> Iterator[str]:
    for sheet in paper.file.sheets:
        sides = sorted((round(sheet.width), round(sheet.height)))
        if sides != [210, 297]:
            yield f"Khổ giấy {sides[0]} × {sides[1]} mm, cần khổ A4 (210 × 297 mm)."


def orientation(paper: Anatomy) -> Iterator[str]:
    first = paper.file.sheets[0]
    if first.width > first.height:
        yield "Trang đặt ngang, cần đặt dọc."


def _margin(side: str, words: str, low: float, high: float) -> Judge:
    def judge(paper: Anatomy) -> Iterator[str]:
        for sheet in paper.file.sheets:
            margin = _side(sheet, side)
            if not low - 0.5 <= margin <= high + 0.5:
                yield f"Lề {words} {_decimal(round(margin, 1))} mm, cần {low:g} đến {high:g} mm."

    return judge


def _side(sheet: Sheet, side: str) -> float:
    return {
        "top": sheet.top,
        "bottom": sheet.bottom,
        "left": sheet.left,
        "right": sheet.right,
    }[side]


def font(paper: Anatomy) -> Iterator[str]:
    for line in _everything(paper):
        others = {name for run in line.inked for name in run.fonts if name != _FONT}
        if others:
            name = min(others) or "không rõ"
            yield f"{quoted(line)} dùng phông chữ {name}, cần {_FONT}."


def colour(paper: Anatomy) -> Iterator[str]:
    for line in _everything(paper):
        if any(run.colour.lower() not in _BLACK for run in line.inked):
            yield f"{quoted(line)} có chữ màu, cần màu đen."


def underline(paper: Anatomy) -> Iterator[str]:
    for line in _everything(paper):
        if any(run.underlined for run in line.inked):
            yield f"{quoted(line)} bị gạch chân; dòng kẻ phải là nét vẽ riêng."


def composed(paper: Anatomy) -> Iterator[str]:
    for line in _everything(paper):
        if not unicodedata.is_normalized("NFC", line.raw):
            yield f"{quoted(line)} gõ bằng Unicode tổ hợp, cần Unicode dựng sẵn."


def page_number(paper: Anatomy) -> Iterator[str]:
    if not any(line.has_page_number for line in (*paper.file.header, *paper.file.footer)):
        yield "Chưa đánh số trang ở giữa lề trên."


def page_number_place(paper: Anatomy) -> Iterator[str]:
    if any(line.has_page_number for line in paper.file.footer):
        yield "Số trang đặt ở chân trang, cần đặt giữa lề trên."
    if any(line.align != "center" for line in _numbered_header(paper)):
        yield "Số trang ở lề trên chưa canh giữa."


def page_number_look(paper: Anatomy) -> Iterator[str]:
    for line in _numbered_header(paper):
        if line.italic or not all(13 <= run.size <= 14 for run in line.runs):  # noqa: PLR2004 - the decree's
            yield "Số trang cần chữ đứng, cỡ 13 đến 14."


def page_number_first(paper: Anatomy) -> Iterator[str]:
    shown = not paper.file.sheets[0].first_differs and _numbered_header(paper)
    if shown or any(line.has_page_number for line in paper.file.first_header):
        yield "Trang thứ nhất không hiển thị số trang."


def _numbered_header(paper: Anatomy) -> list[Line]:
    return [line for line in paper.file.header if line.has_page_number]


def country_words(paper: Anatomy) -> Iterator[str]:
    if paper.country and not _COUNTRY.fullmatch(paper.country.text):
        yield "Quốc hiệu phải là “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”."


def motto_words(paper: Anatomy) -> Iterator[str]:
    if paper.motto and paper.motto.text != _MOTTO:
        yield f"Tiêu ngữ phải là “{_MOTTO}”, gạch nối có dấu cách hai bên."


def _rule_below(element: str, under: Callable[[Anatomy], Sequence[Line]]) -> Judge:
    def judge(paper: Anatomy) -> Iterator[str]:
        lines = under(paper)
        if not lines or any(line.rule is not None for line in lines):
            return
        typed = any("_" in line.text for line in lines if is_blank(line))
        how = "gõ bằng dấu gạch dưới, cần kẻ bằng nét vẽ" if typed else "chưa có"
        yield f"Dòng kẻ dưới {element} {how}."

    return judge


def _rule_length(
    element: str,
    under: Callable[[Anatomy], Sequence[Line]],
    words: Callable[[Anatomy], Sequence[Line]],
    share: tuple[float, float],
) -> Judge:
    def judge(paper: Anatomy) -> Iterator[str]:
        drawn = [line.rule for line in under(paper) if line.rule is not None]
        widest = max((_width(line) for line in words(paper)), default=0)
        if drawn and widest and not share[0] <= drawn[0] / widest <= share[1]:
            wanted = "bằng độ dài" if share[1] > 1 else "bằng 1/3 đến 1/2 độ dài"
            length, of = round(drawn[0]), round(widest)
            yield f"Dòng kẻ dưới {element} dài {length} mm, cần {wanted} dòng chữ ({of} mm)."

    return judge


def _width(line: Line) -> float:
    width = width_mm(line.text, max(line.sizes, default=13))
    return min(width, line.frame) if line.frame > 0 else width


def number_form(paper: Anatomy) -> Iterator[str]:
    if paper.number and not _NUMBER.fullmatch(paper.number.text):
        yield f"{quoted(paper.number)} phải có dạng “Số: 05/TB-UBND”."


def number_spaces(paper: Anatomy) -> Iterator[str]:
    found = _number(paper)
    if found is None:
        return
    after_colon = found.string.removeprefix("Số:").lstrip()
    if " " in after_colon:
        yield f"{found.string}: giữa số và ký hiệu không có dấu cách."


def number_zero(paper: Anatomy) -> Iterator[str]:
    found = _number(paper)
    if found and len(found["number"]) == 1:
        yield f"Số {found['number']} phải có số 0 phía trước: 0{found['number']}."


def number_symbol(paper: Anatomy) -> Iterator[str]:
    found = _number(paper)
    if found and not _SYMBOL.fullmatch(found["symbol"].replace(" ", "")):
        yield f"Ký hiệu {found['symbol']} phải viết in hoa, các nhóm nối bằng gạch nối."


def number_kind(paper: Anatomy) -> Iterator[str]:
    found = _number(paper)
    wanted = _abbreviation(paper)
    if found and wanted and found["symbol"].split("-")[0].strip() != wanted:
        yield f"Ký hiệu {found['symbol']} phải bắt đầu bằng {wanted} như tên loại văn bản."


def _number(paper: Anatomy) -> re.Match[str] | None:
    return _NUMBER.fullmatch(paper.number.text) if paper.number else None


def _abbreviation(paper: Anatomy) -> str:
    name = paper.kind.text.lower() if paper.kind else ""
    return next((kind.abbreviation for kind in DocumentKind if kind.words == name), "")


def date_form(paper: Anatomy) -> Iterator[str]:
    if paper.place_date and not _PLACE_DATE.fullmatch(paper.place_date.text):
        yield "Địa danh, thời gian phải có dạng “Anh Sơn, ngày 05 tháng 01 năm 2026”."


def date_zeros(paper: Anatomy) -> Iterator[str]:
    found = _PLACE_DATE.fullmatch(paper.place_date.text) if paper.place_date else None
    if not found:
        return
    day, month = found["day"], found["month"]
    if day and day != f"{int(day):02}":
        yield f"Ngày {day} phải có số 0 phía trước: 0{day}."
    if month and month != (f"{int(month):02}" if int(month) <= 2 else str(int(month))):  # noqa: PLR2004 - the decree's
        yield f"Tháng {month} viết sai: chỉ tháng 1 và tháng 2 có số 0 phía trước."


def addressee(paper: Anatomy) -> Iterator[str]:
    kind = paper.kind.text if paper.kind else ""
    if paper.addressee and kind and kind not in _ADDRESSED:
        yield f"{kind.capitalize()} không ghi “Kính gửi”, chỉ ghi “Nơi nhận”."


def body_justified(paper: Anatomy) -> Iterator[str]:
    for line in _sentences(paper):
        if line.align not in {"both", "distribute"}:
            yield f"Đoạn {quoted(line)} chưa canh đều hai lề."


def body_indent(paper: Anatomy) -> Iterator[str]:
    for line in _sentences(paper):
        tabbed = line.raw.startswith("\t") and not line.first_indent
        if not tabbed and not any(abs(line.first_indent - wanted) < 0.4 for wanted in (10, 12.7)):  # noqa: PLR2004 - mm
            indent = _decimal(round(line.first_indent, 1))
            yield f"Đoạn {quoted(line)} lùi đầu dòng {indent} mm, cần 10 hoặc 12,7 mm."


def body_gap(paper: Anatomy) -> Iterator[str]:
    for line in _sentences(paper):
        if max(line.before, line.after) < 6:  # noqa: PLR2004 - points, the decree's
            yield f"Đoạn {quoted(line)} cách đoạn khác chưa đủ 6 pt."


def body_spacing(paper: Anatomy) -> Iterator[str]:
    for line in _sentences(paper):
        if not 0.95 <= line.spacing <= 1.55:  # noqa: PLR2004 - single to one and a half
            lines = _decimal(round(line.spacing, 2))
            yield f"Đoạn {quoted(line)} giãn dòng {lines}, cần từ 1 đến 1,5 dòng."


def ending(paper: Anatomy) -> Iterator[str]:
    if paper.last and not paper.last.text.endswith("./."):
        yield f"{quoted(paper.last)}: nội dung phải kết thúc bằng “./.”."


def recipients_missing(paper: Anatomy) -> Iterator[str]:
    if not paper.recipients_title:
        yield "Chưa có “Nơi nhận:”."
    elif not paper.recipients:
        yield "Dưới “Nơi nhận:” chưa ghi nơi nào."


def recipients_marks(paper: Anatomy) -> Iterator[str]:
    for place, line in enumerate(paper.recipients, start=1):
        end = "." if place == len(paper.recipients) else ";"
        if not line.text.startswith("- ") or not line.text.endswith(end):
            yield f"Dòng nơi nhận {quoted(line)} phải bắt đầu bằng “- ” và kết thúc bằng “{end}”."


def _archive(words: str) -> Judge:
    def judge(paper: Anatomy) -> Iterator[str]:
        if paper.recipients and not paper.recipients[-1].text.startswith(words):
            yield f"Dòng nơi nhận cuối cùng phải là “{words}…”."

    return judge


def recipients_level(paper: Anatomy) -> Iterator[str]:
    title, first = paper.recipients_title, paper.capacity[:1]
    for line in first:
        if title and title.cell and line.cell and title.cell.row != line.cell.row:
            yield "“Nơi nhận:” phải ngang hàng với quyền hạn, chức vụ người ký."


def signer_degree(paper: Anatomy) -> Iterator[str]:
    if paper.signer and _DEGREE.match(paper.signer.text):
        yield f"Trước họ tên {quoted(paper.signer)} không ghi học hàm, học vị."


def register_columns(paper: Anatomy) -> Iterator[str]:
    heads = [line for line in paper.file.lines if line.cell and line.cell.row == 0]
    columns = len({line.cell.column for line in heads if line.cell})
    if columns < _REGISTER_COLUMNS:
        yield f"Sổ có {columns} cột, cần ít nhất 10 cột theo Phụ lục IV."


def register_title(paper: Anatomy) -> Iterator[str]:
    title = next((it for it in paper.file.lines if fold(it.text).startswith("so ")), None)
    if title is None:
        yield "Bìa sổ chưa có tên sổ."
    elif not (title.bold and title.text.isupper() and title.align == "center"):
        yield f"Tên sổ {quoted(title)} phải in hoa, in đậm, canh giữa."


_THIRD_TO_HALF = (0.3, 0.55)
RULES: tuple[Rule, ...] = (
    Rule("paper-size", EVERY, paper_size),
    Rule("orientation", LETTERS, orientation),
    Rule("margin-top", EVERY, _margin("top", "trên", 20, 25)),
    Rule("margin-bottom", EVERY, _margin("bottom", "dưới", 20, 25)),
    Rule("margin-left", EVERY, _margin("left", "trái", 30, 35)),
    Rule("margin-right", EVERY, _margin("right", "phải", 15, 20)),
    Rule("font", EVERY, font),
    Rule("colour", EVERY, colour),
    Rule("underline", EVERY, underline),
    Rule("composed", EVERY, composed),
    Rule("page-number", EVERY, page_number),
    Rule("page-number-place", EVERY, page_number_place),
    Rule("page-number-look", EVERY, page_number_look),
    Rule("page-number-first", EVERY, page_number_first),
    *(rule for look in LOOKS for rule in look.rules()),
    Rule("country-words", LETTERS, country_words),
    Rule("motto-words", LETTERS, motto_words),
    Rule("motto-rule", LETTERS, _rule_below("Tiêu ngữ", lambda it: it.under_motto)),
    Rule(
        "motto-rule-length",
        LETTERS,
        _rule_length("Tiêu ngữ", lambda it: it.under_motto, lambda it: _one(it.motto), (0.9, 1.1)),
    ),
    Rule("issuer-rule", LETTERS, _rule_below("tên cơ quan ban hành", lambda it: it.under_issuer)),
    Rule(
        "issuer-rule-length",
        LETTERS,
        _rule_length(
            "tên cơ quan ban hành",
            lambda it: it.under_issuer,
            lambda it: it.issuer,
            _THIRD_TO_HALF,
        ),
    ),
    Rule("subject-rule", LETTERS, _rule_below("trích yếu", lambda it: it.under_subject)),
    Rule(
        "subject-rule-length",
        LETTERS,
        _rule_length(
            "trích yếu", lambda it: it.under_subject, lambda it: it.subject, _THIRD_TO_HALF
        ),
    ),
    Rule("number-form", NUMBERED, number_form),
    Rule("number-spaces", NUMBERED, number_spaces),
    Rule("number-zero", NUMBERED, number_zero),
    Rule("number-symbol", NUMBERED, number_symbol),
    Rule("number-kind", NUMBERED, number_kind),
    Rule("date-form", LETTERS, date_form),
    Rule("date-zeros", LETTERS, date_zeros),
    Rule("addressee", LETTERS, addressee),
    Rule("body-justified", LETTERS, body_justified),
    Rule("body-indent", LETTERS, body_indent),
    Rule("body-gap", LETTERS, body_gap),
    Rule("body-spacing", LETTERS, body_spacing),
    Rule("ending", LETTERS, ending),
    Rule("recipients-missing", LETTERS, recipients_missing),
    Rule("recipients-marks", LETTERS, recipients_marks),
    Rule("recipients-last", NUMBERED, _archive("- Lưu: VT")),
    Rule("recipients-last", frozenset({Profile.INTERNAL}), _archive("- Lưu:")),
    Rule("recipients-level", LETTERS, recipients_level),
    Rule("signer-degree", LETTERS, signer_degree),
    Rule("register-columns", REGISTERS, register_columns),
    Rule("register-title", REGISTERS, register_title),
)
