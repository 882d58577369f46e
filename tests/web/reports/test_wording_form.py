"""The Centre writes a part of the report; figures never overwrite it, and the page says so."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.reports import ReportText
from saturday.rules.intake import Outcome
from tests.conftest import stand_at
from tests.pages import Person
from tests.web.reports.test_period_detail import APRIL, DAYS, came, held

HERE = f"{APRIL}/loi-van/kho-khan"
OWN = "Mạng yếu vào đầu giờ.\nThiếu ghế chờ."


@pytest.fixture(autouse=True)
def evening(app: Flask) -> None:
    """Stand on the last day of a reporting month."""
    del app
    for day in DAYS:
        held(day)
    stand_at("2026-04-14 16:00")


def rows() -> int:
    return db.session.scalars(select(func.count(ReportText.id))).one()


def test_a_part_begins_as_the_figures_draft_it(centre: Person) -> None:
    came(Outcome.SUPPLEMENT)

    page = centre.get(HERE)

    assert "Có 01 lượt phải bổ sung hồ sơ (Hộ tịch 1)." in page.soup.select("textarea")[0].text
    assert "gợi ý từ số liệu" in centre.get(APRIL).main
    assert not page.has_form("/bo")


def test_what_was_written_stays_when_figures_change_and_the_page_says_so(centre: Person) -> None:
    page = centre.send(centre.get(HERE), HERE, text=OWN)
    assert page.notice == "Đã lưu phần Khó khăn, vướng mắc."
    assert "Mạng yếu vào đầu giờ." in page.main
    assert "số liệu đã đổi sau khi sửa" not in page.main

    came(Outcome.SUPPLEMENT)

    later = centre.get(APRIL).main
    assert "Mạng yếu vào đầu giờ." in later
    assert "số liệu đã đổi sau khi sửa" in later
    assert "phải bổ sung hồ sơ" not in later
    form = centre.get(HERE).main
    assert "Số liệu đã đổi sau khi sửa. Gợi ý dưới đây theo số mới." in form
    assert "Có 01 lượt phải bổ sung hồ sơ (Hộ tịch 1)." in form


def test_writing_again_takes_the_new_figures_as_seen(centre: Person) -> None:
    centre.send(centre.get(HERE), HERE, text=OWN)
    came(Outcome.SUPPLEMENT)

    centre.send(centre.get(HERE), HERE, text=f"{OWN}\n\nGiấy tờ còn thiếu.")

    assert "số liệu đã đổi sau khi sửa" not in centre.get(APRIL).main
    row = db.session.scalars(select(ReportText)).one()
    assert row.text == f"{OWN}\nGiấy tờ còn thiếu."
    assert row.version == 2


def test_one_may_go_back_to_the_draft(centre: Person) -> None:
    centre.send(centre.get(HERE), HERE, text=OWN)

    page = centre.send(centre.get(HERE), f"{HERE}/bo")

    assert page.notice == "Đã lấy lại câu gợi ý cho phần Khó khăn, vướng mắc."
    assert rows() == 0


def test_the_draft_does_not_come_back_over_what_another_just_wrote(
    centre: Person, clerk: Person
) -> None:
    centre.send(centre.get(HERE), HERE, text=OWN)
    seen = centre.get(HERE)
    clerk.send(clerk.get(HERE), HERE, text="Lời khác.")

    assert centre.send(seen, f"{HERE}/bo").status == 409
    assert rows() == 1


def test_what_another_wrote_meanwhile_is_shown_beside(centre: Person, clerk: Person) -> None:
    seen = centre.get(HERE)
    clerk.send(clerk.get(HERE), HERE, text="Lời khác.")

    page = centre.send(seen, HERE, text=OWN)

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Khó khăn, vướng mắc", "Lời khác.", "Mạng yếu vào đầu giờ. Thiếu ghế chờ."]
    ]
    assert centre.send(page, HERE, text=OWN).notice == "Đã lưu phần Khó khăn, vướng mắc."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" \n ", "Hãy viết nội dung, hoặc lấy lại câu gợi ý."),
        ("a" * 4001, "Hãy viết ngắn hơn: tối đa 4000 ký tự."),
    ],
)
def test_nothing_and_too_much_are_refused(centre: Person, text: str, said: str) -> None:
    page = centre.send(centre.get(HERE), HERE, text=text)

    assert (page.status, page.faults) == (422, [said])
    assert rows() == 0


def test_a_second_click_writes_once(centre: Person) -> None:
    page = centre.get(HERE)
    for _ in range(2):
        assert centre.send(page, HERE, text=OWN).notice == "Đã lưu phần Khó khăn, vướng mắc."

    assert rows() == 1
    assert db.session.scalars(select(ReportText.version)).one() == 1


def test_a_leader_reads_and_does_not_write(leader: Person, centre: Person) -> None:
    assert "Sửa phần" not in leader.get(APRIL).main
    assert leader.get(HERE).status == 403
    assert centre.get(f"{APRIL}/loi-van/khac").status == 404
    assert centre.get("/bao-cao/ky/2026-04-14/2026-03-15/loi-van/kho-khan").status == 404
