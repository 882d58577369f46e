"""The page of the desk: what it shows before, on and after its Saturday, and to whom."""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.intake import Deed, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.models.settings import change_settings
from saturday.rules.intake import EntryOrigin, Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person

PATH = "/tiep-nhan/2026-04-11"


@pytest.fixture(autouse=True)
def saturday(app: Flask) -> DutySession:
    """Let it be twenty past eight of the Saturday."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 08:20")
    return row


@pytest.fixture
def officer(app: Flask, saturday: DutySession) -> Person:
    """Open the browser of somebody who sits at the desk."""
    del saturday
    return somebody(app, "congchuc1")


def somebody(app: Flask, username: str) -> Person:
    """Sign an officer in, at whatever moment it is."""
    return Person(app, factories.account(username=username, roles={Role.OFFICER}))


def log(row: DutySession, number: int) -> None:
    """Write some lines of a log."""
    for _one in range(number):
        origin = Origin(row, None, kind=EntryOrigin.TALLY)
        IntakeEntry.record(db.session, Deed(Outcome.GUIDED), origin)
    db.session.commit()


def test_the_desk_shows_eight_outcomes_with_their_counts(
    officer: Person, saturday: DutySession
) -> None:
    log(saturday, 3)
    page = officer.get(PATH)
    assert "Tiếp nhận – thứ Bảy, 11/4/2026" in page.main.replace("\N{NO-BREAK SPACE}", " ")
    assert "3 lượt công dân" in page.main
    tiles = {
        " ".join(one.get_text(" ", strip=True).split()[1:-1]): one.get_text(strip=True)[-1]
        for one in page.soup.select(".tiles button")
    }
    assert len(tiles) == len(Outcome)
    assert tiles["Hướng dẫn trực tuyến"] == "3"
    assert tiles["Giải quyết, trả ngay"] == "0"


def test_the_line_offers_procedures_with_what_they_fill_in(officer: Person) -> None:
    page = officer.get(PATH)
    options = {one.get_text(): one for one in page.soup.select("#procedure option")}
    copies = options["Chứng thực bản sao – 2.000815"]
    assert copies["data-outcome"] == "SETTLED"
    assert copies["data-unit"] == "bản"
    business = options["Đăng ký hộ kinh doanh – 1.001612"]
    assert business["data-due"] == "thứ Tư, 15/4"
    assert "Đủ 3 ngày làm việc: thứ Tư, 15/4." in str(business["data-counting"])


def test_before_the_day_nothing_can_be_written(app: Flask) -> None:
    stand_at("2026-04-10 08:20")
    page = somebody(app, "mai").get(PATH)
    assert "Buổi chưa đến. Trang này mở ghi vào thứ Bảy, 11/4." in page.main
    assert not page.has_form("/dem")
    assert not page.has_form("/ghi")


def test_a_saturday_given_up_says_why(officer: Person, saturday: DutySession) -> None:
    saturday.cancel("bão số 3", by=None)
    db.session.commit()
    page = officer.get(PATH)
    assert "Buổi này không tổ chức" in page.main
    assert "bão số 3" in page.main
    assert not page.has_form("/dem")


def test_after_the_day_the_true_hour_is_asked(app: Flask) -> None:
    stand_at("2026-04-13 08:20")
    page = somebody(app, "mai").get(PATH)
    assert page.has_form("/ghi")
    assert len(page.soup.select("input[name=hour]")) == 2
    assert "cập nhật sau: ghi giờ thật" in page.main
    assert "Ghi ngay lúc này" not in page.main


def test_on_the_day_copying_from_paper_is_a_choice(officer: Person) -> None:
    page = officer.get(PATH)
    assert not page.soup.select("input[name=hour]")
    assert "Cập nhật sau" in page.main
    page = officer.get(f"{PATH}?sau=1")
    assert len(page.soup.select("input[name=hour]")) == 2


def test_names_and_numbers_appear_only_when_switched_on(officer: Person) -> None:
    private = {"name", "is_organisation", "phone", "identity_number"}
    page = officer.get(PATH)
    shown = {str(one["name"]) for one in page.soup.select("#line [name]")}
    assert not shown & private
    switches = {"desk.names": "yes", "desk.phones": "yes", "desk.identity": "yes"}
    change_settings(db.session, switches, by=None)
    db.session.commit()
    page = officer.get(PATH)
    shown = {str(one["name"]) for one in page.soup.select("#line [name]")}
    assert shown >= private


def test_the_paper_sheet_is_a_press_away(officer: Person) -> None:
    page = officer.get(PATH)
    [link] = [one for one in page.soup.select(".heading a") if one.get_text() == "In phiếu trống"]
    assert officer.get(str(link["href"])).status == 200


def test_only_at_a_table_the_line_has_the_focus(officer: Person) -> None:
    assert officer.get(PATH).soup.select("#procedure[autofocus]")
    officer.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 13) Mobile"
    assert not officer.get(PATH).soup.select("[autofocus]")


@pytest.mark.parametrize("role", Role)
def test_only_the_desk_s_own_people_see_it(app: Flask, role: Role) -> None:
    person = Person(app, factories.account(roles={role}))
    assert person.get(PATH).status == (200 if role in {Role.OFFICER, Role.CENTRE} else 403)


def test_a_day_without_a_saturday_is_no_page(officer: Person) -> None:
    assert officer.get("/tiep-nhan/2026-04-18").status == 404


def test_ten_more_lines_ask_nothing_more(officer: Person, saturday: DutySession) -> None:
    log(saturday, 2)
    officer.get(PATH)
    with counted_queries() as few:
        officer.get(PATH)
    log(saturday, 10)
    with counted_queries() as many:
        officer.get(PATH)
    assert len(many) == len(few)


def test_an_htmx_answer_is_the_desk_alone(officer: Person) -> None:
    page = officer.get(PATH, htmx=True)
    assert page.soup.find(id="desk")
    assert not page.soup.find("header")


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-04-09 08:00", "11/4/2026"),  # the next one
        ("2026-04-11 08:00", "11/4/2026"),  # today's
        ("2026-04-14 08:00", "11/4/2026"),  # copying from paper, handing over
        ("2026-04-25 08:00", "09/5/2026"),  # the next one again
        ("2026-06-01 08:00", "09/5/2026"),  # none to come: the last
    ],
)
def test_the_menu_leads_to_the_saturday_that_matters(app: Flask, now: str, shown: str) -> None:
    factories.duty_session(date(2026, 5, 9))
    stand_at(now)
    assert f"thứ Bảy, {shown}" in somebody(app, "mai").get("/tiep-nhan/").main


def test_without_any_saturday_the_menu_says_so(officer: Person, saturday: DutySession) -> None:
    saturday.cancel("chưa đủ người", by=None)
    db.session.commit()
    assert "Chưa có buổi thứ Bảy nào." in officer.get("/tiep-nhan/").main
