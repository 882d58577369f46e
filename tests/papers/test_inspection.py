"""Is a harmful workbook refused before anything opens it?"""

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest
import xlsxwriter

from saturday.papers import inspection
from saturday.papers.inspection import (
    BOMB,
    BROKEN,
    HAS_MACRO,
    NOT_XLSX,
    OLD_KIND,
    TOO_BIG,
    column_number,
    inspect,
)
from saturday.rules.refusals import NotAllowedNow

BOOK = b'<workbook><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
LINKS = b'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def made(parts: Mapping[str, bytes] | None = None, sheet: bytes = b"<sheetData/>") -> bytes:
    """Make a workbook of raw parts."""
    whole = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/worksheets/sheet1.xml": sheet,
    } | dict(parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return out.getvalue()


def reason(content: bytes) -> str:
    """Say why a file is refused."""
    with pytest.raises(NotAllowedNow) as refusal:
        inspect(content)
    assert refusal.value.field == "file"
    return refusal.value.reason


def cell(place: str, inside: str = "<v>1</v>", about: str = "") -> str:
    """Write a cell as a workbook does."""
    return f'<c r="{place}"{about}>{inside}</c>'


def test_an_ordinary_workbook_passes() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, "Họ và tên")

    assert inspect(out.getvalue()).unreadable == (frozenset(),)


def test_stored_parts_are_read_too() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", BOOK)

    assert inspect(out.getvalue()).unreadable == (frozenset(),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NOT_XLSX),
        (b"H\xe1\xbb\x8d v\xc3\xa0 t\xc3\xaan,1", NOT_XLSX),
        (b"PK\x03\x04 and no more", BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), OLD_KIND),
        (b"x" * (inspection.MOST_BYTES + 1), TOO_BIG.format(10)),
        (made({"xl/vbaProject.bin": b"x"}), HAS_MACRO),
        (made({"[Content_Types].xml": b"application/macroEnabled.main+xml"}), HAS_MACRO),
        (made({"xl/media/x.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]>"}), BROKEN),
        (made(sheet=b"<!DOCTYPE x><sheetData/>"), BROKEN),
        (made({f"xl/media/{one}": b"" for one in range(600)}), BROKEN),
        (made(sheet=b"<row><c><v>1</v></c></row>"), BROKEN),
    ],
)
def test_what_cant_be_opened_is_refused_in_words(content: bytes, sentence: str) -> None:
    assert reason(content) == sentence


def test_a_document_of_another_kind_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert reason(out.getvalue()) == NOT_XLSX


def test_a_part_with_a_password_is_refused() -> None:
    content = bytearray(made())
    for mark in (b"PK\x01\x02", b"PK\x03\x04"):
        at = content.find(mark) + (8 if mark == b"PK\x01\x02" else 6)
        content[at] |= 1

    assert reason(bytes(content)) == OLD_KIND


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/workbook.xml", BOOK)

    assert reason(out.getvalue()) == BROKEN


BOMBS = {
    "a part of zeros": made({"xl/media/image.bin": bytes(80 * 1024 * 1024)}),
    "strings": made({"xl/sharedStrings.xml": b"<sst>" + b"<si>a</si>" * 600_000}),
    "many parts": made({f"xl/media/{one}.bin": bytes(8_000_000) for one in range(9)}),
    "one long text in each cell": made(
        {"xl/sharedStrings.xml": b"<sst><si><t>" + b"a" * 30_000 + b"</t></si></sst>"},
        "".join(cell(f"A{row}", "<v>0</v>", ' t="s"') for row in range(1, 1000)).encode(),
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    assert reason(BOMBS[name]) == BOMB


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(made({"xl/media/image.bin": bytes(80 * 1024 * 1024)}))
    told = struct.pack("<L", 80 * 1024 * 1024)
    assert content.count(told) == 2
    small = bytes(content).replace(told, struct.pack("<L", 10))

    assert reason(small) == BOMB


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (
            "A1048576",
            (
                "Trang “sheet1” có dữ liệu tới ô A1048576, quá mức 10.000 dòng. "
                "Hãy xóa phần thừa hoặc chia tệp."
            ),
        ),
        (
            "XFD1",
            "Trang “sheet1” có dữ liệu tới ô XFD1, quá mức 200 cột. Hãy xóa cột thừa.",
        ),
    ],
)
def test_a_cell_far_out_is_refused(place: str, sentence: str) -> None:
    assert reason(made(sheet=cell(place).encode())) == sentence


def test_empty_cells_far_out_are_only_looks() -> None:
    found = inspect(made(sheet=b'<row><c r="XFD1048576" s="3"/></row>'))

    assert found.unreadable == (frozenset(),)


def test_formulas_that_came_to_nothing_are_told() -> None:
    sheet = "".join(
        [
            cell("A1", "<f>1+1</f><v>2</v>"),
            cell("B2", "<f>1+1</f>"),
            cell("C3", "<f>NA()</f><v>#N/A</v>", ' t="e"'),
            cell("D4", '<f>""</f><v></v>', ' t="str"'),
            cell("E5", "<v>9</v>", ' t="s"'),
            cell("F6", "<is><t>chữ</t></is>", ' t="inlineStr"'),
        ]
    )

    assert inspect(made(sheet=sheet.encode())).unreadable == (frozenset({(1, 1), (2, 2)}),)


def test_sheets_are_told_in_the_order_of_their_tabs() -> None:
    book = b"".join(
        b'<sheet name="%s" r:id="%s"/>' % one
        for one in ((b"B", b"r2"), (b"A", b"r1"), (b"?", b"r9"))
    )
    links = (
        b'<Relationship Id="r1" Target="/xl/worksheets/sheet1.xml"/>'
        b'<Relationship Id="r2" Target="worksheets/sheet2.xml"/><Relationship Id="r3"/>'
    )
    parts = {
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": links,
        "xl/worksheets/sheet2.xml": cell("B1", "<f>1</f>").encode(),
    }

    found = inspect(made(parts, cell("A1", "<f>1</f>").encode())).unreadable

    assert found == (frozenset({(0, 1)}), frozenset({(0, 0)}), frozenset())


def test_columns_are_counted_from_their_letters() -> None:
    assert [column_number(one) for one in (b"A", b"Z", b"AA", b"XFD")] == [0, 25, 26, 16383]


def test_a_broken_stream_is_refused() -> None:
    content = bytearray(made(sheet=b"<row/>" * 5000))
    at = content.find(b"xl/worksheets/sheet1.xml") + 30
    content[at : at + 20] = b"\xff" * 20

    assert reason(bytes(content)) == BROKEN
