"""Tests: a Word file is unpacked within limits, and what lies in it is known."""

import pytest

from saturday.papers.package import strangers_in, unpack
from saturday.papers.reading import UnreadablePaper
from saturday.papers.templates import PAPERS, built_in
from tests.papers import spoiling
from tests.papers.spoiling import TEXT, a_paragraph, changed


@pytest.mark.parametrize("paper", PAPERS)
def test_a_template_of_ours_holds_nothing_strange(paper: str) -> None:
    package = unpack(built_in(paper))

    assert list(strangers_in(package)) == []
    assert package.main == TEXT
    assert package.of_kind("header") == ["word/header1.xml", "word/header2.xml"]
    assert package.of_kind("footer") == []


@pytest.mark.parametrize(
    "name",
    [
        "word/media/image1.png",
        "docProps/thumbnail.jpeg",
        "docProps/thumbnail.emf",
        "word/printerSettings/printerSettings1.bin",
        "word/fonts/font1.odttf",
    ],
)
def test_what_word_itself_puts_in_may_stay(name: str) -> None:
    assert list(strangers_in(unpack(spoiling.with_part(name, b"x")))) == []


def test_a_file_with_folders_is_read() -> None:
    assert unpack(spoiling.with_part("word/media/", b"")).main == TEXT


@pytest.mark.parametrize("field", ["PAGE", " page \\* MERGEFORMAT", "NUMPAGES"])
def test_page_numbers_may_stay(field: str) -> None:
    content = changed(TEXT, a_paragraph("", f'<w:fldSimple w:instr="{field}"/>'))

    assert list(strangers_in(unpack(content))) == []


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ('<w:fldSimple w:instr=""/>', "trống"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "trống"),
        ("<w:r><w:instrText>LINK a</w:instrText></w:r>", "LINK"),
        ("<w:r><w:instrText/></w:r>" + '<w:fldSimple w:instr="DATE"/>', "DATE"),
        (
            (
                '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>'
                '<w:fldChar w:fldCharType="begin"/><w:instrText>QUOTE</w:instrText>'
                '<w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="end"/></w:r>'
            ),
            "QUOTE",
        ),
    ],
)
def test_other_fields_are_named(inside: str, named: str) -> None:
    found = list(strangers_in(unpack(changed(TEXT, a_paragraph("", inside)))))

    assert found == [
        (
            f"Mẫu có mã trường {named}. "
            "Chỉ dùng được mã trường số trang; hãy xóa, gõ chữ thường vào đó."
        )
    ]


def test_a_picture_from_elsewhere_is_found_without_a_relation() -> None:
    picture = '<w:r><w:pict src="file://may-khac/a.png"/></w:r>'

    found = list(strangers_in(unpack(changed(TEXT, a_paragraph("", picture)))))

    assert found == ["Mẫu lấy nội dung từ nơi khác: file://may-khac/a.png. Hãy xóa phần đó."]


@pytest.mark.parametrize("target", ["http://a", "file:///c:/a", "C:\\a", "\\\\may\\a", "//may/a"])
def test_an_address_outside_is_outside_whatever_it_says(target: str) -> None:
    content = spoiling.with_link("image", target, outside=False)

    assert any("từ nơi khác" in words for words in strangers_in(unpack(content)))


def test_an_address_from_the_top_of_the_package_is_inside() -> None:
    links = changed("_rels/.rels", lambda text: text.replace('"word/document', '"/word/document'))

    assert unpack(links).main == TEXT


def test_links_of_a_part_that_has_none_are_none() -> None:
    assert list(unpack(built_in("nomination")).links_of("word/styles.xml")) == []


def test_a_file_without_a_list_of_kinds_is_no_word_file() -> None:
    parts = spoiling.parts_of(built_in("nomination"))
    del parts[spoiling.TYPES]

    assert list(strangers_in(unpack(spoiling.packed(parts)))) == [
        "Tệp không phải văn bản Word thường (.docx). Hãy mở bằng Word rồi lưu lại dạng .docx."
    ]


def test_two_parts_of_one_name_are_refused() -> None:
    content = spoiling.with_part("word/documenu.xml", b"<a/>")
    doubled = content.replace(b"word/documenu.xml", b"word/document.xml")

    with pytest.raises(UnreadablePaper, match="trùng tên"):
        unpack(doubled)


def test_more_parts_than_word_makes_are_refused() -> None:
    many = {f"{at}.xml": b"<a/>" for at in range(500)}

    with pytest.raises(UnreadablePaper, match="phình quá lớn"):
        unpack(spoiling.packed(many))
