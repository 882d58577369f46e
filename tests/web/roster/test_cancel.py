"""Is a Saturday cancelled with its reason, and still seen?"""

from datetime import date

from saturday.extensions import db
from saturday.models.plan import DutySession
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import APRIL_11, HUB, assigned, later, recorded

CANCEL = f"{HUB}/huy"


def stored() -> DutySession:
    """Give the Saturday as it is stored."""
    return db.session.scalars(DutySession.on(APRIL_11)).one()


def test_a_cancelled_saturday_stays_and_says_why(centre: Person, leader: Person) -> None:
    factories.duty_session()

    page = centre.send(centre.get(CANCEL), "/huy", reason="Bão số 3")

    assert page.notice == "Đã hủy buổi thứ Bảy, 11/4."
    assert "Buổi này đã hủy: Bão số 3." in page.main
    assert not page.has_form("/huy")
    assert leader.get("/lich-truc/").rows("Các buổi")[0][2] == "đã hủy Bão số 3"


def test_a_reason_is_wanted(centre: Person) -> None:
    factories.duty_session()

    page = centre.send(centre.get(CANCEL), "/huy", reason="  ")

    assert page.status == 422
    assert page.faults == ["Hãy ghi lý do."]
    assert stored().counts


def test_what_is_cancelled_is_not_cancelled_again(centre: Person) -> None:
    factories.duty_session()
    again = centre.get(CANCEL)
    centre.send(centre.get(CANCEL), "/huy", reason="Bão số 3")

    page = centre.send(again, "/huy", reason="Lần nữa")

    assert page.status == 422
    assert page.faults == ["Buổi này đã hủy: Bão số 3."]


def test_a_second_click_cancels_once(centre: Person) -> None:
    factories.duty_session()
    values: dict[str, object] = dict(values_of(centre.get(CANCEL).form("/huy")))

    first, second = (centre.post(CANCEL, {**values, "reason": "Bão số 3"}) for _ in range(2))

    assert first.notice == second.notice == "Đã hủy buổi thứ Bảy, 11/4."


def test_a_saturday_on_which_people_served_is_neither_cancelled_nor_moved(centre: Person) -> None:
    duty_session = factories.duty_session()
    assigned(duty_session, factories.officer())
    centre = later(centre, "2026-04-13 08:00")
    recorded(db.session.merge(duty_session))
    words = "Buổi này đã chấm công nên không dời, không hủy được."

    page = centre.send(centre.get(CANCEL), "/huy", reason="Bão số 3")
    moving = centre.get(f"{HUB}/doi")
    to = str(date(2026, 4, 18).toordinal())
    moved = centre.send(moving, "/doi", day=to, change_reason="Bão số 3")

    assert page.status == moved.status == 422
    assert page.faults[0].startswith(words)
    assert moved.faults[0].startswith(words)


def test_others_may_not_cancel(leader: Person, economy: Person) -> None:
    factories.duty_session()

    for person in (leader, economy):
        assert person.get(CANCEL).status == 403
        assert person.post(CANCEL, {}).status == 403


def test_a_day_without_a_saturday_is_not_cancelled(centre: Person) -> None:
    assert centre.get(CANCEL).status == 404
