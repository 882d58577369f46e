"""One tap counts one thing: outcomes, usual procedures, kinds of help; undone at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.intake import IntakeEntry
from saturday.models.procedures import Procedure
from saturday.models.settings import change_settings
from saturday.rules.intake import EntryOrigin, Guidance, Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of

DAY = date(2026, 4, 11)
PATH = "/tiep-nhan/2026-04-11"


@pytest.fixture
def officer(app: Flask) -> Person:
    """Open the browser of somebody who sits at the desk, at twenty past eight."""
    factories.duty_session(DAY)
    stand_at("2026-04-11 08:20")
    return Person(app, factories.account(username="congchuc1", roles={Role.OFFICER}))


def lines() -> Sequence[IntakeEntry]:
    """Give the log, the oldest line first."""
    return db.session.scalars(db.select(IntakeEntry).order_by(IntakeEntry.id)).all()


def tap(person: Person, page: Page | None = None, **what: Any) -> Page:  # noqa: ANN401 - as typed
    """Press one of the buttons."""
    return person.send(page or person.get(PATH), "/dem", **what)


def procedure(code: str) -> str:
    """Give the number of a procedure's version of that day, as its button holds it."""
    rows = db.session.scalars(Procedure.in_force(DAY))
    return str(next(row.id for row in rows if row.code == code))


@pytest.mark.parametrize("outcome", Outcome)
def test_a_tap_is_one_person_and_one_line(officer: Person, outcome: Outcome) -> None:
    page = tap(officer, outcome=outcome.value)
    assert page.status == 200
    assert page.notice == f"Đã đếm dòng 0001: {outcome.words} (8 giờ 20)."
    [line] = lines()
    assert (line.outcome, line.quantity, line.origin) == (outcome, 1, EntryOrigin.TALLY)
    assert "1 lượt công dân" in page.main


def test_sixty_four_copies_are_one_line_of_sixty_four(officer: Person) -> None:
    page = tap(officer, procedure=procedure("2.000815"), quantity="64")
    assert "Chứng thực bản sao, 64 bản – giải quyết, trả ngay" in page.notice
    [line] = lines()
    assert (line.outcome, line.quantity) == (Outcome.SETTLED, 64)


def test_a_tapped_procedure_that_takes_days_has_its_appointment(officer: Person) -> None:
    tap(officer, procedure=procedure("1.001612"))
    [line] = lines()
    assert (line.outcome, line.due_on) == (Outcome.RECEIVED, date(2026, 4, 15))


def test_a_procedure_that_holds_no_longer_is_not_counted(officer: Person) -> None:
    page, number = officer.get(PATH), procedure("2.000815")
    db.session.get_one(Procedure, int(number)).valid_to = date(2026, 4, 10)
    db.session.commit()

    page = tap(officer, page, procedure=number)

    assert page.status == 422
    assert page.faults == ["Hãy chọn lại: mục đã chọn không còn trong danh sách."]
    assert not lines()


@pytest.mark.parametrize("kind", Guidance)
def test_help_is_counted_by_what_it_was(officer: Person, kind: Guidance) -> None:
    page = tap(officer, guidance=kind.value)
    [line] = lines()
    assert (line.outcome, line.guidance) == (Outcome.GUIDED, kind)
    assert kind.words in page.notice


def test_the_same_person_is_counted_once(officer: Person) -> None:
    page = tap(officer, outcome="SETTLED")
    assert "Cùng người với dòng 0001" in page.main
    page = tap(officer, page, outcome="RECEIVED", same="0001")
    first, second = lines()
    assert first.visit_id == second.visit_id
    assert "1 lượt công dân" in page.main


def test_unless_it_is_said_the_next_tap_is_somebody_else(officer: Person) -> None:
    tap(officer, outcome="SETTLED")
    tap(officer, outcome="SETTLED")
    first, second = lines()
    assert first.visit_id != second.visit_id


@pytest.mark.parametrize("typed", ["0", "1000", "nhiều", "", "-3"])
def test_a_quantity_that_cannot_be_is_refused(officer: Person, typed: str) -> None:
    page = tap(officer, outcome="SETTLED", quantity=typed)
    assert page.status == 422
    assert page.faults
    assert not lines()
    assert values_of(page.form("/dem"))["quantity"] == [typed]


def test_a_refused_tap_leaves_the_line_as_it_was(officer: Person) -> None:
    page = tap(officer, outcome="SETTLED", quantity="0")
    line = values_of(page.form("/ghi"))
    assert (line["quantity"], line["outcome"]) == (["1"], [""])
    assert line["form_key"] != values_of(page.form("/dem"))["form_key"]


@pytest.mark.parametrize("what", [{}, {"outcome": "FLOWN"}, {"procedure": "99999"}])
def test_what_is_no_button_counts_nothing(officer: Person, what: dict[str, Any]) -> None:
    page = tap(officer, **what)
    assert page.status == 422
    assert page.faults
    assert not lines()


def test_a_line_that_is_not_there_has_no_person(officer: Person) -> None:
    page = tap(officer, outcome="SETTLED", same="0007")
    assert page.faults == ["Dòng này không còn trong sổ của buổi."]


def test_a_double_click_counts_once(officer: Person) -> None:
    values: dict[str, object] = dict(values_of(officer.get(PATH).form("/dem")))
    values["outcome"] = "GUIDED"
    first, second = (officer.post(f"{PATH}/dem", values) for _click in range(2))
    assert first.notice == second.notice
    assert len(lines()) == 1


def test_before_the_day_a_tap_is_refused(officer: Person) -> None:
    factories.duty_session(date(2026, 5, 9))
    values: dict[str, object] = dict(values_of(officer.get(PATH).form("/dem")))
    page = officer.post("/tiep-nhan/2026-05-09/dem", {**values, "outcome": "GUIDED"})
    assert page.status == 422
    assert "Buổi chưa đến. Trang này mở ghi vào thứ Bảy, 09/5." in page.main
    assert not lines()


def test_after_the_day_the_true_hour_is_kept(app: Flask, officer: Person) -> None:
    del officer
    stand_at("2026-04-13 09:00")
    later = Person(app, factories.account(username="mai", roles={Role.OFFICER}))
    page = tap(later, outcome="SETTLED")
    assert page.faults == ["Hãy ghi giờ thật của việc này, ví dụ 8h20."]
    page = tap(later, outcome="SETTLED", hour="8h25")
    assert "(8 giờ 25)" in page.notice
    [line] = lines()
    assert line.happened_at == factories.at("2026-04-11 08:25")
    assert line.recorded_at.date() == date(2026, 4, 13)


def test_an_hour_to_come_is_refused(officer: Person) -> None:
    page = tap(officer, officer.get(f"{PATH}?sau=1"), outcome="SETTLED", hour="9h")
    assert page.status == 422
    assert page.faults == ["Giờ này chưa đến. Hãy ghi giờ đã qua."]


def test_a_tap_at_an_hour_outside_the_morning_goes_to_the_line(officer: Person) -> None:
    page = tap(officer, officer.get(f"{PATH}?sau=1"), outcome="SETTLED", hour="7h29")
    [fault] = page.faults
    assert fault.endswith("ghi ở phần ghi chi tiết, kèm lý do ở ô Ghi chú.")
    assert not lines()


def test_copying_from_paper_goes_on_in_its_mode(officer: Person) -> None:
    page = tap(officer, officer.get(f"{PATH}?sau=1"), outcome="SETTLED", hour="8h05")
    assert page.soup.select("input[name=hour]")


def test_a_second_device_has_its_letter(officer: Person) -> None:
    change_settings(db.session, {"desk.letter": "B"}, by=None)
    db.session.commit()
    assert "dòng B0001" in tap(officer, outcome="SETTLED").notice


def test_a_clerk_counts_nothing(clerk: Person) -> None:
    factories.duty_session(DAY)
    assert clerk.post(f"{PATH}/dem", {"outcome": "GUIDED"}).status in {400, 403}
    assert not lines()


def test_the_last_tap_is_undone_at_once(officer: Person) -> None:
    page = tap(officer, outcome="GUIDED")
    page = officer.send(page, "/hoan-tac")
    assert page.notice == "Đã hoàn tác dòng 0001."
    assert "0 lượt công dân" in page.main
    [line] = lines()
    assert line.is_void
    assert not page.has_form("/hoan-tac")
    newest = db.select(AuditEvent.verb).order_by(AuditEvent.id.desc())
    assert db.session.scalars(newest).first() == "void"


def test_an_undone_number_is_not_used_again(officer: Person) -> None:
    page = tap(officer, outcome="GUIDED")
    officer.send(page, "/hoan-tac")
    assert "dòng 0002" in tap(officer, outcome="GUIDED").notice


def test_only_the_last_line_is_undone(officer: Person) -> None:
    page = tap(officer, outcome="GUIDED")
    tap(officer, outcome="GUIDED")
    page = officer.send(page, "/hoan-tac")
    assert page.status == 409
    assert "Dòng này không còn là dòng vừa ghi." in page.main
    assert page.has_form("/dem"), "the buttons stay"
    assert not any(line.is_void for line in lines())


def test_nobody_undoes_what_somebody_else_wrote(app: Flask, officer: Person) -> None:
    tap(officer, outcome="GUIDED")
    other = Person(app, factories.account(username="hai", roles={Role.OFFICER}))
    page = other.get(PATH)
    assert not page.has_form("/hoan-tac")
    values: dict[str, object] = dict(values_of(page.form("/dem")))
    page = other.post(f"{PATH}/hoan-tac", {**values, "number": "0001"})
    assert page.status == 409
    assert not lines()[0].is_void


def test_undoing_twice_says_the_same(officer: Person) -> None:
    page = tap(officer, outcome="GUIDED")
    values: dict[str, object] = dict(values_of(page.form("/hoan-tac")))
    first, second = (officer.post(f"{PATH}/hoan-tac", values) for _click in range(2))
    assert first.notice == second.notice == "Đã hoàn tác dòng 0001."


def test_after_a_tap_on_opinions_what_was_said_can_be_written_down(officer: Person) -> None:
    page = tap(officer, outcome="OPINION")

    link = page.soup.find("a", string="Ghi phản ánh, kiến nghị")
    assert link is not None
    assert link["href"] == "/phan-anh/ghi?buoi=2026-04-11"
    page = tap(officer, outcome="GUIDED")
    assert page.soup.find("a", string="Ghi phản ánh, kiến nghị") is None
