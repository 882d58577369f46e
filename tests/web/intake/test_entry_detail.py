"""A line's own page: whole to whom it belongs, masked to others, and each view noted."""

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.commune import Setting
from saturday.models.intake import Applicant, Deed, Due, Fee
from saturday.models.returns import Handing, Return
from saturday.rules.intake import Outcome, Payment
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person
from tests.web.intake.lines import DAY, DESK, LINE, births, open_desk, the_line, write

REMARK = "gọi trước khi trả"
WHOLE = ("Lô Thị Ẩn", "0912 345 678", "0400 1234 5678", REMARK)


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Open the desk, which may ask for everything."""
    del app
    open_desk()


def views() -> list[tuple[int | None, dict[str, object]]]:
    """Give who saw what, oldest first."""
    question = select(AuditEvent.account_id, AuditEvent.facts).where(AuditEvent.verb == "view")
    return [(who, facts) for who, facts in db.session.execute(question.order_by(AuditEvent.id))]


def typed(page: Page) -> set[str]:
    """Give what stands in the boxes of the line's form."""
    form = page.form("/sua")
    boxes = {str(one.get("value")) for one in form.select("input")}
    return boxes | {one.get_text().strip() for one in form.select("textarea")}


def test_the_one_who_wrote_it_sees_it_whole(officer: Person) -> None:
    write(officer, remark=REMARK)

    assert set(WHOLE) <= typed(officer.get(LINE))


def test_the_centre_sees_every_line_whole(officer: Person, centre: Person) -> None:
    write(officer, remark=REMARK)

    assert set(WHOLE) <= typed(centre.get(LINE))


def test_every_view_of_whole_values_is_noted(officer: Person, centre: Person) -> None:
    write(officer)

    for who in (officer, centre, centre):
        who.get(LINE)

    facts = {"number": "0001", "day": "2026-04-11"}
    assert officer.account
    assert centre.account
    assert views() == [
        (officer.account.id, facts),
        (centre.account.id, facts),
        (centre.account.id, facts),
    ]


def test_another_officer_sees_it_masked_and_nothing_is_noted(
    officer: Person, other: Person
) -> None:
    write(officer, remark=REMARK)

    page = other.get(LINE)

    assert "L. T. Ẩn" in page.main
    assert page.main.count("••• 678") == len(("phone", "identity number"))
    assert "chỉ người ghi và Trung tâm xem được" in page.main
    assert not [one for one in WHOLE if one in page.soup.decode()]
    assert not page.has_form("/sua")
    assert not page.has_form("/huy")
    assert views() == []


def test_a_line_about_nobody_is_seen_without_a_note(officer: Person) -> None:
    write(officer, who=Applicant())

    officer.get(LINE)

    assert views() == []


def test_the_name_of_an_organisation_is_no_secret(officer: Person, other: Person) -> None:
    write(officer, who=Applicant("Hợp tác xã Mẫu", is_organisation=True))

    assert "Hợp tác xã Mẫu (tổ chức)" in other.get(LINE).main


def test_others_read_what_was_done(officer: Person, other: Person) -> None:
    write(
        officer,
        Outcome.RECEIVED,
        Applicant(hamlet=factories.hamlet()),
        procedure=births(),
        dossier_code="H41-0012",
        decider=factories.department("kinh-te"),
        fee=Fee(8000, Payment.CASH, "0005"),
        due=Due(DAY.replace(day=15), None, "chờ xác minh"),
    )

    words = other.get(LINE).main

    for one in (
        "Đăng ký khai sinh",
        "1 việc",
        "thứ Tư, 15/4 · khác hạn chuẩn",
        "Thôn 1 (mẫu)",
        "không ghi tên",
        "H41-0012",
        "8.000 đồng · tiền mặt · biên lai 0005",
    ):
        assert one in words
    assert "chờ xác minh" not in words


def test_a_voided_line_can_be_read_and_no_longer_changed(officer: Person, other: Person) -> None:
    write(officer)
    the_line().void("người dân đổi ý", by=None)
    db.session.commit()

    page = officer.get(LINE)

    assert "Lý do: người dân đổi ý." in page.main
    assert not page.has_form("/sua")
    assert not page.has_form("/huy")
    assert "người dân đổi ý" not in other.get(LINE).main


def test_lines_of_the_same_person_and_the_return_are_named(officer: Person) -> None:
    write(officer, Outcome.RECEIVED, procedure=births(), due=Due(DAY.replace(day=15)))
    write(officer, Outcome.OPINION, who=the_line().visit)
    Return.hand_over(db.session, the_line(), Handing(DAY), by=None)
    db.session.commit()

    words = officer.get(LINE).main

    assert "Cùng một người: dòng 0002" in words
    assert "Đã trả kết quả thứ Bảy, 11/4, tại quầy." in words
    assert "Sửa ở đây thì các dòng khác của cùng người cũng đổi theo." in words


def test_who_wrote_it_and_when_is_said(officer: Person) -> None:
    assert officer.account
    account = db.session.get_one(Account, officer.account.id)
    account.officer = factories.officer("Phan Văn Tài (mẫu)")
    db.session.commit()
    write(officer, Outcome.OPINION)

    words = officer.get(LINE).main

    assert "8 giờ 20, thứ Bảy, 11/4, ghi chi tiết, Phan Văn Tài (mẫu)." in words


@pytest.mark.parametrize("number", ["0002", "B0001", "0000", "khong-co", "00001x"])
def test_a_number_that_no_line_has_is_not_found(officer: Person, number: str) -> None:
    write(officer)

    assert officer.get(f"{DESK}/dong/{number}").status == 404


def test_a_day_without_a_saturday_is_not_found(officer: Person) -> None:
    assert officer.get("/tiep-nhan/2026-04-18/dong/0001").status == 404


def test_no_identity_is_asked_that_the_settings_keep_out(officer: Person) -> None:
    write(officer)
    open_only_names()

    form = officer.get(LINE).form("/sua")

    assert form.select("[name=name]")
    assert not form.select("[name=phone], [name=identity_number]")


def open_only_names() -> None:
    """Turn telephones and identity numbers off again."""
    for row in db.session.scalars(
        select(Setting).where(Setting.key.in_(["desk.phones", "desk.identity"]))
    ):
        row.value = ""
    db.session.commit()


def test_more_corrections_ask_nothing_more(officer: Person) -> None:
    write(officer, Outcome.OPINION, Applicant())

    def asked() -> int:
        with counted_queries() as sent:
            officer.get(LINE)
        return len(sent)

    def correct(times: int) -> None:
        for place in range(times):
            row = the_line()
            account = factories.account(username=f"nguoi{place}.{row.version}")
            more = Deed(Outcome.OPINION, quantity=row.quantity + 1)
            row.correct(more, Applicant(), "đếm lại", by=account)
            db.session.commit()

    correct(1)
    before = asked()
    correct(10)

    assert asked() == before
