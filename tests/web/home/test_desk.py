"""What does the desk owe, and what is a leader told of it?"""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.plan import DutySession
from saturday.models.running import Checklist
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

SATURDAY = date(2026, 4, 11)


def at(app: Flask, moment: str, role: Role = Role.CENTRE) -> Person:
    """Open the browser of somebody at a moment."""
    stand_at(moment)
    return Person(app, factories.account(username=role.name.lower(), roles={role}))


def todos(page: Page) -> dict[str, str]:
    """Give the things to do with the addresses of their buttons."""
    found = page.soup.select(".todo")
    return {
        one.find("strong").get_text(" ", strip=True): str(one.select_one("a")["href"])  # type: ignore[union-attr, index] # they have both
        for one in found
    }


@pytest.fixture
def saturday(app: Flask) -> DutySession:
    """Give the Saturday of 11/4."""
    del app
    return factories.duty_session()


def test_in_the_morning_the_checks_are_owed(app: Flask, saturday: DutySession) -> None:
    centre = at(app, "2026-04-11 07:00")
    page = centre.get("/?tat_ca=1")
    wanted = "Trung tâm cần kiểm tra đầu buổi hôm nay: còn 12 mục."
    assert todos(page)[wanted] == "/tiep-nhan/2026-04-11/buoi"
    assert page.soup.find("a", href="/tiep-nhan/2026-04-11", string="Mở trang tiếp nhận")

    Checklist.of(db.session, saturday, "Điện").tick(db.session, [], [1], by=None)
    db.session.commit()

    assert not any("kiểm tra đầu buổi" in one for one in todos(centre.get("/?tat_ca=1")))


def test_the_day_before_nothing_of_the_desk_is_owed(app: Flask, saturday: DutySession) -> None:
    del saturday
    page = at(app, "2026-04-10 15:00").get("/?tat_ca=1")

    assert not any("kiểm tra đầu buổi" in one for one in todos(page))
    assert "Mở trang tiếp nhận" not in page.main


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("due", "words"),
    [
        ((date(2026, 4, 13),), "1 hồ sơ đến hạn trả hôm nay"),
        ((date(2026, 4, 10),), "1 hồ sơ quá hạn chưa trả"),
        (
            (date(2026, 4, 10), date(2026, 4, 13), date(2026, 4, 15)),
            "1 hồ sơ quá hạn chưa trả, 1 hồ sơ đến hạn trả hôm nay",
        ),
        ((date(2026, 4, 15),), ""),
    ],
)
def test_results_are_owed_when_their_day_has_come(
    app: Flask, saturday: DutySession, due: tuple[date, ...], words: str
) -> None:
    stand_at("2026-04-11 09:00")
    for day in due:
        factories.received(saturday, due_on=day)

    found = todos(at(app, "2026-04-13 08:00").get("/?tat_ca=1"))

    wanted = {f"Trung tâm cần trả kết quả: {words}."} if words else set()
    assert {one for one in found if "trả kết quả" in one} == wanted
    assert all(found[one] == "/tiep-nhan/tra-ket-qua" for one in wanted)


@pytest.mark.parametrize(
    ("moment", "is_owed"),
    [
        ("2026-04-11 11:00", False),
        ("2026-04-11 11:30", True),
        ("2026-04-13 08:00", True),
        ("2026-04-14 08:00", False),
    ],
)
def test_dossiers_are_handed_to_the_departments_on_monday(
    app: Flask, saturday: DutySession, moment: str, *, is_owed: bool
) -> None:
    stand_at("2026-04-11 09:00")
    for _ in range(3):
        factories.received(saturday, due_on=date(2026, 4, 24))

    found = todos(at(app, moment).get("/?tat_ca=1"))

    wanted = "Trung tâm cần bàn giao 3 hồ sơ buổi thứ Bảy, 11/4 cho các phòng trong thứ Hai, 13/4."
    assert (wanted in found) is is_owed
    assert found.get(wanted, "") == ("/tiep-nhan/2026-04-11/ban-giao" if is_owed else "")


def test_dossiers_to_hand_on_are_counted_without_being_read(
    app: Flask, saturday: DutySession
) -> None:
    stand_at("2026-04-11 09:00")
    factories.received(saturday, due_on=date(2026, 4, 24))
    person = at(app, "2026-04-13 08:00")

    with counted_queries() as sent:
        page = person.get("/?tat_ca=1")

    assert "bàn giao 1 hồ sơ" in page.main
    assert not any("intake_entry.remark" in one for one in sent)


def test_a_leader_sees_the_counts_of_today(app: Flask, saturday: DutySession) -> None:
    stand_at("2026-04-11 09:00")
    factories.received(saturday, due_on=date(2026, 4, 15))

    page = at(app, "2026-04-11 10:52", Role.LEADER).get("/")

    assert "Buổi hôm nay Ngày thứ 7 vì dân, thứ Bảy, 11/4/2026: số liệu lúc 10 giờ 52." in page.main
    assert "1 lượt = 1 tiếp nhận." in page.main
    assert "cần trả kết quả" not in page.main


@pytest.mark.parametrize(
    ("moment", "words"), [("2026-04-18 08:00", "Buổi vừa qua"), ("2026-04-19 08:00", "")]
)
def test_a_leader_sees_the_last_saturday_for_a_week(
    app: Flask, saturday: DutySession, moment: str, words: str
) -> None:
    del saturday
    page = at(app, moment, Role.LEADER).get("/")

    assert ("Buổi vừa qua" in page.main) is bool(words)


def test_a_cancelled_saturday_is_not_told_of(app: Flask, saturday: DutySession) -> None:
    saturday.cancel("mưa bão", by=None)
    db.session.commit()

    assert "Buổi hôm nay" not in at(app, "2026-04-11 10:52", Role.LEADER).get("/").main


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.DEPARTMENT])
def test_nobody_else_owes_what_the_centre_does(
    app: Flask, saturday: DutySession, role: Role
) -> None:
    stand_at("2026-04-11 09:00")
    factories.received(saturday, due_on=date(2026, 4, 10))

    found = todos(at(app, "2026-04-11 11:40", role).get("/?tat_ca=1"))

    assert not any("Trung tâm cần" in one and "11/4" in one for one in found)
    assert not any("trả kết quả" in one for one in found)
