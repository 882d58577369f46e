"""A plain text must become clean HTML, whatever stands in it."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from saturday.papers.article import html

TEXT = """Ủy ban nhân dân xã tổ chức buổi làm việc.

Địa điểm: Trung tâm <b>"A & B"</b>.
Các lĩnh vực tiếp nhận:
- Hộ tịch
• Đất đai: chỉ tiếp nhận

Cần hỏi trước, bà con gọi 0238."""


def test_a_text_becomes_headings_paragraphs_and_lists() -> None:
    assert html(TEXT).splitlines() == [
        "<p>Ủy ban nhân dân xã tổ chức buổi làm việc.</p>",
        "<p><b>Địa điểm:</b> Trung tâm &lt;b&gt;&#34;A &amp; B&#34;&lt;/b&gt;.</p>",
        "<h2>Các lĩnh vực tiếp nhận</h2>",
        "<ul>",
        "<li>Hộ tịch</li>",
        "<li>Đất đai: chỉ tiếp nhận</li>",
        "</ul>",
        "<p>Cần hỏi trước, bà con gọi 0238.</p>",
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Giờ: 7 giờ", "<p><b>Giờ:</b> 7 giờ</p>"),
        ("7 giờ 30: mở cửa", "<p>7 giờ 30: mở cửa</p>"),
        ("Mở lúc 7:30.", "<p>Mở lúc 7:30.</p>"),
        ("Mang theo:", "<p>Mang theo:</p>"),
        ("-5 độ", "<p>-5 độ</p>"),
        ("", ""),
    ],
)
def test_a_line_by_itself(line: str, shown: str) -> None:
    assert html(line) == shown


def test_the_head_of_a_list_may_stand_lower() -> None:
    assert html("Mang theo:\n- thẻ căn cước", level=3).startswith("<h3>Mang theo</h3>")


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs"))))
def test_no_letter_becomes_markup_and_none_is_lost(text: str) -> None:
    soup = BeautifulSoup(str(html(f"- {text}")), "lxml")
    words = "".join(text.split())

    assert "".join(soup.text.split()) in {words, f"-{words}"}
    assert {one.name for one in soup.select("*")} <= {"html", "body", "p", "b", "ul", "li"}
