"""What was tapped is told in full: what is asked anew, what stays, and who may not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Hamlet
from saturday.models.forms import Draft
from saturday.models.intake import Applicant, IntakeEntry, SearchKey
from saturday.models.settings import change_settings
from saturday.rules.intake import Outcome
from saturday.web.intake import shown
from tests import factories
from tests.pages import Page, Person, values_of
from tests.web.intake.later import later
from tests.web.intake.lines import AN, DESK, SWITCHES, births, open_desk, procedure, the_line, write

TELL = f"{DESK}?chi-tiet=0002"
BUSINESS, COPIES, WILLS = "1.001612", "2.000815", "2.001019"
CHANGED = "Người khác vừa sửa dòng này. Hãy mở lại trang để xem bản mới."


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Open the desk, which may ask for everything."""
    del app
    open_desk()


@pytest.fixture
def village() -> Hamlet:
    """Make the village of the person."""
    return factories.hamlet()


def tap(who: Person, outcome: str = "SETTLED", **typed: Any) -> Page:  # noqa: ANN401 - as typed
    """Count one thing by one tap."""
    return who.send(who.get(DESK), "/dem", outcome=outcome, **typed)


def tell(who: Person, path: str, **typed: Any) -> Page:  # noqa: ANN401 - as typed
    """Open a tapped line to tell it in full, and send it."""
    return who.send(who.get(path), "/ghi", **typed)


def keys_of(number: int) -> set[str]:
    """Give by what a line is found."""
    row = the_line(number)
    asked = db.select(SearchKey.key).where(SearchKey.entry_id == row.id)
    return set(db.session.scalars(asked))


def switch_off() -> None:
    """Let the desk ask for nothing personal any more."""
    change_settings(db.session, dict.fromkeys(SWITCHES, ""), by=None)
    db.session.commit()


def person_in(village: Hamlet) -> Applicant:
    """Give somebody of whom all is known."""
    return replace(AN, hamlet=village)


def test_what_is_left_empty_stays_as_the_earlier_line_said_it(
    officer: Person, village: Hamlet
) -> None:
    who = person_in(village)
    write(officer, who=who)
    keys = keys_of(1)
    tap(officer, same="0001")

    page = tell(officer, TELL, procedure=str(births().id), name="", hamlet="")

    assert page.notice.startswith("Đã lưu dòng 0002")
    assert the_line(1).visit.applicant == who
    assert the_line(2).visit is the_line(1).visit
    assert keys_of(1) == keys_of(2) == keys
    assert the_line(2).corrections[0].fields == ["procedure_id"]


def test_what_is_no_longer_asked_stays(officer: Person, village: Hamlet) -> None:
    who = person_in(village)
    write(officer, who=who)
    keys = keys_of(1)
    tap(officer, same="0001")
    switch_off()

    tell(officer, TELL, procedure=str(births().id))

    assert the_line(1).visit.applicant == who
    assert keys_of(1) == keys


def test_what_is_typed_holds_for_the_whole_visit(officer: Person) -> None:
    write(officer, who=Applicant(phone=AN.phone))
    tap(officer, same="0001")

    tell(officer, TELL, procedure=str(births().id), name="Lô Thị Ẩn")

    assert the_line(1).visit.applicant == Applicant("Lô Thị Ẩn", phone=AN.phone)
    assert {"lo thi an", AN.phone} <= keys_of(1) & keys_of(2)


def test_name_and_village_are_filled_in_and_the_look_is_noted(
    officer: Person, village: Hamlet
) -> None:
    write(officer, who=Applicant("HTX Mẫu", is_organisation=True, hamlet=village))
    tap(officer, same="0001")

    shown = values_of(officer.get(TELL).form("/ghi"))

    assert (shown["name"], shown["hamlet"]) == (["HTX Mẫu"], [str(village.id)])
    assert "is_organisation" in shown
    asked = db.select(AuditEvent.facts).where(AuditEvent.verb == "view")
    assert [one["number"] for one in db.session.scalars(asked)] == ["0002"]


def test_a_line_told_twice_keeps_what_it_was_told_first(officer: Person) -> None:
    tap(officer)
    first = f"{DESK}?chi-tiet=0001"
    typed = {"filing": "ONLINE", "remark": "gọi trước", "dossier_code": "H41-0012", "fee": "8.000"}
    tell(officer, first, procedure=str(births().id), payment="CASH", fee_receipt="0005", **typed)

    page = tell(officer, first, quantity="2")

    row = the_line()
    assert page.notice.startswith("Đã lưu dòng 0001")
    assert (row.quantity, row.filing.value, row.remark) == (2, "ONLINE", "gọi trước")
    assert (row.dossier_code, row.fee, row.fee_receipt) == ("H41-0012", 8000, "0005")


def test_a_line_in_full_is_not_told_again(officer: Person) -> None:
    tap(officer)
    old = values_of(officer.get(f"{DESK}?chi-tiet=0001").form("/ghi"))
    whole = officer.send(officer.get(DESK), "/ghi", procedure=str(births().id), quantity="3")
    assert whole.notice.startswith("Đã lưu dòng 0002")

    shown = officer.get(TELL)
    values: dict[str, object] = {**old, "about": "0002", "version": the_line(2).state.version}
    values["procedure"] = str(births().id)
    page = officer.post(f"{DESK}/ghi", values)

    assert "Ghi chi tiết cho dòng" not in shown.main
    words = "Dòng này đã ghi chi tiết. Cần sửa thì mở trang của dòng."
    assert (page.status, page.faults) == (422, [words])
    assert the_line(2).quantity == 3


def test_anothers_tapped_line_is_not_there(officer: Person, other: Person, centre: Person) -> None:
    tap(officer)
    version = the_line().state.version
    told: dict[str, object] = {
        "about": "0001",
        "version": version,
        "quantity": "9",
        "outcome": "SETTLED",
    }
    told["procedure"] = str(births().id)

    def send(who: Person) -> Page:
        return who.post(f"{DESK}/ghi", {**values_of(who.get(DESK).form("/ghi")), **told})

    assert send(other).status == 404
    assert the_line().quantity == 1
    assert send(centre).status == 200
    assert the_line().quantity == 9


def test_after_the_day_a_tapped_line_is_still_told(officer: Person) -> None:
    tap(officer)
    at = the_line().happened_at
    person = later(officer, "2026-04-13 08:00")

    page = tell(person, f"{DESK}?chi-tiet=0001", procedure=str(births().id))

    assert page.notice.startswith("Đã lưu dòng 0001")
    assert the_line().happened_at == at


def test_its_appointment_is_counted_from_when_it_happened(officer: Person) -> None:
    tap(officer, "RECEIVED")
    person = later(officer, "2026-04-16 08:00")

    tell(person, f"{DESK}?chi-tiet=0001", procedure=str(procedure(BUSINESS).id))

    assert the_line().due_on == date(2026, 4, 15)


def test_another_procedure_brings_its_own_appointment(officer: Person) -> None:
    tap(officer, "", procedure=str(procedure(BUSINESS).id))
    assert the_line().due_on == date(2026, 4, 15)

    page = tell(officer, f"{DESK}?chi-tiet=0001", procedure=str(procedure(WILLS).id))

    assert page.faults == []
    assert the_line().due_on == date(2026, 4, 14)


def test_an_appointment_that_was_explained_stays(officer: Person) -> None:
    tap(officer, "", procedure=str(procedure(BUSINESS).id))
    path = f"{DESK}?chi-tiet=0001"
    tell(officer, path, due_on="16/4/2026", due_reason="chờ xác minh")

    page = tell(officer, path, quantity="2")

    assert page.faults == []
    row = the_line()
    assert (row.due_on, row.due_reason) == (date(2026, 4, 16), "chờ xác minh")
    assert row.quantity == 2


def test_an_ended_sign_in_keeps_which_line_was_told(app: Flask, officer: Person) -> None:
    tap(officer)
    page = officer.get(f"{DESK}?chi-tiet=0001")
    officer.client.delete_cookie("session")
    officer.send(page, "/ghi", procedure=str(births().id))
    draft = db.session.scalars(db.select(Draft)).one()
    assert draft.path == f"{DESK}?chi-tiet=0001"

    again = Person(app, officer.account)
    for address in (draft.address, f"{DESK}?giu={draft.id}"):
        assert values_of(again.get(address).form("/ghi"))["version"] == [the_line().state.version]
    page = again.send(again.get(draft.address), "/ghi")

    assert page.notice.startswith("Đã lưu dòng 0001: Đăng ký khai sinh")
    assert db.session.scalars(db.select(db.func.count(IntakeEntry.id))).one() == 1


def test_an_ended_sign_in_keeps_the_true_hour(app: Flask, officer: Person) -> None:
    page = officer.get(f"{DESK}?sau=1&dong=ca-buoi")
    officer.client.delete_cookie("session")
    officer.send(page, "/ghi", procedure=str(births().id), hour="7h45")
    draft = db.session.scalars(db.select(Draft)).one()
    assert draft.path == f"{DESK}?sau=1"
    assert draft.address == f"{DESK}?sau=1&giu={draft.id}"

    again = Person(app, officer.account)
    page = again.get(f"{DESK}?giu={draft.id}")  # however one comes back
    assert values_of(page.form("/ghi"))["hour"] == ["7h45"]
    again.send(page, "/ghi")

    assert the_line().happened_at == factories.at("2026-04-11 07:45")


def test_the_log_keeps_that_paper_is_copied(
    officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "LINES_A_PAGE", 1)
    write(officer)
    write(officer)

    links = officer.get(f"{DESK}?sau=1").soup.select("#log nav a, #log p a")

    assert len(links) == 3
    assert all("sau=1" in str(one["href"]) for one in links)


def test_a_same_person_gets_what_was_not_said_before(officer: Person, village: Hamlet) -> None:
    write(officer, who=Applicant("Lô Thị Ẩn"))
    page = officer.get(DESK)

    officer.send(
        page,
        "/ghi",
        same="0001",
        procedure=str(births().id),
        name="Lô Thị Ẩn",
        hamlet=str(village.id),
        phone="0912 345 678",
        identity_number="0400 1234 5678",
    )

    visit = the_line(1).visit
    assert the_line(2).visit is visit
    assert visit.applicant == person_in(village)
    assert {AN.phone, AN.identity_number, "lo thi an"} <= keys_of(1)
    assert keys_of(1) == keys_of(2)
    assert the_line(1).corrections[0].fields == ["applicant"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "Vi Văn Khác", "tên"),
        ("phone", "0987654321", "số điện thoại"),
        ("identity_number", "040099999999", "số định danh"),
    ],
)
def test_what_says_another_person_is_refused_at_its_field(
    officer: Person, field: str, typed: str, words: str
) -> None:
    write(officer)

    said: dict[str, Any] = {"procedure": str(births().id), field: typed}
    page = officer.send(officer.get(DESK), "/ghi", same="0001", **said)

    fault = f"Người của dòng trước đã ghi {words} khác. Là người khác thì bỏ “Cùng người”."
    assert (page.status, page.faults) == (422, [fault])
    assert page.soup.select_one(f"#line [name={field}][aria-invalid]")
    assert the_line(1).visit.applicant == AN


def test_another_village_and_an_organisation_are_refused_as_well(
    officer: Person, village: Hamlet
) -> None:
    write(officer, who=Applicant("Lô Thị Ẩn", hamlet=village))
    elsewhere = str(factories.hamlet("Thôn 2 (mẫu)").id)
    same: dict[str, Any] = {"same": "0001", "procedure": str(births().id)}

    page = officer.send(officer.get(DESK), "/ghi", **same, hamlet=elsewhere)
    assert page.faults == [
        "Người của dòng trước đã ghi thôn, bản khác. Là người khác thì bỏ “Cùng người”."
    ]

    page = officer.send(officer.get(DESK), "/ghi", **same, is_organisation="y")
    assert page.faults == ["Dòng trước ghi cá nhân. Là người khác thì bỏ “Cùng người”."]


@pytest.mark.parametrize("act", ["/dem", "/ghi"])
def test_anothers_person_is_not_there(officer: Person, other: Person, act: str) -> None:
    write(officer)
    values = values_of(other.get(DESK).form(act))

    page = other.post(f"{DESK}{act}", {**values, "same": "0001", "outcome": "GUIDED"})

    assert page.status == 404
    assert db.session.scalars(db.select(db.func.count(IntakeEntry.id))).one() == 1


def test_a_tax_number_is_taken_of_an_organisation_alone(officer: Person) -> None:
    change_settings(db.session, {"desk.names": "", "desk.phones": ""}, by=None)
    db.session.commit()
    number: dict[str, Any] = {"procedure": str(births().id), "identity_number": "0101 2345 67"}

    page = officer.send(officer.get(DESK), "/ghi", **number)
    person = "Hãy ghi đủ 12 chữ số của số định danh; mã số thuế thì chọn Là tổ chức."
    assert page.faults == [person]

    wrong = officer.send(page, "/ghi", identity_number="040012345678", is_organisation="y")
    assert wrong.faults == ["Hãy ghi mã số thuế 10 hoặc 13 chữ số."]

    officer.send(page, "/ghi", **number, is_organisation="y")
    corrected = officer.send(
        officer.get(f"{DESK}/dong/0001"), "/sua", quantity="2", reason="ghi nhầm"
    )
    assert corrected.notice == "Đã sửa dòng 0001."
    assert the_line().outcome is Outcome.SETTLED
