"""A line is corrected with a reason, by whom it belongs to, and never over somebody's head."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.commune import Setting
from saturday.models.intake import Applicant, Due
from saturday.models.returns import Handing, Return
from saturday.rules.intake import Filing, Guidance, Outcome, Payment
from saturday.rules.procedures import TimeUnit
from tests import factories
from tests.pages import Page, Person, values_of
from tests.web.intake.lines import AN, DAY, LINE, births, open_desk, procedure, the_line, write

REASON = "ghi nhầm"


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Open the desk, which may ask for everything."""
    del app
    open_desk()


def correct(who: Person, page: Page | None = None, **typed: object) -> Page:
    """Send the line's form with something else in it."""
    typed.setdefault("reason", REASON)
    return who.send(page or who.get(LINE), "/sua", follow=True, **typed)


def test_the_officer_corrects_an_own_line(officer: Person) -> None:
    write(officer, Outcome.SETTLED, procedure=births())

    page = correct(officer, quantity="3", remark="hai bản nữa")

    row = the_line()
    assert page.notice == "Đã sửa dòng 0001."
    assert (row.quantity, row.remark, row.outcome) == (3, "hai bản nữa", Outcome.SETTLED)
    assert "Đã sửa 1 lần" in page.main
    assert "sửa số lượng; ghi chú. Lý do: ghi nhầm" in page.main


def test_the_centre_corrects_anybodys_line(officer: Person, centre: Person) -> None:
    write(officer, Outcome.OPINION)

    correct(centre, outcome="REDIRECTED")

    assert the_line().outcome is Outcome.REDIRECTED


def test_everything_of_a_line_can_be_corrected(officer: Person) -> None:
    write(officer, Outcome.OPINION, Applicant())

    page = correct(
        officer,
        outcome="GUIDED",
        procedure=str(births().id),
        quantity="2",
        filing="ONLINE",
        guidance="ACCOUNT",
        name="Lô Thị Ẩn",
        phone="+84 912.345.678",
        identity_number="0400 1234 5678",
        hamlet=str(factories.hamlet().id),
        dossier_code="H41-0012",
        decider=str(factories.department("kinh-te").id),
        fee="8.000",
        payment="CASH",
        receipt="0005",
        remark="gọi trước",
    )

    row = the_line()
    assert page.faults == []
    assert (row.outcome, row.procedure, row.quantity) == (Outcome.GUIDED, births(), 2)
    assert (row.filing, row.guidance) == (Filing.ONLINE, Guidance.ACCOUNT)
    assert (row.fee, row.payment, row.fee_receipt) == (8000, Payment.CASH, "0005")
    assert (row.dossier_code, row.remark) == ("H41-0012", "gọi trước")
    assert row.decider is factories.department("kinh-te")
    assert row.visit.applicant == replace(AN, hamlet=row.visit.hamlet)
    assert row.visit.hamlet is not None


def test_what_the_settings_keep_unasked_stays_as_it_was(officer: Person) -> None:
    write(officer, Outcome.OPINION)
    for row in db.session.scalars(select(Setting).where(Setting.key.like("desk.%"))):
        row.value = ""
    db.session.commit()

    correct(officer, quantity="2")

    assert the_line().visit.applicant == AN
    assert the_line().quantity == 2


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"reason": ""}, "Hãy ghi lý do sửa."),
        ({"reason": "   "}, "Hãy ghi lý do sửa."),
        ({"quantity": ""}, "Hãy ghi số lượng."),
        ({"quantity": "0"}, "Số lượng từ 1 đến 999."),
        ({"quantity": "1000"}, "Số lượng từ 1 đến 999."),
        ({"quantity": "ba"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"outcome": "SETTLED"}, "Hãy chọn thủ tục."),
        ({"outcome": "khác"}, "Hãy chọn kết quả."),
        ({"filing": "khác"}, "Hãy chọn hình thức nộp."),
        ({"procedure": "9999"}, "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
        ({"due_on": "15/4/2026"}, "Chỉ ghi hẹn trả khi kết quả là “tiếp nhận, hẹn trả”."),
        ({"phone": "123"}, "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."),
        ({"identity_number": "123"}, "Hãy ghi đủ 12 chữ số của số định danh."),
        (
            {"identity_number": "123", "is_organisation": "y"},
            "Hãy ghi mã số thuế 10 hoặc 13 chữ số.",
        ),
        ({"fee": "100000001"}, "Số tiền tối đa 100.000.000 đồng."),
        ({"remark": "x" * 501}, "Hãy viết ngắn hơn: tối đa 500 ký tự."),
        ({"remark": "x" * 2_000_000}, None),
    ],
)
def test_a_slip_of_the_hand_is_told_where_it_was_typed(
    officer: Person, typed: dict[str, str], fault: str | None
) -> None:
    write(officer, Outcome.OPINION)

    page = correct(officer, None, **({"quantity": "7"} | typed))

    if fault is None:
        assert page.status == 413
    else:
        assert (page.status, page.faults) == (422, [fault])
        assert str(page.soup.title).startswith("<title>Lỗi:")
    assert the_line().quantity == 1


def test_a_counted_line_needs_no_procedure(officer: Person) -> None:
    tally = "/tiep-nhan/2026-04-11/dem"
    officer.send(officer.get("/tiep-nhan/2026-04-11"), tally, outcome="OPINION")

    correct(officer, outcome="SETTLED")

    assert the_line().outcome is Outcome.SETTLED


@pytest.mark.parametrize(
    ("due_on", "reason", "saved"),
    [
        ("", "", date(2026, 4, 14)),  # two working days, as it is counted
        ("14/4/2026", "không cần", date(2026, 4, 14)),
        ("15/4/2026", "chờ xác minh", date(2026, 4, 15)),
    ],
)
def test_an_appointment_is_counted_or_explained(
    officer: Person, due_on: str, reason: str, saved: date
) -> None:
    write(officer, Outcome.OPINION)
    wills = procedure("2.001019")

    correct(
        officer,
        outcome="RECEIVED",
        procedure=str(wills.id),
        due_on=due_on,
        due_reason=reason,
    )

    row = the_line()
    assert row.due_on == saved
    assert row.due_reason == (reason if saved.day == 15 else "")


@pytest.mark.parametrize(
    ("due_on", "fault"),
    [
        ("15/4/2026", "Hãy ghi lý do: khác hạn chuẩn thứ Ba, 14/4."),
        ("10/4/2026", "Ngày hẹn trả phải từ ngày nhận trở đi."),
        ("18/4/2026", "ngày làm việc gần nhất"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(officer: Person, due_on: str, fault: str) -> None:
    write(officer, Outcome.OPINION)
    wills = str(procedure("2.001019").id)

    page = correct(officer, outcome="RECEIVED", procedure=wills, due_on=due_on)

    assert page.status == 422
    assert fault in page.faults[0]
    assert the_line().outcome is Outcome.OPINION


def test_an_appointment_that_stays_needs_no_new_reason(officer: Person) -> None:
    due = Due(date(2026, 4, 20), None, "chờ xác minh")
    write(officer, Outcome.RECEIVED, procedure=procedure("2.001019"), due=due)

    correct(officer, quantity="2")

    assert (the_line().due, the_line().quantity) == (due, 2)


def test_without_a_stated_time_any_working_day_may_be_promised(officer: Person) -> None:
    write(officer, Outcome.RECEIVED)

    correct(officer, procedure=str(_unstated()), due_on="20/4/2026")
    assert the_line().due_on == date(2026, 4, 20)

    correct(officer, due_on="")
    assert the_line().due_on is None


def _unstated() -> int:
    """Give a procedure for which no source states how long it takes."""
    row = procedure("2.001019")
    row.time_unit, row.time_amount = TimeUnit.NOT_STATED, None
    db.session.commit()
    return row.id


def test_what_the_line_has_is_offered_though_it_is_past(officer: Person) -> None:
    write(officer, Outcome.SETTLED, procedure=births())
    births().is_shown = False
    db.session.commit()

    correct(officer, quantity="2")

    assert (the_line().quantity, the_line().procedure) == (2, births())


def test_another_officer_finds_no_such_form(officer: Person, other: Person) -> None:
    write(officer, Outcome.OPINION)
    write(other, Outcome.OPINION)
    own = other.get(LINE.replace("0001", "0002"))
    values: dict[str, object] = {**values_of(own.form("/sua")), "quantity": "9", "reason": REASON}

    assert other.post(f"{LINE}/sua", values).status == 404
    assert the_line().quantity == 1


@pytest.mark.parametrize("who", ["admin", "leader", "clerk", "economy"])
def test_who_is_not_at_the_desk_may_not(
    request: pytest.FixtureRequest, officer: Person, who: str
) -> None:
    write(officer, Outcome.OPINION)
    person: Person = request.getfixturevalue(who)

    assert person.get(LINE).status == 403


def test_two_people_on_one_line_do_not_overwrite_each_other(
    officer: Person, centre: Person
) -> None:
    write(officer, Outcome.OPINION)
    mine, theirs = officer.get(LINE), centre.get(LINE)
    correct(centre, theirs, quantity="5", name="Lô Thị Ân")

    page = correct(officer, mine, quantity="7")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Số lượng", "5", "7"],
        ["Họ và tên, hoặc tên tổ chức", "Lô Thị Ân", "Lô Thị Ẩn"],
    ]
    assert the_line().quantity == 5

    assert correct(officer, page).notice == "Đã sửa dòng 0001."
    assert (the_line().quantity, the_line().visit.name) == (7, "Lô Thị Ẩn")


def test_every_kind_of_field_is_compared_in_words(officer: Person, centre: Person) -> None:
    write(officer, Outcome.OPINION)
    mine, theirs = officer.get(LINE), centre.get(LINE)
    other = {"procedure": str(procedure("2.001019").id), "due_on": "15/4/2026", "due_reason": "x"}
    correct(centre, theirs, outcome="RECEIVED", is_organisation="y", identity_number="", **other)

    page = correct(officer, mine)

    assert page.rows("Hai bản khác nhau") == [
        ["Thủ tục", "Chứng thực di chúc", "Không ghi"],
        ["Kết quả", "Tiếp nhận, hẹn trả", "Chỉ góp ý, phản ánh"],
        ["Hẹn trả", "15/4/2026", "không có"],
        ["Lý do hẹn khác hạn chuẩn", "x", "không có"],
        ["Số định danh", "không có", "0400 1234 5678"],
        ["Là tổ chức, doanh nghiệp", "có", "không"],
    ]


def test_a_second_click_corrects_once(officer: Person) -> None:
    write(officer, Outcome.OPINION)
    page = officer.get(LINE)

    first, second = (correct(officer, page, quantity="4") for _click in range(2))

    assert first.notice == second.notice == "Đã sửa dòng 0001."
    assert len(the_line().corrections) == 1


def test_a_voided_line_stays_as_it_was(officer: Person) -> None:
    write(officer, Outcome.OPINION)
    page = officer.get(LINE)
    the_line().void("ghi nhầm", by=None)
    db.session.commit()

    again = correct(officer, page, quantity="4")

    assert again.status in {409, 422}
    assert the_line().quantity == 1


def test_what_was_fetched_is_taken_back_elsewhere(officer: Person) -> None:
    write(officer, Outcome.RECEIVED, procedure=births(), due=Due(DAY))
    Return.hand_over(db.session, the_line(), Handing(DAY), by=_account(officer))
    db.session.commit()

    page = correct(officer, officer.get(LINE.replace("0001", "0002")), outcome="OPINION")

    assert page.faults == ["Dòng này ghi lần trả kết quả. Hãy bỏ lần trả đó, dòng hủy theo."]
    assert the_line(2).outcome is Outcome.HANDED_OVER


def _account(who: Person) -> Account:
    """Give who sits there."""
    assert who.account
    return db.session.get_one(Account, who.account.id)


def test_the_audit_log_says_what_was_corrected_and_no_value_of_a_person(officer: Person) -> None:
    write(officer, Outcome.OPINION)

    correct(officer, name="Vi Văn Bình", quantity="2")

    question = select(AuditEvent).where(AuditEvent.verb == "correct")
    facts = db.session.scalars(question).one().facts
    assert facts == {"number": "0001", "fields": ["quantity", "applicant"]}


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("sua", {"reason": ""}),
        ("sua", {"reason": REASON, "version": "0.0"}),
        ("huy", {"void_reason": ""}),
        ("huy", {"void_reason": "nhầm", "version": "0.0"}),
    ],
)
def test_whole_values_beside_what_was_refused_are_noted(
    officer: Person, act: str, typed: dict[str, Any]
) -> None:
    write(officer, Outcome.OPINION)
    seen = select(AuditEvent).where(AuditEvent.verb == "view")
    page = officer.get(LINE)
    assert len(db.session.scalars(seen).all()) == 1

    page = officer.send(page, f"/{act}", **typed)

    assert page.status == (409 if "version" in typed else 422)
    assert AN.name in page.soup.decode()
    assert len(db.session.scalars(seen).all()) == 2
