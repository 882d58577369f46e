"""Does the register hold every issued paper with the ten columns of Phụ lục IV?"""

from io import BytesIO

import pytest

from saturday.extensions import db
from saturday.papers.layout import Profile, check_layout
from saturday.papers.making import Amendment
from saturday.papers.reading import read_word
from saturday.rules.lifecycle import PaperMark
from tests.conftest import counted_queries
from tests.pages import Person
from tests.web.documents import stories

CENTRE, COMMITTEE = "/van-ban/so/trung-tam/2026", "/van-ban/so/ubnd/2026"
CAPTION = "Sổ đăng ký văn bản đi 2026"


def test_every_column_is_there(clerk: Person) -> None:
    stories.paper("issued")

    page = clerk.get(CENTRE)

    assert page.rows(CAPTION) == [
        [
            "28/TB-TTPVHCC",
            "01/4/2026",
            (
                "Thông báo: Phân công cán bộ, công chức thực hiện “Ngày thứ 7 vì dân” "
                "thứ Bảy, ngày 11 tháng 4 năm 2026"
            ),
            stories.SIGNER,
            (
                "UBND xã (để báo cáo); Các phòng chuyên môn thuộc UBND xã; "
                "Công chức có tên trong danh sách; Lưu: VT, TTPVHCC"
            ),
            "VT, TTPVHCC",
            "",
            "",
            "",
            "",
            "Sửa",
        ]
    ]


def test_each_issuer_has_a_register_of_its_own(clerk: Person) -> None:
    stories.paper("issued")
    stories.paper("issued", sort="annual_plan", number="50")

    assert [row[0] for row in clerk.get(CENTRE).rows(CAPTION)] == ["28/TB-TTPVHCC"]
    assert [row[0] for row in clerk.get(COMMITTEE).rows(CAPTION)] == ["50/KH-UBND"]


def test_an_unissued_paper_is_not_in_it(clerk: Person) -> None:
    stories.paper("signed")

    assert "Chưa có văn bản nào được phát hành trong năm 2026." in clerk.get(CENTRE).main


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (PaperMark.REPLACED, "đã thay thế bằng số 29/TB-TTPVHCC"),
        (PaperMark.CORRECTED, "đã đính chính bằng số 29/TTPVHCC"),
        (PaperMark.WITHDRAWN, "đã thu hồi bằng số 29/TTPVHCC"),
    ],
)
def test_what_was_amended_stays_and_says_by_what(
    clerk: Person, mark: PaperMark, words: str
) -> None:
    old = stories.paper("issued")
    sort = {
        PaperMark.REPLACED: "assignment_notice",
        PaperMark.CORRECTED: "correction",
        PaperMark.WITHDRAWN: "withdrawal",
    }[mark]
    stories.paper("issued", sort=sort, number="29", amendment=Amendment(old, mark))

    rows = clerk.get(CENTRE).rows(CAPTION)

    assert len(rows) == 2
    assert rows[0][9] == words


def test_the_print_view_is_a_sheet_across(clerk: Person) -> None:
    stories.paper("issued")

    page = clerk.get(f"{CENTRE}/in")

    assert page.soup.body is not None
    assert "landscape" in page.soup.body["class"]
    assert len(page.rows(CAPTION)[0]) == 10
    assert "Từ số 28 đến số 28" in page.main


def test_the_register_as_a_word_file(clerk: Person) -> None:
    stories.paper("issued")

    answer = clerk.get(f"{CENTRE}/docx").response

    assert check_layout(answer.data, Profile.LIST) == []
    text = [line.text for line in read_word(BytesIO(answer.data).read()).lines]
    assert "28/TB-TTPVHCC" in text
    assert "filename*=UTF-8''S%E1%BB%95%20%C4%91%C4%83ng" in answer.headers["Content-Disposition"]


def test_years_lead_to_each_other_but_not_ahead(clerk: Person) -> None:
    page = clerk.get(CENTRE)

    links = {str(one["href"]) for one in page.soup.select("main a")}
    assert "/van-ban/so/trung-tam/2025" in links
    assert "/van-ban/so/trung-tam/2027" not in links
    assert COMMITTEE in links


@pytest.mark.parametrize("who", ["centre", "leader", "admin"])
def test_others_of_the_office_read_it_without_editing(
    request: pytest.FixtureRequest, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    stories.paper("issued")

    page = person.get(CENTRE)

    assert page.status == 200
    assert page.rows(CAPTION)[0][10] == ""


def test_a_department_does_not_read_it(economy: Person) -> None:
    for path in (CENTRE, f"{CENTRE}/in", f"{CENTRE}/docx"):
        assert economy.get(path).status == 403


@pytest.mark.parametrize("path", ["/van-ban/so/xa/2026", "/van-ban/so/trung-tam/1999"])
def test_another_register_is_no_page(clerk: Person, path: str) -> None:
    assert clerk.get(path).status == 404


def test_more_lines_cost_no_more_questions(clerk: Person) -> None:
    stories.paper("issued")
    clerk.get(CENTRE)
    with counted_queries() as few:
        clerk.get(CENTRE)
    for week in (9, 23):
        stories.paper("issued", day=stories.SATURDAY.replace(month=5, day=week), number=str(week))
    db.session.expire_all()
    with counted_queries() as more:
        clerk.get(CENTRE)

    assert len(more) == len(few)


def test_a_number_is_never_broken_at_the_end_of_a_line(clerk: Person) -> None:
    stories.paper("issued")

    page = clerk.get("/van-ban/so/trung-tam/2026")

    link = page.soup.select_one(".sheet table tbody th a")
    assert link is not None
    assert link.text == "28/TB-TTPVHCC"
    assert "nowrap" in (link.get("class") or [])
    printed = clerk.get("/van-ban/so/trung-tam/2026/in").soup.select_one("tbody td.nowrap")
    assert printed is not None
