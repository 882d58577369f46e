"""Tests: the words of the notice of who serves."""

from datetime import date, time

import pytest

from saturday.models.commune import Partner
from saturday.models.documents import Document
from saturday.models.plan import DutySession
from saturday.papers.assignment_notice import CHANGED, AssignmentNotice, post_of
from saturday.papers.layout import check_layout
from saturday.papers.render import render
from saturday.rules.lifecycle import PaperMark
from tests.papers import rows

TITLE = "Phân công cán bộ, công chức thực hiện “Ngày thứ 7 vì dân”"
EARLY = (time(7, 30), time(9, 30))


def held() -> DutySession:
    """Give a Saturday with a leader, a signer of two duties, and two partners."""
    row = rows.duty_session()
    signer = rows.officer("Kha Thị Ánh", "Phó Chánh Văn phòng", "Văn phòng HĐND và UBND")
    leader = rows.officer("Bùi Văn Bình", "Phó Chủ tịch", "Ủy ban nhân dân xã")
    police = Partner(name="Công an xã")
    rows.assignment(row, "Lãnh đạo UBND xã", leader)
    rows.assignment(row, "Chứng thực", signer)
    rows.assignment(row, "Ký chứng thực", signer, note="theo ủy quyền")
    rows.assignment(row, "Ký hộ tịch", signer, hours=EARLY)
    rows.assignment(row, "Hướng dẫn VNeID", police)
    rows.assignment(row, "Hướng dẫn VNeID", police, who="Vi Văn Đức")
    return row


def notice(
    row: DutySession, *, old: Document | None = None, title: str = TITLE, planned: bool = True
) -> AssignmentNotice:
    draft = rows.notice_paper(row, title)
    if old is not None:
        draft.amends, draft.amends_as = old, PaperMark.REPLACED
    plan = rows.plan_paper() if planned else None
    return AssignmentNotice.of(row.assignments, draft, rows.COMMUNE, plan)


def issued_notice(row: DutySession, *, keeps_words: bool = True) -> Document:
    old = rows.issued(rows.notice_paper(row, TITLE), 5, date(2026, 4, 7))
    old.words = notice(row).as_words() if keeps_words else None
    return old


def test_a_person_stands_in_one_row_with_all_duties_of_the_same_hours() -> None:
    found = [(one.name, one.duty, one.note) for one in notice(held()).people]

    assert found == [
        ("Bùi Văn Bình", "Lãnh đạo UBND xã", ""),
        ("Kha Thị Ánh", "Chứng thực; Ký chứng thực", "theo ủy quyền"),
        ("Kha Thị Ánh", "Ký hộ tịch", "7h30–9h30"),
        ("Người do đơn vị cử", "Hướng dẫn VNeID", ""),
        ("Vi Văn Đức", "Hướng dẫn VNeID", ""),
    ]


@pytest.mark.parametrize(
    ("post", "unit", "written"),
    [
        ("Chuyên viên", "Phòng Kinh tế", "Chuyên viên, Phòng Kinh tế"),
        ("Trưởng phòng", "Phòng Kinh tế", "Trưởng phòng Kinh tế"),
        (
            "Phó Chánh Văn phòng",
            "Văn phòng HĐND và UBND",
            "Phó Chánh Văn phòng HĐND và UBND",
        ),
        ("Phó Chủ tịch", "Ủy ban nhân dân xã", "Phó Chủ tịch, UBND xã"),
        ("Phó Chủ tịch UBND xã", "Ủy ban nhân dân xã", "Phó Chủ tịch UBND xã"),
        ("", "Công an xã", "Công an xã"),
        ("Chuyên viên", "", "Chuyên viên"),
    ],
)
def test_post_and_unit_are_said_in_one(post: str, unit: str, written: str) -> None:
    assert post_of(post, unit) == written


def test_rows_are_counted() -> None:
    assert [one.order for one in notice(held()).people] == ["1", "2", "3", "4", "5"]


def test_time_and_place_are_sentences() -> None:
    words = notice(held())

    assert words.time == "Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026."
    assert words.place == "Trung tâm Phục vụ hành chính công xã Anh Sơn."


def test_the_centre_heads_the_notice_under_the_commune() -> None:
    heading = notice(held()).heading

    assert heading.parent == "UBND XÃ ANH SƠN"
    assert heading.issuer == ("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG")
    assert (heading.symbol, heading.number.strip()) == ("TB-TTPVHCC", "")
    assert heading.date.endswith("năm 2026")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (TITLE, (TITLE,)),
        (f"{TITLE}\nthứ Bảy, 11/4", (TITLE, "thứ Bảy, 11/4")),
        (
            f"{TITLE} thứ Bảy, ngày 11 tháng 4 năm 2026",
            (TITLE, "thứ Bảy, ngày 11 tháng 4 năm 2026"),
        ),
        ("thứ Bảy, ngày 11 tháng 4 năm 2026", ("thứ Bảy, ngày 11 tháng 4 năm 2026",)),
    ],
)
def test_the_day_in_a_title_stands_on_its_own_line(title: str, lines: tuple[str, ...]) -> None:
    assert notice(held(), title=title).subject == lines


def test_a_replacing_notice_marks_what_changed_and_says_what_it_replaces() -> None:
    row = held()
    old = issued_notice(row)
    row.assignments[1].officer = rows.officer("Lương Quốc Việt")
    row.assignments[1].officer_id = row.assignments[1].officer.id

    words = notice(row, old=old)

    marked = {one.name: one.note for one in words.people if CHANGED in one.note}
    assert marked == {"Lương Quốc Việt": CHANGED, "Kha Thị Ánh": f"theo ủy quyền; {CHANGED}"}
    assert words.closing.endswith(
        "Thông báo này thay thế Thông báo số 05/TB-TTPVHCC ngày 07 tháng 4 năm 2026./."
    )


def test_nothing_is_marked_when_the_replaced_notice_kept_no_words() -> None:
    row = held()

    words = notice(row, old=issued_notice(row, keeps_words=False))

    assert not any(CHANGED in one.note for one in words.people)
    assert "thay thế Thông báo số 05" in words.closing


def test_a_first_notice_replaces_nothing() -> None:
    words = notice(held(), planned=False)

    assert "thay thế" not in words.closing
    assert not any(CHANGED in one.note for one in words.people)


def test_a_saturday_without_hours_has_no_notice_yet() -> None:
    row = held()
    row.starts_at = None

    with pytest.raises(ValueError, match="hours"):
        notice(row)


def test_no_telephone_number_stands_on_a_notice() -> None:
    row = held()
    for one in row.assignments:
        if one.officer:
            one.officer.phone = "0912 345 678"

    assert "0912" not in str(notice(row).as_words())


def test_a_notice_made_of_rows_has_no_fault() -> None:
    row = held()

    assert check_layout(render(notice(row))) == []
    assert check_layout(render(notice(row, old=issued_notice(row)))) == []


def test_those_wanted_are_on_the_board_of_that_saturday() -> None:
    row = held()
    row.id = 7

    assert 7 in AssignmentNotice.wanted(row).compile().params.values()
