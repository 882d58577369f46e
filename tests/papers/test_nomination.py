"""Tests: the words of a department's list."""

from datetime import time

import pytest

from saturday.models.documents import Subject
from saturday.papers.layout import check_layout
from saturday.papers.nomination import Nomination
from saturday.papers.render import render
from tests.papers import rows


def words(unit: str = "Phòng Kinh tế", *, cannot: str = "", planned: bool = True) -> Nomination:
    held = rows.duty_session()
    sent = rows.nomination(held, unit)
    sent.cannot_reason = cannot
    if not cannot:
        sent.lines = [
            rows.line(rows.officer("Vi Văn Đức"), "Đất đai"),
            rows.line(
                rows.officer("Kha Thị Ánh", "Phó Trưởng phòng"),
                "Ký chứng thực",
                hours=(time(7, 30), time(9, 30)),
                note="theo ủy quyền",
            ),
        ]
    title = "Cử công chức tham gia “Ngày thứ 7 vì dân” thứ Bảy, ngày 11 tháng 4 năm 2026"
    draft = rows.document("nomination", title=title, subject=Subject(nomination=sent))
    plan = rows.plan_paper() if planned else None
    return Nomination.of(sent, draft, rows.COMMUNE, plan)


def test_a_list_is_headed_by_its_department_without_a_number() -> None:
    heading = words().heading

    assert (heading.parent, heading.issuer) == ("UBND XÃ ANH SƠN", ("PHÒNG KINH TẾ",))
    assert heading.symbol == ""
    assert words("Văn phòng HĐND và UBND").heading.issuer == ("VĂN PHÒNG", "HĐND VÀ UBND")


def test_a_list_names_people_with_their_own_hours_in_the_note() -> None:
    one, two = words().officers

    assert (one.order, one.name, one.post, one.duty, one.note) == (
        ("1", "Vi Văn Đức", "Chuyên viên", "Đất đai", "")
    )
    assert (two.post, two.note) == ("Phó Trưởng phòng", "7h30–9h30; theo ủy quyền")


def test_a_list_cites_the_plan_in_full() -> None:
    assert words().opening == (
        "Thực hiện Kế hoạch số 50/KH-UBND ngày 11 tháng 02 năm 2026 của Ủy ban nhân dân xã Anh Sơn "
        "về tổ chức “Ngày thứ 7 vì dân” trên địa bàn xã Anh Sơn, Phòng Kinh tế cử công chức tiếp "
        "nhận thủ tục hành chính thứ Bảy, ngày 11 tháng 4 năm 2026 như sau:"
    )
    assert words(planned=False).opening.startswith(
        "Thực hiện kế hoạch “Ngày thứ 7 vì dân” năm 2026 của Ủy ban nhân dân xã Anh Sơn, Phòng"
    )


def test_a_department_that_sends_nobody_says_why() -> None:
    empty = words(cannot="cả phòng đi tập huấn.")

    assert empty.officers == ()
    assert empty.closing == ("Phòng Kinh tế không cử được người; lý do: cả phòng đi tập huấn./.")


def test_a_list_is_addressed_to_the_centre() -> None:
    assert words().addressee == "Trung tâm Phục vụ hành chính công xã Anh Sơn"
    assert words().closing.endswith("phối hợp thực hiện./.")


@pytest.mark.parametrize(
    "unit", ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND"]
)
def test_a_list_made_of_rows_has_no_fault(unit: str) -> None:
    assert check_layout(render(words(unit))) == []


def test_the_list_wanted_is_the_departments_own() -> None:
    held = rows.duty_session()
    held.id = 7
    sent = rows.nomination(held)
    sent.department.id = 3

    asked = Nomination.wanted(held, sent.department).compile().params

    assert set(asked.values()) == {7, 3}
