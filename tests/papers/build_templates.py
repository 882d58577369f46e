"""Which Word templates does a commune start with? Run this file to write them anew."""

import sys
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Form
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY
NO_MOMENT = (2000, 1, 1, 0, 0, 0)
KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal"}
UNWANTED_PARTS = {
    "customXml",
    "fontTable",
    "numbering",
    "stylesWithEffects",
    "theme",
    "thumbnail",
    "webSettings",
}
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# Columns whose few letters stand in the middle.
SHORT = {
    *("order", "hours", "dated", "copies", "sent_on"),
    *("now", "before", "change", "year_before", "visits", "settled"),
    *("received", "online", "direct", "carried", "returned", "early", "on_time", "late"),
    *("pending", "open", "overdue"),
    *("appointed", "supplement", "refused", "dossiers", "opinions"),
}
MOTTO_RULE_MM = 56.2  # the motto's own width, 13 pt bold


@dataclass(frozen=True, slots=True)
class Look:
    """How one element of a paper stands on the page (Nghị định 30/2020, Phụ lục I)."""

    name: str  # as the clerk sees it in Word
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = CENTRE
    before: float = 0
    after: float = 0
    indent_cm: float = 0
    spacing: float = 1
    keep: bool = False  # on one page with what follows


BODY = {"align": JUSTIFIED, "after": 6, "indent_cm": 1.27, "spacing": 1.1}
LOOKS = {
    "Country": Look("Quốc hiệu", 12, bold=True),
    "Motto": Look("Tiêu ngữ", 13, bold=True),
    "Parent": Look("Cơ quan chủ quản", 12),
    "Issuer": Look("Cơ quan ban hành", 12, bold=True),
    "Number": Look("Số, ký hiệu", 13, before=6),
    "PlaceDate": Look("Địa danh, thời gian", 13, italic=True, before=6),
    "Kind": Look("Tên loại", 14, bold=True, before=12, keep=True),
    "Subject": Look("Trích yếu", 14, bold=True, keep=True),
    "Addressee": Look("Kính gửi", 14, before=6, after=6),
    "AddresseeTitle": Look("Kính gửi nhiều nơi", 14, align=WD_ALIGN_PARAGRAPH.RIGHT),
    "AddresseeList": Look("Nơi kính gửi", 14, align=LEFT),
    "Body": Look("Nội dung", **BODY),  # type: ignore[arg-type]
    "Part": Look("Mục I", bold=True, keep=True, **BODY),  # type: ignore[arg-type]
    "Clause": Look("Khoản có tiêu đề", bold=True, keep=True, **BODY),  # type: ignore[arg-type]
    "Closing": Look("Đoạn cuối", keep=True, **BODY),  # type: ignore[arg-type]
    "Head": Look("Đầu bảng", 13, bold=True, before=2, after=2),
    "Cell": Look("Ô bảng", 13, align=LEFT, before=2, after=2),
    "CellMiddle": Look("Ô bảng giữa", 13, before=2, after=2),
    "SmallHead": Look("Đầu sổ", 12, bold=True, before=2, after=2),
    "SmallCell": Look("Ô sổ", 12, align=LEFT, before=2, after=2),
    "SmallMiddle": Look("Ô sổ giữa", 12, before=2, after=2),
    "RecipientsTitle": Look(
        "Nơi nhận", 12, bold=True, italic=True, align=LEFT, before=2, keep=True
    ),
    "Recipient": Look("Danh sách nơi nhận", 11, align=LEFT, keep=True),
    "Capacity": Look("Quyền hạn, chức vụ", 14, bold=True, keep=True),
    "SignerName": Look("Họ tên người ký", 14, bold=True, before=68),
    "Annex": Look("Phụ lục", 14, bold=True),
    "AnnexTitle": Look("Tên phụ lục", 14, bold=True, after=3),
    "AnnexBasis": Look("Kèm theo", 14, italic=True, after=6),
    "Cover": Look("Bìa sổ", 14, before=6),
    "CoverTitle": Look("Tên sổ", 20, bold=True, before=90, after=18),
    "PageNumber": Look("Số trang", 13),
}


def build(name: str) -> bytes:
    """Make one template."""
    form = _blank()
    BUILDERS[name](form)
    return _packed(form)


def annual_plan(form: Form) -> None:
    _page(form.sections[0])
    _heading(form, numbered=True)
    _title(form, "KẾ HOẠCH")
    _say(form, "{%p for line in lines %}")
    for level, style in (("part", "Part"), ("clause", "Clause"), ("last", "Closing")):
        _say(form, f"{{%p {'if' if level == 'part' else 'elif'} line.level == '{level}' %}}")
        _say(form, "{{ line.text }}", style)
    _say(form, "{%p else %}")
    _say(form, "{{ line.text }}", "Body")
    _say(form, "{%p endif %}")
    _say(form, "{%p endfor %}")
    _signature(form)
    _say(form, "{%p if saturdays %}")
    _start_at_one(form.add_section(WD_SECTION.NEW_PAGE), like=form.sections[0])
    _say(form, "Phụ lục", "Annex")
    _say(form, "CÁC BUỔI LÀM VIỆC THỨ BẢY TRONG NĂM", "AnnexTitle")
    basis = "(Kèm theo Kế hoạch số {{ heading.number }}/{{ heading.symbol }} {{ heading.date }}"
    _say(form, basis + " của {{ annex_issuer }})", "AnnexBasis")
    columns = (("TT", 12), ("Ngày", 46), ("Địa điểm", 76), ("Ghi chú", 26))
    table = _list(form, columns)
    _rows(table, "saturdays", ("order", "day", "place", "note"))
    _say(form, "{%p endif %}")


def nomination(form: Form) -> None:
    _page(form.sections[0])
    _heading(form, numbered=False)
    _title(form, "DANH SÁCH")
    _say(form, "Kính gửi: {{ addressee }}", "Addressee")
    _say(form, "{{ opening }}", "Body")
    columns = (("TT", 10), ("Họ và tên", 42), ("Chức vụ", 38), ("Nhiệm vụ", 42), ("Ghi chú", 28))
    table = _list(form, columns)
    _rows(table, "officers", ("order", "name", "post", "duty", "note"))
    _row_without(table, "officers", "Chưa cử người nào.")
    _after_table(form)
    _say(form, "{{ closing }}", "Closing")
    _signature(form)


def assignment_notice(form: Form) -> None:
    _page(form.sections[0])
    _heading(form, numbered=True)
    _title(form, "THÔNG BÁO")
    _say(form, "{{ opening }}", "Body")
    _say(form, "1. Thời gian", "Clause")
    _say(form, "{{ time }}", "Body")
    _say(form, "2. Địa điểm", "Clause")
    _say(form, "{{ place }}", "Body")
    _say(form, "3. Phân công nhiệm vụ", "Clause")
    columns = (
        ("TT", 9),
        ("Họ và tên", 43),
        ("Chức vụ, đơn vị", 44),
        ("Nhiệm vụ", 36),
        ("Ghi chú", 28),
    )
    table = _list(form, columns)
    _rows(table, "people", ("order", "name", "post", "duty", "note"))
    _row_without(table, "people", "Chưa phân công người nào.")
    _after_table(form)
    _say(form, "4. Yêu cầu", "Clause")
    _say(form, "{%p for line in requirements %}")
    _say(form, "- {{ line }}", "Body")
    _say(form, "{%p endfor %}")
    _say(form, "{{ closing }}", "Closing")
    _signature(form)


def citizen_notice(form: Form) -> None:
    _page(form.sections[0])
    _heading(form, numbered=True)
    _title(form, "THÔNG BÁO")
    _say(form, "{{ opening }}", "Body")
    _say(form, "{%p if time %}")
    _say(form, "1. Thời gian", "Clause")
    _say(form, "{{ time }}", "Body")
    _say(form, "2. Địa điểm", "Clause")
    _say(form, "{{ place }}", "Body")
    _say(form, "3. Lĩnh vực, kết quả giải quyết", "Clause")
    _say(form, "- Lĩnh vực tiếp nhận: {{ subject_areas }}.", "Body")
    for word, text in (
        ("settled", "- Giải quyết, trả kết quả ngay trong buổi: {{ settled }}."),
        ("received", "- Tiếp nhận, hẹn ngày trả kết quả: {{ received }}."),
        ("not_taken", "- Không nhận tại buổi lưu động: {{ not_taken }}."),
    ):
        _say(form, f"{{%p if {word} %}}")
        _say(form, text, "Body")
        _say(form, "{%p endif %}")
    _say(form, "4. Giấy tờ mang theo", "Clause")
    _say(form, "{%p for line in bring %}")
    _say(form, "- {{ line }}", "Body")
    _say(form, "{%p endfor %}")
    _say(form, "5. Liên hệ", "Clause")
    _say(form, "{{ contact }}", "Body")
    _say(form, "{%p else %}")
    _say(form, "Liên hệ: {{ contact }}", "Body")
    _say(form, "{%p endif %}")
    _say(form, "{{ closing }}", "Closing")
    _signature(form)


def correction(form: Form) -> None:
    _letter(form)


def withdrawal(form: Form) -> None:
    _letter(form)


def _letter(form: Form) -> None:
    """Set a công văn: its subject stands under the number, its text begins with the addressees."""
    _page(form.sections[0])
    _heading(form, numbered=True)
    numbers = form.tables[0].rows[-1].cells[0]
    _say(numbers, "{{ subject }}", "Number")
    _after_table(form)
    left, _, right = _row(_frame(form, 40, 3, 117)).cells
    _write(left, "Kính gửi:", "AddresseeTitle")
    _write(right, "{%p for line in addressees %}", "AddresseeList")
    _say(right, "{{ line }}", "AddresseeList")
    _say(right, "{%p endfor %}", "AddresseeList")
    _after_table(form)
    _say(form, "{{ opening }}", "Body")
    _say(form, "{%p for line in paragraphs %}")
    _say(form, "{{ line }}", "Body")
    _say(form, "{%p endfor %}")
    _say(form, "{{ closing }}", "Closing")
    _signature(form)


def session_report(form: Form) -> None:
    _page(form.sections[0])
    _heading(form, numbered=True)
    _title(form, "BÁO CÁO")
    _say(form, "Kính gửi: {{ addressee }}", "Addressee")
    _say(form, "{{ opening }}", "Body")
    _say(form, "1. Thời gian, địa điểm", "Clause")
    _say(form, "- Thời gian: {{ time }}", "Body")
    _say(form, "- Địa điểm: {{ place }}", "Body")
    _paragraphs(form, "2. Kết quả tiếp nhận, giải quyết thủ tục hành chính", "results")
    columns = (
        ("TT", 9),
        ("Lĩnh vực", 46),
        ("Tiếp nhận", 15),
        ("Trả ngay", 15),
        ("Hẹn trả", 15),
        ("Bổ sung", 15),
        ("Từ chối", 15),
        ("Đã xử lý", 15),
        ("Kiến nghị", 15),
    )
    table = _list(form, columns)
    words = ("order", "name", "received", "settled", "appointed", "supplement", "refused")
    _rows(table, "areas", (*words, "dossiers", "opinions"))
    _row_without(table, "areas", "Không có hồ sơ, kiến nghị nào.")
    _after_table(form)
    _say(form, "3. Số liệu của công chức", "Clause")
    people = (
        ("TT", 10),
        ("Họ và tên", 46),
        ("Chức vụ, đơn vị", 56),
        ("Hồ sơ đã xử lý", 24),
        ("Kiến nghị", 24),
    )
    table = _list(form, people)
    _rows(table, "officers", ("order", "name", "post", "dossiers", "opinions"))
    _row_without(table, "officers", "Chưa có công chức nào.")
    _after_table(form)
    _paragraphs(form, "4. Khó khăn, vướng mắc", "difficulties")
    _say(form, "{{ closing }}", "Closing")
    _signature(form)


def monthly_report(form: Form) -> None:
    _report(form)


def year_report(form: Form) -> None:
    _report(form, is_year=True)


def _report(form: Form, *, is_year: bool = False) -> None:
    """Set a report to UBND xã; the form of the State (Biểu II.06a) is its annex."""
    _page(form.sections[0])
    _heading(form, numbered=True)
    _title(form, "BÁO CÁO")
    _say(form, "Kính gửi: {{ addressee }}", "Addressee")
    _say(form, "{{ opening }}", "Body")
    _say(form, "I. KẾT QUẢ THỰC HIỆN", "Part")
    _paragraphs(form, "1. Công tác tổ chức", "organisation", "promise" if is_year else "")
    if is_year:
        changes = (("TT", 10), ("Ngày theo kế hoạch", 38), ("Thay đổi", 42), ("Lý do", 70))
        table = _list(form, changes)
        _rows(table, "changes", ("order", "day", "change", "reason"))
        _row_without(table, "changes", "Không có buổi nào dời, hủy.")
        _after_table(form)
    _paragraphs(form, "2. Kết quả tiếp nhận, giải quyết thủ tục hành chính", "results")
    _figures(form, is_year=is_year)
    _lines(form, "notes")
    _say(form, "3. Số liệu từng buổi", "Clause")
    days = (
        ("TT", 10),
        ("Ngày", 28),
        ("Lượt công dân", 20),
        ("Tiếp nhận", 20),
        ("Trả ngay", 18),
        ("Trả kết quả", 20),
        ("Ghi chú", 44),
    )
    table = _list(form, days)
    _rows(table, "saturdays", ("order", "day", "visits", "received", "settled", "returned", "note"))
    _row_without(table, "saturdays", "Trong kỳ không có buổi nào.")
    _after_table(form)
    _charts(form, "visits_chart", "outcomes_chart")
    _paragraphs(form, "4. Phản ánh, kiến nghị; mức độ hài lòng", "opinions")
    _say(form, "II. ĐÁNH GIÁ", "Part")
    _paragraphs(form, "1. Đánh giá chung", "assessment")
    _paragraphs(form, "2. Khó khăn, vướng mắc", "difficulties")
    _paragraphs(form, "3. Rút kinh nghiệm", "lessons")
    _say(form, "III. NHIỆM VỤ THỜI GIAN TỚI", "Part")
    _lines(form, "tasks")
    _say(form, "IV. ĐỀ XUẤT, KIẾN NGHỊ", "Part")
    _lines(form, "proposals")
    _say(form, "{{ closing }}", "Closing")
    _signature(form)
    annex = form.add_section(WD_SECTION.NEW_PAGE)
    annex.orientation = WD_ORIENT.LANDSCAPE
    annex.page_width, annex.page_height = Mm(297), Mm(210)
    annex.right_margin = Mm(15)
    _start_at_one(annex, like=form.sections[0])
    _say(form, "Phụ lục", "Annex")
    _say(form, "KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH THEO LĨNH VỰC", "AnnexTitle")
    basis = "(Kèm theo Báo cáo số {{ heading.number }}/{{ heading.symbol }} {{ heading.date }}"
    _say(form, basis + " của {{ annex_issuer }})", "AnnexBasis")
    _form_of_dossiers(form)


def _figures(form: Form, *, is_year: bool) -> None:
    """Lay out the main figures: without the columns of periods of which nothing was kept."""
    columns = (
        ("TT", 10),
        ("Chỉ tiêu", 47),
        ("Năm nay" if is_year else "Kỳ này", 22),
        ("Năm trước" if is_year else "Kỳ trước", 22),
        ("So sánh", 35),
        ("Cùng kỳ năm trước", 24),
    )
    words = ("order", "name", "now", "before", "change", "year_before")
    some = {"year_before": 6, "before": 5}  # how many columns stand while these are known
    if is_year:
        del some["year_before"]
    for at, (word, count) in enumerate(some.items()):
        _say(form, f"{{%p {'elif' if at else 'if'} {word} %}}")
        _figure_table(form, columns[:count], words[:count])
    _say(form, "{%p else %}")
    _figure_table(form, columns[:3], words[:3])
    _say(form, "{%p endif %}")
    for word, title in (("before", columns[3][0]), ("year_before", columns[5][0])):
        if word in some:
            _say(form, f"{{%p if {word} %}}")
            _say(form, f"- {title}: {{{{ {word} }}}}.", "Body")
            _say(form, "{%p endif %}")


def _figure_table(
    form: Form, columns: tuple[tuple[str, float], ...], words: tuple[str, ...]
) -> None:
    """Lay out some of its columns over the same width."""
    left = 160 - sum(width for _name, width in columns)
    wider = (columns[0], (columns[1][0], columns[1][1] + left), *columns[2:])
    _rows(_list(form, wider), "figures", words)
    _after_table(form)


def _charts(form: Form, *names: str) -> None:
    """Place pictures with their titles, where there are any."""
    for name in names:
        _say(form, f"{{%p if {name}.picture %}}")
        title = _say(form, f"Biểu đồ: {{{{ {name}.title }}}}", "Body")
        title.paragraph_format.keep_with_next = True
        _say(form, f"{{{{ {name}.picture }}}}", "CellMiddle")
        _say(form, "{%p endif %}")


def _paragraphs(form: Form, title: str, *words: str) -> None:
    _say(form, title, "Clause")
    for word in filter(None, words):
        _lines(form, word)


def _lines(form: Form, word: str) -> None:
    _say(form, f"{{%p for line in {word} %}}")
    _say(form, "- {{ line }}", "Body")
    _say(form, "{%p endfor %}")


def _form_of_dossiers(form: Form) -> None:
    """Lay out Biểu II.06a: three groups of columns, numbered as the form numbers them."""
    groups = (
        ("Số hồ sơ tiếp nhận", ("Tổng số", "Trực tuyến", "Trực tiếp, bưu chính", "Từ kỳ trước")),
        ("Đã giải quyết", ("Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn")),
        ("Đang giải quyết", ("Tổng số", "Trong hạn", "Quá hạn")),
    )
    names = [name for _, inner in groups for name in inner]
    widths = (12, 64, *(16 for _ in names))
    columns = tuple(zip(("TT", "Lĩnh vực", *names), widths, strict=True))
    table = _list(form, columns, head="SmallHead")
    heads = table.rows[0]
    above = _head_row(table)
    heads._tr.addprevious(above._tr)
    for column in range(2):
        table.cell(0, column).merge(table.cell(1, column))
    place = 2
    for group, inner in groups:
        _write(above.cells[place].merge(above.cells[place + len(inner) - 1]), group, "SmallHead")
        place += len(inner)
    for at, cell in enumerate(_head_row(table).cells, start=1):
        _write(cell, f"({at})", "SmallMiddle")
    words = ("received", "online", "direct", "carried", "returned", "early", "on_time", "late")
    _rows(table, "areas", ("order", "name", *words, "pending", "open", "overdue"), small=True)


def outgoing_register(form: Form) -> None:
    _page(form.sections[0], landscape=True)
    _say(form, "{%p if parent %}")
    _say(form, "{{ parent }}", "Parent")
    _say(form, "{%p endif %}")
    _issuer(form)
    _say(form, "SỔ ĐĂNG KÝ VĂN BẢN ĐI", "CoverTitle")
    for line in ("Năm: {{ year }}", "{{ days }}", "{{ numbers }}", "Quyển số: {{ volume }}"):
        last = _say(form, line, "Cover")
    last.add_run().add_break(WD_BREAK.PAGE)
    columns = (
        ("Số, ký hiệu văn bản", 36),
        ("Ngày tháng văn bản", 22),
        ("Tên loại và trích yếu nội dung văn bản", 46),
        ("Người ký", 24),
        ("Nơi nhận văn bản", 30),
        ("Đơn vị, người nhận bản lưu", 18),
        ("Số lượng bản", 13),
        ("Ngày chuyển", 22),
        ("Ký nhận", 15),
        ("Ghi chú", 26),
    )
    table = _list(form, columns, head="SmallHead")
    ordinals = _head_row(table)
    for place, cell in enumerate(ordinals.cells, start=1):
        _write(cell, f"({place})", "SmallMiddle")
    words = "number dated subject signer recipients keeper copies sent_on received_by note"
    _rows(table, "documents", tuple(words.split()), small=True)
    _row_without(table, "documents", "{{ empty }}", "SmallMiddle")


BUILDERS = {
    builder.__name__: builder
    for builder in (
        annual_plan,
        nomination,
        assignment_notice,
        citizen_notice,
        correction,
        withdrawal,
        session_report,
        monthly_report,
        year_report,
        outgoing_register,
    )
}


def _blank() -> Form:
    """Open a Word file with nothing in it but the looks of an official paper."""
    form = Document()
    _drop_styles(form)
    _drop_parts(form)
    for key, look in LOOKS.items():
        _add_style(form, key, look)
    _add_rule_style(form, "MottoRule", "Kẻ dưới Tiêu ngữ")
    _add_rule_style(form, "ShortRule", "Kẻ ngắn")
    return form


_DEFAULTS = f"""<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>
<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"""
_COMPATIBILITY = f"""<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode"
w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"""


def _drop_styles(form: Form) -> None:
    """Leave out the many styles of python-docx's own template."""
    styles = form.styles.element
    for style in list(styles.iter(qn("w:style"))):
        if style.get(qn("w:styleId")) not in KEPT_STYLES:
            styles.remove(style)
    styles.remove(styles.find(qn("w:latentStyles")))
    styles.replace(styles.find(qn("w:docDefaults")), parse_xml(_DEFAULTS))
    normal = form.styles["Normal"].element
    for old in (*normal.findall(qn("w:rPr")), *normal.findall(qn("w:pPr"))):
        normal.remove(old)


def _drop_parts(form: Form) -> None:
    """Leave out the picture, theme, lists and settings of python-docx's own template."""
    for old in list(form.settings.element):
        form.settings.element.remove(old)
    form.settings.element.append(parse_xml(_COMPATIBILITY))
    for holder in (form.part.package, form.part):
        for key, link in list(holder.rels.items()):
            if link.reltype.rsplit("/", 1)[-1] in UNWANTED_PARTS:
                del holder.rels[key]


def _add_style(form: Form, key: str, look: Look) -> None:
    style = form.styles.add_style(key, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.name = look.name
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.font.size = Pt(look.size)
    style.font.bold, style.font.italic = look.bold, look.italic
    shape = style.paragraph_format
    shape.alignment = look.align
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.first_line_indent = Cm(look.indent_cm)
    shape.line_spacing = look.spacing
    shape.keep_with_next = look.keep
    style.quick_style = True


def _add_rule_style(form: Form, key: str, name: str) -> None:
    """Draw a line: the lower border of an empty paragraph two points high."""
    _add_style(form, key, Look(name, 2, before=2, keep=True))
    shape = form.styles[name].paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(2)
    border = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    shape._element.pPr.find(qn("w:spacing")).addprevious(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>")
    )


def _page(section: Section, *, landscape: bool = False) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    if landscape:
        section.right_margin = Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.style = "Số trang"
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "2"), ("end", "")):
        _field_part(number, kind, text)


def _field_part(paragraph: Paragraph, kind: str, text: str) -> None:
    run = paragraph.add_run()
    if kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    elif text.strip().isdigit():
        run.text = text
        return
    else:
        part = OxmlElement("w:instrText")
        part.set(qn("xml:space"), "preserve")
        part.text = text
    run._r.append(part)


def _start_at_one(section: Section, *, like: Section) -> None:
    """Count an annex's pages from one; without an annex this section is the whole paper."""
    for place, link in enumerate(like._sectPr.findall(qn("w:headerReference"))):
        section._sectPr.insert(place, deepcopy(link))
    margins = section._sectPr.find(qn("w:pgMar"))
    margins.addnext(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))


def _say(where: Form | _Cell, text: str, style: str = "Body") -> Paragraph:
    said: Paragraph = where.add_paragraph(text, style=LOOKS[style].name)
    return said


def _write(cell: _Cell, text: str, style: str) -> Paragraph:
    """Write into a cell's first paragraph."""
    first: Paragraph = cell.paragraphs[0]
    first.style = LOOKS[style].name
    first.add_run(text)
    return first


def _rule(where: Form | _Cell, name: str) -> Paragraph:
    rule: Paragraph = where.add_paragraph(style=name)
    return rule


def _frame(form: Form, *widths: float) -> Table:
    """Add a table that only places things: no lines, no margins, fixed columns."""
    table: Table = form.add_table(rows=0, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/>'
            '<w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        )
    )
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _row(table: Table) -> _Row:
    """Add a row that is never split over two pages."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width or Mm(0)
    return row


def _heading(form: Form, *, numbered: bool) -> None:
    table = _frame(form, 60, 100)
    left, right = _row(table).cells
    _write(left, "{%p if heading.parent %}", "Parent")
    _say(left, "{{ heading.parent }}", "Parent")
    _say(left, "{%p endif %}", "Parent")
    _issuer(left, "heading.issuer")
    _write(right, COUNTRY, "Country")
    _say(right, MOTTO, "Motto")
    rule = _rule(right, "Kẻ dưới Tiêu ngữ").paragraph_format
    rule.left_indent = rule.right_indent = Mm((100 - MOTTO_RULE_MM) / 2)
    left, right = _row(table).cells
    _write(left, "Số: {{ heading.number }}/{{ heading.symbol }}" if numbered else "", "Number")
    _write(right, "{{ heading.place }}, {{ heading.date }}", "PlaceDate")


def _issuer(where: Form | _Cell, word: str = "issuer") -> None:
    _say(where, f"{{%p for line in {word} %}}", "Issuer")
    _say(where, "{{ line }}", "Issuer")
    _say(where, "{%p endfor %}", "Issuer")
    _rule(where, "Kẻ ngắn")


def _title(form: Form, kind: str) -> None:
    _say(form, kind, "Kind")
    _say(form, "{%p for line in subject %}", "Subject")
    _say(form, "{{ line }}", "Subject")
    _say(form, "{%p endfor %}", "Subject")
    _rule(form, "Kẻ ngắn").paragraph_format.space_after = Pt(10)


def _signature(form: Form) -> None:
    left, right = _row(_frame(form, 75, 85)).cells
    _write(left, "Nơi nhận:", "RecipientsTitle")
    _say(left, "{%p for line in recipients %}", "Recipient")
    _say(left, "{{ line }}", "Recipient")
    _say(left, "{%p endfor %}", "Recipient")
    _write(right, "{%p for line in signature.capacity %}", "Capacity")
    _say(right, "{{ line }}", "Capacity")
    _say(right, "{%p endfor %}", "Capacity")
    _say(right, "{{ signature.name }}", "SignerName")


def _list(form: Form, columns: tuple[tuple[str, float], ...], head: str = "Head") -> Table:
    """Add a ruled table whose head is repeated on every page."""
    table = _frame(form, *(width for _, width in columns))
    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    for side in margins:
        side.set(qn("w:w"), "57")
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(
        parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    )
    for cell, (name, _) in zip(_head_row(table).cells, columns, strict=True):
        _write(cell, name, head)
    return table


def _head_row(table: Table) -> _Row:
    row = _row(table)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return row


def _rows(table: Table, word: str, columns: tuple[str, ...], *, small: bool = False) -> None:
    """Add a row for each of the words' rows; short columns stand in the middle."""
    cell_style, middle = ("SmallCell", "SmallMiddle") if small else ("Cell", "CellMiddle")
    _control_row(table, f"{{%tr for row in {word} %}}")
    for cell, column in zip(_row(table).cells, columns, strict=True):
        is_short = column in SHORT
        _write(cell, f"{{{{ row.{column} }}}}", middle if is_short else cell_style)
    _control_row(table, "{%tr endfor %}")


def _row_without(table: Table, word: str, text: str, style: str = "CellMiddle") -> None:
    """Say in one wide row that there is none."""
    _control_row(table, f"{{%tr if not {word} %}}")
    cells = _row(table).cells
    _write(cells[0].merge(cells[-1]), text, style)
    _control_row(table, "{%tr endif %}")


def _control_row(table: Table, text: str) -> None:
    _write(_row(table).cells[0], text, "Cell")


def _after_table(form: Form) -> None:
    """Keep the words after a table off its last line."""
    form.add_paragraph(style=LOOKS["PageNumber"].name).paragraph_format.line_spacing = Pt(6)


def _packed(form: Form) -> bytes:
    made, packed = BytesIO(), BytesIO()
    form.core_properties.author = form.core_properties.comments = ""
    form.save(made)
    with ZipFile(made) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, NO_MOMENT)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()


if __name__ == "__main__":
    folder = Path(__file__).parents[2] / "templates" / "docx"
    for name in BUILDERS:
        (folder / f"{name}.docx").write_bytes(build(name))
        sys.stdout.write(f"{name}.docx\n")
