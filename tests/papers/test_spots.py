"""Tests: paragraphs are found where a clerk finds them, and counted as a clerk counts."""

from saturday.papers.package import unpack
from saturday.papers.spots import Spot, hidden_tags, spots_of
from tests.papers import spoiling
from tests.papers.spoiling import TEXT, a_paragraph, changed, put


def spots(content: bytes) -> dict[str, Spot]:
    return {spot.text.strip(): spot for spot in spots_of(unpack(content)) if spot.text.strip()}


def test_paragraphs_are_counted_by_their_words() -> None:
    found = spots(changed(TEXT, a_paragraph(""), a_paragraph("Một")))

    assert found["Một"].words == "Đoạn 1 “Một”"
    assert found["{%p if heading.parent %}"].number == 2


def test_a_long_paragraph_is_quoted_by_its_beginning() -> None:
    text = "Căn cứ " + "rất " * 40

    assert spots(changed(TEXT, a_paragraph(text)))[text.strip()].words == (f"Đoạn 1 “{text[:60]}…”")


def test_cells_rows_and_tables_are_told_apart() -> None:
    found = spots(spoiling.saying("{{ opening }} "))
    name, post, order = (found[f"{{{{ row.{one} }}}}"] for one in ("name", "post", "order"))

    assert name.row == post.row == order.row
    assert name.box != post.box
    assert name.table == found["{%tr for row in people %}"].table
    assert name.row != found["{%tr for row in people %}"].row
    assert found["{{ opening }}"].row is None
    assert found["{{ opening }}"].box == 0


def test_margins_are_named() -> None:
    found = spots(spoiling.in_margin("Lưu hành nội bộ"))

    assert found["2Lưu hành nội bộ"].words == "Đầu trang, đoạn 1 “2Lưu hành nội bộ”"


def test_words_in_a_frame_are_their_own_paragraph() -> None:
    frame = (
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    )
    found = spots(changed(TEXT, a_paragraph("ngoài khung", frame)))

    assert found["trong khung"].box != found["ngoài khung"].box


def test_where_a_link_cuts_the_words_is_known() -> None:
    link = "<w:hyperlink><w:r><w:t>b</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>c</w:t></w:r>"
    found = spots(changed(TEXT, a_paragraph("a", link)))

    assert found["ab c"].cuts == (1, 2)


def test_tags_of_the_pages_are_in_nobodys_way() -> None:
    assert list(hidden_tags(unpack(spoiling.saying("{{ x }}")))) == []


def test_tags_where_nothing_is_printed_are_named_once() -> None:
    styles = changed(
        "word/styles.xml", put("</w:styles>", "<w:x>{{ a }}</w:x><w:x>{% b</w:x></w:styles>")
    )

    assert list(hidden_tags(unpack(styles))) == [
        (
            "Có thẻ nằm ở chỗ không in ra (phần word/styles.xml). "
            "Thẻ chỉ đặt trong đoạn văn, bảng, đầu trang, chân trang."
        )
    ]
