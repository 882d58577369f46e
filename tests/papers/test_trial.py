"""Tests: no broken or hostile template is taken, each refusal says where; a good one is taken."""

import tempfile
from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile

import pytest

from saturday.papers import cage, trial
from saturday.papers.assignment_notice import AssignmentNotice
from saturday.papers.cage import BROKEN_OFF, Findings
from saturday.papers.render import render
from saturday.papers.specimens import Amount, specimen
from saturday.papers.templates import PAPERS, built_in
from tests.papers import spoiling
from tests.papers.spoiling import NOTICE, TEXT, a_paragraph, changed, put, saying

PAPER = PAPERS[NOTICE]
AWAY = "http://example.com/x"
BOMB = b" " * 90_000_000

# What is sent, and the words of the refusal that say where and what.
ATTACKS = {
    "reach the system through a global": (
        saying("{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
        "Đoạn 15 “{{ cycler.__init__.__globals__.os.popen('id').read() }}”: thẻ",
    ),
    "reach a class through a word": (
        saying("{{ opening.__class__ }}"),
        "thẻ {{ opening.__class__ }} không dùng được tên bắt đầu bằng dấu gạch dưới",
    ),
    "reach it through a filter": (saying("{{ opening|attr('x') }}"), "có dấu ngoặc"),
    "reach it through a filter without brackets": (
        saying("{{ opening|list }}"),
        "không dùng được bộ lọc “|” trong mẫu",
    ),
    "format a word's insides": (saying("{{ '%s'.format(opening) }}"), "có dấu ngoặc"),
    "multiply a word": (saying("{{ 'a' * 1000000000 }}"), "không dùng được phép tính trong mẫu"),
    "count for ever": (
        saying("{% for n in range(1000000000) %}a{% endfor %}"),
        "có dấu ngoặc ( ) hoặc [ ]",
    ),
    "include a file": (
        saying("{% include '/etc/passwd' %}"),
        "thẻ {% include '/etc/passwd' %} không dùng được trong mẫu",
    ),
    "import a file": (saying("{% import 'x' as y %}"), "chứ không “import”"),
    "set a name": (saying("{% set x = opening %}"), "chứ không “set”"),
    "make a macro": (saying("{% macro m() %}a{% endmacro %}"), "có dấu ngoặc"),
    "lie in the margin": (
        spoiling.in_margin("{{ lipsum }}"),
        "Đầu trang, đoạn 1 “2{{ lipsum }}”: thẻ {{ lipsum }} không có biến “lipsum”",
    ),
    "lie in a property of the file": (
        changed(
            "docProps/core.xml", put("</cp:coreProperties>", "<x>{{ x }}</x></cp:coreProperties>")
        ),
        "Có thẻ nằm ở chỗ không in ra (phần docProps/core.xml)",
    ),
    "lie in a bookmark": (
        changed(TEXT, a_paragraph("", '<w:bookmarkStart w:id="0" w:name="{{ cycler }}"/>')),
        "Có thẻ nằm ở chỗ không in ra (phần word/document.xml)",
    ),
    "lie in a field": (
        changed(TEXT, a_paragraph("", "<w:r><w:instrText>{% if x %}</w:instrText></w:r>")),
        "Có thẻ nằm ở chỗ không in ra (phần word/document.xml)",
    ),
    "loop in a loop": (
        saying("{% for a in subject %}{% for b in subject %}{{ b }}{% endfor %}{% endfor %}"),
        "nằm trong một vòng lặp khác",
    ),
    "hide in docxtpl's own words": (saying("{% colspan opening %}"), "chứ không “colspan”"),
    "fetch a picture": (spoiling.with_link("image", AWAY), f"Mẫu lấy nội dung từ nơi khác: {AWAY}"),
    "fetch a template": (
        spoiling.with_link("attachedTemplate", AWAY),
        "Mẫu có mẫu gắn kèm của máy khác",
    ),
    "fetch by a field": (
        changed(TEXT, a_paragraph("", '<w:fldSimple w:instr="INCLUDETEXT x"/>')),
        "Mẫu có mã trường INCLUDETEXT",
    ),
    "start a program by a field in pieces": (
        changed(
            TEXT,
            a_paragraph(
                "",
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DD</w:instrText>'
                '</w:r><w:r><w:instrText>E c</w:instrText><w:fldChar w:fldCharType="end"/></w:r>',
            ),
        ),
        "Mẫu có mã trường DDE",
    ),
    "carry another file": (
        changed(TEXT, put("<w:body>", "<w:body><w:altChunk/>")),
        "Một tệp khác được nhúng (altChunk)",
    ),
    "carry a macro": (
        spoiling.with_part("word/vbaProject.bin", b"x"),
        "macro, nút điều khiển hoặc tệp nhúng (word/vbaProject.bin)",
    ),
    "be of the kind with macros": (
        changed(spoiling.TYPES, lambda text: text.replace("document.main", "macroEnabled.main")),
        "Tệp có macro.",
    ),
    "declare things": (
        changed(TEXT, lambda text: text.replace("?>", "?><!DOCTYPE w [<!ENTITY a 'b'>]>", 1)),
        "Tệp có phần khai báo lạ",
    ),
    "burst": (spoiling.with_part("word/media/a.png", BOMB), "Tệp phình quá lớn khi giải nén"),
    "burst a little": (
        spoiling.with_part("word/media/a.png", BOMB[:9_000_000]),
        "Tệp có phần nén bất thường",
    ),
    "climb out of the folder": (spoiling.with_part("../a.xml", b"<a/>"), "tên lạ hoặc trùng tên"),
    "be XML by another name": (
        changed(
            spoiling.TYPES,
            put(
                "</Types>",
                '<Override PartName="/word/a.png" ContentType="text/footnotes+xml"/></Types>',
            ),
        ),
        "Tệp không phải văn bản Word thường (.docx)",
    ),
}

ROW = "{{ row.order }}"
BROKEN = {
    "a misspelt word": (
        saying("Số: {{ openin }}"),
        "Đoạn 15 “Số: {{ openin }}”: thẻ {{ openin }} không có biến “openin”; có phải “opening”.",
    ),
    "a word of a group without it": (
        saying("{{ number }}"),
        "không có biến “number”; có phải “heading.number”.",
    ),
    "a misspelt part": (
        saying("{{ heading.numbr }}"),
        "“heading” không có phần “numbr”; có phải “heading.number”.",
    ),
    "a part that is far from any": (
        saying("{{ heading.qq }}"),
        "“heading” không có phần “qq” (có: ",
    ),
    "a row's word outside its table": (
        saying("{{ row.name }}"),
        "không có biến “row”",
    ),
    "a name in two words": (saying("{{ ho ten }}"), "viết sai: tên biến viết liền"),
    "a tag that is not closed": (
        saying("{{ opening }"),
        "thẻ mở bằng {{ phải đóng bằng }} trong cùng một đoạn.",
    ),
    "a tag over two paragraphs": (
        changed(TEXT, put("{{ opening }}", "{{ open</w:t></w:r></w:p><w:p><w:r><w:t>ing }}")),
        "Đoạn 16 “ing }}”: dấu }} không có dấu mở đi trước",
    ),
    "one brace": (saying("{ opening }"), "dấu ngoặc nhọn lẻ"),
    "a tag closed as another kind": (saying("{{ opening %} và }}"), "chưa đóng đúng"),
    "no end": (
        changed(TEXT, lambda text: text.replace("{%p endfor %}", "", 1)),
        "chưa có {%p endfor %} đóng lại.",
    ),
    "an end too many": (saying("{%p endif %}"), "không có for hoặc if nào mở trước đó"),
    "an end of something else": (
        saying("{% if opening %}{% endfor %}"),
        "không khớp: {% if opening %} ở đoạn 15 chưa đóng",
    ),
    "an else in a loop": (saying("{% for a in subject %}{% else %}{% endfor %}"), "không khớp"),
    "an end in another paragraph": (
        changed(
            TEXT,
            put("{{ opening }}", "{% if opening %}a</w:t></w:r></w:p><w:p><w:r><w:t>{% endif %}"),
        ),
        "phải ở cùng một đoạn với {% if opening %} ở đoạn 15",
    ),
    "a paragraph's tag beside words": (
        saying("Kính gửi {%p if opening %}"),
        "phải đứng riêng một đoạn; chữ khác trong đoạn đó sẽ mất",
    ),
    "a row's tag outside a table": (
        saying("{%tr if opening %}"),
        "phải đứng trong bảng, riêng một dòng",
    ),
    "a row's tag beside words": (
        saying("{%tr for row in people %}{{ row.order }}", ROW),
        "phải đứng riêng một dòng của bảng",
    ),
    "a tag with a blank before its place": (
        saying("{% p if opening %}"),
        "phải viết liền {%p hoặc {%tr",
    ),
    "a tag for cells": (saying("{%tc if opening %}"), "viết sai chỗ mở"),
    "a tag that eats blanks": (saying("{%- if opening %}"), "có dấu - hoặc + sát ngoặc"),
    "a note": (saying("{# nhớ sửa #}"), "là ghi chú; mẫu không dùng ghi chú"),
    "a whole list printed": (saying("{{ recipients }}"), "có nhiều dòng; hãy viết {%p for line"),
    "a whole table printed": (saying("{{ people }}"), "là một bảng; hãy viết {%tr for row in"),
    "a whole group printed": (saying("{{ heading }}"), "là một nhóm; hãy viết rõ phần nào (có: "),
    "a loop printed": (
        saying("{% for a in subject %}{{ loop }}{% endfor %}"),
        "là một nhóm; hãy viết rõ phần nào (có: index, first, last)",
    ),
    "a loop over one line": (
        saying("{% for a in opening %}{{ a }}{% endfor %}"),
        "không lặp được: opening chỉ có một dòng chữ",
    ),
    "a loop with a condition": (
        saying("{% for a in subject if a %}{{ a }}{% endfor %}"),
        "chỉ viết được dạng for … in …",
    ),
    "an unknown word in a choice": (
        saying("{% if opening %}a{% elif openin %}b{% endif %}"),
        "thẻ {% elif openin %} không có biến “openin”",
    ),
    "a tag cut by a link": (
        changed(
            TEXT,
            put(
                "{{ opening }}",
                "{{ open</w:t></w:r><w:hyperlink><w:r><w:t>ing</w:t></w:r></w:hyperlink>"
                "<w:r><w:t> }}",
            ),
        ),
        "bị một liên kết hoặc ô nhập cắt ngang",
    ),
    "a very long tag": (saying("{{ " + "a." * 150 + "b }}"), "quá dài"),
    "changes still tracked": (
        changed(TEXT, put("<w:body>", "<w:body><w:p><w:ins/></w:p>")),
        "Còn dấu theo dõi thay đổi",
    ),
    "a remark in the margin": (
        changed(TEXT, put("<w:body>", "<w:body><w:p><w:r><w:commentReference/></w:r></w:p>")),
        "Còn lời bình ở lề",
    ),
    "a link to a site": (
        spoiling.with_link("hyperlink", AWAY),
        f"Mẫu có liên kết ra ngoài: {AWAY}.",
    ),
    "a file cut short": (built_in(NOTICE)[:5000], "bị hỏng hoặc tải lên chưa trọn"),
    "a file with a changed byte": (
        built_in(NOTICE)[:400] + b"\xff" + built_in(NOTICE)[401:],
        "bị hỏng hoặc tải lên chưa trọn",
    ),
    "a locked file": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "Tệp đang đặt mật khẩu.",
    ),
    "an old Word file": (b"\xd0\xcf\x11\xe0" + b"WordDocument", "Tệp này là Word đời cũ (.doc)."),
    "a PDF": (b"%PDF-1.7", "Tệp này là PDF"),
    "rich text": (b"{\\rtf1}", "Tệp này là .rtf đổi tên."),
    "a page of the web": (b"\xef\xbb\xbf <html>", "Tệp này là trang web đổi tên."),
    "something else": (b"abc", "Tệp không phải văn bản Word (.docx)."),
    "nothing": (b"", "Tệp trống"),
    "too much": (b"PK" + bytes(4_000_000), "Tệp lớn hơn 4 MB."),
    "a sheet of figures": (spoiling.packed({"xl/workbook.xml": b"<a/>"}), "Tệp không phải văn bản"),
    "XML that breaks off": (changed(TEXT, lambda text: text[:-20]), "bị hỏng ở phần word/document"),
    "an odd part": (spoiling.with_part("word/media/a.emf", b"x"), "phần lạ: word/media/a.emf"),
    "XML without end": (
        changed(TEXT, put("<w:body>", "<w:body>" + "<w:p>" * 200 + "</w:p>" * 200)),
        "quá nhiều lớp lồng nhau",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_template_is_refused_unread(name: str) -> None:
    content, words = ATTACKS[name]

    found = trial.read(PAPER, content)

    assert words in "\n".join(found.faults)
    assert found.warnings == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_refused_saying_where(name: str) -> None:
    content, words = BROKEN[name]

    found = trial.read(PAPER, content)

    assert words in "\n".join(found.faults)
    assert all(fault.endswith(".") for fault in found.faults)


def test_a_refused_template_is_never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "tried", lambda *_a: pytest.fail("it was run"))

    assert trial.judge(NOTICE, saying("{{ x }}")).faults


@pytest.mark.parametrize("paper", PAPERS)
def test_the_built_in_templates_are_good(paper: str) -> None:
    assert trial.read(PAPERS[paper], built_in(paper)) == Findings()
    assert trial.run(PAPERS[paper], built_in(paper)) == Findings()


def test_what_clerks_change_is_taken_and_nothing_is_left_lying(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    words = "{{ opening }} Theo Quy chế làm việc của xã. {% if place %}Tại {{ place }}{% endif %}"

    found = trial.judge(NOTICE, saying(words))

    assert found == Findings()
    assert list(tmp_path.iterdir()) == []


def test_a_tag_that_word_has_split_is_taken() -> None:
    pieces = ("{", "{ ope", "ning", " }", "}")
    split = "".join(
        f'</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:rPr><w:i/></w:rPr>'
        f"<w:t>{piece}"
        for piece in pieces
    )
    content = changed(TEXT, put("{{ opening }}", split))

    assert trial.read(PAPER, content) == Findings()
    assert trial.run(PAPER, content).faults == ()
    assert (
        specimen(AssignmentNotice).opening.encode()
        in spoiling.parts_of(render(specimen(PAPER), content))["word/document.xml"]
    )


def test_curly_quotes_that_word_sets_are_read_as_plain_ones() -> None:
    content = saying("{% if opening == “a” %}b{% endif %}{{ opening }}")

    assert trial.read(PAPER, content) == Findings()
    assert trial.run(PAPER, content).faults == ()


def test_words_that_are_left_out_are_named() -> None:
    content = saying("Không nêu căn cứ.")

    assert trial.read(PAPER, content).warnings == (
        "Mẫu không in {{ opening }}: Câu mở đầu: căn cứ và việc phân công.",
    )


def test_a_column_that_is_left_out_is_named_with_its_table() -> None:
    content = saying("…", "{{ row.note }}")

    assert trial.read(PAPER, content).warnings == (
        "Mẫu không in {{ row.note }} trong bảng people: Ghi chú: giờ khác cả buổi, thay đổi.",
    )


def test_faults_of_layout_are_warnings() -> None:
    content = changed(TEXT, put("THÔNG BÁO", "Thông báo"))

    found = trial.run(PAPER, content)

    assert found.faults == ()
    assert any("tên loại" in words.lower() for words in found.warnings)


def test_a_cell_that_comes_out_empty_is_refused() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{%p if heading.parent %}</w:t></w:r></w:p>"
    cell += "<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p></w:tc>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
    content = changed(TEXT, put("<w:body>", f"<w:body>{table}"))

    assert trial.read(PAPER, content).faults == ()
    (fault,) = trial.run(PAPER, content).faults
    assert fault == (
        "Ở thân văn bản, một ô bảng trống hẳn khi thẻ {%p … %} không in gì. "
        "Hãy thêm một dòng trống ở cuối ô đó."
    )


def test_a_table_that_loses_every_row_is_refused() -> None:
    def row(text: str) -> str:
        return f"<w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"

    rows = row("{%tr for one in people %}") + row("{{ one.name }}") + row("{%tr endfor %}")
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl>"
    content = changed(TEXT, put("<w:body>", f"<w:body>{table}"))

    assert trial.read(PAPER, content).faults == ()
    assert trial.run(PAPER, content).faults == (
        "Ở thân văn bản, một bảng không còn dòng nào khi danh sách trống.",
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (saying("{{ cycler.__init__ }}"), "gần “{{ cycler.__init__ }}”: không dùng được tên"),
        (saying("{{ opening|upper }}"), "không dùng được bộ lọc “|” trong mẫu"),
        (saying("{% if opening %}"), "thẻ viết sai hoặc đặt sai chỗ"),
        (saying("{{ khong_co }}"), "Lập thử không thành"),
        (
            changed(
                TEXT,
                put("{{ opening }}", "{% if heading.parent %}"),
                put("Họ và tên", "{% endif %}Họ và tên"),
            ),
            "văn bản lập ra bị vỡ",
        ),
    ],
)
def test_what_a_reading_missed_is_found_by_the_trial(content: bytes, words: str) -> None:
    assert words in "\n".join(trial.run(PAPER, content).faults)


def test_a_footnote_is_read_and_tried_too() -> None:
    parts = spoiling.parts_of(built_in(NOTICE))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = f"<w:footnotes {space}><w:p><w:r><w:t>{{{{ x }}}}</w:t></w:r></w:p></w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = parts[spoiling.TYPES].decode()
    types = types.replace(
        "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    )
    link = f'<Relationship Id="rId99" Type="{spoiling.OFFICE}/footnotes" Target="footnotes.xml"/>'
    links = parts[spoiling.LINKS].decode().replace("</Relationships>", f"{link}</Relationships>")
    content = spoiling.packed(
        {
            **parts,
            spoiling.TYPES: types.encode(),
            spoiling.LINKS: links.encode(),
            "word/footnotes.xml": note.encode(),
        }
    )

    assert trial.read(PAPER, content).faults == (
        "Chú thích, đoạn 1 “{{ x }}”: thẻ {{ x }} không có biến “x”.",
    )
    assert trial.run(PAPER, content).faults


def test_a_strange_way_of_packing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with ZipFile(file, "w", ZIP_LZMA) as package:
        package.writestr("a.xml", "<a/>")

    assert "nén bằng cách lạ" in trial.read(PAPER, file.read_bytes()).faults[0]


def test_a_locked_part_is_refused() -> None:
    content = bytearray(spoiling.packed({"a.xml": b"<a/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert "đặt mật khẩu" in trial.read(PAPER, bytes(content)).faults[0]


def test_words_that_look_like_tags_come_out_as_typed() -> None:
    nasty = specimen(PAPER, Amount.NASTY)

    made = spoiling.parts_of(render(nasty, built_in(NOTICE)))[TEXT].decode()

    assert "{{ 7*7 }} {% if x %}" in made
    assert "49" not in made.split("7*7")[0][-20:]


def test_the_answer_of_the_cage_is_what_the_trial_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Findings] = []
    monkeypatch.setattr(cage, "answer", lambda find: found.append(find(built_in(NOTICE))))

    trial.answer(NOTICE)

    assert found == [Findings()]


def test_a_trial_that_ends_in_the_middle_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "tried", lambda *_a: Findings((BROKEN_OFF,)))

    assert trial.judge(NOTICE, built_in(NOTICE)).faults == (BROKEN_OFF,)
