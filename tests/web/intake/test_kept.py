"""A tap that was sent into an ended sign-in waits for its officer: one press counts it, once."""

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.forms import Draft
from saturday.models.intake import IntakeEntry
from saturday.rules.intake import Guidance, Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of
from tests.web.intake.later import later
from tests.web.intake.lines import DESK, births, open_desk


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Open the desk."""
    del app
    open_desk()


def lines() -> list[IntakeEntry]:
    """Give the log, the oldest line first."""
    return list(db.session.scalars(select(IntakeEntry).order_by(IntakeEntry.id)))


def drafts() -> list[Draft]:
    """Give what is kept."""
    return list(db.session.scalars(select(Draft)))


def tap_too_late(officer: Person, page: Page | None = None, **what: str) -> Page:
    """Press a button when the sign-in has ended."""
    opened = page or officer.get(DESK)
    officer.client.delete_cookie("session")
    answer = officer.send(opened, "/dem", follow=False, **(what or {"outcome": "GUIDED"}))
    assert answer.status == 303
    assert not lines()
    return answer


def waiting(page: Page) -> list[str]:
    """Give the taps that the page offers to count."""
    said = [one.get_text(" ", strip=True) for one in page.soup.select(".kept > p")]
    return [" ".join(one.split()) for one in said]


def count(person: Person, page: Page, **typed: str | None) -> Page:
    """Press the button that counts the first tap kept."""
    values: dict[str, object] = dict(values_of(page.soup.select(".kept")[0]))
    return person.post(f"{DESK}/dem", {**values, **typed})


def test_it_waits_on_the_page_and_one_press_counts_it(officer: Person) -> None:
    answer = tap_too_late(officer, outcome="GUIDED", quantity="3")
    again = later(officer, "2026-04-11 08:31")

    assert "het_phien=1" in answer.response.location
    page = again.get(DESK)
    assert waiting(page) == [
        "Chưa đếm: hướng dẫn trực tuyến , bấm lúc 8 giờ 20 khi phiên làm việc đã hết."
    ]
    page = count(again, page)

    assert page.notice == "Đã đếm dòng 0001: hướng dẫn trực tuyến, số lượng 3 (8 giờ 20)."
    [line] = lines()
    assert (line.outcome, line.quantity) == (Outcome.GUIDED, 3)
    assert line.happened_at.replace(microsecond=0) == factories.at("2026-04-11 08:20")
    assert waiting(page) == []
    assert drafts() == []


def test_the_buttons_below_start_anew(officer: Person) -> None:
    tap_too_late(officer, outcome="GUIDED", quantity="3")
    again = later(officer, "2026-04-11 08:31")

    page = again.get(drafts()[0].address)

    assert len(waiting(page)) == 1
    assert values_of(page.soup.select(".tally")[0])["quantity"] == ["1"]


@pytest.mark.parametrize("way", ["procedure", "guidance"])
def test_every_button_is_kept(officer: Person, way: str) -> None:
    value = {"procedure": str(births().id), "guidance": Guidance.VNEID.value}[way]
    tap_too_late(officer, None, **{way: value})
    again = later(officer, "2026-04-11 08:31")

    count(again, again.get(DESK))

    [line] = lines()
    assert line.matter == {"procedure": births().short_name, "guidance": Guidance.VNEID.words}[way]


def test_pressed_twice_it_counts_once(officer: Person) -> None:
    tap_too_late(officer)
    again = later(officer, "2026-04-11 08:31")
    page = again.get(DESK)

    first, second = (count(again, page) for _press in range(2))

    assert first.notice == second.notice
    assert len(lines()) == 1


def test_a_double_click_is_kept_once(officer: Person) -> None:
    page = officer.get(DESK)
    for _click in range(2):
        tap_too_late(officer, page)

    assert len(drafts()) == 1


def test_its_moment_is_that_of_the_first_press(officer: Person) -> None:
    tap_too_late(officer)
    again = later(officer, "2026-04-11 08:31")
    page = again.get(DESK)
    again.client.delete_cookie("session")
    count(again, page)
    once_more = later(officer, "2026-04-11 08:42")

    count(once_more, once_more.get(DESK))

    assert [f"{line.happened_at:%H:%M}" for line in lines()] == ["08:20"]


def test_two_taps_wait_side_by_side_and_other_taps_leave_them(officer: Person) -> None:
    pages = [officer.get(DESK) for _tab in range(2)]
    tap_too_late(officer, pages[0], outcome="GUIDED")
    tap_too_late(officer, pages[1], outcome="OPINION")
    again = later(officer, "2026-04-11 08:31")

    buttons: dict[str, object] = dict(values_of(again.get(DESK).soup.select(".tally")[0]))
    page = again.post(f"{DESK}/dem", {**buttons, "outcome": "REDIRECTED"})
    assert len(waiting(page)) == 2
    page = count(again, page)
    page = count(again, page)

    assert [line.outcome.name for line in lines()] == ["REDIRECTED", "GUIDED", "OPINION"]
    assert waiting(page) == []


def test_it_is_given_up_only_when_that_is_said(officer: Person) -> None:
    tap_too_late(officer)
    again = later(officer, "2026-04-11 08:31")

    page = count(again, again.get(DESK), drop="1")

    assert page.notice == "Đã bỏ lần bấm, không đếm."
    assert (lines(), drafts(), waiting(page)) == ([], [], [])


def test_a_quantity_that_cannot_be_is_mended(officer: Person) -> None:
    tap_too_late(officer, outcome="GUIDED", quantity="nhiều")
    again = later(officer, "2026-04-11 08:31")

    page = count(again, again.get(DESK))
    assert page.faults == ["Hãy ghi một số, chỉ dùng chữ số."]
    count(again, page, quantity="4")

    assert [line.quantity for line in lines()] == [4]


def test_on_another_day_it_keeps_its_moment(officer: Person) -> None:
    noon = later(officer, "2026-04-11 11:45")  # the last ones leave after the desk has closed
    tap_too_late(noon)
    again = later(officer, "2026-04-12 08:00")

    count(again, again.get(DESK))

    assert [f"{line.happened_at:%d/%m %H:%M}" for line in lines()] == ["11/04 11:45"]


def test_what_was_copied_from_paper_keeps_the_hour_typed(officer: Person) -> None:
    page = officer.get(f"{DESK}?sau=1")
    tap_too_late(officer, page, outcome="GUIDED", hour="8h05")
    again = later(officer, "2026-04-12 08:00")

    count(again, again.get(DESK))

    assert [f"{line.happened_at:%H:%M}" for line in lines()] == ["08:05"]


def test_what_was_counted_and_only_not_answered_is_not_kept(officer: Person) -> None:
    page = officer.get(DESK)
    officer.send(page, "/dem", outcome="GUIDED")
    officer.client.delete_cookie("session")
    answer = officer.send(page, "/dem", follow=False, outcome="GUIDED")

    assert "het_phien" not in answer.response.location
    assert drafts() == []


def test_a_button_alone_is_not_said_to_be_kept(officer: Person) -> None:
    page = officer.send(officer.get(DESK), "/dem", outcome="GUIDED")
    officer.client.delete_cookie("session")
    answer = officer.send(page, "/hoan-tac", follow=False)

    assert "het_phien" not in answer.response.location
    assert drafts() == []


def test_nobody_else_sees_it_or_counts_it_with_its_moment(app: Flask, officer: Person) -> None:
    tap_too_late(officer)
    stand_at("2026-04-11 08:31")
    other = Person(app, factories.account(username="hai", roles={Role.OFFICER}))

    page = other.get(DESK)
    other.send(page, "/dem", outcome="GUIDED", kept=str(drafts()[0].id))

    assert waiting(page) == []
    assert [f"{line.happened_at:%H:%M}" for line in lines()] == ["08:31"]
    assert len(drafts()) == 1


@pytest.mark.parametrize("kept", ["x", "0", "9" * 30])
def test_a_number_that_nothing_has_counts_now(officer: Person, kept: str) -> None:
    officer.send(officer.get(DESK), "/dem", outcome="GUIDED", kept=kept)

    assert [f"{line.happened_at:%H:%M}" for line in lines()] == ["08:20"]


@pytest.mark.parametrize(
    "values", [{}, {"procedure": ["99999"]}, {"procedure": ["9" * 30]}, {"outcome": ["FLOWN"]}]
)
def test_what_was_no_button_is_not_offered(officer: Person, values: dict[str, list[str]]) -> None:
    assert officer.account
    kept = Draft.keyed("TallyForm", "x")
    at = factories.at("2026-04-11 08:10")
    row = Draft(account_id=officer.account.id, form=kept, path=DESK, values=values, kept_at=at)
    db.session.add(row)
    db.session.commit()

    assert waiting(officer.get(DESK)) == []
