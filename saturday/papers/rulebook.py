"""What does Nghị định 30/2020, Phụ lục I, ask of a paper?"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from saturday.papers.anatomy import Anatomy, is_blank
from saturday.papers.looks import (
    EVERY,
    LETTERS,
    LOOKS,
    NUMBERED,
    REGISTERS,
    Judge,
    Profile,
    Rule,
    decimal,
    one_of,
    quoted,
    sentences_of,
)
from saturday.papers.reading import Line, Sheet
from saturday.papers.widths import width_mm
from saturday.rules.numbering import DocumentKind

_FONT = "Times New Roman"
_COUNTRY = re.compile("CỘNG (HÒA|HOÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_NUMBER = re.compile(r"Số:\s*(?P<number>\d*)[a-zđ]?\s*/\s*(?P<symbol>\S.*)")
_SYMBOL = re.compile(r"[A-ZĐ][A-Za-zĐ]*(-[A-ZĐ][A-Za-zĐ0-9]*)*")
_PLACE_DATE = re.compile(
    r"[^,]+, ngày\s+(?P<day>\d*)\s*tháng\s+(?P<month>\d*)\s*năm\s+(?P<year>\d{4})"
)
_DEGREE = re.compile(r"(PGS|GS|TS|ThS|Th\.S|BS|KS|CN)\b\.?")
_BLACK = {"auto", "000000"}
_REGISTER_COLUMNS = 10
_ADDRESSED = {"BÁO CÁO", "TỜ TRÌNH", "DANH SÁCH", "CÔNG ĐIỆN"}


def _everything(paper: Anatomy) -> Iterator[Line]:
    file = paper.file
    margins = (*file.header, *file.first_header, *file.footer)
    yield from (line for line in (*file.lines, *margins) if line.text)


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
                yield f"Lề {words} {decimal(round(margin, 1))} mm, cần {low:g} đến {high:g} mm."

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
        yield "Trang thứ nhất đang hiện số trang; trang này phải ẩn số."


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
    for line in sentences_of(paper):
        if line.align not in {"both", "distribute"}:
            yield f"Đoạn {quoted(line)} chưa canh đều hai lề."


def body_indent(paper: Anatomy) -> Iterator[str]:
    for line in sentences_of(paper):
        tabbed = line.raw.startswith("\t") and not line.first_indent
        if not tabbed and not any(abs(line.first_indent - wanted) < 0.4 for wanted in (10, 12.7)):  # noqa: PLR2004 - mm
            indent = decimal(round(line.first_indent, 1))
            yield f"Đoạn {quoted(line)} lùi đầu dòng {indent} mm, cần 10 hoặc 12,7 mm."


def body_gap(paper: Anatomy) -> Iterator[str]:
    for line in sentences_of(paper):
        if max(line.before, line.after) < 6:  # noqa: PLR2004 - points, the decree's
            yield f"Đoạn {quoted(line)} cách đoạn khác chưa đủ 6 pt."


def body_spacing(paper: Anatomy) -> Iterator[str]:
    for line in sentences_of(paper):
        if not 0.95 <= line.spacing <= 1.55:  # noqa: PLR2004 - single to one and a half
            lines = decimal(round(line.spacing, 2))
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
    cover = [line for line in paper.file.lines if line.cell is None]
    title = next((line for line in cover if line.text.lower().startswith("sổ ")), None)
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
        _rule_length(
            "Tiêu ngữ", lambda it: it.under_motto, lambda it: one_of(it.motto), (0.9, 1.1)
        ),
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
