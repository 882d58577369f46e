"""A line that was wrong counts no longer; its number stays used."""

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.intake import Due, counts_of
from saturday.models.returns import Handing, Return
from saturday.rules.intake import Outcome
from tests.pages import Page, Person, values_of
from tests.web.intake.lines import DAY, DESK, LINE, births, open_desk, the_line, write


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Open the desk."""
    del app
    open_desk()


def void(who: Person, page: Page | None = None, reason: str = "người dân đổi ý") -> Page:
    """Send the form that voids a line."""
    return who.send(page or who.get(LINE), "/huy", void_reason=reason)


def test_a_voided_line_stays_to_be_read_and_counts_no_longer(officer: Person) -> None:
    write(officer)

    page = void(officer)

    assert page.notice == "Đã hủy dòng 0001. Số này không dùng lại."
    assert "Lý do: người dân đổi ý." in page.main
    assert counts_of(db.session, the_line().duty_session).visits == 0


def test_its_number_is_not_used_again(officer: Person) -> None:
    write(officer)
    void(officer)
    write(officer)

    rows = officer.get(DESK).rows("Nhật ký của buổi")

    assert [row[0] for row in rows] == ["0002", "0001"]
    assert [row[6] for row in rows] == ["hướng dẫn trực tuyến", "đã hủy"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_must_be_given(officer: Person, reason: str) -> None:
    write(officer)

    page = void(officer, reason=reason)

    assert (page.status, page.faults) == (422, ["Hãy ghi lý do hủy."])
    assert page.form("/huy").find_parent("details").has_attr("open")  # type: ignore[union-attr]
    assert not the_line().is_void


def test_the_centre_voids_anybodys_line(officer: Person, centre: Person) -> None:
    write(officer)

    void(centre)

    assert the_line().is_void


def test_another_officer_may_not(officer: Person, other: Person) -> None:
    write(officer)
    write(other)
    own = other.get(LINE.replace("0001", "0002"))

    values = {**values_of(own.form("/huy")), "void_reason": "nhầm"}

    assert other.post(f"{LINE}/huy", dict(values)).status == 404
    assert not the_line().is_void


def test_a_line_corrected_meanwhile_is_looked_at_first(officer: Person, centre: Person) -> None:
    write(officer)
    page = officer.get(LINE)
    centre.send(centre.get(LINE), "/sua", quantity="5", reason="đếm lại")

    again = void(officer, page)

    assert again.status == 409
    assert not the_line().is_void

    void(officer, again)
    assert the_line().is_void


def test_a_second_click_voids_once(officer: Person) -> None:
    write(officer)
    page = officer.get(LINE)

    assert [void(officer, page).status for _click in range(2)] == [200, 200]


def test_two_who_void_at_once_void_once(officer: Person, centre: Person) -> None:
    write(officer)
    mine = officer.get(LINE)
    void(centre)

    assert void(officer, mine).status in {409, 422}
    assert the_line().void_reason == "người dân đổi ý"


def test_what_was_handed_over_is_taken_back_first(officer: Person) -> None:
    write(officer, Outcome.RECEIVED, procedure=births(), due=Due(DAY))
    assert officer.account
    by = db.session.get_one(Account, officer.account.id)
    Return.hand_over(db.session, the_line(), Handing(DAY), by=by)
    db.session.commit()

    received = void(officer)
    fetched = void(officer, officer.get(LINE.replace("0001", "0002")))

    assert received.faults == ["Kết quả của dòng này đã trả. Hãy bỏ lần trả kết quả trước."]
    assert fetched.faults == ["Dòng này ghi lần trả kết quả. Hãy bỏ lần trả đó, dòng hủy theo."]
    assert not the_line().is_void
    assert not the_line(2).is_void


@pytest.mark.parametrize("number", [1, 2])
def test_a_refusal_leads_to_where_it_is_taken_back_and_back_again(
    officer: Person, number: int
) -> None:
    write(officer, Outcome.RECEIVED, procedure=births(), due=Due(DAY))
    assert officer.account
    by = db.session.get_one(Account, officer.account.id)
    handed = Return.hand_over(db.session, the_line(), Handing(DAY), by=by)
    db.session.commit()
    path = LINE.replace("0001", f"000{number}")

    refused = void(officer, officer.get(path))
    link = f"/tiep-nhan/da-tra/{handed.id}/bo?tu={the_line(number).id}"
    assert [str(one["href"]) for one in refused.soup.select(".note a")] == [link]
    asking = officer.get(link)
    assert path in [str(one["href"]) for one in asking.soup.select("main a")]

    page = officer.send(asking, "/bo", reason="nhầm người")

    assert page.path.partition("?")[0] == path
    assert "Bỏ lần trả kết quả" not in page.main
    assert (the_line().is_void, the_line(2).is_void) == (False, True)
    void(officer, officer.get(LINE))
    assert the_line().is_void


def test_who_may_not_take_it_back_is_told_who_may(officer: Person) -> None:
    write(officer, Outcome.RECEIVED, procedure=births(), due=Due(DAY))
    Return.hand_over(db.session, the_line(), Handing(DAY), by=None)
    db.session.commit()

    page = void(officer)

    assert page.soup.select(".note a") == []
    assert "Người đã ghi trả, hoặc Trung tâm, bỏ được lần trả này." in page.main
