"""Below the desk stands the day's log: own lines or all, the newest first."""

import gc

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.intake import Applicant, Due
from saturday.models.returns import Handing, Return
from saturday.rules.intake import Guidance, Outcome
from saturday.web.intake import shown
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person
from tests.web.intake.lines import AN, DAY, DESK, births, open_desk, the_line, write

ALL = f"{DESK}?dong=ca-buoi"
OWN = f"{DESK}?dong=cua-toi"


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Open the desk."""
    del app
    open_desk()


def numbers(page: Page) -> list[str]:
    """Give the numbers of the lines that are shown."""
    return [row[0] for row in page.rows("Nhật ký của buổi")]


def test_an_officer_begins_with_own_lines(officer: Person, other: Person) -> None:
    for who in (officer, other, officer):
        write(who)

    page = officer.get(DESK)

    assert numbers(page) == ["0003", "0001"]
    assert "Dòng của tôi (2)" in page.main
    assert "Cả buổi (3)" in page.main
    assert numbers(officer.get(ALL)) == ["0003", "0002", "0001"]


def test_the_centre_begins_with_all_lines(officer: Person, centre: Person) -> None:
    write(officer)
    write(centre)

    assert numbers(centre.get(DESK)) == ["0002", "0001"]
    assert numbers(centre.get(OWN)) == ["0002"]


def test_a_line_says_what_was_done_and_masks_who_came(officer: Person) -> None:
    who = Applicant(AN.name, hamlet=factories.hamlet(), phone=AN.phone)
    write(officer, Outcome.RECEIVED, who, procedure=births(), due=Due(DAY.replace(day=15)))
    write(officer, Outcome.GUIDED, Applicant(), guidance=Guidance.VNEID)

    page = officer.get(DESK)

    assert page.rows("Nhật ký của buổi") == [
        [
            "0002",
            "08:20",
            "",
            "",
            "cài đặt, dùng VNeID",
            "1",
            "hướng dẫn trực tuyến",
            "",
            "Sửa dòng 0002",
        ],
        [
            "0001",
            "08:20",
            "L. T. Ẩn",
            "Thôn 1 (mẫu)",
            "Đăng ký khai sinh",
            "1 việc",
            "tiếp nhận, hẹn trả",
            "thứ Tư, 15/4",
            "Sửa dòng 0001",
        ],
    ]
    assert AN.name not in page.soup.decode()
    assert AN.phone not in page.soup.decode()


def test_where_nobody_is_named_there_is_no_column_for_names(officer: Person) -> None:
    write(officer, who=Applicant())

    assert len(officer.get(DESK).rows("Nhật ký của buổi")[0]) == 8


def test_an_own_line_is_for_mending_and_anothers_for_reading(
    officer: Person, other: Person, centre: Person
) -> None:
    write(officer)
    write(other)

    acts = [row[-1] for row in officer.get(ALL).rows("Nhật ký của buổi")]

    assert acts == ["Xem dòng 0002", "Sửa dòng 0001"]
    assert centre.get(DESK).rows("Nhật ký của buổi")[0][-1] == "Sửa dòng 0002"


def test_what_was_handed_over_says_when(officer: Person) -> None:
    write(officer, Outcome.RECEIVED, procedure=births(), due=Due(DAY))
    Return.hand_over(db.session, the_line(), Handing(DAY), by=None)
    db.session.commit()

    assert officer.get(OWN).rows("Nhật ký của buổi")[0][7] == "đã trả 11/4"


def test_the_people_of_the_whole_saturday_are_summed(officer: Person, other: Person) -> None:
    write(officer, Outcome.SETTLED, procedure=births())
    write(officer, Outcome.RECEIVED, the_line().visit, procedure=births())
    write(other, Outcome.OPINION)

    words = "Cả buổi: 2 lượt = 2 tiếp nhận + 1 góp ý, phản ánh − 1 việc của cùng một người."
    assert words in officer.get(DESK).main


def test_a_line_leads_to_its_page(officer: Person) -> None:
    write(officer)

    link = officer.get(DESK).soup.select_one("#log tbody a")

    assert link
    assert link["href"] == f"{DESK}/dong/0001"


def test_before_anything_was_written_it_says_how_to_begin(officer: Person, other: Person) -> None:
    assert "Chưa có dòng nào. Bấm một nút ở trên khi có người đến" in officer.get(DESK).main
    write(other)

    assert "Chưa ghi dòng nào trong buổi này." in officer.get(DESK).main


def test_whose_lines_are_shown_outlives_what_is_written(officer: Person, other: Person) -> None:
    """Scripts change the list alone: the forms of the page are still those of before."""
    write(other)

    page = officer.send(officer.get(OWN), "/dem", outcome="GUIDED", dong="ca-buoi")

    assert numbers(page) == ["0002", "0001"]


def test_other_lines_come_without_the_page(officer: Person) -> None:
    write(officer)

    links = officer.get(DESK).soup.select(".whose a")

    assert [one["hx-target"] for one in links] == ["#log", "#log"]
    assert "chữ chưa lưu sẽ mất" in officer.get(DESK).soup.select("noscript")[0].get_text()


def test_a_long_log_is_shown_page_by_page(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "LINES_A_PAGE", 2)
    for _one in range(5):
        write(officer)

    pages = [officer.get(DESK)]
    while links := pages[-1].soup.select("#log p a"):
        pages.append(officer.get(str(links[0]["href"])))

    assert [numbers(one) for one in pages] == [["0005", "0004"], ["0003", "0002"], ["0001"]]


def test_an_odd_address_shows_the_newest_lines(officer: Person) -> None:
    write(officer)

    assert numbers(officer.get(f"{DESK}?truoc=x&dong=y")) == ["0001"]


def test_ten_more_lines_ask_nothing_more(officer: Person) -> None:
    def asked() -> int:
        gc.collect()  # rows that the test wrote would be looked at anew
        with counted_queries() as sent:
            officer.get(ALL)
        return len(sent)

    hamlet = factories.hamlet()
    for _one in range(6):
        write(officer, Outcome.SETTLED, Applicant("Ẩn", hamlet=hamlet), procedure=births())
    before = asked()
    for _one in range(10):
        write(officer, Outcome.SETTLED, Applicant("Ẩn", hamlet=hamlet), procedure=births())

    assert asked() == before
